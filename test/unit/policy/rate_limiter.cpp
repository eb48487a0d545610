// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "policy/rate_limiter.hpp"

#include "outcomes.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace boxlink::policy {
namespace {

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(rate_limiter_)

BOOST_AUTO_TEST_CASE(users_do_not_share_a_limit)
{
    rate_limiter limiter({.per_minute = 60, .burst = 1});
    BOOST_TEST((limiter.reserve(1, start).at == start));
    BOOST_TEST((limiter.reserve(1, start).at > start));
    BOOST_TEST((limiter.reserve(2, start).at == start));
}

BOOST_AUTO_TEST_CASE(clients_that_share_take_turns)
{
    rate_limiter limiter({.per_minute = 60, .burst = 1});
    auto a = limiter.reserve(1, start);
    auto b = limiter.reserve(1, start);
    auto now = start;
    int sent_by_a = 0;
    int sent_by_b = 0;
    while (now < start + 10min) {
        auto& mine = a.at < b.at ? a : b;
        now = mine.at;
        BOOST_REQUIRE(limiter.claim(1, mine, now).has_value());
        ++(&mine == &a ? sent_by_a : sent_by_b);
        mine = limiter.reserve(1, now);
    }
    BOOST_TEST(sent_by_a + sent_by_b <= 600);
    BOOST_TEST(sent_by_a + sent_by_b >= 580);
    BOOST_TEST(std::abs(sent_by_a - sent_by_b) <= 1);
}

BOOST_AUTO_TEST_CASE(a_pause_holds_for_all_clients)
{
    rate_limiter limiter({});
    auto a = limiter.reserve(1, start);
    auto b = limiter.reserve(1, start);
    auto const permit = limiter.claim(1, a, start);
    BOOST_REQUIRE(permit.has_value());
    limiter.completed(1, *permit, answered(429, 10s), start, 0);
    BOOST_TEST(!limiter.claim(1, b, start).has_value());
    BOOST_TEST((b.at == start + 10s));
    a = limiter.reserve(1, start);
    auto const probe = limiter.claim(1, a, start + 10s);
    BOOST_REQUIRE(probe.has_value());
    BOOST_TEST(!limiter.claim(1, b, start + 10s).has_value());
    limiter.completed(1, *probe, answered(200), start + 10s, 0);
    BOOST_TEST(limiter.claim(1, b, b.at).has_value());
}

BOOST_AUTO_TEST_CASE(the_snapshot_tells_what_is_known)
{
    rate_limiter limiter({.per_minute = 500});
    auto place = limiter.reserve(7, start);
    auto const kept = limiter.reserve(7, start);
    auto const permit = limiter.claim(7, place, start);
    limiter.completed(7, *permit, answered(429, 10s), start, 0);
    auto const all = limiter.snapshot(start);
    BOOST_REQUIRE(all.size() == 1U);
    BOOST_TEST(all[0].user == 7U);
    BOOST_TEST(all[0].configured_per_minute == 500);
    BOOST_TEST((all[0].paused_until == start + 10s));
    BOOST_TEST(!all[0].probing);
    BOOST_TEST(all[0].reservations == 1U);
    BOOST_TEST(all[0].refusals == 1U);
    limiter.give_back(7, kept, start);
    BOOST_TEST(limiter.snapshot(start).at(0).reservations == 0U);
}

BOOST_AUTO_TEST_CASE(users_that_are_idle_are_forgotten)
{
    rate_limiter limiter({});
    auto now = start;
    for (user_key user = 0; user < 100'000; ++user, now += 1ms) {
        auto place = limiter.reserve(user, now);
        auto const permit = limiter.claim(user, place, now);
        BOOST_REQUIRE(permit.has_value());
        limiter.completed(user, *permit, user == 5 ? answered(429, 1h) : answered(200), now, 0);
    }
    auto const all = limiter.snapshot(now);
    BOOST_TEST(all.size() < 1000U);
    BOOST_TEST(std::any_of(all.begin(), all.end(), [](auto const& one) { return one.user == 5; }));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::policy
