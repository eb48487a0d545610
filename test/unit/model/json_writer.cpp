// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/json_writer.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <limits>

using namespace boxlink::model;

BOOST_AUTO_TEST_SUITE(json)

BOOST_AUTO_TEST_CASE(members_stand_in_the_order_in_which_they_were_added)
{
    json_writer inner;
    inner.boolean("yes", true);
    json_writer out;
    out.text("z", "1")
        .optional_text("none", std::nullopt)
        .optional_text("some", "x")
        .text_or_null("empty", "")
        .number("below", -5)
        .count("most", std::numeric_limits<std::uint64_t>::max())
        .boolean("no", false)
        .boolean("unknown", std::optional<bool>())
        .null("nothing")
        .object("in", inner)
        .objects("list", {inner, inner})
        .texts("texts", {"a", "b"})
        .objects("empty_list", {});
    BOOST_TEST(
        out.str() ==
        R"({"z":"1","none":null,"some":"x","empty":null,"below":-5,"most":18446744073709551615,)"
        R"("no":false,"unknown":null,"nothing":null,"in":{"yes":true},"list":[{"yes":true},{"yes":true}],)"
        R"("texts":["a","b"],"empty_list":[]})"
    );
}

BOOST_AUTO_TEST_CASE(objects_are_appended)
{
    json_writer first;
    json_writer second;
    second.null("b");
    BOOST_TEST(first.append(second).str() == R"({"b":null})");
    BOOST_TEST(first.append(json_writer()).str() == R"({"b":null})");
    BOOST_TEST(json_writer().append(json_writer()).str() == "{}");
    BOOST_TEST(json_writer().null("a").append(second).str() == R"({"a":null,"b":null})");
}

BOOST_AUTO_TEST_CASE(a_parser_reads_back_what_was_written)
{
    for (std::string const text :
         {"", "plain", "\"quoted\\\"", "a\nb\tc\r\b\f", "\x1b[31m", "\x7f", "Zürich", "日本", "🎉",
          "\xe2\x80\xae", "\xf3\xa0\x81\x81", "\xc2\x85"}) {
        std::string const written = json_string(text);
        BOOST_TEST(boost::json::parse(written).as_string() == text);
        for (char const c : written)
            BOOST_TEST(static_cast<unsigned char>(c) >= 0x20);
        BOOST_TEST(written.find("\x7f") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(treacherous_and_malformed_characters_are_written_as_escapes)
{
    BOOST_TEST(json_string("\x1b") == R"("\u001b")");
    BOOST_TEST(json_string("\xe2\x80\xae") == R"("\u202e")");
    BOOST_TEST(json_string("\xf3\xa0\x81\x81") == R"("\udb40\udc41")");
    BOOST_TEST(json_string("\xff\xc3") == R"("\ufffd\ufffd")");
    BOOST_TEST(json_string(std::string("\0", 1)) == R"("\u0000")");
}

BOOST_AUTO_TEST_SUITE_END()
