// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/report/axes.hpp"

#include <boost/test/unit_test.hpp>

using namespace boxlink::bulk;
using namespace std::chrono_literals;

namespace {

std::string texts(std::vector<axis_tick> const& ticks)
{
    std::string out;
    for (axis_tick const& tick : ticks) {
        BOOST_TEST(tick.place >= 0);
        BOOST_TEST(tick.place <= 1.0001);
        out += out.empty() ? tick.text : ", " + tick.text;
    }
    return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(report_axes)

BOOST_AUTO_TEST_CASE(counts)
{
    BOOST_TEST(texts(count_axis(67.3).ticks()) == "20, 40, 60, 80");
    BOOST_TEST(texts(count_axis(4).ticks()) == "1, 2, 3, 4");
    BOOST_TEST(texts(count_axis(0.9).ticks()) == "0.50, 1");
    BOOST_TEST(texts(count_axis(1'067).ticks()) == "500, 1,000, 1,500");
    BOOST_TEST(count_axis(0).top() > 0);
    for (double most = 0.001; most < 1e9; most *= 1.07) {
        count_axis const axis(most);
        BOOST_TEST(axis.top() >= most * 0.999999);
        BOOST_TEST(axis.top() <= most * 2.6);
        BOOST_TEST(axis.ticks().size() <= 5u);
    }
}

BOOST_AUTO_TEST_CASE(times)
{
    BOOST_TEST(texts(time_ticks(1'201s)) == "0, 5 min, 10 min, 15 min, 20 min");
    BOOST_TEST(texts(time_ticks(320ms)) == "0, 100 ms, 200 ms, 300 ms");
    BOOST_TEST(texts(time_ticks(59s)) == "0, 10 s, 20 s, 30 s, 40 s, 50 s");
    BOOST_TEST(texts(time_ticks(5h)) == "0, 1 h, 2 h, 3 h, 4 h, 5 h");
    BOOST_TEST(texts(time_ticks(24h * 11)) == "0, 2 d, 4 d, 6 d, 8 d, 10 d");
    for (auto length = std::chrono::nanoseconds(1ms); length < 24h * 1'000; length += length / 9) {
        auto const ticks = time_ticks(length);
        BOOST_TEST(ticks.size() <= 6u);
        BOOST_TEST(ticks.size() >= 2u);
    }
}

BOOST_AUTO_TEST_CASE(latencies)
{
    latency_axis const axis(10ms, 10s);
    BOOST_TEST(axis.place(10ms) == 0);
    BOOST_TEST(axis.place(100ms) == 1.0 / 3, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(axis.place(10s) == 1);
    BOOST_TEST(texts(axis.ticks()) == "10 ms, 100 ms, 1 s, 10 s");
    BOOST_TEST(texts(latency_axis(150ms, 1'600ms).ticks()) == "200 ms, 500 ms, 1 s");
    BOOST_TEST(texts(latency_axis(20ms, 4s).ticks()) == "30 ms, 100 ms, 300 ms, 1 s, 3 s");
    BOOST_TEST(latency_axis(1us, 24h * 12).ticks().size() <= 7u);
}

BOOST_AUTO_TEST_SUITE_END()
