// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "net/connection_pool.hpp"

#include "pool_world.hpp"

#include <boost/test/unit_test.hpp>

#include <random>

namespace boxlink::net::test {
namespace {

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(connection_pool_)

BOOST_AUTO_TEST_CASE(opens_a_connection_for_the_first_customer)
{
    pool_world world;
    BOOST_TEST(world.counters().connects == 0U);
    auto const first = world.arrive();
    BOOST_TEST(world.counters().waiting == 1U);
    BOOST_TEST(world.counters().open == 1U);
    BOOST_TEST(world.counters().connects == 0U);
    world.until([&] { return first->is_served(); });
    BOOST_TEST(first->link()->uses == 1U);
    BOOST_TEST(world.counters().waiting == 0U);
    BOOST_TEST(world.counters().open == 1U);
    BOOST_TEST(world.counters().idle == 0U);
    BOOST_TEST(world.counters().connects == 1U);
    BOOST_TEST(world.counters().reuses == 0U);
}

BOOST_AUTO_TEST_CASE(reuses_the_connection_that_was_used_last)
{
    pool_world world;
    auto const users = world.serve_new(3);
    auto const a = users[0]->link();
    auto const b = users[1]->link();
    auto const c = users[2]->link();
    world.release(users[1]);
    world.release(users[2]);
    world.release(users[0]);
    BOOST_TEST(world.counters().idle == 3U);

    auto const first = world.arrive();
    auto const second = world.arrive();
    auto const third = world.arrive();
    BOOST_REQUIRE((first->is_served() && second->is_served() && third->is_served()));
    BOOST_TEST(first->link() == a);
    BOOST_TEST(second->link() == c);
    BOOST_TEST(third->link() == b);
    BOOST_TEST(a->uses == 2U);
    BOOST_TEST(world.counters().reuses == 3U);
    BOOST_TEST(world.counters().connects == 3U);
    BOOST_TEST(world.counters().idle == 0U);
    BOOST_TEST(world.counters().open == 3U);
}

BOOST_AUTO_TEST_CASE(serves_those_who_wait_in_their_order)
{
    pool_world world(caps(1));
    auto user = world.serve();
    auto const link = user->link();
    std::vector<customer_ptr> queue;
    for (int i = 0; i < 5; ++i)
        queue.push_back(world.arrive());
    BOOST_TEST(world.counters().waiting == 5U);
    for (std::size_t i = 0; i < queue.size(); ++i) {
        world.release(user);
        user = queue[i];
        world.until([&] { return user->is_served(); });
        BOOST_TEST(user->link() == link);
        BOOST_TEST(world.counters().waiting == queue.size() - i - 1);
    }
    BOOST_TEST(world.counters().connects == 1U);
    BOOST_TEST(world.counters().reuses == 5U);
}

BOOST_AUTO_TEST_CASE(nobody_overtakes_by_taking_an_idle_connection)
{
    pool_world world(caps(3, 1));
    world.release(world.serve());
    auto const first = world.arrive(true);
    auto const second = world.arrive(true);
    BOOST_TEST(world.counters().idle == 1U);
    BOOST_TEST(world.counters().waiting == 2U);
    std::shared_ptr<connection> taken;
    world.step([&] { taken = world.pool->try_acquire(world.time->now()); });
    BOOST_TEST(taken == nullptr);
    world.until([&] { return first->is_served() && second->is_served(); });
    world.step([&] { taken = world.pool->try_acquire(world.time->now()); });
    BOOST_TEST(taken != nullptr);
}

BOOST_AUTO_TEST_CASE(a_waiter_leaves_the_queue)
{
    pool_world world(caps(1));
    auto const user = world.serve();
    auto const first = world.arrive();
    auto const second = world.arrive();
    auto const third = world.arrive();
    world.step([&] { second->cancel(); });
    BOOST_TEST(world.counters().waiting == 2U);
    world.until([&] { return second->is_answered(); });
    BOOST_TEST(second->failure() == make_error_code(errc::deadline_exceeded));
    // Once more is without effect.
    world.step([&] { second->cancel(); });

    world.release(user);
    world.until([&] { return first->is_served(); });
    world.step([&] { first->cancel(); });
    BOOST_TEST(first->is_served());
    world.release(first);
    world.until([&] { return third->is_served(); });
    BOOST_TEST(world.counters().connects == 1U);
}

// The connection may be on its way to the waiter already: it is his, and he has to give it back.
BOOST_AUTO_TEST_CASE(leaving_comes_too_late_for_who_was_served)
{
    pool_world world(caps(1));
    auto const user = world.serve();
    auto const next = world.arrive();
    world.step([&] {
        user->release(true);
        next->cancel();
    });
    world.until([&] { return next->is_answered(); });
    BOOST_TEST(next->is_served());
}

BOOST_AUTO_TEST_CASE(a_connection_that_nobody_waits_for_any_more_is_kept)
{
    pool_world world;
    auto const gone = world.arrive();
    world.step([&] { gone->cancel(); });
    BOOST_TEST(world.counters().open == 1U);
    world.until([&] { return world.counters().idle == 1; });
    auto const next = world.arrive();
    BOOST_REQUIRE(next->is_served());
    BOOST_TEST(next->link()->uses == 1U);
    BOOST_TEST(world.counters().reuses == 0U);
}

BOOST_AUTO_TEST_CASE(a_connection_that_is_of_no_use_any_more_is_closed)
{
    pool_world world(caps(1));
    auto const user = world.serve_new(1).front();
    auto const next = world.arrive();
    world.release(user, false);
    world.until([&] { return next->is_served() && world.server->is_left(0); });
    BOOST_TEST(next->link()->uses == 1U);
    BOOST_TEST(world.counters().connects == 2U);
    BOOST_TEST(world.counters().open == 1U);
    BOOST_TEST(world.counters().expired == 0U);
    world.release(next, false);
    BOOST_TEST(world.counters().open == 0U);
    BOOST_TEST(world.counters().idle == 0U);
}

BOOST_AUTO_TEST_CASE(carries_one_exchange_after_the_other)
{
    pool_world world;
    constexpr std::string_view answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    for (int round = 1; round <= 3; ++round) {
        auto const user = world.serve();
        exchange_progress progress;
        progress.begun = world.time->now();
        auto& link = *user->link();
        std::optional<result<void>> outcome;
        boost::asio::co_spawn(world.io, ask(link, progress), [&](std::exception_ptr, result<void> ended) {
            outcome = ended;
        });
        world.until([&] {
            return world.server->accepted() == 1 && world.server->heard(0).size() == std::size_t(round) * 18;
        });
        BOOST_TEST(progress.request_sent);
        BOOST_TEST(!progress.answer_begun);
        world.time->advance(250ms);
        world.server->say(0, answer);
        world.until([&] { return outcome.has_value(); });
        BOOST_REQUIRE(outcome->has_value());
        BOOST_TEST(link.reader().response().status == 200);
        BOOST_TEST(link.reader().response().body == "ok");
        BOOST_TEST(link.reader().can_reuse_connection());
        BOOST_TEST((progress.first_byte == 250ms));
        world.release(user);
    }
    BOOST_TEST(world.counters().connects == 1U);
    BOOST_TEST(world.counters().reuses == 2U);
}

// Customers of all kinds come and go while the server hangs up and the clock runs: the caps hold, and everybody is served in the end.
BOOST_AUTO_TEST_CASE(a_random_crowd_is_served)
{
    for (unsigned seed = 1; seed <= 20; ++seed) {
        BOOST_TEST_CONTEXT("seed " << seed)
        {
            std::mt19937 engine(seed);
            auto const number = [&](std::size_t below) {
                return std::uniform_int_distribution<std::size_t>(0, below - 1)(engine);
            };
            auto const limits = caps(1 + number(6), 1 + number(4));
            pool_world world(limits);
            std::vector<customer_ptr> waiting;
            std::vector<customer_ptr> users;
            auto const look = [&] {
                auto const now = world.counters();
                BOOST_TEST(now.open <= limits.max_connections);
                BOOST_TEST(now.idle <= now.open);
                std::erase_if(waiting, [&](customer_ptr const& one) {
                    if (one->is_served())
                        users.push_back(one);
                    return one->is_answered();
                });
            };
            for (int turn = 0; turn < 500; ++turn) {
                world.random = static_cast<double>(number(1000)) / 1000;
                auto const what = number(10);
                if (what < 4)
                    waiting.push_back(world.arrive(number(4) == 0));
                else if (what < 7 && !users.empty()) {
                    std::swap(users[number(users.size())], users.back());
                    world.release(users.back(), number(5) > 0);
                    users.pop_back();
                } else if (what == 7 && !waiting.empty())
                    world.step([&] { waiting[number(waiting.size())]->cancel(); });
                else if (what == 8 && world.server->accepted() > 0)
                    world.server->close(number(world.server->accepted()));
                else
                    world.pass(std::chrono::milliseconds(number(9000)));
                look();
                if (number(2) == 0)
                    world.io.poll_one();
                look();
            }
            while (!waiting.empty()) {
                if (!users.empty()) {
                    world.release(users.back());
                    users.pop_back();
                }
                world.io.poll_one();
                look();
            }
            for (auto const& user : users)
                world.release(user, false);
            world.step([&] { world.pool->close(); });
            BOOST_TEST(world.counters().open == 0U);
            BOOST_TEST(world.counters().waiting == 0U);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::net::test
