// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/percent_encoding.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(percent_encoding)

using boxlink::model::append_percent_encoded;

std::string encoded(std::string_view text)
{
    std::string out;
    append_percent_encoded(out, text);
    return out;
}

BOOST_AUTO_TEST_CASE(unreserved_characters_stay)
{
    std::string_view const unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    BOOST_TEST(encoded(unreserved) == unreserved);
}

BOOST_AUTO_TEST_CASE(every_other_byte_is_encoded)
{
    std::string_view const unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    for (int c = 0; c < 256; ++c) {
        char const byte = static_cast<char>(c);
        if (unreserved.find(byte) != std::string_view::npos)
            continue;
        std::string const out = encoded(std::string_view(&byte, 1));
        BOOST_TEST(out.size() == 3u);
        BOOST_TEST(out.front() == '%');
        BOOST_TEST(std::stoi(out.substr(1), nullptr, 16) == c);
    }
}

BOOST_AUTO_TEST_CASE(it_appends)
{
    std::string out = "shared_link=";
    append_percent_encoded(out, "https://app.box.com/s/a b&c=%\r\n\xc3\xa9");
    BOOST_TEST(out == "shared_link=https%3A%2F%2Fapp.box.com%2Fs%2Fa%20b%26c%3D%25%0D%0A%C3%A9");
}

BOOST_AUTO_TEST_SUITE_END()
