// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// What is good for one use goes over a connection that has served nothing: any other may be dead, and nobody could tell whether it arrived.

#include "net/connection_pool.hpp"
#include "pool_world.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <random>
#include <vector>

namespace boxlink::net::test {
namespace {

BOOST_AUTO_TEST_SUITE(unused_connections)

BOOST_AUTO_TEST_CASE(are_opened_beside_idle_ones)
{
    pool_world world;
    auto const user = world.serve();
    auto const idle = user->link();
    world.release(user);
    auto const picky = world.arrive_for_an_unused_one();
    world.until([&] { return picky->is_served(); });
    BOOST_TEST(picky->link() != idle);
    BOOST_TEST(picky->link()->uses == 1U);
    BOOST_TEST(!picky->link()->was_idle);
    BOOST_TEST(world.counters().idle == 1U);
    // Once used, it is one of many.
    world.release(picky);
    BOOST_TEST(world.counters().idle == 2U);
}

BOOST_AUTO_TEST_CASE(are_not_those_that_are_given_back)
{
    pool_world world(caps(1));
    auto const user = world.serve_new(1).front();
    auto const picky = world.arrive_for_an_unused_one();
    BOOST_TEST(!picky->is_answered());
    // There is room for one only.
    world.release(user);
    world.until([&] { return picky->is_served(); });
    BOOST_TEST(picky->link()->uses == 1U);
    BOOST_TEST(world.counters().connects == 2U);
    BOOST_TEST(world.counters().open == 1U);
    world.until([&] { return world.server->is_left(0); });
}

BOOST_AUTO_TEST_CASE(take_the_room_of_idle_ones)
{
    pool_world world(caps(1));
    world.release(world.serve_new(1).front());
    auto const picky = world.arrive_for_an_unused_one();
    world.until([&] { return picky->is_served(); });
    BOOST_TEST(picky->link()->uses == 1U);
    BOOST_TEST(world.counters().open == 1U);
    world.until([&] { return world.server->is_left(0); });
}

// The others do not wait for what they do not need.
BOOST_AUTO_TEST_CASE(keep_nobody_else_waiting)
{
    pool_world world(caps(2));
    auto const users = world.serve_new(2);
    world.release(users[0]);
    auto const picky = world.arrive_for_an_unused_one();
    // Its connection is being opened.
    auto const other = world.arrive();
    auto const link = users[1]->link();
    world.release(users[1]);
    world.until([&] { return other->is_served(); });
    BOOST_TEST(other->link() == link);
    world.until([&] { return picky->is_served(); });
    BOOST_TEST(picky->link()->uses == 1U);
}

BOOST_AUTO_TEST_CASE(leave_idle_ones_to_others)
{
    pool_world world(caps(3));
    auto const users = world.serve_new(2);
    auto const picky = world.arrive_for_an_unused_one();
    auto const link = users[0]->link();
    world.release(users[0]);
    auto const other = world.arrive();
    BOOST_TEST(other->is_served());
    BOOST_TEST(other->link() == link);
    world.until([&] { return picky->is_served(); });
    BOOST_TEST(picky->link()->uses == 1U);
}

// While there is always somebody else who takes what is given back.
BOOST_AUTO_TEST_CASE(come_in_spite_of_a_crowd)
{
    pool_world world(caps(1));
    auto user = world.serve();
    auto const picky = world.arrive_for_an_unused_one();
    auto const behind = world.arrive();
    world.release(user);
    world.until([&] { return picky->is_served(); });
    BOOST_TEST(!behind->is_answered());
    BOOST_TEST(picky->link()->uses == 1U);
    auto const link = picky->link();
    world.release(picky);
    world.until([&] { return behind->is_served(); });
    BOOST_TEST(behind->link() == link);
}

BOOST_AUTO_TEST_CASE(are_waited_for_behind_others)
{
    pool_world world(caps(1));
    auto const user = world.serve();
    auto const first = world.arrive();
    auto const picky = world.arrive_for_an_unused_one();
    auto const link = user->link();
    world.release(user);
    world.until([&] { return first->is_served(); });
    BOOST_TEST(first->link() == link);
    BOOST_TEST(!picky->is_answered());
    world.release(first);
    world.until([&] { return picky->is_served(); });
    BOOST_TEST(picky->link()->uses == 1U);
}

BOOST_AUTO_TEST_CASE(are_not_needed_by_who_has_left)
{
    pool_world world(caps(1));
    auto const user = world.serve();
    auto const picky = world.arrive_for_an_unused_one();
    world.step([&] { picky->cancel(); });
    world.until([&] { return picky->is_answered(); });
    BOOST_TEST((picky->failure() == make_error_code(errc::deadline_exceeded)));
    world.release(user);
    BOOST_TEST(world.counters().idle == 1U);
    BOOST_TEST(world.counters().connects == 1U);
}

BOOST_AUTO_TEST_CASE(all_are_served_in_any_order)
{
    for (unsigned seed = 1; seed <= 50; ++seed) {
        BOOST_TEST_CONTEXT("seed " << seed)
        {
            std::mt19937 random(seed);
            pool_world world(caps(1 + seed % 3, 1 + seed % 2));
            struct guest
            {
                customer_ptr who;
                bool is_picky;
            };
            std::vector<guest> waiting;
            std::vector<customer_ptr> busy;
            int left = 40;
            int served = 0;
            while (left > 0 || !waiting.empty() || !busy.empty()) {
                auto const turn = random() % 4;
                if (turn < 2 && left > 0) {
                    --left;
                    bool const is_picky = random() % 2 == 0;
                    waiting.push_back({is_picky ? world.arrive_for_an_unused_one() : world.arrive(), is_picky}
                    );
                } else if (turn == 2 && !busy.empty()) {
                    world.release(busy.back(), random() % 5 > 0);
                    busy.pop_back();
                } else if (busy.empty() && !waiting.empty()) {
                    world.until([&] {
                        return std::any_of(waiting.begin(), waiting.end(), [](guest const& one) {
                            return one.who->is_answered();
                        });
                    });
                }
                std::erase_if(waiting, [&](guest const& one) {
                    if (!one.who->is_answered())
                        return false;
                    BOOST_TEST_REQUIRE(one.who->is_served());
                    if (one.is_picky)
                        BOOST_TEST(one.who->link()->uses == 1U);
                    busy.push_back(one.who);
                    ++served;
                    return true;
                });
            }
            BOOST_TEST(served == 40);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::net::test
