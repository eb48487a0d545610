// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "net/connection_pool.hpp"
#include "pool_world.hpp"

#include <boost/test/unit_test.hpp>

namespace boxlink::net::test {
namespace {

using namespace std::chrono_literals;

// What a client does for its pool: it hears of the context's end.
class owner final : private parked
{
public:
    owner(boost::asio::io_context& io, std::shared_ptr<origin> where, std::shared_ptr<connection_pool> pool)
        : where_(std::move(where)), pool_(std::move(pool))
    {
        park(io);
    }

    [[nodiscard]] std::shared_ptr<connection_pool> const& pool() const { return pool_; }
    [[nodiscard]] time_source::time_point now() const { return where_->timers.now(); }

private:
    void abandon() noexcept override
    {
        pool_->abandon();
        where_->timers.abandon();
    }

    std::shared_ptr<origin> where_;
    std::shared_ptr<connection_pool> pool_;
};

std::shared_ptr<owner> make_owner(boost::asio::io_context& io, std::uint16_t port)
{
    auto const executor = io.get_executor();
    server_address const address(url_scheme::http, "127.0.0.1", port);
    auto where = std::make_shared<origin>(
        executor, std::make_shared<manual_time>(executor), address, proxy_settings(), nullptr, 10s
    );
    auto pool = std::make_shared<connection_pool>(where, caps(4, 2), [] { return 0.5; });
    return std::make_shared<owner>(io, std::move(where), std::move(pool));
}

// What an operation does with a connection: it owns the client, and its coroutine owns it.
boost::asio::awaitable<void>
operate(std::shared_ptr<owner> client, boost::asio::any_io_executor executor, bool fresh)
{
    std::shared_ptr<connection> link = fresh ? nullptr : client->pool()->try_acquire(client->now());
    if (link == nullptr) {
        connection_pool::waiter waiter(executor);
        client->pool()->enqueue(waiter);
        auto outcome = co_await waiter.wait();
        link = std::move(outcome).value();
    }
    exchange_progress progress;
    auto const ended = co_await ask(*link, progress);
    bool const reusable = ended.has_value() && link->reader().can_reuse_connection();
    client->pool()->release(std::move(link), reusable, client->now());
}

constexpr std::string_view answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

BOOST_AUTO_TEST_SUITE(end_of_the_pool)

BOOST_AUTO_TEST_CASE(closing_fails_those_who_wait)
{
    pool_world world(caps(1));
    auto const user = world.serve();
    auto const first = world.arrive();
    auto const second = world.arrive();
    world.step([&] { world.pool->close(); });
    BOOST_TEST(world.counters().waiting == 0U);
    world.until([&] { return first->is_answered() && second->is_answered(); });
    BOOST_TEST(first->failure() == make_error_code(errc::client_closed));
    BOOST_TEST(second->failure() == make_error_code(errc::client_closed));
    // They have been served, so there is nothing to leave.
    world.step([&] { first->cancel(); });
}

BOOST_AUTO_TEST_CASE(closing_closes_what_is_idle)
{
    pool_world world;
    for (auto const& user : world.serve_new(2))
        world.release(user);
    world.step([&] { world.pool->close(); });
    BOOST_TEST(world.counters().open == 0U);
    BOOST_TEST(world.counters().idle == 0U);
    world.until([&] { return world.server->is_left(0) && world.server->is_left(1); });
    BOOST_TEST(world.counters().expired == 0U);
    BOOST_TEST(world.counters().idle_drops == 0U);
    // Their deadlines are forgotten.
    world.pass(1h);
    BOOST_TEST(world.counters().expired == 0U);
}

BOOST_AUTO_TEST_CASE(closing_gives_up_what_is_being_opened)
{
    // Before the attempt has begun, and in its midst.
    for (bool const has_begun : {false, true}) {
        std::vector<pool_world::answer_function> questions;
        pool_world world({}, questions);
        auto const first = world.arrive();
        auto const second = world.arrive();
        BOOST_TEST(world.counters().open == 2U);
        if (has_begun)
            world.until([&] { return !questions.empty(); });
        world.step([&] { world.pool->close(); });
        // The answer that they wait for never comes.
        world.until([&] { return world.counters().open == 0; });
        world.until([&] { return first->is_answered() && second->is_answered(); });
        BOOST_TEST(first->failure() == make_error_code(errc::client_closed));
        BOOST_TEST(world.counters().connects == 0U);
        // Nobody's failure.
        BOOST_TEST(world.counters().connect_failures == 0U);
    }
}

BOOST_AUTO_TEST_CASE(closing_leaves_alone_what_is_in_use)
{
    pool_world world;
    auto const user = world.serve_new(1).front();
    world.step([&] { world.pool->close(); });
    BOOST_TEST(world.counters().open == 1U);

    exchange_progress progress;
    world.server->say(0, answer);
    auto& link = *user->link();
    BOOST_TEST(run(world.io, ask(link, progress)).has_value());
    BOOST_TEST(link.reader().response().status == 200);
    BOOST_TEST(!world.server->is_left(0));
    world.release(user);
    BOOST_TEST(world.counters().open == 0U);
    world.until([&] { return world.server->is_left(0); });
}

BOOST_AUTO_TEST_CASE(a_closed_pool_serves_nobody)
{
    pool_world world;
    world.release(world.serve());
    world.step([&] { world.pool->close(); });
    world.step([&] { world.pool->close(); });
    auto const late = world.arrive();
    BOOST_TEST(world.counters().waiting == 0U);
    world.until([&] { return late->is_answered(); });
    BOOST_TEST(late->failure() == make_error_code(errc::client_closed));
    BOOST_TEST(world.counters().open == 0U);
}

BOOST_AUTO_TEST_CASE(a_closed_pool_lets_the_context_end)
{
    pool_world world(caps(3));
    auto const users = world.serve_new(2);
    world.release(users[0]);
    auto const connecting = world.arrive(true);
    auto const waiting = world.arrive(true);
    world.step([&] { world.pool->close(); });
    world.release(users[1]);
    world.server->stop();
    world.io.restart();
    world.io.run();
    BOOST_TEST(waiting->is_answered());
    BOOST_TEST(connecting->is_answered());
}

// The client and its origin go first, the connection that is being opened notices later.
BOOST_AUTO_TEST_CASE(the_client_may_end_before_its_connections_are_opened)
{
    for (bool const in_the_first_step : {true, false}) {
        pool_world world;
        auto const gone = world.arrive();
        world.step([&] { gone->cancel(); });
        if (!in_the_first_step)
            world.io.poll_one();
        world.step([&] {
            world.pool->close();
            world.pool.reset();
            world.where.reset();
        });
        world.server->forget();
        world.io.restart();
        world.io.run();
        BOOST_TEST(gone->is_answered());
    }
}

// AddressSanitizer sees what is left over, or used after its end. The context is destroyed after each number of handlers, so that all is met in
// each of its phases: waiting, being opened, in use, idle. The client's handle goes before or after it.
BOOST_AUTO_TEST_CASE(the_context_may_be_destroyed_at_any_time)
{
    for (int handlers = 0; handlers < 80; ++handlers) {
        std::optional<boost::asio::io_context> io(std::in_place);
        auto const executor = io->get_executor();
        std::optional<loopback_server> server(std::in_place, *io);
        auto client = make_owner(*io, server->port());
        std::weak_ptr<owner> const watched = client;

        // More than the caps allow. The server answers once on each connection, so that some come back, and some requests stay without an answer.
        for (int i = 0; i < 7; ++i)
            boost::asio::co_spawn(*io, operate(client, executor, i % 2 == 0), boost::asio::detached);
        std::size_t answered = 0;
        for (int i = 0; i < handlers; ++i) {
            io->poll_one();
            for (; answered < server->accepted(); ++answered)
                server->say(answered, answer);
        }
        if (handlers % 2 == 0)
            client.reset();
        server.reset();
        BOOST_TEST(!watched.expired());
        io.reset();
        client.reset();
        BOOST_TEST(watched.expired());
    }
}

// A waiter may outlive the context, and so may its wish to leave the queue.
BOOST_AUTO_TEST_CASE(an_abandoned_pool_has_forgotten_its_waiters)
{
    std::optional<boost::asio::io_context> io(std::in_place);
    std::optional<loopback_server> server(std::in_place, *io);
    auto const client = make_owner(*io, server->port());
    connection_pool::waiter waiter(io->get_executor());
    boost::asio::post(*io, [&] { client->pool()->enqueue(waiter); });
    // That handler and no other: a waiter that has been served holds a connection, which must not outlive the context.
    BOOST_TEST(io->poll_one() == 1U);
    server.reset();
    io.reset();
    client->pool()->cancel(waiter, error_info(errc::deadline_exceeded, "no more time"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::net::test
