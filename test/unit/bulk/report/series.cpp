// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/report/series.hpp"

#include <boost/test/unit_test.hpp>

using namespace boxlink::bulk;
using namespace std::chrono_literals;

namespace {

std::uint64_t done_in(run_series const& series)
{
    std::uint64_t sum = 0;
    for (run_series::bucket const& bucket : series.buckets())
        sum += bucket.done;
    return sum;
}

} // namespace

BOOST_AUTO_TEST_SUITE(report_series)

BOOST_AUTO_TEST_CASE(a_second_each_at_first)
{
    run_series series;
    BOOST_TEST(series.buckets().empty());
    ++series.at(-1s).done;
    ++series.at(999ms).done;
    ++series.at(1s).failed;
    ++series.at(239'999ms).rate_limited;
    BOOST_TEST_REQUIRE(series.buckets().size() == 240u);
    BOOST_TEST((series.width() == 1s));
    BOOST_TEST(series.buckets()[0].done == 2u);
    BOOST_TEST(series.buckets()[1].failed == 1u);
    BOOST_TEST(series.buckets()[239].rate_limited == 1u);
}

BOOST_AUTO_TEST_CASE(wider_when_there_would_be_too_many)
{
    run_series series;
    for (int second = 0; second < 1'000; ++second)
        ++series.at(std::chrono::seconds(second)).done;
    BOOST_TEST((series.width() == 8s));
    BOOST_TEST(series.buckets().size() == 125u);
    for (run_series::bucket const& bucket : series.buckets())
        BOOST_TEST(bucket.done == 8u);
    // A late one is sorted in.
    ++series.at(0s).done;
    BOOST_TEST(series.buckets()[0].done == 9u);
    ++series.at(24h * 365).done;
    BOOST_TEST(series.buckets().size() <= run_series::most_buckets);
    BOOST_TEST(done_in(series) == 1'002u);
}

BOOST_AUTO_TEST_CASE(spans_that_overlap_are_one)
{
    run_spans spans;
    spans.add({1s, 5s});
    spans.add({2s, 4s});
    spans.add({5s, 9s});
    spans.add({10s, 11s});
    BOOST_TEST_REQUIRE(spans.spans().size() == 2u);
    BOOST_TEST((spans.spans()[0].from == 1s && spans.spans()[0].to == 9s));
    BOOST_TEST((spans.spans()[1].from == 10s && spans.spans()[1].to == 11s));
}

BOOST_AUTO_TEST_CASE(of_too_many_spans_the_nearest_are_joined)
{
    run_spans spans;
    for (unsigned i = 0; i <= run_spans::most_spans; ++i) {
        auto const from = 10s * i - (i == 50 ? 5s : 0s);
        spans.add({from, from + 1s});
    }
    BOOST_TEST_REQUIRE(spans.spans().size() == run_spans::most_spans);
    BOOST_TEST((spans.spans()[48].to == 481s));
    BOOST_TEST((spans.spans()[49].from == 490s && spans.spans()[49].to == 496s));
    BOOST_TEST((spans.spans()[50].from == 510s));
}

BOOST_AUTO_TEST_SUITE_END()
