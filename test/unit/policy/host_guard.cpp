// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "policy/host_guard.hpp"

#include "outcomes.hpp"

#include <boost/test/unit_test.hpp>

#include <vector>

namespace boxlink::policy {
namespace {

using namespace std::chrono_literals;

void one(host_guard& guard, attempt_outcome const& outcome, time_point now = start)
{
    guard.completed(guard.enter(now), outcome, now, 0.5);
}

host_guard opened()
{
    host_guard guard({});
    for (int i = 0; i < 10; ++i)
        one(guard, answered(503));
    return guard;
}

BOOST_AUTO_TEST_SUITE(host_guard_)

BOOST_AUTO_TEST_CASE(the_window_limits_what_is_under_way)
{
    host_guard guard({.max_in_flight = 2});
    auto const first = guard.enter(start);
    BOOST_TEST((guard.obstacle(start) == wait_reason::none));
    auto const second = guard.enter(start);
    BOOST_TEST((guard.obstacle(start) == wait_reason::concurrency));
    guard.unused(first);
    BOOST_TEST((guard.obstacle(start) == wait_reason::none));
    guard.completed(second, answered(200), start, 0);
    BOOST_TEST(guard.in_flight() == 0U);
    BOOST_TEST(guard.window() == 2U);
}

BOOST_AUTO_TEST_CASE(only_503_and_broken_connections_cut_the_window)
{
    for (auto const& outcome :
         {answered(200), answered(404), answered(429), answered(500), answered(502),
          broken(errc::attempt_timed_out)}) {
        host_guard guard({.max_in_flight = 10});
        one(guard, outcome);
        BOOST_TEST(guard.window() == 10U);
    }
    for (auto const& outcome :
         {answered(503), broken(), broken(errc::connect_failed), broken(errc::resolve_failed)}) {
        host_guard guard({.max_in_flight = 10});
        one(guard, outcome);
        BOOST_TEST(guard.window() == 7U);
    }
    host_guard guard({.max_in_flight = 10});
    auto stale = broken();
    stale.reused_connection = true;
    one(guard, stale);
    BOOST_TEST(guard.window() == 10U);
}

BOOST_AUTO_TEST_CASE(the_window_is_cut_once_an_epoch_and_never_below_one)
{
    host_guard guard({.max_in_flight = 10});
    std::vector<guard_permit> permits;
    for (int i = 0; i < 5; ++i)
        permits.push_back(guard.enter(start));
    for (auto const& permit : permits)
        guard.completed(permit, answered(503), start, 0);
    BOOST_TEST(guard.window() == 7U);
    for (int i = 0; i < 4; ++i)
        one(guard, answered(503));
    BOOST_TEST(guard.window() == 1U);
    for (int i = 0; i < 20; ++i)
        one(guard, answered(503));
    BOOST_TEST(guard.window() == 1U);
}

BOOST_AUTO_TEST_CASE(successes_open_the_window_by_one_a_window)
{
    host_guard guard({.max_in_flight = 10});
    one(guard, answered(503));
    for (int i = 0; i < 8; ++i)
        one(guard, answered(200));
    BOOST_TEST(guard.window() == 8U);
    for (int i = 0; i < 100; ++i)
        one(guard, answered(200));
    BOOST_TEST(guard.window() == 10U);
}

BOOST_AUTO_TEST_CASE(retries_cost_budget_that_successes_and_time_bring_back)
{
    host_guard guard({.retry_budget = 2, .budget_for_success = 0.2, .budget_a_second = 0.5});
    BOOST_TEST(guard.spend_retry(start));
    BOOST_TEST(guard.spend_retry(start));
    BOOST_TEST(!guard.spend_retry(start));
    BOOST_TEST((guard.retry_affordable_at(start) == start + 2s));
    for (int i = 0; i < 5; ++i)
        one(guard, answered(200));
    BOOST_TEST(guard.spend_retry(start));
    BOOST_TEST(!guard.spend_retry(start));
    BOOST_TEST(!guard.spend_retry(start + 1s));
    BOOST_TEST(guard.spend_retry(start + 2s));
    guard.refund_retry(start + 2s);
    BOOST_TEST(guard.spend_retry(start + 2s));
    BOOST_TEST(guard.budget(start + 1h) == 2);
}

BOOST_AUTO_TEST_CASE(the_breaker_opens_above_80_failures_in_100)
{
    host_guard guard({});
    for (int i = 0; i < 100; ++i)
        one(guard, i % 5 == 0 ? answered(200) : answered(500));
    BOOST_TEST(!guard.is_open());
    for (int i = 0; i < 2; ++i)
        one(guard, answered(500));
    BOOST_TEST(guard.is_open());
}

BOOST_AUTO_TEST_CASE(a_few_failures_or_old_ones_open_nothing)
{
    host_guard guard({});
    for (int i = 0; i < 9; ++i)
        one(guard, broken());
    BOOST_TEST(!guard.is_open());
    one(guard, broken(), start + 31s);
    BOOST_TEST(!guard.is_open());
    for (int i = 0; i < 30; ++i)
        one(guard, answered(429), start + 31s);
    BOOST_TEST(!guard.is_open());
}

BOOST_AUTO_TEST_CASE(an_open_breaker_lets_one_probe_through_at_growing_intervals)
{
    auto guard = opened();
    auto now = start;
    duration before{};
    for (int i = 0; i < 10; ++i) {
        BOOST_REQUIRE(guard.open_until().has_value());
        auto const wait = *guard.open_until() - now;
        BOOST_TEST((wait > before || wait == 5s));
        before = wait;
        BOOST_TEST((guard.obstacle(now + wait - 1ns) == wait_reason::breaker));
        now += wait;
        BOOST_TEST((guard.obstacle(now) == wait_reason::none));
        auto const probe = guard.enter(now);
        BOOST_TEST((guard.obstacle(now) == wait_reason::breaker));
        BOOST_TEST((*guard.look_again_at(now) == now + 10s));
        guard.completed(probe, answered(503), now, 0.5);
    }
    BOOST_TEST((before == 5s));
    one(guard, answered(404), *guard.open_until());
    BOOST_TEST(!guard.is_open());
    BOOST_TEST((guard.obstacle(now) == wait_reason::none));
}

BOOST_AUTO_TEST_CASE(an_open_breaker_obeys_retry_after)
{
    auto guard = opened();
    auto const now = *guard.open_until();
    one(guard, answered(503, 90s), now);
    BOOST_TEST((*guard.open_until() == now + 90s));
    auto const then = *guard.open_until();
    one(guard, answered(503, std::chrono::hours(3)), then);
    BOOST_TEST((*guard.open_until() == then + 15min));
}

BOOST_AUTO_TEST_CASE(a_lost_probe_of_the_breaker_blocks_nobody)
{
    auto guard = opened();
    auto const now = *guard.open_until();
    guard.unused(guard.enter(now));
    BOOST_TEST((guard.obstacle(now) == wait_reason::none));
    static_cast<void>(guard.enter(now));
    BOOST_TEST((guard.obstacle(now + 10s - 1ns) == wait_reason::breaker));
    BOOST_TEST((guard.obstacle(now + 10s) == wait_reason::none));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::policy
