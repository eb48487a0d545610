// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "net/connection_pool.hpp"
#include "pool_world.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <sys/resource.h>

namespace boxlink::net::test {
namespace {

using namespace std::chrono_literals;
using tcp = boost::asio::ip::tcp;

// While it lives, no file or socket can be opened.
class no_more_files
{
public:
    no_more_files()
    {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        auto none = before_;
        none.rlim_cur = 0;
        ::setrlimit(RLIMIT_NOFILE, &none);
    }

    ~no_more_files() { ::setrlimit(RLIMIT_NOFILE, &before_); }
    no_more_files(no_more_files const&) = delete;
    no_more_files& operator=(no_more_files const&) = delete;

private:
    rlimit before_{};
};

// A port at which nobody listens, and which nobody else can take.
class dead_port
{
public:
    explicit dead_port(boost::asio::io_context& io) : holder_(io, tcp::v4())
    {
        holder_.bind(tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
    }

    [[nodiscard]] std::uint16_t number() const { return holder_.local_endpoint().port(); }

    void listen() { holder_.listen(); }

private:
    tcp::acceptor holder_;
};

BOOST_AUTO_TEST_SUITE(connections_being_opened)

BOOST_AUTO_TEST_CASE(opens_a_few_at_a_time)
{
    std::vector<pool_world::answer_function> questions;
    pool_world world(caps(8, 3), questions);
    std::vector<customer_ptr> queue;
    for (int i = 0; i < 12; ++i)
        queue.push_back(world.arrive());
    world.until([&] { return !questions.empty(); });
    BOOST_TEST(world.counters().open == 3U);
    BOOST_TEST(world.counters().waiting == 12U);
    world.step([&] { questions.front()(address_list{boost::asio::ip::address_v4::loopback()}); });
    world.until([&] { return queue[7]->is_served(); });
    BOOST_TEST(world.counters().open == 8U);
    BOOST_TEST(world.counters().waiting == 4U);
    BOOST_TEST(!queue[8]->is_answered());
}

BOOST_AUTO_TEST_CASE(no_more_connections_are_begun_than_there_are_waiters)
{
    pool_world world(caps(8));
    auto const user = world.serve();
    auto const first = world.arrive();
    BOOST_TEST(world.counters().open == 2U);
    // Served by the one that comes back; the one that is being opened is there for who comes next.
    world.release(user);
    world.until([&] { return first->is_served(); });
    auto const second = world.arrive();
    BOOST_TEST(world.counters().open == 2U);
    world.until([&] { return second->is_served(); });
    BOOST_TEST(world.counters().connects == 2U);
}

// Everybody waits at the same time; what counts is looked at after each handler.
BOOST_AUTO_TEST_CASE(keeps_the_caps_at_every_moment)
{
    for (auto const& [max_connections, max_connecting] :
         {std::pair(1U, 1U), std::pair(2U, 4U), std::pair(6U, 2U), std::pair(7U, 7U)}) {
        pool_world world(caps(max_connections, max_connecting));
        std::vector<customer_ptr> queue;
        world.step([&] {
            for (int i = 0; i < 40; ++i) {
                queue.push_back(std::make_shared<customer>(world.io.get_executor(), world.pool, world.time));
                queue.back()->arrive(i % 3 == 0);
            }
        });
        std::size_t most_open = 0;
        std::size_t released = 0;
        while (released < queue.size()) {
            world.io.run_one();
            auto const now = world.counters();
            std::size_t const busy = queue.size() - now.waiting - released;
            BOOST_TEST(now.open <= max_connections);
            BOOST_TEST(now.open - now.idle - busy <= max_connecting);
            most_open = std::max<std::size_t>(most_open, now.open);
            // The one who was served first leaves first, while others wait for all there is.
            if (auto const& next = queue[released];
                next->is_served() && (now.open == max_connections || released > 30)) {
                world.release(next);
                ++released;
            }
        }
        BOOST_TEST(most_open == max_connections);
        BOOST_TEST(world.counters().connects == max_connections);
    }
}

BOOST_AUTO_TEST_CASE(a_failed_connect_is_told_to_the_first_waiter_only)
{
    boost::asio::io_context elsewhere;
    dead_port const port(elsewhere);
    pool_world world(caps(8, 1), port.number());
    auto const first = world.arrive();
    auto const second = world.arrive();
    auto const third = world.arrive();
    world.until([&] { return first->is_answered(); });
    BOOST_TEST(first->failure() == make_error_code(errc::connect_failed));
    BOOST_TEST(world.counters().connect_failures == 1U);
    BOOST_TEST(!second->is_answered());
    BOOST_TEST(world.counters().waiting == 2U);
    // The next attempt is made for the next one.
    BOOST_TEST(world.counters().open == 1U);
    world.until([&] { return second->is_answered(); });
    BOOST_TEST(!third->is_answered());
    world.until([&] { return third->is_answered(); });
    BOOST_TEST(third->failure() == make_error_code(errc::connect_failed));
    BOOST_TEST(world.counters().connect_failures == 3U);
    BOOST_TEST(world.counters().connects == 0U);
    BOOST_TEST(world.counters().open == 0U);
}

BOOST_AUTO_TEST_CASE(a_failed_connect_without_a_waiter_is_counted_only)
{
    boost::asio::io_context elsewhere;
    dead_port port(elsewhere);
    pool_world world(caps(8), port.number());
    auto const gone = world.arrive();
    world.step([&] { gone->cancel(); });
    world.until([&] { return world.counters().connect_failures == 1; });
    BOOST_TEST(world.counters().open == 0U);

    // The pool is none the worse for it.
    port.listen();
    BOOST_TEST(world.serve()->link() != nullptr);
}

BOOST_AUTO_TEST_CASE(connecting_has_a_time_limit)
{
    std::vector<pool_world::answer_function> questions;
    pool_world world({}, questions);
    auto const first = world.arrive();
    world.until([&] { return !questions.empty(); });
    world.pass(10s - 1ns);
    BOOST_TEST(!first->is_answered());
    world.pass(1ns);
    world.until([&] { return first->is_answered(); });
    BOOST_TEST(first->failure() == make_error_code(errc::connect_failed));
    BOOST_TEST(world.counters().connect_failures == 1U);
    BOOST_TEST(world.counters().open == 0U);
}

// Where sockets cannot even be made, each waiter hears of it, however many they are: none within the failure of another.
BOOST_AUTO_TEST_CASE(without_sockets_every_waiter_fails)
{
    constexpr std::size_t many = 20'000;
    pool_world world(caps(1));
    auto const user = world.serve();
    std::vector<customer_ptr> queue;
    world.step([&] {
        for (std::size_t i = 0; i < many; ++i) {
            queue.push_back(std::make_shared<customer>(world.io.get_executor(), world.pool, world.time));
            queue.back()->arrive(false);
        }
    });
    no_more_files const none;
    world.release(user, false);
    world.until([&] { return queue.back()->is_answered(); });
    for (auto const& one : queue)
        BOOST_REQUIRE(one->failure() == make_error_code(errc::connect_failed));
    BOOST_TEST(world.counters().connect_failures == many);
    BOOST_TEST(world.counters().open == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::net::test
