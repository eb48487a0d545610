// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include <boxlink/shared_link.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(shared_link)

using namespace boxlink;

static_assert(!std::is_aggregate_v<boxlink::shared_link>);
static_assert(!std::is_aggregate_v<item_info>);
static_assert(!std::is_aggregate_v<link_lookup>);
static_assert(!std::is_aggregate_v<found_item>);

BOOST_AUTO_TEST_CASE(levels_have_the_names_of_the_api)
{
    BOOST_TEST(to_string(access_level::open) == "open");
    BOOST_TEST(to_string(access_level::company) == "company");
    BOOST_TEST(to_string(access_level::collaborators) == "collaborators");
    BOOST_TEST(to_string(access_level::other) == "other");
    BOOST_TEST(to_string(static_cast<access_level>(99)) == "other");
    BOOST_TEST(to_string(effective_permission::can_edit) == "can_edit");
    BOOST_TEST(to_string(effective_permission::can_download) == "can_download");
    BOOST_TEST(to_string(effective_permission::can_preview) == "can_preview");
    BOOST_TEST(to_string(effective_permission::no_access) == "no_access");
    BOOST_TEST(to_string(effective_permission::other) == "other");
}

BOOST_AUTO_TEST_CASE(fields_are_reached_as_json)
{
    boxlink::shared_link link;
    auto& item = link.item;
    item.json =
        R"({"type":"file","size":12345678901234567890123,"tags":[ "a" ],"name":"n\u0041","gone":null,"x":1,"x":2,"shared_link":{"url":"u","colour":[ 1 ]}})";
    BOOST_TEST((item.field("size") == "12345678901234567890123"));
    BOOST_TEST((item.field("tags") == "[ \"a\" ]"));
    BOOST_TEST((item.field("name") == R"("n\u0041")"));
    BOOST_TEST((item.field("gone") == "null"));
    BOOST_TEST((item.field("x") == "2"));
    BOOST_TEST(!item.field("missing").has_value());
    BOOST_TEST(!item.field("").has_value());
    BOOST_TEST((link.field("url") == "\"u\""));
    BOOST_TEST((link.field("colour") == "[ 1 ]"));
    BOOST_TEST(!link.field("size").has_value());
}

BOOST_AUTO_TEST_CASE(there_are_no_fields_without_an_object)
{
    boxlink::shared_link link;
    for (char const* const text : {"", "null", "[1]", "{\"a\":1", "{\"a\":1e400}"}) {
        link.item.json = text;
        BOOST_TEST(!link.item.field("a").has_value(), text);
        BOOST_TEST(!link.field("a").has_value(), text);
    }
    for (char const* const text : {R"({"a":1})", R"({"shared_link":null})", R"({"shared_link":["a"]})"}) {
        link.item.json = text;
        BOOST_TEST(!link.field("a").has_value(), text);
    }
}

BOOST_AUTO_TEST_SUITE_END()
