// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "checks.hpp"

#include <boxlink/item_ref.hpp>

BOOST_AUTO_TEST_SUITE(item_ref)

using boxlink::item_ref;
using boxlink::item_type;
using boxlink::model_test::refusal_of;

BOOST_AUTO_TEST_CASE(types_have_the_names_of_the_api)
{
    BOOST_TEST(to_string(item_type::file) == "file");
    BOOST_TEST(to_string(item_type::folder) == "folder");
    BOOST_TEST(to_string(item_type::web_link) == "web_link");
    BOOST_TEST(to_string(item_type::app_item) == "app_item");
    BOOST_TEST(to_string(item_type::other) == "other");
    BOOST_TEST(to_string(static_cast<item_type>(99)) == "other");
}

BOOST_AUTO_TEST_CASE(it_is_a_value)
{
    BOOST_TEST((item_ref::file("1") == item_ref::file("1")));
    BOOST_TEST((item_ref::file("1") != item_ref::folder("1")));
    BOOST_TEST((item_ref::file("1") < item_ref::file("2")));
    BOOST_TEST((item_ref::file("2") < item_ref::folder("1")));
    BOOST_TEST(item_ref::web_link("7").to_string() == "web_link:7");
}

BOOST_AUTO_TEST_CASE(accepted_texts)
{
    struct row
    {
        std::string_view text;
        item_ref item;
    };
    row const rows[] = {
        {"file:123", item_ref::file("123")},
        {"folder:456", item_ref::folder("456")},
        {"web_link:789", item_ref::web_link("789")},
        {"folder:0", item_ref::folder("0")},
        {"file:007", item_ref::file("007")},
        {"https://app.box.com/file/123", item_ref::file("123")},
        {"https://app.box.com/folder/456/", item_ref::folder("456")},
        {"https://app.box.com/web_link/789", item_ref::web_link("789")},
        {"https://acme.app.box.com/folder/456?s=abc&x=/file/1", item_ref::folder("456")},
        {"https://acme.ent.box.com/web_link/789#top", item_ref::web_link("789")},
        {"https://acme.box.com/file/1", item_ref::file("1")},
        {"HTTPS://APP.BOX.COM/file/123", item_ref::file("123")},
        {"https://app.box.com:443/file/123", item_ref::file("123")},
    };
    for (row const& each : rows) {
        auto const item = item_ref::parse(each.text);
        BOOST_TEST_REQUIRE(item.has_value(), each.text);
        BOOST_TEST((*item == each.item), each.text);
        BOOST_TEST((item_ref::parse(item->to_string()).value() == *item));
    }
}

BOOST_AUTO_TEST_CASE(refused_texts)
{
    for (std::string_view const text :
         {"",
          "123",
          "file",
          "file:",
          "file:abc",
          "file: 1",
          "file:1 ",
          " file:1",
          "File:1",
          "files:1",
          "file/1",
          "file:1:2",
          "file:-1",
          "file:1.0",
          "file:1\n",
          "user:1",
          "app_item:1",
          "other:1",
          "weblink:1",
          "folder:",
          "http://app.box.com/file/1",
          "https://app.box.com",
          "https://app.box.com/",
          "https://app.box.com/file",
          "https://app.box.com/file/",
          "https://app.box.com/file/1/2",
          "https://app.box.com/file/x",
          "https://app.box.com/files/1",
          "https://app.box.com//file/1",
          "https://app.box.com/file/1//",
          "https://app.box.com/?file/1",
          "https://app.box.com/user/1",
          "https://box.com/file/1",
          "https://.box.com/file/1",
          "https://app.box.com.evil.example/file/1",
          "https://evilbox.com/file/1",
          "https://app.box.com@evil.example/file/1",
          "https://evil@app.box.com/file/1",
          "https://app.box.com:8443/file/1",
          "https://evil.example/file/1",
          "https://evil.example\\.box.com/file/1",
          "https:///file/1",
          "ftp://app.box.com/file/1",
          "app.box.com/file/1"}) {
        std::string const message = refusal_of(item_ref::parse(text));
        BOOST_TEST(message.starts_with("item \""), text);
        BOOST_TEST(message.find("file:123") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(the_refused_text_is_quoted_safely)
{
    BOOST_TEST(refusal_of(item_ref::parse("file:\x1b[31m\r\n")).starts_with(R"(item "file:\x1b[31m\r\n": )"));
    BOOST_TEST(refusal_of(item_ref::parse(std::string(100'000, 'x'))).size() < 300u);
}

BOOST_AUTO_TEST_CASE(a_shared_link_is_no_item_and_is_not_quoted)
{
    for (std::string_view const text :
         {"https://app.box.com/s/abcdef", "https://acme.box.com/v/quarterly-figures",
          "https://app.box.com/s/abcdef/file/1", "http://app.box.com/s/abcdef", "app.box.com/s/abcdef",
          " https://app.box.com/s/abcdef", "file:https://acme.box.com/v/quarterly-figures"}) {
        std::string const message = refusal_of(item_ref::parse(text));
        BOOST_TEST(message.find("find") != std::string::npos);
        BOOST_TEST(message.find("abcdef") == std::string::npos);
        BOOST_TEST(message.find("quarterly") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(ids_are_1_to_64_digits)
{
    BOOST_TEST(item_ref::file("1").validate().has_value());
    BOOST_TEST(item_ref::folder("0").validate().has_value());
    BOOST_TEST(item_ref::file(std::string(64, '9')).validate().has_value());
    std::string const with_nul("1\0", 2);
    for (std::string const& id :
         {std::string(), std::string(65, '9'), std::string("1a"), std::string("1/2"), std::string("1?x"),
          std::string("../1"), std::string("1\r\n"), with_nul, std::string("%31"), std::string(" 1"),
          std::string("\xd9\xa1")}) {
        std::string const message = refusal_of(item_ref::web_link(id).validate());
        BOOST_TEST(message.starts_with("web_link id \""));
    }
    BOOST_TEST(!item_ref::parse("file:" + std::string(65, '1')).has_value());
    BOOST_TEST(item_ref::parse("file:" + std::string(64, '1')).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
