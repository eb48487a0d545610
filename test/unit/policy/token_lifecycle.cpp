// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "policy/token_lifecycle.hpp"

#include "outcomes.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <ostream>
#include <string_view>

namespace boxlink::policy {

inline std::ostream& operator<<(std::ostream& out, token_advice what)
{
    constexpr std::array<std::string_view, 5> names = {"use", "use and renew", "renew", "wait", "fail"};
    return out << names.at(static_cast<std::size_t>(what));
}

namespace {

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(token_lifecycle_)

constexpr auto nothing = std::nullopt;

// One whose token number 1 was got at the start.
token_lifecycle with_token(std::optional<duration> lifetime)
{
    token_lifecycle life;
    static_cast<void>(life.want(0, nothing, start));
    life.renewed(1, lifetime, start);
    return life;
}

BOOST_AUTO_TEST_CASE(begins_without_a_token)
{
    token_lifecycle const life;
    BOOST_TEST(life.serial() == 0U);
    BOOST_TEST(!life.is_usable(start));
    BOOST_TEST(!life.is_renewing());
    BOOST_TEST(life.failures() == 0U);
    BOOST_TEST((life.ends() == time_point::max()));
}

BOOST_AUTO_TEST_CASE(the_first_who_comes_gets_it_for_all)
{
    token_lifecycle life;
    BOOST_TEST(life.want(0, nothing, start) == token_advice::renew);
    BOOST_TEST(life.is_renewing());
    for (int i = 0; i < 1000; ++i)
        BOOST_TEST(life.want(0, nothing, start) == token_advice::wait);
    life.renewed(1, 1h, start);
    BOOST_TEST(!life.is_renewing());
    for (int i = 0; i < 1000; ++i)
        BOOST_TEST(life.want(0, 0, start) == token_advice::use);
    BOOST_TEST(life.serial() == 1U);
    BOOST_TEST((life.ends() == start + 1h));
}

// Five minutes of an hour, else a twelfth.
BOOST_AUTO_TEST_CASE(the_next_is_got_ahead_of_time)
{
    struct row
    {
        duration lifetime;
        duration renew_at;
        duration stop_at;
    };
    for (auto const& [lifetime, renew_at, stop_at] :
         {row{1h, 55min, 1h - 10s}, row{24h, 24h - 5min, 24h - 10s}, row{12min, 11min, 12min - 10s},
          row{2min, 110s, 2min - 6s}, row{12s, 11s, 12s - 600ms}, row{1200ms, 1100ms, 1140ms}}) {
        BOOST_TEST_CONTEXT("a life of " << lifetime / 1ms << " ms")
        {
            auto life = with_token(lifetime);
            BOOST_TEST(life.want(0, nothing, start + renew_at - 1ns) == token_advice::use);
            BOOST_TEST(life.want(0, nothing, start + renew_at) == token_advice::use_and_renew);
            // Once.
            BOOST_TEST(life.want(0, nothing, start + renew_at) == token_advice::use);
            BOOST_TEST(life.is_usable(start + stop_at - 1ns));
            BOOST_TEST(life.want(0, nothing, start + stop_at - 1ns) == token_advice::use);
            BOOST_TEST(!life.is_usable(start + stop_at));
            BOOST_TEST(life.want(0, nothing, start + stop_at) == token_advice::wait);

            auto idle = with_token(lifetime);
            BOOST_TEST(idle.want(0, nothing, start + stop_at) == token_advice::renew);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_life_is_counted_from_the_question)
{
    token_lifecycle life;
    static_cast<void>(life.want(0, nothing, start));
    life.renewed(1, 1min, start - 30s);
    BOOST_TEST((life.ends() == start + 30s));
    // One that took as long to get as it lasts.
    life.renewed(2, 1min, start - 1min);
    BOOST_TEST(!life.is_usable(start));
    BOOST_TEST(life.want(0, nothing, start) == token_advice::renew);
}

BOOST_AUTO_TEST_CASE(without_an_end_it_lasts)
{
    auto life = with_token(nothing);
    BOOST_TEST((life.ends() == time_point::max()));
    BOOST_TEST(life.want(0, nothing, start + 24h * 366 * 200) == token_advice::use);
    BOOST_TEST(life.want(1, nothing, start) == token_advice::renew);
}

BOOST_AUTO_TEST_CASE(lives_beyond_the_clock_have_no_end)
{
    for (auto const lifetime : {duration::max(), duration(time_point::max() - start) + 1ns}) {
        auto life = with_token(lifetime);
        BOOST_TEST((life.ends() == time_point::max()));
        BOOST_TEST(life.want(0, nothing, start) == token_advice::use);
    }
    auto const last = with_token(time_point::max() - start);
    BOOST_TEST((last.ends() == time_point::max()));
    BOOST_TEST(!last.is_usable(time_point::max() - 10s));
    // Ten years, in nanoseconds.
    auto decade = with_token(24h * 3653);
    BOOST_TEST((decade.ends() == start + 24h * 3653));
    BOOST_TEST(decade.want(0, nothing, start + 24h * 3652) == token_advice::use);
}

BOOST_AUTO_TEST_CASE(a_life_of_nothing_is_not_used)
{
    for (duration const lifetime : {duration(0), duration(-1), duration(-1h)}) {
        auto life = with_token(lifetime);
        BOOST_TEST(life.want(0, nothing, start) == token_advice::renew);
    }
}

BOOST_AUTO_TEST_CASE(a_refused_token_is_renewed_once)
{
    auto life = with_token(1h);
    BOOST_TEST(life.want(1, nothing, start) == token_advice::renew);
    for (int i = 0; i < 999; ++i)
        BOOST_TEST(life.want(1, nothing, start) == token_advice::wait);
    // It is gone for those too who have not tried it.
    BOOST_TEST(life.want(0, nothing, start) == token_advice::wait);
    life.renewed(2, 1h, start);
    for (int i = 0; i < 1000; ++i)
        BOOST_TEST(life.want(1, 0, start) == token_advice::use);
    // Who learns late that the old one was refused.
    BOOST_TEST(life.want(1, nothing, start) == token_advice::use);
}

BOOST_AUTO_TEST_CASE(a_refusal_while_the_next_is_being_got_waits_for_that)
{
    auto life = with_token(1h);
    BOOST_TEST(life.want(0, nothing, start + 56min) == token_advice::use_and_renew);
    BOOST_TEST(life.want(1, nothing, start + 56min) == token_advice::wait);
    BOOST_TEST(life.want(0, nothing, start + 56min) == token_advice::wait);
    life.renewed(2, 1h, start + 56min);
    BOOST_TEST(life.want(1, 0, start + 56min) == token_advice::use);
}

BOOST_AUTO_TEST_CASE(a_failure_is_for_all_who_wait)
{
    token_lifecycle life;
    BOOST_TEST(life.want(0, nothing, start) == token_advice::renew);
    BOOST_TEST(life.want(0, nothing, start) == token_advice::wait);
    life.failed(start + 5s, 0.5);
    BOOST_TEST(life.failures() == 1U);
    BOOST_TEST(!life.is_renewing());
    // They began to wait before there was a failure: however late they learn of it.
    BOOST_TEST(life.want(0, 0, start + 1h) == token_advice::fail);
    // Who comes just then would meet the same.
    BOOST_TEST(life.want(0, nothing, start + 6s - 1ns) == token_advice::fail);
    BOOST_TEST(life.want(0, nothing, start + 6s) == token_advice::renew);
    // Even then, who has waited for the first one fails.
    BOOST_TEST(life.want(0, 0, start + 6s) == token_advice::fail);
    // Who waits for the second one, waits.
    BOOST_TEST(life.want(0, nothing, start + 6s) == token_advice::wait);
    BOOST_TEST(life.want(0, 1, start + 6s) == token_advice::wait);
    life.renewed(1, 1h, start + 6s);
    BOOST_TEST(life.want(0, 1, start + 6s) == token_advice::use);
    BOOST_TEST(life.want(0, 0, start + 6s) == token_advice::use);
}

// Such as of a lifecycle that has been forgotten in between, and begun anew.
BOOST_AUTO_TEST_CASE(more_failures_than_there_were_are_no_news)
{
    token_lifecycle life;
    BOOST_TEST(life.want(0, 3, start) == token_advice::renew);
    BOOST_TEST(life.want(0, 3, start) == token_advice::wait);
}

BOOST_AUTO_TEST_CASE(a_failure_ahead_of_time_leaves_the_token)
{
    auto life = with_token(1h);
    auto now = start + 55min;
    BOOST_TEST(life.want(0, nothing, now) == token_advice::use_and_renew);
    life.failed(now, 0.5);
    BOOST_TEST(life.want(0, nothing, now) == token_advice::use);
    // Tried again in growing intervals: 1, 2, 4, ... 32 s.
    for (auto const quiet : {1s, 2s, 4s, 8s, 16s, 32s, 32s, 32s}) {
        BOOST_TEST(life.want(0, nothing, now + quiet - 1ns) == token_advice::use);
        now += quiet;
        BOOST_TEST(life.want(0, nothing, now) == token_advice::use_and_renew);
        life.failed(now, 0.5);
    }
    // At its end it is needed in earnest.
    BOOST_TEST(life.want(0, nothing, start + 1h) == token_advice::renew);
    life.renewed(2, 1h, start + 1h);
    // A success ends the row of failures.
    BOOST_TEST(life.want(0, nothing, start + 1h + 55min) == token_advice::use_and_renew);
    life.failed(start + 1h + 55min, 0.5);
    BOOST_TEST(life.want(0, nothing, start + 1h + 55min + 1s) == token_advice::use_and_renew);
}

BOOST_AUTO_TEST_CASE(the_intervals_are_random)
{
    for (auto const& [random, quiet] :
         {std::pair(0.0, 750ms), std::pair(0.5, 1000ms), std::pair(1.0, 1250ms)}) {
        auto life = with_token(1h);
        auto const now = start + 55min;
        BOOST_TEST(life.want(0, nothing, now) == token_advice::use_and_renew);
        life.failed(now, random);
        BOOST_TEST(life.want(0, nothing, now + quiet - 1ns) == token_advice::use);
        BOOST_TEST(life.want(0, nothing, now + quiet) == token_advice::use_and_renew);
    }
}

BOOST_AUTO_TEST_CASE(a_refused_token_without_a_next_one_fails)
{
    auto life = with_token(1h);
    BOOST_TEST(life.want(0, nothing, start + 55min) == token_advice::use_and_renew);
    life.failed(start + 55min, 0.5);
    // It would have failed just now.
    BOOST_TEST(life.want(1, nothing, start + 55min) == token_advice::fail);
    BOOST_TEST(life.want(1, nothing, start + 55min + 1s) == token_advice::renew);
}

BOOST_AUTO_TEST_CASE(somebody_else_goes_on_for_who_has_gone)
{
    token_lifecycle life;
    BOOST_TEST(life.want(0, nothing, start) == token_advice::renew);
    BOOST_TEST(life.want(0, nothing, start) == token_advice::wait);
    life.abandoned();
    BOOST_TEST(!life.is_renewing());
    BOOST_TEST(life.failures() == 0U);
    BOOST_TEST(life.want(0, 0, start) == token_advice::renew);
    BOOST_TEST(life.want(0, 0, start) == token_advice::wait);

    auto ahead = with_token(1h);
    BOOST_TEST(ahead.want(0, nothing, start + 56min) == token_advice::use_and_renew);
    ahead.abandoned();
    BOOST_TEST(ahead.want(0, nothing, start + 56min) == token_advice::use_and_renew);
}

BOOST_AUTO_TEST_CASE(a_token_can_be_forgotten)
{
    auto life = with_token(1h);
    life.forget();
    BOOST_TEST(!life.is_usable(start));
    BOOST_TEST(life.want(0, nothing, start) == token_advice::renew);
    life.renewed(2, 1h, start);
    BOOST_TEST(life.want(0, nothing, start) == token_advice::use);
    token_lifecycle none;
    none.forget();
    BOOST_TEST(none.want(0, nothing, start) == token_advice::renew);
}

BOOST_AUTO_TEST_CASE(years_of_failures_do_not_overflow)
{
    auto life = with_token(nothing);
    life.forget();
    auto now = start;
    for (int i = 0; i < 100'000; ++i) {
        BOOST_TEST((life.want(0, nothing, now) == token_advice::renew));
        life.failed(now, 0x1.fffffffffffffp-1);
        now += 1s;
    }
    BOOST_TEST(life.failures() == 100'000U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::policy
