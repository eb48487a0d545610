// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/durations.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace boxlink::model;
using namespace std::chrono_literals;
using std::chrono::milliseconds;
using std::chrono::system_clock;

BOOST_AUTO_TEST_SUITE(durations)

BOOST_AUTO_TEST_CASE(every_unit)
{
    struct
    {
        std::string text;
        milliseconds expected;
    } const cases[] = {
        {"1ms", 1ms},     {"250ms", 250ms}, {"5s", 5s},
        {"2m", 2min},     {"12h", 12h},     {"30d", 30 * 24h},
        {"4w", 28 * 24h}, {"007s", 7s},     {"36525d", 36525 * 24h},
    };
    for (auto const& c : cases) {
        BOOST_TEST_CONTEXT(c.text)
        {
            BOOST_TEST_REQUIRE(parse_duration(c.text).has_value());
            BOOST_TEST((*parse_duration(c.text) == c.expected));
        }
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_duration)
{
    std::string const cases[] = {
        "",
        "s",
        "5",
        "5 s",
        " 5s",
        "5s ",
        "-5s",
        "+5s",
        "1.5h",
        "1e3s",
        "5S",
        "5sec",
        "0s",
        "0ms",
        "36526d",
        "9223372036854775807w",
        "99999999999999999999s",
        "1h30m",
        "5\n",
        "0x5s",
        "never",
        "٣s",
    };
    for (std::string const& text : cases) {
        BOOST_TEST_CONTEXT("'" << text << "'")
        {
            auto const got = parse_duration(text);
            BOOST_TEST_REQUIRE(!got.has_value());
            BOOST_TEST((got.error().code == boxlink::errc::invalid_argument));
            BOOST_TEST(got.error().message.find('\n') == std::string::npos);
        }
    }
}

BOOST_AUTO_TEST_CASE(an_expiry_is_never_a_duration_or_an_instant)
{
    BOOST_TEST((*parse_expiry("never") == expiry(never())));
    BOOST_TEST((*parse_expiry("30d") == expiry(std::chrono::seconds(30 * 24h))));
    BOOST_TEST((*parse_expiry("2000ms") == expiry(2s)));
    auto const new_year = std::chrono::sys_days(std::chrono::year(2027) / 1 / 31);
    for (char const* text :
         {"2027-01-31T00:00:00Z", "2027-01-31T01:30:00+01:30", "2027-01-30T16:00:00-08:00"}) {
        BOOST_TEST_CONTEXT(text)
        {
            auto const got = parse_expiry(text);
            BOOST_TEST_REQUIRE(got.has_value());
            BOOST_TEST((*got == expiry(system_clock::time_point(new_year))));
        }
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_expiry)
{
    struct
    {
        std::string text;
        std::string says;
    } const cases[] = {
        {"2027-01-31", "offset"},
        {"2027-01-31T00:00:00", "offset"},
        {"2027-02-30T00:00:00Z", "no point of time"},
        {"9999-12-31T23:59:59Z", "use never"},
        {"1500ms", "whole seconds"},
        {"soon", "30d"},
        {"Never", "30d"},
        {"", "30d"},
        {"1801526400", "unit"},
    };
    for (auto const& c : cases) {
        BOOST_TEST_CONTEXT("'" << c.text << "'")
        {
            auto const got = parse_expiry(c.text);
            BOOST_TEST_REQUIRE(!got.has_value());
            BOOST_TEST(got.error().message.find(c.says) != std::string::npos, got.error().message);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
