// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/box_request.hpp"

#include "checks.hpp"

#include <boost/json/parse.hpp>

BOOST_AUTO_TEST_SUITE(box_request)

using namespace boxlink;
using namespace boxlink::model;
using namespace std::chrono_literals;
using boxlink::model_test::noon;
using boxlink::model_test::refuses;
using options = boxlink::request_options;
using settings = boxlink::link_settings;

// The whole request as text: every byte of it counts.
std::string text_of(result<http_request> const& request)
{
    BOOST_TEST_REQUIRE(request.has_value());
    std::string text = request->method + ' ' + std::string(request->target()) + '\n';
    if (!request->content_type.empty())
        text.append("Content-Type: ").append(request->content_type) += '\n';
    for (request_header const& header : request->headers)
        text += header.name + ": " + std::string(header.value.reveal()) + '\n';
    return text + '\n' + std::string(request->body());
}

std::string body_of(settings const& chosen, item_ref const& item = item_ref::file("1"))
{
    auto const request = share_request(item, chosen, {}, noon);
    BOOST_TEST_REQUIRE(request.has_value());
    return std::string(request->body());
}

BOOST_AUTO_TEST_CASE(get_link_of_each_type)
{
    BOOST_TEST(
        text_of(get_link_request(item_ref::file("1"), {})) == "GET /2.0/files/1?fields=shared_link\n\n"
    );
    BOOST_TEST(
        text_of(get_link_request(item_ref::folder("2"), {})) == "GET /2.0/folders/2?fields=shared_link\n\n"
    );
    BOOST_TEST(
        text_of(get_link_request(item_ref::web_link("3"), {})) ==
        "GET /2.0/web_links/3?fields=shared_link\n\n"
    );
}

BOOST_AUTO_TEST_CASE(unshare_of_each_type)
{
    std::string_view const rest = "Content-Type: application/json\n\n{\"shared_link\":null}";
    BOOST_TEST(
        text_of(unshare_request(item_ref::file("1"), {})) ==
        "PUT /2.0/files/1?fields=shared_link\n" + std::string(rest)
    );
    BOOST_TEST(
        text_of(unshare_request(item_ref::folder("2"), {})) ==
        "PUT /2.0/folders/2?fields=shared_link\n" + std::string(rest)
    );
    BOOST_TEST(
        text_of(unshare_request(item_ref::web_link("3"), {})) ==
        "PUT /2.0/web_links/3?fields=shared_link\n" + std::string(rest)
    );
}

BOOST_AUTO_TEST_CASE(share_of_each_type)
{
    std::string_view const rest = "Content-Type: application/json\n\n{\"shared_link\":{}}";
    BOOST_TEST(
        text_of(share_request(item_ref::file("1"), {}, {}, noon)) ==
        "PUT /2.0/files/1?fields=shared_link\n" + std::string(rest)
    );
    BOOST_TEST(
        text_of(share_request(item_ref::folder("2"), {}, {}, noon)) ==
        "PUT /2.0/folders/2?fields=shared_link\n" + std::string(rest)
    );
    BOOST_TEST(
        text_of(share_request(item_ref::web_link("3"), {}, {}, noon)) ==
        "PUT /2.0/web_links/3?fields=shared_link\n" + std::string(rest)
    );
}

BOOST_AUTO_TEST_CASE(share_with_everything)
{
    auto const chosen = settings()
                            .access(access_level::open)
                            .password("Pass word1")
                            .expires_at(noon + 500ms + 1h)
                            .vanity_name("quarterly-figures")
                            .can_download(true)
                            .can_edit(true)
                            .can_preview(true);
    auto const said =
        options().if_match("\"3\"").as_user("42").suppress_notifications(true).field("name").header(
            "X-Trace", "t 1"
        );
    BOOST_TEST(
        text_of(share_request(item_ref::file("1"), chosen, said, noon)) ==
        "PUT /2.0/files/1?fields=shared_link,name\n"
        "Content-Type: application/json\n"
        "If-Match: \"3\"\n"
        "As-User: 42\n"
        "Box-Notifications: off\n"
        "X-Trace: t 1\n"
        "\n"
        R"({"shared_link":{"access":"open","password":"Pass word1","unshared_at":"2026-07-01T13:00:00+00:00",)"
        R"("vanity_name":"quarterly-figures",)"
        R"("permissions":{"can_download":true,"can_edit":true,"can_preview":true}}})"
    );
}

BOOST_AUTO_TEST_CASE(each_setting_in_each_state)
{
    struct row
    {
        settings chosen;
        std::string_view link;
    };
    row const rows[] = {
        {settings(), "{}"},
        {settings().access(access_level::open).default_access(), "{}"},
        {settings().access(access_level::open), R"({"access":"open"})"},
        {settings().access(access_level::company), R"({"access":"company"})"},
        {settings().access(access_level::collaborators), R"({"access":"collaborators"})"},
        {settings().password("Password1"), R"({"password":"Password1"})"},
        {settings().no_password(), R"({"password":null})"},
        {settings().expires_at(noon + 1s), R"({"unshared_at":"2026-07-01T12:00:01+00:00"})"},
        {settings().no_expiry(), R"({"unshared_at":null})"},
        {settings().vanity_name("a-vanity-name"), R"({"vanity_name":"a-vanity-name"})"},
        {settings().no_vanity_name(), R"({"vanity_name":null})"},
        {settings().can_download(true), R"({"permissions":{"can_download":true}})"},
        {settings().can_download(false), R"({"permissions":{"can_download":false}})"},
        {settings().can_edit(true), R"({"permissions":{"can_edit":true}})"},
        {settings().can_edit(false), R"({"permissions":{"can_edit":false}})"},
        {settings().can_preview(true), R"({"permissions":{"can_preview":true}})"},
        {settings().can_preview(true).can_download(false),
         R"({"permissions":{"can_download":false,"can_preview":true}})"},
        {settings().no_password().no_expiry().no_vanity_name().can_download(true),
         R"({"password":null,"unshared_at":null,"vanity_name":null,"permissions":{"can_download":true}})"},
    };
    for (row const& each : rows)
        BOOST_TEST(body_of(each.chosen) == "{\"shared_link\":" + std::string(each.link) + "}");
}

BOOST_AUTO_TEST_CASE(text_in_the_body_is_escaped)
{
    std::string text = "\"\\/\b\f\n\r\t\x01\x7f<&>'\xc3\xa9\xe2\x80\xa8\xf0\x9f\x98\x80";
    text += '\0';
    std::string const body = body_of(settings().password(text));
    for (char const c : body)
        BOOST_TEST(static_cast<unsigned char>(c) >= 0x20u);
    auto const value = boost::json::parse(body);
    BOOST_TEST((std::string_view(value.at("shared_link").at("password").as_string()) == text));
    auto const named = boost::json::parse(body_of(settings().vanity_name("quotes \" and \\ in it")));
    BOOST_TEST(
        (std::string_view(named.at("shared_link").at("vanity_name").as_string()) == "quotes \" and \\ in it")
    );
}

BOOST_AUTO_TEST_CASE(fields_are_asked_for_once)
{
    auto const said = options()
                          .field("name")
                          .field("shared_link")
                          .field("etag")
                          .field("name")
                          .field("owned_by")
                          .field("etag");
    BOOST_TEST(
        get_link_request(item_ref::file("1"), said)->target() ==
        "/2.0/files/1?fields=shared_link,name,etag,owned_by"
    );
    BOOST_TEST(
        find_request("https://h/s", said)->target() ==
        "/2.0/shared_items?fields=shared_link,name,etag,owned_by"
    );
}

BOOST_AUTO_TEST_CASE(get_link_with_options)
{
    auto const said = options().if_none_match("W/\"7\"").as_user("42").header("X-A", "1").header("X-A", "2");
    BOOST_TEST(
        text_of(get_link_request(item_ref::folder("2"), said)) == "GET /2.0/folders/2?fields=shared_link\n"
                                                                  "If-None-Match: W/\"7\"\n"
                                                                  "As-User: 42\n"
                                                                  "X-A: 1\n"
                                                                  "X-A: 2\n"
                                                                  "\n"
    );
}

BOOST_AUTO_TEST_CASE(find_without_a_password)
{
    BOOST_TEST(
        text_of(find_request("https://app.box.com/s/abc?x=1&y=%20", {})) ==
        "GET /2.0/shared_items?fields=shared_link\n"
        "BoxApi: shared_link=https%3A%2F%2Fapp.box.com%2Fs%2Fabc%3Fx%3D1%26y%3D%2520\n"
        "\n"
    );
}

BOOST_AUTO_TEST_CASE(find_with_a_password)
{
    auto const query = link_query("https://app.box.com/v/\xc3\xbc").password("a&b=%\r\n\xc3\xa9~-._Z9");
    BOOST_TEST(
        text_of(find_request(query, options().as_user("42").suppress_notifications(true))) ==
        "GET /2.0/shared_items?fields=shared_link\n"
        "BoxApi: shared_link=https%3A%2F%2Fapp.box.com%2Fv%2F%C3%BC"
        "&shared_link_password=a%26b%3D%25%0D%0A%C3%A9~-._Z9\n"
        "As-User: 42\n"
        "Box-Notifications: off\n"
        "\n"
    );
}

BOOST_AUTO_TEST_CASE(current_user)
{
    BOOST_TEST(text_of(current_user_request({})) == "GET /2.0/users/me?fields=id,name,login\n\n");
    BOOST_TEST(
        text_of(current_user_request(options().as_user("42").header("X-One", "1"))) ==
        "GET /2.0/users/me?fields=id,name,login\nAs-User: 42\nX-One: 1\n\n"
    );
    BOOST_TEST(to_string(operation_kind::current_user) == "current_user");
    BOOST_TEST(refuses(current_user_request(options().as_user("me")), "as_user"));
    BOOST_TEST(refuses(current_user_request(options().if_match("1")), "if_match"));
    BOOST_TEST(refuses(current_user_request(options().if_none_match("1")), "if_none_match"));
    BOOST_TEST(refuses(current_user_request(options().max_attempts(0)), "max_attempts"));
}

BOOST_AUTO_TEST_CASE(everything_is_checked_first)
{
    BOOST_TEST(refuses(share_request(item_ref::folder("0"), {}, {}, noon), "folder id"));
    BOOST_TEST(refuses(unshare_request(item_ref::folder("0"), {}), "folder id"));
    BOOST_TEST(refuses(get_link_request(item_ref::folder("0"), {}), "folder id"));
    BOOST_TEST(refuses(get_link_request(item_ref::file("1/../2"), {}), "file id"));
    BOOST_TEST(
        refuses(share_request(item_ref::file("1"), settings().can_preview(false), {}, noon), "can_preview")
    );
    BOOST_TEST(refuses(share_request(item_ref::folder("1"), settings().can_edit(true), {}, noon), "can_edit")
    );
    BOOST_TEST(
        refuses(share_request(item_ref::file("1"), settings().expires_at(noon), {}, noon), "expires_at")
    );
    BOOST_TEST(
        refuses(share_request(item_ref::file("1"), {}, options().if_none_match("1"), noon), "if_none_match")
    );
    BOOST_TEST(refuses(unshare_request(item_ref::file("1"), options().max_attempts(0)), "max_attempts"));
    BOOST_TEST(refuses(get_link_request(item_ref::file("1"), options().if_match("1")), "if_match"));
    BOOST_TEST(refuses(find_request("https://h/s", options().if_none_match("1")), "if_none_match"));
    BOOST_TEST(refuses(find_request("nowhere", {}), "link URL"));
}

BOOST_AUTO_TEST_SUITE_END()
