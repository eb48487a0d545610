// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/retry_after.hpp"

#include "checks.hpp"

BOOST_AUTO_TEST_SUITE(retry_after)

using namespace boxlink::model;
using namespace std::chrono_literals;
using boxlink::model_test::noon;
using std::chrono::milliseconds;

std::optional<milliseconds> wait_of(std::string_view value, std::optional<std::string_view> date = {})
{
    return parse_retry_after(value, date, noon);
}

BOOST_AUTO_TEST_CASE(seconds)
{
    struct row
    {
        std::string_view text;
        milliseconds wait;
    };
    constexpr row rows[] = {
        {"0", 0ms},
        {"1", 1s},
        {" 120\t", 120s},
        {"007", 7s},
        {"0.5", 500ms},
        {"1.25", 1250ms},
        {"2.0", 2s},
        {"0.001", 1ms},
        {"0.0001", 1ms},
        {"1.0000", 1s},
        {"1.2345", 1235ms},
        {"0.9999", 1s},
        {"86399", 86399s},
        {"86400", 24h},
        {"86400.5", 24h},
        {"86401", 24h},
        {"4294967296", 24h},
        {"9223372036854775808", 24h},
        {"99999999999999999999999999999999999999999999999999", 24h},
    };
    for (row const& each : rows)
        BOOST_TEST((wait_of(each.text) == each.wait), each.text);
}

BOOST_AUTO_TEST_CASE(nonsense_is_ignored)
{
    for (std::string_view const text :
         {"", " ", "-1", "+1", "1s", "1e3", "0x10", "1.", ".5", "1.2.3", "1,5", "1 2", "soon", "NaN", "inf",
          "1.-5", "Wed, 01 Jul 2026", "\xff"})
        BOOST_TEST(!wait_of(text).has_value(), text);
}

BOOST_AUTO_TEST_CASE(dates_are_relative_to_the_servers_clock)
{
    // The server's clock is an hour behind ours.
    BOOST_TEST((wait_of("Wed, 01 Jul 2026 11:00:30 GMT", "Wed, 01 Jul 2026 11:00:00 GMT") == 30s));
    BOOST_TEST((wait_of("Wed Jul  1 11:00:30 2026", " Wednesday, 01-Jul-26 11:00:00 GMT ") == 30s));
}

BOOST_AUTO_TEST_CASE(dates_without_a_date_are_relative_to_now)
{
    BOOST_TEST((wait_of("Wed, 01 Jul 2026 12:01:00 GMT") == 60s));
    BOOST_TEST((wait_of("Wed, 01 Jul 2026 12:01:00 GMT", "yesterday") == 60s));
    BOOST_TEST((parse_retry_after("Wed, 01 Jul 2026 12:01:00 GMT", {}, noon + 100us) == 60s));
}

BOOST_AUTO_TEST_CASE(dates_are_capped)
{
    BOOST_TEST((wait_of("Wed, 01 Jul 2026 11:59:59 GMT") == 0ms));
    BOOST_TEST((wait_of("Thu, 01 Jan 1970 00:00:00 GMT") == 0ms));
    BOOST_TEST((wait_of("Thu, 02 Jul 2026 11:59:59 GMT") == 24h - 1s));
    BOOST_TEST((wait_of("Thu, 02 Jul 2026 12:00:00 GMT") == 24h));
    BOOST_TEST((wait_of("Fri, 31 Dec 9999 23:59:59 GMT") == 24h));
    BOOST_TEST((wait_of("Fri, 31 Dec 9999 23:59:59 GMT", "Sat, 01 Jan 0000 00:00:00 GMT") == 24h));
    BOOST_TEST((wait_of("Sat, 01 Jan 0000 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT") == 0ms));
}

BOOST_AUTO_TEST_SUITE_END()
