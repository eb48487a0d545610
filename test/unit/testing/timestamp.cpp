// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/timestamp.hpp"

#include <boost/test/unit_test.hpp>

namespace boxlink::testing {

BOOST_AUTO_TEST_SUITE(timestamp)

BOOST_AUTO_TEST_CASE(whole_seconds_with_an_offset_are_read)
{
    using namespace std::chrono;
    const sys_seconds expected = sys_days(2012y / December / 12) + hours(18) + minutes(53) + seconds(43);
    for (const char* text :
         {"2012-12-12T10:53:43-08:00", "2012-12-12T18:53:43Z", "2012-12-12T18:53:43+00:00",
          "2012-12-12T18:53:43-00:00", "2012-12-13T00:23:43+05:30"})
        BOOST_TEST((parse_timestamp(text) == expected), text);
    BOOST_TEST(parse_timestamp("1970-01-01T00:00:00Z")->time_since_epoch().count() == 0);
    BOOST_TEST(parse_timestamp("9999-12-31T23:59:59Z")->time_since_epoch().count() == 253402300799);
    BOOST_TEST(parse_timestamp("2024-02-29T00:00:00Z").has_value());
}

BOOST_AUTO_TEST_CASE(anything_else_is_refused)
{
    for (const char* text :
         {"",
          "2012",
          "2012-12-12",
          "2012-12-12T10:53:43",
          "2012-12-12T10:53:43.5Z",
          "2012-12-12T10:53:43.000-08:00",
          "2012-12-12 10:53:43Z",
          "2012-12-12t10:53:43Z",
          "2012-12-12T10:53:43z",
          "2012-12-12T10:53Z",
          "2012-13-12T10:53:43Z",
          "2012-00-12T10:53:43Z",
          "2012-12-32T10:53:43Z",
          "2023-02-29T00:00:00Z",
          "2012-12-12T24:00:00Z",
          "2012-12-12T10:60:43Z",
          "2012-12-12T10:53:60Z",
          "2012-12-12T10:53:43+24:00",
          "2012-12-12T10:53:43+08:60",
          "2012-12-12T10:53:43+0800",
          "2012-12-12T10:53:43+8:00",
          "2012-12-12T10:53:43Z ",
          " 2012-12-12T10:53:43Z",
          "2012-12-12T10:53:43ZZ",
          "-012-12-12T10:53:43Z",
          "+012-12-12T10:53:43Z",
          "2012-1-12T10:53:43Z",
          "2012-12-12T-1:53:43Z",
          "1355309623"})
        BOOST_TEST(!parse_timestamp(text), text);
}

BOOST_AUTO_TEST_CASE(every_prefix_is_refused)
{
    const std::string_view whole = "2012-12-12T10:53:43-08:00";
    for (std::size_t length = 0; length < whole.size(); ++length)
        BOOST_TEST(!parse_timestamp(whole.substr(0, length)), length);
}

BOOST_AUTO_TEST_CASE(writing_keeps_the_instant_in_box_time)
{
    const auto instant = parse_timestamp("2026-01-01T03:04:05Z").value();
    BOOST_TEST(format_timestamp(instant) == "2025-12-31T19:04:05-08:00");
    BOOST_TEST((parse_timestamp(format_timestamp(instant)) == instant));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::testing
