// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/rate_limiter.hpp"

#include "state_fixture.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <deque>

namespace boxlink::testing {

namespace data = boost::unit_test::data;

namespace {

bool let_in(rate_limiter& limiter, time_point now)
{
    return limiter.admit(now) == 0ns;
}

std::size_t let_in_at_once(rate_limiter& limiter, time_point now)
{
    std::size_t count = 0;
    while (count < 100000 && let_in(limiter, now))
        ++count;
    return count;
}

const auto all_kinds = {
    rate_limit::token_bucket(10, 60s), rate_limit::sliding_window(10, 60s),
    rate_limit::fixed_window(10, 60s)};

} // namespace

BOOST_AUTO_TEST_SUITE(rate_limiter_tests)

BOOST_AUTO_TEST_CASE(a_burst_of_the_limit_is_let_in)
{
    for (const rate_limit& limit : all_kinds) {
        rate_limiter limiter(limit);
        BOOST_TEST(let_in_at_once(limiter, test_start) == 10u);
    }
}

BOOST_AUTO_TEST_CASE(the_announced_wait_is_exact)
{
    for (const rate_limit& limit : all_kinds) {
        rate_limiter limiter(limit);
        const time_point later = test_start + 7s;
        let_in_at_once(limiter, later);
        const auto wait = limiter.admit(later);
        BOOST_TEST((wait > 0ns && wait <= 60s));
        BOOST_TEST(!let_in(limiter, later + wait - 1ns));
        BOOST_TEST(let_in(limiter, later + wait));
    }
}

BOOST_AUTO_TEST_CASE(refusals_cost_nothing)
{
    for (const rate_limit& limit : all_kinds) {
        rate_limiter asked_often(limit);
        rate_limiter asked_once(limit);
        let_in_at_once(asked_often, test_start);
        let_in_at_once(asked_once, test_start);
        for (int i = 0; i < 1000; ++i)
            BOOST_TEST(!let_in(asked_often, test_start + 1ms));
        BOOST_TEST((asked_often.admit(test_start + 2ms) == asked_once.admit(test_start + 2ms)));
    }
}

BOOST_AUTO_TEST_CASE(token_bucket_refills_evenly)
{
    rate_limiter limiter(rate_limit::token_bucket(10, 60s));
    BOOST_TEST(let_in_at_once(limiter, test_start) == 10u);
    BOOST_TEST((limiter.admit(test_start) == 6s));
    BOOST_TEST(let_in_at_once(limiter, test_start + 6s) == 1u);
    BOOST_TEST(let_in_at_once(limiter, test_start + 24s) == 3u);
    BOOST_TEST(let_in_at_once(limiter, test_start + 24h) == 10u);
}

BOOST_AUTO_TEST_CASE(sliding_window_looks_back_one_period)
{
    rate_limiter limiter(rate_limit::sliding_window(3, 10s));
    BOOST_TEST(let_in(limiter, test_start));
    BOOST_TEST(let_in(limiter, test_start + 4s));
    BOOST_TEST(let_in(limiter, test_start + 5s));
    BOOST_TEST((limiter.admit(test_start + 6s) == 4s));
    BOOST_TEST(let_in(limiter, test_start + 10s));
    BOOST_TEST((limiter.admit(test_start + 10s) == 4s));
    BOOST_TEST(let_in_at_once(limiter, test_start + 15s) == 2u);
}

BOOST_AUTO_TEST_CASE(fixed_window_starts_afresh)
{
    rate_limiter limiter(rate_limit::fixed_window(3, 60s));
    BOOST_TEST(let_in_at_once(limiter, test_start + 59s) == 3u);
    BOOST_TEST((limiter.admit(test_start + 59s) == 1s));
    BOOST_TEST(let_in_at_once(limiter, test_start + 60s) == 3u);
}

// No seeded run lets more through than the definition of each limit allows.
BOOST_DATA_TEST_CASE(limits_hold_under_random_load, data::xrange(20), seed)
{
    random_source random(static_cast<std::uint64_t>(seed), 0);
    rate_limiter bucket(rate_limit::token_bucket(20, 1s));
    rate_limiter window(rate_limit::sliding_window(20, 1s));
    std::deque<time_point> through_window;
    std::size_t through_bucket = 0;
    time_point now = test_start;
    for (int i = 0; i < 2000; ++i) {
        now += std::chrono::microseconds(static_cast<int>(random.unit() * 40000));
        through_bucket += let_in(bucket, now) ? 1 : 0;
        BOOST_REQUIRE(
            static_cast<double>(through_bucket) <=
            20 + 20 * std::chrono::duration<double>(now - test_start).count() + 1e-6
        );
        if (let_in(window, now))
            through_window.push_back(now);
        while (!through_window.empty() && now - through_window.front() >= 1s)
            through_window.pop_front();
        BOOST_REQUIRE(through_window.size() <= 20u);
    }
}

BOOST_AUTO_TEST_CASE(a_limit_of_nothing_lets_nothing_in)
{
    rate_limiter limiter(rate_limit::token_bucket(0, 30s));
    BOOST_TEST((limiter.admit(test_start) == 30s));
}

BOOST_AUTO_TEST_CASE(retry_after_is_written_in_each_style)
{
    using style = retry_after_style;
    const auto text = [](style how, std::chrono::nanoseconds wait) {
        return retry_after_text(how, wait, test_start).value_or("none");
    };
    BOOST_TEST(text(style::seconds, 1ns) == "1");
    BOOST_TEST(text(style::seconds, 2s) == "2");
    BOOST_TEST(text(style::seconds, 2001ms) == "3");
    BOOST_TEST(text(style::decimal, 2s) == "2.000");
    BOOST_TEST(text(style::decimal, 1234567us) == "1.235");
    BOOST_TEST(text(style::http_date, 2s) == "Sun, 01 Mar 2026 12:00:02 GMT");
    BOOST_TEST(text(style::http_date, 1ns) == "Sun, 01 Mar 2026 12:00:01 GMT");
    BOOST_TEST(text(style::missing, 2s) == "none");
    BOOST_TEST(text(style::understated, 9s) == "4");
    BOOST_TEST(text(style::understated, 1s) == "0");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::testing
