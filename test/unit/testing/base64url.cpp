// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/base64url.hpp"

#include <boost/test/unit_test.hpp>

namespace boxlink::testing {

BOOST_AUTO_TEST_SUITE(base64url_tests)

BOOST_AUTO_TEST_CASE(known_texts)
{
    // RFC 4648, section 10, without padding.
    const std::pair<std::string_view, std::string_view> known[] = {
        {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
        {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}, {"\xfb\xff", "-_8"}};
    for (const auto& [bytes, text] : known) {
        BOOST_TEST(base64url(bytes) == text);
        BOOST_TEST(base64url_decode(text).value() == bytes);
    }
}

BOOST_AUTO_TEST_CASE(every_byte_comes_back)
{
    std::string all;
    for (int i = 0; i < 256; ++i) {
        all.push_back(static_cast<char>(i));
        BOOST_TEST(base64url_decode(base64url(all)).value() == all);
    }
}

BOOST_AUTO_TEST_CASE(what_base64url_does_not_write_is_refused)
{
    for (const char* bad :
         {"A", "Z", "Zm9vA", "Zm9vY", "Zg==", "Zg=", "+/8", "Zm 9v", "Zm9v\n", "Zh", "Zm9", "\xc3\xa4"})
        BOOST_TEST(!base64url_decode(bad), bad);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::testing
