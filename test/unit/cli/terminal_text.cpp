// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/terminal_text.hpp"

#include <boost/test/unit_test.hpp>

using namespace boxlink::cli;

BOOST_AUTO_TEST_SUITE(terminal)

BOOST_AUTO_TEST_CASE(harmless_text_stays)
{
    for (std::string const text : {"", "report.pdf", "C:\\x", "Zürich – €", "日本語", "👩‍💻", "שלום"})
        BOOST_TEST(terminal_text(text) == text);
}

BOOST_AUTO_TEST_CASE(what_a_terminal_would_act_on_is_escaped)
{
    struct
    {
        std::string text;
        std::string shown;
    } const cases[] = {
        {"\x1b[31mred", "\\x1b[31mred"},
        {"\x1b]0;title\x07", "\\x1b]0;title\\x07"},
        {"a\nb\rc\td", "a\\nb\\rc\\td"},
        {std::string("nul\0!", 5), "nul\\x00!"},
        {"back\x08", "back\\x08"},
        {"del\x7f", "del\\x7f"},
        {"\xc2\x9b"
         "31m",
         "\\u{9b}31m"},                              // the one-character form of ESC [
        {"fdp\xe2\x80\xae.exe", "fdp\\u{202e}.exe"}, // right-to-left override
        {"\xe2\x81\xa6x\xe2\x81\xa9", "\\u{2066}x\\u{2069}"},
        {"a\xe2\x80\xa8"
         "b",
         "a\\u{2028}b"},
        {"\xef\xbb\xbf"
         "bom",
         "\\u{feff}bom"},
        {"\xf3\xa0\x81\x81", "\\u{e0041}"}, // a tag
    };
    for (auto const& c : cases)
        BOOST_TEST(terminal_text(c.text) == c.shown);
}

BOOST_AUTO_TEST_CASE(malformed_bytes_are_escaped_one_by_one)
{
    struct
    {
        std::string text;
        std::string shown;
    } const cases[] = {
        {"\xff"
         "a",
         "\\xffa"},
        {"\x80", "\\x80"},
        {"\x9b"
         "31m",
         "\\x9b31m"},
        {"\xc3", "\\xc3"},
        {"\xc0\x9b", "\\xc0\\x9b"},                   // overlong
        {"\xed\xa0\x80", "\\xed\\xa0\\x80"},          // a surrogate
        {"\xe2\x80", "\\xe2\\x80"},                   // cut short
        {"\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80"}, // beyond U+10FFFF
    };
    for (auto const& c : cases)
        BOOST_TEST(terminal_text(c.text) == c.shown);
}

BOOST_AUTO_TEST_CASE(no_control_byte_ever_gets_through)
{
    // All texts of two bytes.
    for (int first = 0; first < 256; ++first) {
        for (int second = 0; second < 256; ++second) {
            std::string const shown =
                terminal_text(std::string{static_cast<char>(first), static_cast<char>(second)});
            for (char const c : shown)
                BOOST_REQUIRE(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
            BOOST_REQUIRE(shown.find("\xc2\x9b") == std::string::npos);
        }
    }
}

BOOST_AUTO_TEST_CASE(columns_count_what_is_seen)
{
    BOOST_TEST(columns("") == 0U);
    BOOST_TEST(columns("abc") == 3U);
    BOOST_TEST(columns("Zürich") == 6U);
    BOOST_TEST(columns("日本") == 4U);
    BOOST_TEST(columns("e\xcc\x81") == 1U); // e and a combining acute accent
    BOOST_TEST(columns("🎉") == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
