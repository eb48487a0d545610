// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/json_text.hpp"

#include "model/text.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(json_text)

using namespace boxlink::model;

BOOST_AUTO_TEST_CASE(values_keep_their_text)
{
    for (std::string_view const text :
         {"null", "true", "false", "0", "-1", "1.50", "1e3", "123456789012345678901234567890", "\"\"",
          "\"a\\u0041\\n\"", "[]", "{}", "[ 1 , [ ] ]", R"({"a":{"b":"}]\""}})"}) {
        auto const value = parse_json(text);
        BOOST_TEST_REQUIRE(value.has_value(), text);
        BOOST_TEST(value->text() == text);
        BOOST_TEST((parse_json(" \r\n\t" + std::string(text) + "\n ")->text() == text));
    }
}

BOOST_AUTO_TEST_CASE(kinds)
{
    BOOST_TEST(parse_json("null")->is_null());
    BOOST_TEST(parse_json("-1")->is_number());
    BOOST_TEST(parse_json("7")->is_number());
    BOOST_TEST(parse_json("\"7\"")->is_string());
    BOOST_TEST(!parse_json("\"7\"")->is_number());
    BOOST_TEST(parse_json("{}")->is_object());
    BOOST_TEST(parse_json("[]")->is_array());
    BOOST_TEST((parse_json("true")->as_bool() == true));
    BOOST_TEST((parse_json("false")->as_bool() == false));
    BOOST_TEST(!parse_json("\"true\"")->as_bool().has_value());
    BOOST_TEST(!parse_json("1")->as_string().has_value());
    BOOST_TEST((parse_json("1")->as_text() == "1"));
    BOOST_TEST(!parse_json("null")->as_text().has_value());
}

BOOST_AUTO_TEST_CASE(strings_are_decoded)
{
    BOOST_TEST(
        (parse_json(R"("a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00")")->as_string() ==
         "a\"\\/\b\f\n\r\t\xc3\xa9\xf0\x9f\x98\x80")
    );
    BOOST_TEST((parse_json(R"("\u0000")")->as_string() == std::string(1, '\0')));
    BOOST_TEST((parse_json("\"\xc3\xa9\"")->as_string() == "\xc3\xa9"));
}

BOOST_AUTO_TEST_CASE(members)
{
    auto const value =
        parse_json(R"( { "a" : 1, "b":[{"a":2},"]"], "\u0063" : "x\"}", "a":{"a":3} , "n":null,"t":true } )");
    BOOST_TEST_REQUIRE(value.has_value());
    json_object const object(*value);
    BOOST_TEST((object.find("a")->text() == R"({"a":3})")); // the last one wins
    BOOST_TEST((object.find("b")->text() == R"([{"a":2},"]"])"));
    BOOST_TEST((object.string("c") == "x\"}"));
    BOOST_TEST(object.find("n").has_value());
    BOOST_TEST(!object.find_value("n").has_value());
    BOOST_TEST(!object.find_value("z").has_value());
    BOOST_TEST(!object.find("z").has_value());
    BOOST_TEST((object.boolean("t") == true));
    BOOST_TEST(!object.string("t").has_value());
    BOOST_TEST(!object.text("b").has_value());
}

BOOST_AUTO_TEST_CASE(what_is_no_object_has_no_members)
{
    for (std::string_view const text : {"null", "[1]", "\"{}\"", "{}", "{ }"})
        BOOST_TEST(!json_object(*parse_json(text)).find("a").has_value());
}

BOOST_AUTO_TEST_CASE(elements)
{
    auto const texts = [](std::string_view text) {
        json_document const document(text);
        std::vector<std::string> out;
        for (json_value const each : document->elements())
            out.emplace_back(each.text());
        return out;
    };
    BOOST_TEST(
        texts(R"([1, "a,]" ,{"b":[2]},[ ],null,-1.5e3])") ==
            std::vector<std::string>({"1", R"("a,]")", R"({"b":[2]})", "[ ]", "null", "-1.5e3"}),
        boost::test_tools::per_element()
    );
    BOOST_TEST(texts("[]").empty());
    BOOST_TEST(texts("[ ]").empty());
    BOOST_TEST(texts("{}").empty());
}

BOOST_AUTO_TEST_CASE(refused_texts)
{
    for (std::string_view const text :
         {"",
          " ",
          "{",
          "}",
          "[",
          "{\"a\"}",
          "{\"a\":}",
          "{\"a\":1,}",
          "[1,]",
          "{a:1}",
          "{'a':1}",
          "nul",
          "TRUE",
          "NaN",
          "Infinity",
          "-Infinity",
          "01",
          "+1",
          ".5",
          "1.",
          "1e",
          "0x1",
          "\"",
          "\"a",
          "\"\\x\"",
          "\"\\u12\"",
          "\"\n\"",
          "\"\xff\"",
          "\"\xc0\x80\"",
          "\"\xed\xa0\x80\"",
          "\"\\ud800\"",
          "{} {}",
          "{}x",
          "1 2",
          "/*c*/1",
          "1//c",
          "\xef\xbb",
          "\xff\xfe{\0}\0",
          "<html>"})
        BOOST_TEST(!parse_json(text).has_value(), text);
    BOOST_TEST(!parse_json(std::string_view("{}\0", 3)).has_value());
}

BOOST_AUTO_TEST_CASE(numbers_beyond_a_double_are_refused)
{
    for (std::string_view const text : {"1e400", "-1e400", "1e999999999999", "{\"a\":[1e309]}"})
        BOOST_TEST(!parse_json(text).has_value(), text);
    for (std::string_view const text : {"1e308", "1e-400", "123456789012345678901234567890"})
        BOOST_TEST(parse_json(text).has_value(), text);
    BOOST_TEST(!parse_json(std::string(400, '9')).has_value());
}

BOOST_AUTO_TEST_CASE(depth_is_limited_to_32)
{
    auto const nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    BOOST_TEST(parse_json(nested(32)).has_value());
    BOOST_TEST(!parse_json(nested(33)).has_value());
    BOOST_TEST(!parse_json(std::string(1'000'000, '[')).has_value());
}

BOOST_AUTO_TEST_CASE(a_byte_order_mark_is_skipped)
{
    BOOST_TEST((parse_json("\xef\xbb\xbf{}")->text() == "{}"));
    BOOST_TEST((parse_json("\xef\xbb\xbf {} ")->text() == "{}"));
    BOOST_TEST(!parse_json("\xef\xbb\xbf").has_value());
    BOOST_TEST(!parse_json(" \xef\xbb\xbf{}").has_value());
}

BOOST_AUTO_TEST_CASE(every_prefix_of_an_object_is_refused)
{
    std::string_view const text = R"({"a":[1,2.5e3,{"b":"\u00e9\n"}],"c":null,"d":true})";
    for (std::size_t length = 0; length < text.size(); ++length)
        BOOST_TEST(!parse_json(text.substr(0, length)).has_value(), text.substr(0, length));
}

BOOST_AUTO_TEST_CASE(a_changed_byte_is_refused_or_read)
{
    std::string const text = R"({"a":[1,-2.5e3,{"b":"\u00e9\n\ud83d\ude00"}],"c":null,"d":true})";
    for (std::size_t at = 0; at < text.size(); ++at) {
        for (int c = 0; c < 256; ++c) {
            std::string changed = text;
            changed[at] = static_cast<char>(c);
            auto const value = parse_json(changed);
            if (!value)
                continue;
            json_object const object(*value);
            for (char const* const name : {"a", "c", "d"}) {
                if (auto const member = object.find(name))
                    BOOST_REQUIRE(parse_json(member->text()).has_value());
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(written_strings_are_read_back)
{
    std::string all;
    for (int c = 0; c < 0x80; ++c)
        all += static_cast<char>(c);
    all += "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80";
    for (std::string const& text : {std::string(), std::string("plain"), all, std::string(1000, '"')}) {
        std::string out = "x";
        append_json_string(out, text);
        BOOST_TEST(out.size() <= 1 + 2 + 6 * text.size());
        BOOST_TEST(!has_control(std::string_view(out).substr(0, out.find('\x7f'))));
        auto const value = boost::json::parse(out.substr(1));
        BOOST_TEST((std::string_view(value.as_string()) == text));
    }
}

BOOST_AUTO_TEST_SUITE_END()
