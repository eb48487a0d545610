// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "net/dial.hpp"

#include "support/manual_time.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <memory>
#include <optional>
#include <sys/socket.h>
#include <utility>

using namespace boxlink;
using namespace boxlink::net;
using namespace std::chrono_literals;
namespace asio = boost::asio;
using tcp = asio::ip::tcp;

namespace {

address_list addresses(std::initializer_list<char const*> texts)
{
    address_list made;
    for (auto const* text : texts)
        made.push_back(asio::ip::make_address(text));
    return made;
}

using outcome = result<tcp::socket>;

// A dialer on loopback; names are resolved to whatever the test says, or never.
class fixture
{
public:
    asio::io_context io;
    std::shared_ptr<test::manual_time> time = std::make_shared<test::manual_time>(io.get_executor());
    timer_queue timers{time};
    std::optional<result<address_list>> known;
    resolver_cache resolver{
        io.get_executor(), [this](std::string const&, std::function<void(result<address_list>)> done) {
            if (known)
                asio::post(io, [this, done = std::move(done)] { done(*known); });
        }};
    std::optional<dialer> dial{std::in_place, io.get_executor(), timers, resolver};

    std::shared_ptr<std::optional<outcome>> start(std::uint16_t port)
    {
        auto got = std::make_shared<std::optional<outcome>>();
        asio::co_spawn(io, run(port, got), asio::detached);
        return got;
    }

    // Everything that can happen without waiting for time.
    void poll()
    {
        io.restart();
        io.poll();
    }

    // Runs until the dial has ended, which needs no clock.
    void finish()
    {
        io.restart();
        io.run();
    }

private:
    asio::awaitable<void> run(std::uint16_t port, std::shared_ptr<std::optional<outcome>> got)
    {
        got->emplace(co_await dial->dial("box.example", port));
    }
};

class listener
{
public:
    listener(asio::io_context& io, char const* address)
        : acceptor_(io, tcp::endpoint(asio::ip::make_address(address), 0))
    {}

    [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

private:
    tcp::acceptor acceptor_;
};

// An address where a connection is refused for sure: the port is taken, but nobody listens.
class refusing_port
{
public:
    refusing_port(asio::io_context& io, char const* address, std::uint16_t port = 0) : socket_(io)
    {
        tcp::endpoint const local(asio::ip::make_address(address), port);
        error_code ec;
        socket_.open(local.protocol(), ec);
        // A machine without IPv6 refuses as well.
        if (!ec)
            socket_.bind(local, ec);
    }

    [[nodiscard]] std::uint16_t port() const { return socket_.local_endpoint().port(); }

private:
    tcp::socket socket_;
};

// A port of loopback where a connection is neither accepted nor refused: the queue of its listener is full.
class silent_port
{
public:
    silent_port(asio::io_context& io, char const* address) : acceptor_(io)
    {
        tcp::endpoint const local(asio::ip::make_address(address), 0);
        acceptor_.open(local.protocol());
        acceptor_.bind(local);
        acceptor_.listen(0);
        // Linux takes one connection beyond the backlog.
        for (int i = 0; i < 4; ++i) {
            auto& waiting = waiting_.emplace_back(io);
            waiting.open(local.protocol());
            waiting.native_non_blocking(true);
            // Asio's own function would wait.
            auto const remote = acceptor_.local_endpoint();
            static_cast<void>(
                ::connect(waiting.native_handle(), remote.data(), static_cast<socklen_t>(remote.size()))
            );
        }
    }

    [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

private:
    tcp::acceptor acceptor_;
    std::vector<tcp::socket> waiting_;
};

bool failed(std::shared_ptr<std::optional<outcome>> const& got, error_code code)
{
    return got->has_value() && (*got)->has_error() && (*got)->error().code == code;
}

bool connected_to(std::shared_ptr<std::optional<outcome>> const& got, char const* address)
{
    return got->has_value() && (*got)->has_value() &&
           (**got)->remote_endpoint().address() == asio::ip::make_address(address);
}

} // namespace

BOOST_AUTO_TEST_SUITE(dial)

BOOST_AUTO_TEST_CASE(families_take_turns)
{
    BOOST_TEST((interleave({}) == address_list()));
    BOOST_TEST((interleave(addresses({"1.1.1.1"})) == addresses({"1.1.1.1"})));
    BOOST_TEST(
        (interleave(addresses({"::1", "::2", "::3", "1.1.1.1", "1.1.1.2"})) ==
         addresses({"::1", "1.1.1.1", "::2", "1.1.1.2", "::3"}))
    );
    BOOST_TEST(
        (interleave(addresses({"1.1.1.1", "1.1.1.2", "::1"})) == addresses({"1.1.1.1", "::1", "1.1.1.2"}))
    );
    BOOST_TEST((interleave(addresses({"::1", "1.1.1.1", "::2"})) == addresses({"::1", "1.1.1.1", "::2"})));
    BOOST_TEST((interleave(addresses({"1.1.1.2", "1.1.1.1"})) == addresses({"1.1.1.2", "1.1.1.1"})));
}

BOOST_AUTO_TEST_CASE(connects_without_delay)
{
    fixture f;
    listener const server(f.io, "127.0.0.1");
    f.known = addresses({"127.0.0.1"});
    auto const got = f.start(server.port());
    f.finish();
    BOOST_TEST_REQUIRE(connected_to(got, "127.0.0.1"));
    tcp::no_delay option;
    (**got)->get_option(option);
    BOOST_TEST(option.value());
    BOOST_TEST((**got)->is_open());
}

BOOST_AUTO_TEST_CASE(a_refusal_moves_on_at_once)
{
    fixture f;
    listener const server(f.io, "127.0.0.1");
    refusing_port const first(f.io, "::1", server.port());
    refusing_port const second(f.io, "127.0.0.2", server.port());
    f.known = addresses({"::1", "127.0.0.2", "127.0.0.1"});
    auto const got = f.start(server.port());
    f.finish();
    BOOST_TEST(connected_to(got, "127.0.0.1"));
}

BOOST_AUTO_TEST_CASE(all_refuse)
{
    fixture f;
    refusing_port const first(f.io, "127.0.0.1");
    refusing_port const second(f.io, "127.0.0.2", first.port());
    f.known = addresses({"127.0.0.1", "127.0.0.2"});
    auto const got = f.start(first.port());
    f.finish();
    BOOST_TEST_REQUIRE(failed(got, errc::connect_failed));
    auto const& failure = (*got)->error();
    BOOST_TEST(failure.cause == asio::error::make_error_code(asio::error::connection_refused));
    BOOST_TEST(
        failure.message == "cannot connect to box.example:" + std::to_string(first.port()) +
                               ": Connection refused (the last of 2 addresses)"
    );
}

BOOST_AUTO_TEST_CASE(the_next_address_is_tried_beside_a_silent_one)
{
    fixture f;
    silent_port const silent(f.io, "127.0.0.1");
    refusing_port const refusing(f.io, "127.0.0.2", silent.port());
    f.known = addresses({"127.0.0.1", "127.0.0.2"});
    auto const got = f.start(silent.port());
    for (int i = 0; i < 5; ++i)
        f.poll();
    BOOST_TEST_REQUIRE(!got->has_value());
    f.time->advance(249ms);
    f.poll();
    BOOST_TEST(f.time->is_asked());
    f.time->advance(1ms);
    f.poll();
    BOOST_TEST(!f.time->is_asked());
    // The second is refused, the first still says nothing.
    BOOST_TEST(!got->has_value());
    f.dial->abort();
    f.finish();
    BOOST_TEST(failed(got, asio::error::operation_aborted));
}

BOOST_AUTO_TEST_CASE(the_first_connection_wins)
{
    fixture f;
    silent_port const silent(f.io, "127.0.0.1");
    // The same port of another address.
    tcp::acceptor const server(f.io, tcp::endpoint(asio::ip::make_address("127.0.0.2"), silent.port()));
    f.known = addresses({"127.0.0.1", "127.0.0.2"});
    auto const got = f.start(silent.port());
    f.poll();
    BOOST_TEST_REQUIRE(!got->has_value());
    f.time->advance(250ms);
    f.finish();
    BOOST_TEST(connected_to(got, "127.0.0.2"));
}

BOOST_AUTO_TEST_CASE(resolver_failure_is_passed_on)
{
    fixture f;
    f.known = error_info(errc::resolve_failed, "no such host");
    auto const got = f.start(443);
    f.finish();
    BOOST_TEST_REQUIRE(failed(got, errc::resolve_failed));
    BOOST_TEST((*got)->error().message == "no such host");
}

BOOST_AUTO_TEST_CASE(abort_while_resolving)
{
    fixture f;
    auto const got = f.start(443);
    f.poll();
    BOOST_TEST(!got->has_value());
    f.dial->abort();
    f.finish();
    BOOST_TEST(failed(got, asio::error::operation_aborted));
}

// Whatever step has just been done when `abort` is called, the dial ends, aborted.
BOOST_AUTO_TEST_CASE(abort_after_each_step)
{
    for (int steps = 0;; ++steps) {
        fixture f;
        listener const server(f.io, "127.0.0.1");
        refusing_port const refusing(f.io, "127.0.0.2", server.port());
        f.known = addresses({"127.0.0.2", "127.0.0.1"});
        auto const got = f.start(server.port());
        for (int i = 0; i < steps && !got->has_value(); ++i)
            f.io.run_one();
        if (got->has_value()) {
            BOOST_TEST(connected_to(got, "127.0.0.1"));
            BOOST_TEST(steps > 4);
            break;
        }
        // Before the first step there is nothing to abort yet.
        if (steps == 0)
            continue;
        f.dial->abort();
        f.finish();
        BOOST_TEST(failed(got, asio::error::operation_aborted));
    }
}

BOOST_AUTO_TEST_CASE(dialer_is_used_again)
{
    fixture f;
    listener const server(f.io, "127.0.0.1");
    f.known = addresses({"127.0.0.1"});
    f.dial->abort();
    for (int i = 0; i < 2; ++i) {
        auto const got = f.start(server.port());
        f.finish();
        BOOST_TEST(connected_to(got, "127.0.0.1"));
    }
}

BOOST_AUTO_TEST_CASE(context_ends_in_the_middle)
{
    for (int steps = 0; steps < 8; ++steps) {
        auto f = std::make_unique<fixture>();
        f->known = addresses({"127.0.0.1", "127.0.0.2"});
        auto io = std::make_unique<asio::io_context>();
        silent_port const silent(*io, "127.0.0.1");
        auto const got = f->start(silent.port());
        for (int i = 0; i < steps; ++i)
            f->io.poll_one();
        f.reset();
        BOOST_TEST(!got->has_value());
    }
}

BOOST_AUTO_TEST_SUITE_END()
