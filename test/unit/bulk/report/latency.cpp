// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/report/latency.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

using namespace boxlink::bulk;
using namespace std::chrono_literals;
using std::chrono::nanoseconds;

BOOST_AUTO_TEST_SUITE(report_latency)

BOOST_AUTO_TEST_CASE(nothing)
{
    latency_histogram const none;
    BOOST_TEST(none.count() == 0u);
    BOOST_TEST(none.quantile(0.5).count() == 0);
    BOOST_TEST(none.columns().empty());
}

BOOST_AUTO_TEST_CASE(one_is_exact)
{
    latency_histogram one;
    one.add(123'456'789ns);
    for (double const share : {0.0, 0.5, 0.99, 1.0})
        BOOST_TEST(one.quantile(share).count() == 123'456'789);
    BOOST_TEST(one.max().count() == 123'456'789);
    auto const columns = one.columns();
    BOOST_TEST_REQUIRE(columns.size() == 1u);
    BOOST_TEST((columns[0].from <= 123'456'789ns && 123'456'789ns < columns[0].to));
    BOOST_TEST(columns[0].count == 1u);
}

BOOST_AUTO_TEST_CASE(quantiles_are_off_by_little)
{
    std::mt19937 random(1);
    std::lognormal_distribution<double> distribution(std::log(2.5e8), 1.0);
    latency_histogram histogram;
    std::vector<nanoseconds> exact;
    for (int i = 0; i < 20'000; ++i) {
        exact.push_back(nanoseconds(std::llround(distribution(random))));
        histogram.add(exact.back());
    }
    std::sort(exact.begin(), exact.end());
    for (double const share : {0.01, 0.5, 0.9, 0.99, 0.999}) {
        auto const rank = static_cast<std::size_t>(std::ceil(share * 20'000)) - 1;
        auto const wanted = static_cast<double>(exact[rank].count());
        BOOST_TEST(
            static_cast<double>(histogram.quantile(share).count()) == wanted,
            boost::test_tools::tolerance(0.045)
        );
    }
    BOOST_TEST(histogram.quantile(1).count() <= exact.back().count());
    std::uint64_t sum = 0;
    for (latency_column const& column : histogram.columns())
        sum += column.count;
    BOOST_TEST(sum == 20'000u);
}

BOOST_AUTO_TEST_CASE(extremes)
{
    latency_histogram histogram;
    histogram.add(-5ns);
    histogram.add(0ns);
    histogram.add(nanoseconds::max());
    BOOST_TEST(histogram.count() == 3u);
    BOOST_TEST(histogram.max().count() == nanoseconds::max().count());
    BOOST_TEST(histogram.columns().front().from.count() == 1'000);
    BOOST_TEST((histogram.quantile(0.99) > 24h));
}

BOOST_AUTO_TEST_SUITE_END()
