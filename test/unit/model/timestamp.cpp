// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/timestamp.hpp"

#include "checks.hpp"

BOOST_AUTO_TEST_SUITE(timestamp)

using namespace boxlink::model;
using namespace std::chrono_literals;
using boxlink::model_test::noon;
using std::chrono::system_clock;

constexpr system_clock::time_point at(int year, unsigned month, unsigned day, std::chrono::seconds time = 0s)
{
    return std::chrono::sys_days(std::chrono::year_month_day(
               std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)
           )) +
           time;
}

BOOST_AUTO_TEST_CASE(formats_whole_seconds_in_utc)
{
    BOOST_TEST(format_rfc3339(system_clock::time_point()) == "1970-01-01T00:00:00+00:00");
    BOOST_TEST(format_rfc3339(at(2027, 1, 31)) == "2027-01-31T00:00:00+00:00");
    BOOST_TEST(format_rfc3339(at(2028, 2, 29, 23h + 59min + 59s)) == "2028-02-29T23:59:59+00:00");
    BOOST_TEST(format_rfc3339(at(2027, 1, 31) + 999'999'999ns) == "2027-01-31T00:00:00+00:00");
    BOOST_TEST(format_rfc3339(at(1970, 1, 1) - 1ns) == "1969-12-31T23:59:59+00:00");
    BOOST_TEST(format_rfc3339(system_clock::time_point::max()) == "2262-04-11T23:47:16+00:00");
    BOOST_TEST(format_rfc3339(system_clock::time_point::min()) == "1677-09-21T00:12:43+00:00");
}

BOOST_AUTO_TEST_CASE(reads_rfc3339)
{
    struct row
    {
        std::string_view text;
        system_clock::time_point instant;
    };
    constexpr row rows[] = {
        {"2027-01-31T00:00:00Z", at(2027, 1, 31)},
        {"2027-01-31t00:00:00z", at(2027, 1, 31)},
        {"2027-01-31 00:00:00Z", at(2027, 1, 31)},
        {"2027-01-31T00:00:00+00:00", at(2027, 1, 31)},
        {"2027-01-31T00:00:00-00:00", at(2027, 1, 31)},
        {"2022-12-12T10:53:43-08:00", at(2022, 12, 12, 18h + 53min + 43s)},
        {"2022-12-12T10:53:43-0800", at(2022, 12, 12, 18h + 53min + 43s)},
        {"2022-01-01T00:30:00+05:45", at(2021, 12, 31, 18h + 45min)},
        {"2022-12-31T23:59:59-23:59", at(2023, 1, 1, 23h + 58min + 59s)},
        {"2027-01-31T00:00:00.999999999999999999999Z", at(2027, 1, 31)},
        {"2027-01-31T00:00:00.5+00:00", at(2027, 1, 31)},
        {"2016-12-31T23:59:60Z", at(2016, 12, 31, 23h + 59min + 59s)},
        {"2000-02-29T00:00:00Z", at(2000, 2, 29)},
        {"1970-01-01T00:00:00Z", at(1970, 1, 1)},
        {"1969-12-31T23:59:59Z", at(1970, 1, 1, -1s)},
    };
    for (row const& each : rows)
        BOOST_TEST((parse_rfc3339(each.text) == each.instant), each.text);
}

BOOST_AUTO_TEST_CASE(reads_what_it_has_written)
{
    for (auto const instant : {at(1970, 1, 1), at(2000, 2, 29, 1h), at(2262, 4, 11)})
        BOOST_TEST((parse_rfc3339(format_rfc3339(instant)) == instant));
}

BOOST_AUTO_TEST_CASE(clamps_years_that_the_clock_cannot_hold)
{
    auto const last = parse_rfc3339("9999-12-31T23:59:59Z");
    BOOST_TEST_REQUIRE(last.has_value());
    BOOST_TEST(format_rfc3339(*last) == "2262-04-11T23:47:16+00:00");
    auto const first = parse_rfc3339("0000-01-01T00:00:00+23:59");
    BOOST_TEST_REQUIRE(first.has_value());
    BOOST_TEST((*first < at(1678, 1, 1)));
}

BOOST_AUTO_TEST_CASE(refuses_what_is_no_rfc3339)
{
    for (std::string_view const text :
         {"",
          "2027",
          "2027-01-31",
          "2027-01-31T00:00:00",
          "2027-01-31T00:00Z",
          "2027-1-31T00:00:00Z",
          "27-01-31T00:00:00Z",
          "2027-02-29T00:00:00Z",
          "1900-02-29T00:00:00Z",
          "2027-04-31T00:00:00Z",
          "2027-00-01T00:00:00Z",
          "2027-13-01T00:00:00Z",
          "2027-01-00T00:00:00Z",
          "2027-01-32T00:00:00Z",
          "2027-01-31T24:00:00Z",
          "2027-01-31T00:60:00Z",
          "2027-01-31T00:00:61Z",
          "2027-01-31T00:00:00.Z",
          "2027-01-31T00:00:00,5Z",
          "2027-01-31T00:00:00+24:00",
          "2027-01-31T00:00:00+00:60",
          "2027-01-31T00:00:00+0",
          "2027-01-31T00:00:00+00:",
          "2027-01-31T00:00:00+00:000",
          "2027-01-31T00:00:00ZZ",
          "2027-01-31T00:00:00Z ",
          " 2027-01-31T00:00:00Z",
          "2027-01-31X00:00:00Z",
          "2027/01/31T00:00:00Z",
          "1801353600",
          "+2027-01-31T00:00:00Z",
          "never",
          "2027-01-31T00:00:00 +00:00",
          "2027-01-31T-1:00:00Z"})
        BOOST_TEST(!parse_rfc3339(text).has_value(), text);
}

BOOST_AUTO_TEST_CASE(every_prefix_of_a_timestamp_is_refused)
{
    std::string_view const text = "2027-01-31T00:00:00.125+00:00";
    for (std::size_t length = 0; length < text.size(); ++length)
        BOOST_TEST(!parse_rfc3339(text.substr(0, length)).has_value(), text.substr(0, length));
    BOOST_TEST(parse_rfc3339(text).has_value());
}

BOOST_AUTO_TEST_CASE(reads_the_three_forms_of_http_dates)
{
    constexpr auto instant = at(1994, 11, 6, 8h + 49min + 37s);
    for (std::string_view const text :
         {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
          "Sun Nov 06 08:49:37 1994"})
        BOOST_TEST((parse_http_date(text, noon) == instant), text);
    BOOST_TEST((parse_http_date("Tue Nov 16 08:49:37 1993", noon) == at(1993, 11, 16, 8h + 49min + 37s)));
    BOOST_TEST((parse_http_date("Sat, 31 Dec 2016 23:59:60 GMT", noon) == at(2016, 12, 31, 24h - 1s)));
}

BOOST_AUTO_TEST_CASE(two_digit_years_are_within_fifty_years)
{
    BOOST_TEST((parse_http_date("Sunday, 01-Jan-76 00:00:00 GMT", noon) == at(2076, 1, 1)));
    BOOST_TEST((parse_http_date("Sunday, 01-Jan-77 00:00:00 GMT", noon) == at(1977, 1, 1)));
    BOOST_TEST((parse_http_date("Sunday, 01-Jan-00 00:00:00 GMT", noon) == at(2000, 1, 1)));
}

BOOST_AUTO_TEST_CASE(refuses_what_is_no_http_date)
{
    for (std::string_view const text :
         {"", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 6 Nov 1994 08:49:37 GMT",
          "Sun, 06 Now 1994 08:49:37 GMT", "Son, 06 Nov 1994 08:49:37 GMT", "Sun, 31 Nov 1994 08:49:37 GMT",
          "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 94 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT,",
          "Sun, 06-Nov-94 08:49:37 GMT", "Sunday, 06 Nov 1994 08:49:37 GMT", "Sun Nov 6 08:49:37 1994",
          "Sun Nov  6 08:49:37 1994 GMT", ",", "1994-11-06T08:49:37Z"})
        BOOST_TEST(!parse_http_date(text, noon).has_value(), text);
}

BOOST_AUTO_TEST_CASE(sums_are_clamped)
{
    constexpr auto max = system_clock::time_point::max();
    constexpr auto min = system_clock::time_point::min();
    BOOST_TEST((add_clamped(noon, 90s) == noon + 90s));
    BOOST_TEST((add_clamped(noon, -90s) == noon - 90s));
    BOOST_TEST((add_clamped(noon + 5ns, 0s) == noon + 5ns));
    BOOST_TEST((add_clamped(noon, std::chrono::seconds::max()) == max));
    BOOST_TEST((add_clamped(noon, std::chrono::seconds::min()) == min));
    BOOST_TEST((add_clamped(max, 1s) == max));
    BOOST_TEST((add_clamped(min, -1s) == min));
    BOOST_TEST((add_clamped(max, std::chrono::seconds::min()) == min));
    BOOST_TEST((add_clamped(min, std::chrono::seconds::max()) == max));
}

BOOST_AUTO_TEST_SUITE_END()
