// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

// A pool, a server on a loopback port for it, customers, and a clock that stands still: what the tests of the pool play with.

#include "net/connection_pool.hpp"
#include "net/one_shot.hpp"
#include "support/manual_time.hpp"
#include "support/run.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace boxlink::net::test {

using namespace boxlink::test;

/// Sends a request over the connection and waits for the end of the answer.
inline boost::asio::awaitable<result<void>> ask(connection& link, exchange_progress& progress)
{
    one_shot<result<void>> ended(co_await boost::asio::this_coro::executor);
    link.request().append("GET / HTTP/1.1\r\n\r\n");
    link.exchange(progress, [&ended](result<void> outcome) { ended.set(std::move(outcome)); });
    auto outcome = co_await ended.wait();
    co_return outcome;
}

/// A server that listens, and else does what the test says.
class loopback_server
{
public:
    using tcp = boost::asio::ip::tcp;

    explicit loopback_server(boost::asio::io_context& io) : state_(std::make_shared<state>(io))
    {
        state_->accept();
    }

    ~loopback_server() { stop(); }
    loopback_server(loopback_server const&) = delete;
    loopback_server& operator=(loopback_server const&) = delete;

    [[nodiscard]] std::uint16_t port() const { return state_->acceptor.local_endpoint().port(); }

    /// How many connections it has accepted.
    [[nodiscard]] std::size_t accepted() const { return state_->peers.size(); }

    /// Whether the client has closed its connection number `index`.
    [[nodiscard]] bool is_left(std::size_t index) const { return state_->peers.at(index)->left; }

    /// What the client said on that connection.
    [[nodiscard]] std::string_view heard(std::size_t index) const { return state_->peers.at(index)->heard; }

    void say(std::size_t index, std::string_view text)
    {
        boost::asio::write(state_->peers.at(index)->socket, boost::asio::buffer(text));
    }

    void close(std::size_t index) { state_->peers.at(index)->socket.close(); }

    /// Keeps its connections, but looks at them no more.
    void forget()
    {
        state_->acceptor.cancel();
        for (auto const& one : state_->peers)
            one->socket.cancel();
    }

    void stop()
    {
        state_->acceptor.close();
        for (auto const& one : state_->peers)
            one->socket.close();
    }

private:
    struct peer : std::enable_shared_from_this<peer>
    {
        explicit peer(tcp::socket accepted) : socket(std::move(accepted)) {}

        void listen()
        {
            socket.async_read_some(
                boost::asio::buffer(input),
                [self = shared_from_this()](error_code code, std::size_t size) {
                    self->heard.append(self->input.data(), size);
                    if (code)
                        self->left = true;
                    else
                        self->listen();
                }
            );
        }

        tcp::socket socket;
        std::array<char, 1024> input{};
        std::string heard;
        bool left = false;
    };

    struct state : std::enable_shared_from_this<state>
    {
        explicit state(boost::asio::io_context& io)
            : acceptor(io, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0))
        {}

        void accept()
        {
            acceptor.async_accept([self = shared_from_this()](error_code code, tcp::socket socket) {
                if (code)
                    return;
                self->peers.push_back(std::make_shared<peer>(std::move(socket)));
                self->peers.back()->listen();
                self->accept();
            });
        }

        tcp::acceptor acceptor;
        std::vector<std::shared_ptr<peer>> peers;
    };

    std::shared_ptr<state> state_;
};

/// Somebody who wants a connection, as an operation does: an idle one if one will do, else by the queue.
class customer : public std::enable_shared_from_this<customer>
{
public:
    /// \param unused_only whether it will have no connection that has served a request.
    customer(
        boost::asio::any_io_executor executor,
        std::shared_ptr<connection_pool> pool,
        std::shared_ptr<time_source> time,
        bool unused_only = false
    )
        : executor_(std::move(executor)), pool_(std::move(pool)), time_(std::move(time)),
          waiter_(executor_, unused_only)
    {}

    /// Call on the executor.
    void arrive(bool wants_a_fresh_one)
    {
        auto idle = wants_a_fresh_one ? nullptr : pool_->try_acquire(time_->now());
        if (idle != nullptr) {
            outcome_ = std::move(idle);
            return;
        }
        pool_->enqueue(waiter_);
        boost::asio::co_spawn(executor_, wait(shared_from_this()), boost::asio::detached);
    }

    /// Call on the executor.
    void cancel() { pool_->cancel(waiter_, error_info(errc::deadline_exceeded, "no more time")); }

    /// Call on the executor.
    void release(bool reusable)
    {
        pool_->release(std::exchange(*outcome_, nullptr).value(), reusable, time_->now());
    }

    [[nodiscard]] bool is_answered() const { return outcome_.has_value(); }

    [[nodiscard]] bool is_served() const
    {
        return outcome_ && outcome_->has_value() && **outcome_ != nullptr;
    }

    [[nodiscard]] std::shared_ptr<connection> const& link() const { return outcome_->value(); }

    [[nodiscard]] error_code failure() const { return outcome_->error().code; }

private:
    static boost::asio::awaitable<void> wait(std::shared_ptr<customer> self)
    {
        auto outcome = co_await self->waiter_.wait();
        self->outcome_ = std::move(outcome);
    }

    boost::asio::any_io_executor executor_;
    std::shared_ptr<connection_pool> pool_;
    std::shared_ptr<time_source> time_;
    connection_pool::waiter waiter_;
    std::optional<result<std::shared_ptr<connection>>> outcome_;
};

using customer_ptr = std::shared_ptr<customer>;

inline policy::pool_limits caps(std::size_t max_connections, std::size_t max_connecting = 4)
{
    policy::pool_limits limits;
    limits.max_connections = max_connections;
    limits.max_connecting = max_connecting;
    return limits;
}

class pool_world
{
public:
    using answer_function = std::function<void(result<address_list>)>;

    explicit pool_world(policy::pool_limits limits = {}) : pool_world(limits, 0) {}

    /// \param port another one than the server's, unless it is 0.
    pool_world(policy::pool_limits limits, std::uint16_t port) : server(std::in_place, io)
    {
        make_pool(limits, server_address(url_scheme::http, "127.0.0.1", port != 0 ? port : server->port()));
    }

    /// A world in which connections are not opened before the test answers `questions`, the queries of the resolver.
    pool_world(policy::pool_limits limits, std::vector<answer_function>& questions)
        : server(std::in_place, io)
    {
        auto const ask = [&questions](std::string const&, answer_function answer) {
            questions.push_back(std::move(answer));
        };
        make_pool(limits, server_address(url_scheme::http, "box.example", server->port()), ask);
    }

    ~pool_world()
    {
        // Unless the test has ended the pool in its own way.
        if (pool != nullptr)
            step([&] { pool->close(); });
        server.reset();
        run_ready(io);
    }

    pool_world(pool_world const&) = delete;
    pool_world& operator=(pool_world const&) = delete;

    /// Does something on the executor, and leaves what comes of it for later.
    template <class Work>
    void step(Work work)
    {
        bool done = false;
        boost::asio::post(io, [&] {
            work();
            done = true;
        });
        run_until(io, [&] { return done; });
    }

    template <class Condition>
    void until(Condition holds)
    {
        run_until(io, holds);
    }

    customer_ptr arrive(bool wants_a_fresh_one = false)
    {
        auto const made = std::make_shared<customer>(io.get_executor(), pool, time);
        step([&] { made->arrive(wants_a_fresh_one); });
        return made;
    }

    /// Somebody who will have no connection that has served a request.
    customer_ptr arrive_for_an_unused_one()
    {
        auto const made = std::make_shared<customer>(io.get_executor(), pool, time, true);
        step([&] { made->arrive(true); });
        return made;
    }

    /// Somebody who has got a connection.
    customer_ptr serve(bool wants_a_fresh_one = false)
    {
        auto const made = arrive(wants_a_fresh_one);
        until([&] { return made->is_served(); });
        return made;
    }

    /// As many at once, and the server knows their connections.
    std::vector<customer_ptr> serve_new(std::size_t count)
    {
        std::vector<customer_ptr> all;
        auto const known = server->accepted();
        for (std::size_t i = 0; i < count; ++i) {
            // One after the other, so that the server's numbers are those of the customers.
            all.push_back(serve(true));
            until([&] { return server->accepted() == known + i + 1; });
        }
        return all;
    }

    void release(customer_ptr const& who, bool reusable = true)
    {
        step([&] { who->release(reusable); });
    }

    /// Turns the clock, and lets those have their turn who were waiting for that.
    void pass(std::chrono::nanoseconds span)
    {
        // What became idle settles before.
        step([] {});
        time->advance(span);
        step([] {});
    }

    [[nodiscard]] pool_counters counters() const { return pool->counters(); }

    boost::asio::io_context io;
    std::shared_ptr<manual_time> time = std::make_shared<manual_time>(io.get_executor());
    std::optional<loopback_server> server;
    std::shared_ptr<origin> where;
    std::shared_ptr<connection_pool> pool;
    /// What the pool gets when it asks for a random number.
    double random = 0;

private:
    void
    make_pool(policy::pool_limits limits, server_address const& address, resolve_function resolve = nullptr)
    {
        where = std::make_shared<origin>(
            io.get_executor(), time, address, proxy_settings(), nullptr, std::chrono::seconds(10),
            std::move(resolve)
        );
        pool = std::make_shared<connection_pool>(where, limits, [this] { return random; });
    }
};

} // namespace boxlink::net::test
