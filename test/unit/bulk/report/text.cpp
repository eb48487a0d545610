// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/report/text.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <limits>
#include <string>

using namespace boxlink::bulk;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(report_text)

BOOST_AUTO_TEST_CASE(shares_do_not_exaggerate)
{
    BOOST_TEST(share_text(0, 0) == "0 %");
    BOOST_TEST(share_text(0, 5) == "0 %");
    BOOST_TEST(share_text(1, 1'000'000) == "< 0.1 %");
    BOOST_TEST(share_text(1, 8) == "12.5 %");
    BOOST_TEST(share_text(999'999, 1'000'000) == "99.9 %");
    BOOST_TEST(share_text(7, 7) == "100 %");
}

BOOST_AUTO_TEST_CASE(durations)
{
    BOOST_TEST(duration_text(0s) == "0 s");
    BOOST_TEST(duration_text(350ms) == "0.35 s");
    BOOST_TEST(duration_text(45s) == "45 s");
    BOOST_TEST(duration_text(59'700ms) == "1 min");
    BOOST_TEST(duration_text(200s) == "3 min 20 s");
    BOOST_TEST(duration_text(89min) == "1 h 29 min");
    BOOST_TEST(duration_text(51h + 59s) == "2 d 3 h");
    BOOST_TEST(duration_text(24h) == "1 d");
}

BOOST_AUTO_TEST_CASE(latencies)
{
    BOOST_TEST(latency_text(0ns) == "0 µs");
    BOOST_TEST(latency_text(350us) == "350 µs");
    BOOST_TEST(latency_text(999'600ns) == "1 ms");
    BOOST_TEST(latency_text(12'400us) == "12.4 ms");
    BOOST_TEST(latency_text(999'700us) == "1 s");
    BOOST_TEST(latency_text(1'250ms) == "1.25 s");
    BOOST_TEST(latency_text(100s) == "1 min 40 s");
}

BOOST_AUTO_TEST_CASE(sizes)
{
    BOOST_TEST(size_text(0) == "0 bytes");
    BOOST_TEST(size_text(999) == "999 bytes");
    BOOST_TEST(size_text(1'500'000) == "1.5 MB");
    BOOST_TEST(size_text(999'600) == "1 MB");
}

BOOST_AUTO_TEST_CASE(instants)
{
    BOOST_TEST(
        instant_text(std::chrono::sys_days(std::chrono::year(2026) / 11 / 23) + 1h + 17min + 6'900ms) ==
        "23 Nov 2026, 01:17:06 UTC"
    );
}

BOOST_AUTO_TEST_CASE(links_are_cut_off)
{
    BOOST_TEST(without_links("no link; 1/2 and/or s/v") == "no link; 1/2 and/or s/v");
    BOOST_TEST(without_links("see \"https://app.box.com/s/abc\", it") == "see \"https://app.box.com/…\", it");
    BOOST_TEST(without_links("HTTPS://acme.box.com/v/name") == "HTTPS://acme.box.com/…");
    BOOST_TEST(without_links("https://app.box.com") == "https://app.box.com");
    BOOST_TEST(without_links("https://app.box.com?s=abc") == "https://app.box.com/…");
    BOOST_TEST(without_links(R"(https:\/\/app.box.com\/s\/abc)") == R"(https:\/\/app.box.com/…)");
    BOOST_TEST(without_links("u=https%3A%2F%2Fapp.box.com%2Fs%2Fabc") == "u=https%3A%2F%2Fapp.box.com/…");
    BOOST_TEST(without_links("app.box.com/s/abc app.box.com/v/abc") == "app.box.com/… app.box.com/…");
    BOOST_TEST(without_links("box.com/shared/static/abc.pdf") == "box.com/…");
    BOOST_TEST(without_links("a\nhttps://b/c\n") == "a\nhttps://b/…\n");
    BOOST_TEST(without_links("") == "");
}

BOOST_AUTO_TEST_CASE(what_is_hidden_is_made_visible)
{
    BOOST_TEST(visible_text("Grüße, 世界 👩‍💻") == "Grüße, 世界 👩‍💻");
    BOOST_TEST(visible_text("a\nb\tc\rd") == "a\\nb\\tc\\rd");
    BOOST_TEST(visible_text(std::string("\0\x1b\x7f", 3)) == "\\x00\\x1b\\x7f");
    BOOST_TEST(
        visible_text("\xe2\x80\xae"
                     "x\xc2\x85") == "\\u{202e}x\\u{85}"
    );
    BOOST_TEST(visible_text("\xff\xc0") == "\\xff\\xc0");
    // No characters of XML.
    BOOST_TEST(visible_text("\xef\xbf\xbe\xef\xbf\xbf\xf4\x8f\xbf\xbf") == "\\u{fffe}\\u{ffff}\\u{10ffff}");
}

BOOST_AUTO_TEST_SUITE_END()
