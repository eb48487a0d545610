// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/text.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(text)

using namespace boxlink::model;

BOOST_AUTO_TEST_CASE(digits_are_ascii_only)
{
    BOOST_TEST(is_digits("0"));
    BOOST_TEST(is_digits("0123456789"));
    for (std::string_view const bad : {"", " 1", "1 ", "+1", "-1", "1.0", "0x1", "1\n", "\xd9\xa1"})
        BOOST_TEST(!is_digits(bad), bad);
    BOOST_TEST(!is_digits(std::string_view("1\0", 2)));
}

BOOST_AUTO_TEST_CASE(controls_are_c0_and_del)
{
    for (int c = 0; c < 256; ++c)
        BOOST_TEST(is_control(static_cast<char>(c)) == (c < 0x20 || c == 0x7f));
    BOOST_TEST(has_control("a\rb"));
    BOOST_TEST(!has_control("Z\xc3\xbcrich ~"));
}

BOOST_AUTO_TEST_CASE(case_is_ignored_for_ascii_letters)
{
    BOOST_TEST(equal_ignoring_case("Content-TYPE", "content-type"));
    BOOST_TEST(!equal_ignoring_case("content-type", "content-typ"));
    BOOST_TEST(!equal_ignoring_case("[", "{"));
    BOOST_TEST(starts_with_ignoring_case("PROXY-x", "Proxy-"));
    BOOST_TEST(!starts_with_ignoring_case("Prox", "Proxy-"));
}

BOOST_AUTO_TEST_CASE(trimming)
{
    BOOST_TEST(trimmed(" \t\r\n a b \n") == "a b");
    BOOST_TEST(trimmed("") == "");
    BOOST_TEST(trimmed(" \t ") == "");
}

BOOST_AUTO_TEST_CASE(well_formed_utf8)
{
    for (std::string_view const good :
         {"", "a", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
          "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf",
          "Gr\xc3\xbc\xc3\x9f"
          "e"})
        BOOST_TEST(is_utf8(good), good);
}

BOOST_AUTO_TEST_CASE(ill_formed_utf8)
{
    for (std::string_view const bad :
         {"\x80",
          "\xbf",
          "\xc0\x80",
          "\xc1\xbf",
          "\xc2",
          "\xc2\x41",
          "\xe0\x80\x80",
          "\xe0\x9f\xbf",
          "\xe1\x80",
          "\xe1\x80\x41",
          "\xed\xa0\x80",
          "\xed\xbf\xbf",
          "\xf0\x80\x80\x80",
          "\xf0\x8f\xbf\xbf",
          "\xf1\x80\x80",
          "\xf4\x90\x80\x80",
          "\xf5\x80\x80\x80",
          "\xfe",
          "\xff",
          "ok\xff"})
        BOOST_TEST(!is_utf8(bad));
}

BOOST_AUTO_TEST_CASE(code_points_are_counted)
{
    BOOST_TEST(code_points("") == 0u);
    BOOST_TEST(code_points("abc") == 3u);
    BOOST_TEST(code_points("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80") == 3u);
}

BOOST_AUTO_TEST_CASE(bounded_text_is_cut_between_characters)
{
    BOOST_TEST(bounded("abc", 3) == "abc");
    BOOST_TEST(bounded("abcd", 3) == "abc" + std::string(ellipsis));
    BOOST_TEST(bounded("ab\xe2\x82\xac", 4) == "ab" + std::string(ellipsis));
    BOOST_TEST(bounded("ab\xe2\x82\xac", 5) == "ab\xe2\x82\xac");
    BOOST_TEST(bounded("", 0) == "");
}

// It is read in pieces of eight bytes where it is ASCII.
BOOST_AUTO_TEST_CASE(utf8_is_found_wherever_it_stands)
{
    for (std::size_t length = 0; length < 30; ++length) {
        std::string const ascii(length, 'a');
        BOOST_TEST(is_utf8(ascii));
        for (std::size_t at = 0; at <= length; ++at) {
            BOOST_TEST_CONTEXT(length << " characters, at " << at)
            {
                for (std::string_view const good : {"\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x94\x97"}) {
                    BOOST_TEST(is_utf8(std::string(ascii).insert(at, good)));
                    BOOST_TEST(!is_utf8(std::string(ascii).insert(at, good.substr(0, good.size() - 1))));
                    BOOST_TEST(!is_utf8(std::string(ascii).insert(at, good.substr(1))));
                }
                BOOST_TEST(!is_utf8(std::string(ascii).insert(at, "\xff")));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(bounded_text_is_utf8)
{
    BOOST_TEST(
        bounded(
            "a\xff"
            "b",
            20
        ) == "a\xef\xbf\xbd"
             "b"
    );
    BOOST_TEST(bounded("a\xe2\x82", 20) == "a\xef\xbf\xbd\xef\xbf\xbd");
    BOOST_TEST(is_utf8(bounded(std::string(1000, '\x80'), 100)));
}

BOOST_AUTO_TEST_CASE(quoted_text_stays_on_one_line)
{
    BOOST_TEST(quoted("a b") == "\"a b\"");
    BOOST_TEST(quoted("a\r\n\t\x1b[2J\x7f") == R"("a\r\n\t\x1b[2J\x7f")");
    BOOST_TEST(quoted(std::string_view("\0", 1)) == R"("\x00")");
    BOOST_TEST(quoted(std::string(100, 'x')) == '"' + std::string(80, 'x') + std::string(ellipsis) + '"');
}

BOOST_AUTO_TEST_CASE(counts)
{
    BOOST_TEST(counted(0) == "0");
    BOOST_TEST(counted(999) == "999");
    BOOST_TEST(counted(1'000) == "1,000");
    BOOST_TEST(counted(12'345) == "12,345");
    BOOST_TEST(counted(123'456) == "123,456");
    BOOST_TEST(counted(18'446'744'073'709'551'615U) == "18,446,744,073,709,551,615");
}

BOOST_AUTO_TEST_SUITE_END()
