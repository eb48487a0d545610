// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/latency_sampler.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <vector>

namespace boxlink::testing {

using std::chrono::microseconds;

namespace {

std::vector<microseconds> draw(const latency& distribution, std::uint64_t seed)
{
    random_source random(seed, 0);
    std::vector<microseconds> drawn;
    for (int i = 0; i < 10000; ++i)
        drawn.push_back(sample(distribution, random));
    std::sort(drawn.begin(), drawn.end());
    return drawn;
}

} // namespace

BOOST_AUTO_TEST_SUITE(latency_sampler)

BOOST_AUTO_TEST_CASE(none_and_fixed_do_not_vary)
{
    BOOST_TEST((draw(latency(), 1).back() == microseconds(0)));
    const auto drawn = draw(latency::fixed(microseconds(250)), 1);
    BOOST_TEST((drawn.front() == microseconds(250) && drawn.back() == microseconds(250)));
}

BOOST_AUTO_TEST_CASE(uniform_fills_its_bounds)
{
    const auto drawn = draw(latency::uniform(microseconds(1000), microseconds(2000)), 1);
    BOOST_TEST((drawn.front() >= microseconds(1000) && drawn.front() < microseconds(1010)));
    BOOST_TEST((drawn.back() < microseconds(2000) && drawn.back() > microseconds(1990)));
    BOOST_TEST(std::abs(drawn[5000].count() - 1500) < 30);
}

BOOST_AUTO_TEST_CASE(lognormal_has_its_median_and_tail)
{
    const auto drawn = draw(latency::lognormal(microseconds(250000), 0.5), 1);
    BOOST_TEST(std::abs(drawn[5000].count() - 250000) < 8000);
    BOOST_TEST(std::abs(drawn[9900].count() - 800000) < 60000); // 250 ms × exp(0.5 × 2.326)
    BOOST_TEST(drawn.front().count() > 0);
}

BOOST_AUTO_TEST_CASE(no_spread_is_too_wide)
{
    for (const microseconds delay : draw(latency::lognormal(microseconds(1000), 1e6), 1))
        BOOST_REQUIRE((delay >= microseconds(0) && delay <= std::chrono::hours(1)));
}

BOOST_AUTO_TEST_CASE(the_seed_decides)
{
    const latency some = latency::lognormal(microseconds(1000), 1);
    BOOST_TEST((draw(some, 7) == draw(some, 7)));
    BOOST_TEST((draw(some, 7) != draw(some, 8)));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::testing
