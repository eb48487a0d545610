// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "net/connection_pool.hpp"
#include "pool_world.hpp"

#include <boost/test/unit_test.hpp>

namespace boxlink::net::test {
namespace {

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(idle_connections)

BOOST_AUTO_TEST_CASE(are_closed_when_they_were_idle_for_too_long)
{
    pool_world world;
    world.release(world.serve_new(1).front());
    world.pass(30s - 1ns);
    BOOST_TEST(world.counters().idle == 1U);
    world.pass(1ns);
    BOOST_TEST(world.counters().idle == 0U);
    BOOST_TEST(world.counters().open == 0U);
    BOOST_TEST(world.counters().expired == 1U);
    BOOST_TEST(world.counters().idle_drops == 0U);
    world.until([&] { return world.server->is_left(0); });
}

BOOST_AUTO_TEST_CASE(begin_their_time_anew_with_each_use)
{
    pool_world world;
    world.release(world.serve());
    for (int i = 0; i < 5; ++i) {
        world.pass(29s);
        auto const user = world.arrive();
        BOOST_REQUIRE(user->is_served());
        world.pass(40s);
        world.release(user);
    }
    BOOST_TEST(world.counters().connects == 1U);
    world.pass(30s);
    BOOST_TEST(world.counters().open == 0U);
}

// Reuse is last in, first out, so that what is not needed at all ends first.
BOOST_AUTO_TEST_CASE(end_one_by_one)
{
    pool_world world;
    auto const users = world.serve_new(3);
    for (auto const& user : users) {
        world.release(user);
        world.pass(1s);
    }
    world.pass(27s);
    BOOST_TEST(world.counters().idle == 2U);
    world.pass(1s);
    BOOST_TEST(world.counters().idle == 1U);
    world.until([&] { return world.server->is_left(0) && world.server->is_left(1); });
    BOOST_TEST(!world.server->is_left(2));
    world.pass(1s);
    BOOST_TEST(world.counters().expired == 3U);
}

BOOST_AUTO_TEST_CASE(are_closed_when_they_are_too_old)
{
    policy::pool_limits limits;
    limits.max_lifetime = 40s;
    for (auto const& [random, lifetime] : {std::pair(0.0, 40s), std::pair(0.5, 35s)}) {
        pool_world world(limits);
        world.random = random;
        auto const user = world.serve();
        world.pass(20s);
        world.release(user);
        world.pass(lifetime - 20s - 1ns);
        BOOST_TEST(world.counters().idle == 1U);
        world.pass(1ns);
        BOOST_TEST(world.counters().open == 0U);
        BOOST_TEST(world.counters().expired == 1U);
    }
}

BOOST_AUTO_TEST_CASE(do_not_arise_from_connections_that_are_too_old)
{
    pool_world world;
    auto const user = world.serve_new(1).front();
    world.pass(10min);
    // In use it is left alone.
    BOOST_TEST(world.counters().open == 1U);
    world.release(user);
    BOOST_TEST(world.counters().open == 0U);
    BOOST_TEST(world.counters().expired == 1U);
    world.until([&] { return world.server->is_left(0); });
}

BOOST_AUTO_TEST_CASE(are_not_given_to_waiters_when_they_are_too_old)
{
    pool_world world(caps(1));
    auto const user = world.serve();
    auto const next = world.arrive();
    world.pass(10min);
    world.release(user);
    world.until([&] { return next->is_served(); });
    BOOST_TEST(next->link()->uses == 1U);
    BOOST_TEST(world.counters().connects == 2U);
}

// The clock may be ahead of the timer.
BOOST_AUTO_TEST_CASE(are_not_taken_when_they_are_too_old)
{
    policy::pool_limits limits;
    limits.max_lifetime = 20s;
    pool_world world(limits);
    auto const users = world.serve_new(2);
    world.release(users[0]);
    world.release(users[1]);
    std::shared_ptr<connection> taken;
    world.step([&] {
        world.time->advance(20s);
        taken = world.pool->try_acquire(world.time->now());
        BOOST_TEST(taken == nullptr);
        BOOST_TEST(world.counters().idle == 0U);
        BOOST_TEST(world.counters().open == 0U);
        BOOST_TEST(world.counters().expired == 2U);
    });
}

BOOST_AUTO_TEST_CASE(are_dropped_when_the_server_closes_them)
{
    pool_world world;
    auto const users = world.serve_new(3);
    for (auto const& user : users)
        world.release(user);
    auto const middle = users[1];
    world.server->close(1);
    world.until([&] { return world.counters().idle_drops == 1; });
    BOOST_TEST(world.counters().idle == 2U);
    BOOST_TEST(world.counters().open == 2U);
    BOOST_TEST(world.counters().expired == 0U);
    BOOST_TEST(world.arrive()->is_served());
    BOOST_TEST(world.arrive()->is_served());
}

BOOST_AUTO_TEST_CASE(are_dropped_when_the_server_speaks)
{
    pool_world world;
    world.release(world.serve_new(1).front());
    world.server->say(0, "HTTP/1.1 408 Request Timeout\r\n\r\n");
    world.until([&] { return world.counters().idle_drops == 1 && world.server->is_left(0); });
    BOOST_TEST(world.counters().open == 0U);
    BOOST_TEST(!world.arrive()->is_answered());
}

// What the server does to a connection in use is seen by who uses it. Back in the pool, it is seen again.
BOOST_AUTO_TEST_CASE(are_watched_only_while_they_are_idle)
{
    pool_world world;
    auto const user = world.serve_new(1).front();
    world.release(user);
    auto const next = world.arrive();
    auto const other = world.serve_new(1).front();
    BOOST_REQUIRE(next->is_served());
    world.server->close(0);
    world.release(other);
    world.server->say(1, "x");
    world.until([&] { return world.counters().idle_drops == 1; });
    BOOST_TEST(world.counters().open == 1U);
    world.release(next);
    BOOST_TEST(world.counters().idle == 1U);
    world.until([&] { return world.counters().idle_drops == 2; });
    BOOST_TEST(world.counters().open == 0U);
}

BOOST_AUTO_TEST_CASE(are_not_for_those_who_want_a_fresh_one)
{
    pool_world world;
    auto const user = world.serve();
    auto const idle = user->link();
    world.release(user);
    auto const fresh = world.serve(true);
    BOOST_TEST(fresh->link() != idle);
    BOOST_TEST(fresh->link()->uses == 1U);
    BOOST_TEST(world.counters().connects == 2U);
    BOOST_TEST(world.counters().idle == 1U);
    BOOST_TEST(world.arrive()->link() == idle);
}

// A connection that has just served a request is alive.
BOOST_AUTO_TEST_CASE(that_were_used_just_now_are_fresh_enough)
{
    pool_world world(caps(1));
    auto const user = world.serve();
    auto const link = user->link();
    auto const fresh = world.arrive(true);
    world.release(user);
    world.until([&] { return fresh->is_served(); });
    BOOST_TEST(fresh->link() == link);
}

BOOST_AUTO_TEST_CASE(make_room_for_a_fresh_one)
{
    pool_world world(caps(1));
    world.release(world.serve_new(1).front());
    auto const fresh = world.serve(true);
    world.until([&] { return world.server->is_left(0); });
    BOOST_TEST(fresh->link()->uses == 1U);
    BOOST_TEST(world.counters().open == 1U);
    BOOST_TEST(world.counters().connects == 2U);
    BOOST_TEST(world.counters().expired == 1U);
}

BOOST_AUTO_TEST_CASE(make_room_by_the_one_that_was_idle_longest)
{
    pool_world world(caps(3));
    auto const users = world.serve_new(3);
    auto const last = users[0]->link();
    world.release(users[1]);
    world.release(users[0]);
    auto const fresh = world.serve(true);
    world.until([&] { return world.server->is_left(1); });
    BOOST_TEST(world.counters().open == 3U);
    BOOST_TEST(world.counters().idle == 1U);
    BOOST_TEST(world.arrive()->link() == last);
}

BOOST_AUTO_TEST_CASE(make_no_more_room_than_is_needed)
{
    pool_world world(caps(4, 1));
    for (auto const& user : world.serve_new(4))
        world.release(user);
    auto const first = world.arrive(true);
    auto const second = world.arrive(true);
    // One at a time is opened.
    BOOST_TEST(world.counters().idle == 3U);
    world.until([&] { return first->is_served() && second->is_served(); });
    BOOST_TEST(world.counters().idle == 2U);
    BOOST_TEST(world.counters().open == 4U);
}

BOOST_AUTO_TEST_CASE(do_not_keep_the_context_running)
{
    pool_world world;
    for (auto const& user : world.serve_new(3))
        world.release(user);
    world.server->forget();
    run_ready(world.io);
    BOOST_TEST(world.io.stopped());
    BOOST_TEST(world.counters().idle == 3U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::net::test
