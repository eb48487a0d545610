// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/box_answer.hpp"

#include "checks.hpp"

#include <limits>

BOOST_AUTO_TEST_SUITE(box_answer)

using namespace boxlink;
using namespace boxlink::model;
using boxlink::model_test::message_of;
using boxlink::model_test::noon;

http_response answer(std::string body, int status = 200)
{
    return http_response(status, {{"Box-Request-Id", "rid"}}, std::move(body));
}

// An answer whose link has these members beside its url.
http_response with_link(std::string_view members)
{
    return answer(
        R"({"type":"file","id":"1","etag":"3","shared_link":{"url":"https://h/s")" + std::string(members) +
        "}}"
    );
}

BOOST_AUTO_TEST_CASE(a_complete_link)
{
    std::string const link =
        R"({"url":"https://h/s","download_url":"https://h/d","vanity_url":"https://h/v","vanity_name":"the-vanity-name",)"
        R"("access":"open","effective_access":"company","effective_permission":"can_download",)"
        R"("is_password_enabled":true,"unshared_at":"2026-07-01T04:00:00.123-08:00","download_count":3,"preview_count":4,)"
        R"("permissions":{"can_download":true,"can_preview":true,"can_edit":false},"future":[1e2]})";
    std::string const body = R"({"type":"file","id":"1","etag":"3","name":"a \"name\"","owned_by":)"
                             R"({"type":"user","id":"9","name":"N","login":"n@h"},"shared_link": )" +
                             link + R"( ,"size":12345678901234567890})";
    auto const outcome = read_share_answer(answer("  " + body + "\n"));
    BOOST_TEST_REQUIRE(outcome.has_value());
    BOOST_TEST(outcome->url == "https://h/s");
    BOOST_TEST((outcome->download_url == "https://h/d"));
    BOOST_TEST((outcome->vanity_url == "https://h/v"));
    BOOST_TEST((outcome->vanity_name == "the-vanity-name"));
    BOOST_TEST((outcome->access == access_level::open));
    BOOST_TEST(outcome->access_text == "open");
    BOOST_TEST((outcome->effective_access == access_level::company));
    BOOST_TEST(outcome->effective_access_text == "company");
    BOOST_TEST((outcome->effective_permission == effective_permission::can_download));
    BOOST_TEST(outcome->effective_permission_text == "can_download");
    BOOST_TEST(outcome->is_password_enabled);
    BOOST_TEST((outcome->expires_at == noon));
    BOOST_TEST(outcome->download_count == 3u);
    BOOST_TEST(outcome->preview_count == 4u);
    BOOST_TEST((outcome->permissions.can_download == true));
    BOOST_TEST((outcome->permissions.can_preview == true));
    BOOST_TEST((outcome->permissions.can_edit == false));
    BOOST_TEST((outcome->item.field("shared_link") == link));
    BOOST_TEST((outcome->field("url") == "\"" + outcome->url + "\""));

    item_info const& item = outcome->item;
    BOOST_TEST((item.type == item_type::file));
    BOOST_TEST(item.type_text == "file");
    BOOST_TEST(item.id == "1");
    BOOST_TEST((item.etag == "3"));
    BOOST_TEST((item.name == "a \"name\""));
    BOOST_TEST((item.owner_id == "9"));
    BOOST_TEST((item.owner_name == "N"));
    BOOST_TEST((item.owner_login == "n@h"));
    BOOST_TEST(item.json == body);
    BOOST_TEST((item.field("size") == "12345678901234567890"));
}

BOOST_AUTO_TEST_CASE(a_link_with_its_url_only)
{
    auto const outcome = read_share_answer(answer(R"({"shared_link":{"url":"https://h/s"}})", 201));
    BOOST_TEST_REQUIRE(outcome.has_value());
    BOOST_TEST(outcome->url == "https://h/s");
    BOOST_TEST(!outcome->download_url.has_value());
    BOOST_TEST(!outcome->vanity_url.has_value());
    BOOST_TEST(!outcome->vanity_name.has_value());
    BOOST_TEST(!outcome->access.has_value());
    BOOST_TEST(!outcome->effective_access.has_value());
    BOOST_TEST(!outcome->effective_permission.has_value());
    BOOST_TEST(!outcome->is_password_enabled);
    BOOST_TEST(!outcome->expires_at.has_value());
    BOOST_TEST(outcome->download_count == 0u);
    BOOST_TEST((outcome->permissions == link_permissions()));
    BOOST_TEST((outcome->item.type == item_type::other));
    BOOST_TEST(outcome->item.type_text == "");
    BOOST_TEST(outcome->item.id == "");
    BOOST_TEST(!outcome->item.etag.has_value());
}

BOOST_AUTO_TEST_CASE(null_is_as_good_as_missing)
{
    auto const outcome = read_share_answer(answer(
        R"({"type":null,"id":null,"etag":null,"name":null,"owned_by":null,"shared_link":{"url":"https://h/s",)"
        R"("download_url":null,"vanity_url":null,"vanity_name":null,"access":null,"effective_access":null,)"
        R"("effective_permission":null,"is_password_enabled":null,"unshared_at":null,"download_count":null,)"
        R"("preview_count":null,"permissions":null}})"
    ));
    BOOST_TEST_REQUIRE(outcome.has_value());
    BOOST_TEST(!outcome->download_url.has_value());
    BOOST_TEST(!outcome->access.has_value());
    BOOST_TEST(!outcome->expires_at.has_value());
    BOOST_TEST((outcome->permissions == link_permissions()));
    BOOST_TEST(!outcome->item.etag.has_value());
    BOOST_TEST(!outcome->item.owner_id.has_value());
}

BOOST_AUTO_TEST_CASE(other_types_of_value_never_fail)
{
    for (std::string_view const value : {"1", "true", "\"x\"", "[]", "{}", "[{\"a\":1}]", "-1.5e3", "\"\""}) {
        std::string members;
        for (char const* const name :
             {"download_url", "vanity_url", "vanity_name", "access", "effective_access",
              "effective_permission", "is_password_enabled", "download_count", "preview_count", "permissions",
              "never_heard_of"})
            members.append(",\"").append(name).append("\":").append(value);
        BOOST_TEST(read_share_answer(with_link(members)).has_value(), value);

        std::string body = R"({"shared_link":{"url":"https://h/s"})";
        for (char const* const name : {"type", "id", "etag", "name", "owned_by", "never_heard_of"})
            body.append(",\"").append(name).append("\":").append(value);
        BOOST_TEST(read_share_answer(answer(body + "}")).has_value(), value);
    }
}

BOOST_AUTO_TEST_CASE(unknown_values_keep_their_text)
{
    auto const outcome = read_share_answer(
        with_link(R"(,"access":"test","effective_access":"Open","effective_permission":"can_dance")")
    );
    BOOST_TEST_REQUIRE(outcome.has_value());
    BOOST_TEST((outcome->access == access_level::other));
    BOOST_TEST(outcome->access_text == "test");
    BOOST_TEST((outcome->effective_access == access_level::other));
    BOOST_TEST(outcome->effective_access_text == "Open");
    BOOST_TEST((outcome->effective_permission == effective_permission::other));
    BOOST_TEST(outcome->effective_permission_text == "can_dance");
}

BOOST_AUTO_TEST_CASE(known_values)
{
    for (access_level const level :
         {access_level::open, access_level::company, access_level::collaborators}) {
        std::string const name(to_string(level));
        auto const outcome =
            read_share_answer(with_link(",\"access\":\"" + name + "\",\"effective_access\":\"" + name + "\"")
            );
        BOOST_TEST((outcome->access == level));
        BOOST_TEST((outcome->effective_access == level));
    }
    using enum effective_permission;
    for (effective_permission const permission : {can_edit, can_download, can_preview, no_access}) {
        auto const outcome = read_share_answer(
            with_link(",\"effective_permission\":\"" + std::string(to_string(permission)) + "\"")
        );
        BOOST_TEST((outcome->effective_permission == permission));
    }
    for (item_type const type :
         {item_type::file, item_type::folder, item_type::web_link, item_type::app_item}) {
        auto const found = read_found_item(answer("{\"type\":\"" + std::string(to_string(type)) + "\"}"));
        BOOST_TEST((found->item.type == type));
    }
}

BOOST_AUTO_TEST_CASE(counts_are_clamped)
{
    struct row
    {
        std::string_view text;
        std::uint64_t count;
    };
    constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
    constexpr row rows[] = {
        {"0", 0},
        {"7", 7},
        {"18446744073709551615", most},
        {"18446744073709551616", most},
        {"99999999999999999999999999", most},
        {"-1", 0},
        {"-99999999999999999999999", 0},
        {"2.9", 2},
        {"\"12\"", 12},
        {"\"many\"", 0},
        {"true", 0},
        {"null", 0},
        {"[1]", 0},
    };
    for (row const& each : rows) {
        auto const outcome = read_share_answer(with_link(
            ",\"download_count\":" + std::string(each.text) + ",\"preview_count\":" + std::string(each.text)
        ));
        BOOST_TEST_REQUIRE(outcome.has_value());
        BOOST_TEST(outcome->download_count == each.count, each.text);
        BOOST_TEST(outcome->preview_count == each.count, each.text);
    }
}

BOOST_AUTO_TEST_CASE(ids_and_etags_keep_their_digits)
{
    struct row
    {
        std::string_view text;
        std::string_view id;
        std::string_view etag;
    };
    constexpr row rows[] = {
        {"0", "0", "0"},
        {"\"007\"", "007", "007"},
        {"18446744073709551617", "18446744073709551617", "18446744073709551617"},
        {"123456789012345678901234567890", "123456789012345678901234567890",
         "123456789012345678901234567890"},
        {"1.0", "", "1.0"},
        {"1e3", "", "1e3"},
        {"-1", "", "-1"},
        {"\"W/\\\"3\\\"\"", "W/\"3\"", "W/\"3\""},
    };
    for (row const& each : rows) {
        std::string const text(each.text);
        auto const outcome = read_unshare_answer(answer(
            "{\"type\":\"file\",\"id\":" + text + ",\"etag\":" + text + ",\"owned_by\":{\"id\":" + text + "}}"
        ));
        BOOST_TEST_REQUIRE(outcome.has_value());
        BOOST_TEST(outcome->id == each.id);
        BOOST_TEST(outcome->etag.value_or("-") == each.etag);
        BOOST_TEST(outcome->owner_id.value_or("") == each.id);
    }
}

BOOST_AUTO_TEST_CASE(expiries)
{
    BOOST_TEST((read_share_answer(with_link(R"(,"unshared_at":"2026-07-01T12:00:00Z")"))->expires_at == noon)
    );
    BOOST_TEST(
        (read_share_answer(with_link(R"(,"unshared_at":"2026-07-01T17:45:00+05:45")"))->expires_at == noon)
    );
    BOOST_TEST(
        read_share_answer(with_link(R"(,"unshared_at":"9999-12-31T23:59:59Z")"))->expires_at.has_value()
    );
    for (std::string_view const value :
         {"\"soon\"", "\"\"", "1782907200", "true", "{}", "\"2026-07-01T12:00:00\""}) {
        std::string const message = message_of(
            read_share_answer(with_link(",\"unshared_at\":" + std::string(value))), errc::malformed_response
        );
        BOOST_TEST(message.starts_with("unshared_at"));
    }
}

BOOST_AUTO_TEST_CASE(a_link_needs_a_url)
{
    for (std::string_view const link :
         {"{}", R"({"url":null})", R"({"url":""})", R"({"url":7})", R"({"access":"open"})", "[]",
          "\"https://h/s\"", "true", "1"}) {
        auto const response =
            answer("{\"type\":\"file\",\"id\":\"1\",\"shared_link\":" + std::string(link) + "}");
        for (std::string const& message :
             {message_of(read_share_answer(response), errc::malformed_response),
              message_of(read_unshare_answer(response), errc::malformed_response),
              message_of(read_link_lookup(response), errc::malformed_response),
              message_of(read_found_item(response), errc::malformed_response)})
            BOOST_TEST(message.starts_with("shared_link: "), link);
    }
}

BOOST_AUTO_TEST_CASE(bodies_that_are_no_item)
{
    std::string deep = R"({"type":"file","id":"1","shared_link":null,"deep":)";
    deep += std::string(32, '[') + std::string(32, ']') + "}";
    for (std::string const& body :
         {std::string(), std::string(" \n"), std::string("{}"), std::string("[]"), std::string("null"),
          std::string("\"x\""), std::string("1"), std::string("<html>login</html>"),
          std::string(R"({"type":"file","id":"1")"), std::string(R"({"type":"file"} {})"),
          std::string(R"({"type":"file","x":1e400})"), std::string("{\"type\":\"file\",\"name\":\"\xff\"}"),
          std::string(R"({"unrelated":1})"), std::string(R"({"entries":[{"type":"file","id":"1"}]})"),
          std::string(R"({"type":"error","status":404,"code":"not_found"})"), deep}) {
        auto const response = answer(body);
        auto const outcome = read_unshare_answer(response);
        message_of(outcome, errc::malformed_response);
        BOOST_TEST(outcome.error().status == 200);
        BOOST_TEST(outcome.error().box_request_id == "rid");
        message_of(read_share_answer(response), errc::malformed_response);
        message_of(read_link_lookup(response), errc::malformed_response);
        message_of(read_found_item(response), errc::malformed_response);
    }
}

BOOST_AUTO_TEST_CASE(share_needs_a_link)
{
    for (char const* const body :
         {R"({"type":"file","id":"1","shared_link":null})", R"({"type":"file","id":"1"})",
          R"({"shared_link":null})"})
        BOOST_TEST(
            message_of(read_share_answer(answer(body)), errc::malformed_response).starts_with("shared_link")
        );
}

BOOST_AUTO_TEST_CASE(unshare_needs_no_link)
{
    for (char const* const body :
         {R"({"type":"folder","id":"1","etag":"2","shared_link":null})",
          R"({"type":"folder","id":"1","etag":"2"})"}) {
        auto const outcome = read_unshare_answer(answer(body));
        BOOST_TEST_REQUIRE(outcome.has_value());
        BOOST_TEST((outcome->type == item_type::folder));
        BOOST_TEST((outcome->etag == "2"));
        BOOST_TEST(outcome->json == body);
    }
    BOOST_TEST(
        message_of(read_unshare_answer(with_link("")), errc::malformed_response).find("still") !=
        std::string::npos
    );
}

BOOST_AUTO_TEST_CASE(look_ups)
{
    auto const with = read_link_lookup(with_link(""));
    BOOST_TEST_REQUIRE(with.has_value());
    BOOST_TEST_REQUIRE(with->link.has_value());
    BOOST_TEST(with->link->url == "https://h/s");
    BOOST_TEST(with->link->item.id == "1");
    BOOST_TEST(with->item.id == "1");
    BOOST_TEST(!with->not_modified);

    auto const without = read_link_lookup(answer(R"({"type":"web_link","id":"1","shared_link":null})"));
    BOOST_TEST_REQUIRE(without.has_value());
    BOOST_TEST(!without->link.has_value());
    BOOST_TEST((without->item.type == item_type::web_link));
    BOOST_TEST(!without->not_modified);
}

BOOST_AUTO_TEST_CASE(a_look_up_that_was_not_modified)
{
    for (char const* const body : {"", "ignored"}) {
        auto const outcome = read_link_lookup(answer(body, 304));
        BOOST_TEST_REQUIRE(outcome.has_value());
        BOOST_TEST(outcome->not_modified);
        BOOST_TEST(!outcome->link.has_value());
        BOOST_TEST(outcome->item.id == "");
    }
}

BOOST_AUTO_TEST_CASE(found_items)
{
    auto const file = read_found_item(with_link(""));
    BOOST_TEST_REQUIRE(file.has_value());
    BOOST_TEST((file->item.type == item_type::file));
    BOOST_TEST(file->link.has_value());

    // A link that was followed without its own settings being visible.
    auto const app =
        read_found_item(answer(R"({"type":"app_item","id":"1","application_type":"hubs","shared_link":null})")
        );
    BOOST_TEST_REQUIRE(app.has_value());
    BOOST_TEST((app->item.type == item_type::app_item));
    BOOST_TEST(!app->link.has_value());
    BOOST_TEST((app->item.field("application_type") == "\"hubs\""));

    auto const unknown = read_found_item(answer(R"({"type":"hologram","id":"1"})"));
    BOOST_TEST_REQUIRE(unknown.has_value());
    BOOST_TEST((unknown->item.type == item_type::other));
    BOOST_TEST(unknown->item.type_text == "hologram");
}

BOOST_AUTO_TEST_CASE(the_last_of_two_members_wins)
{
    auto const outcome = read_share_answer(answer(
        R"({"id":"1","shared_link":null,"id":"2","shared_link":{"url":"https://h/a","url":"https://h/b"}})"
    ));
    BOOST_TEST_REQUIRE(outcome.has_value());
    BOOST_TEST(outcome->item.id == "2");
    BOOST_TEST(outcome->url == "https://h/b");
}

BOOST_AUTO_TEST_CASE(a_byte_order_mark_is_no_part_of_the_answer)
{
    auto const outcome = read_unshare_answer(answer("\xef\xbb\xbf{\"type\":\"file\"}"));
    BOOST_TEST_REQUIRE(outcome.has_value());
    BOOST_TEST(outcome->json == "{\"type\":\"file\"}");
}

BOOST_AUTO_TEST_CASE(an_answer_cut_anywhere_is_malformed)
{
    std::string const body =
        R"({"type":"file","id":"1","etag":"3","shared_link":{"url":"https://h/\u00e9","download_count":12}})";
    for (std::size_t length = 0; length < body.size(); ++length)
        message_of(read_share_answer(answer(body.substr(0, length))), errc::malformed_response);
    BOOST_TEST(read_share_answer(answer(body)).has_value());
}

BOOST_AUTO_TEST_CASE(a_user)
{
    auto const outcome =
        read_user(answer(R"({"type":"user","id":"42","name":"J\u00fcrgen","login":"j@h","future":[1]})"));
    BOOST_TEST_REQUIRE(outcome.has_value());
    BOOST_TEST(outcome->id == "42");
    BOOST_TEST(outcome->name == "J\xc3\xbcrgen");
    BOOST_TEST(outcome->login == "j@h");
}

BOOST_AUTO_TEST_CASE(a_user_of_whom_little_is_told)
{
    for (std::string const body :
         {R"({"id":"42"})", R"({"id":42})", R"({"id":"42","name":null,"login":7,"type":null})"}) {
        auto const outcome = read_user(answer(body));
        BOOST_TEST_REQUIRE(outcome.has_value(), body);
        BOOST_TEST(outcome->id == "42");
        BOOST_TEST(outcome->name == "");
        BOOST_TEST(outcome->login == "");
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_user)
{
    for (std::string const body :
         {"", " ", "<html>", "[]", "\"42\"", "{}", R"({"type":"user"})", R"({"type":"user","id":null})",
          R"({"type":"user","id":""})", R"({"type":"user","id":{}})", R"({"id":1e3})",
          R"({"type":"error","id":"42"})", R"({"id":"42")"}) {
        auto const message = message_of(read_user(answer(body)), errc::malformed_response);
        BOOST_TEST(
            message.find("; check that Box itself answers at the base URL") != std::string::npos, body
        );
    }
    BOOST_TEST(read_user(answer("{}")).error().box_request_id == "rid");
}

BOOST_AUTO_TEST_SUITE_END()
