// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/progress_text.hpp"

#include <boost/test/unit_test.hpp>

using namespace boxlink::cli;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(progress_texts)

BOOST_AUTO_TEST_CASE(rates)
{
    BOOST_TEST(a_second(0) == "0.0/s");
    BOOST_TEST(a_second(16.44) == "16.4/s");
    BOOST_TEST(a_second(99.94) == "99.9/s");
    BOOST_TEST(a_second(99.95) == "100/s");
    BOOST_TEST(a_second(1066.7) == "1,067/s");
}

BOOST_AUTO_TEST_CASE(spans)
{
    BOOST_TEST(span_text(-1s) == "0 s");
    BOOST_TEST(span_text(0s) == "0 s");
    BOOST_TEST(span_text(1ms) == "1 s");
    BOOST_TEST(span_text(45s) == "45 s");
    BOOST_TEST(span_text(59'001ms) == "1 min");
    BOOST_TEST(span_text(3min + 20s) == "3 min 20 s");
    BOOST_TEST(span_text(59min + 59s) == "59 min 59 s");
    BOOST_TEST(span_text(1h + 28min + 1s) == "1 h 29 min");
    BOOST_TEST(span_text(1h) == "1 h");
    BOOST_TEST(span_text(1h + 59min + 1s) == "2 h");
    BOOST_TEST(span_text(23h + 59min + 1s) == "1 d");
    BOOST_TEST(span_text(51h) == "2 d 3 h");
    BOOST_TEST(span_text(47h + 1min) == "2 d");
    BOOST_TEST(span_text(std::chrono::duration<double>(1e300)) == "over 999 d");
}

BOOST_AUTO_TEST_SUITE_END()
