// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/url_codec.hpp"

#include <boost/test/unit_test.hpp>

namespace boxlink::testing {

BOOST_AUTO_TEST_SUITE(url_codec)

BOOST_AUTO_TEST_CASE(decoding)
{
    BOOST_TEST(percent_decode("a%20b%2fC%2F", false).value() == "a b/C/");
    BOOST_TEST(percent_decode("a+b", true).value() == "a b");
    BOOST_TEST(percent_decode("a+b", false).value() == "a+b");
    BOOST_TEST(percent_decode("", false).value().empty());
    BOOST_TEST(percent_decode("%00", false).value() == std::string(1, '\0'));
}

BOOST_AUTO_TEST_CASE(broken_escapes_are_refused)
{
    for (const char* text : {"%", "%2", "a%", "a%2", "%zz", "%2g", "%g2", "%%20"})
        BOOST_TEST(!percent_decode(text, false), text);
}

BOOST_AUTO_TEST_CASE(every_byte_survives_the_round_trip)
{
    std::string all;
    for (int byte = 0; byte < 256; ++byte)
        all.push_back(static_cast<char>(byte));
    const std::string encoded = percent_encode(all);
    BOOST_TEST(percent_decode(encoded, true).value() == all);
    BOOST_TEST(encoded.find_first_of("&=+ \r\n") == encoded.npos);
    BOOST_TEST(percent_encode("aZ09-._~") == "aZ09-._~");
}

BOOST_AUTO_TEST_CASE(parameters_are_found_by_name)
{
    const parameters some("a=1&b=%26%3D&c&=x&a=2&bad=%zz&d=", false);
    BOOST_TEST(some.get("a") == "1");
    BOOST_TEST(some.get("b") == "&=");
    BOOST_TEST(*some.find("c") == "");
    BOOST_TEST(*some.find("d") == "");
    BOOST_TEST(some.get("") == "x");
    BOOST_TEST(!some.find("bad"));
    BOOST_TEST(!some.find("e"));
    BOOST_TEST(some.get("e").empty());
    BOOST_TEST(!parameters("", false).find(""));
}

BOOST_AUTO_TEST_CASE(lists_are_split_and_trimmed)
{
    std::string seen;
    for_each_in_list(" a, b c ,, ,d", [&](std::string_view part) { seen.append(part).append("|"); });
    BOOST_TEST(seen == "a|b c|d|");
    for_each_in_list("", [&](std::string_view) { seen.clear(); });
    BOOST_TEST(!seen.empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::testing
