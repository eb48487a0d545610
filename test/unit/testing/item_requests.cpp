// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "state_fixture.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <set>
#include <stdexcept>

namespace boxlink::testing {

namespace {

constexpr kind all_kinds[] = {kind::file, kind::folder, kind::web_link};

std::set<std::string> keys_of(const json::object& object)
{
    std::set<std::string> keys;
    for (const auto& member : object)
        keys.emplace(member.key());
    return keys;
}

http_request conditional(http_request made, std::string_view header, std::string_view etag)
{
    made.headers.add(header, etag);
    return made;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(item_requests, state_fixture)

BOOST_AUTO_TEST_CASE(get_without_a_link)
{
    for (const kind what : all_kinds) {
        const http_response answer = get(path_of(what) + "?fields=shared_link");
        BOOST_TEST(answer.status == 200u);
        const std::string expected = "{\"type\":\"" + std::string(name_of(what)) + "\",\"id\":\"" +
                                     id_of(what) + "\",\"etag\":\"0\",\"shared_link\":null}";
        BOOST_TEST(answer.body == expected);
    }
}

BOOST_AUTO_TEST_CASE(fields_choose_what_is_answered)
{
    using keys = std::set<std::string>;
    const auto keys_for = [&](const char* query) {
        return keys_of(body_of(get("/2.0/files/1" + std::string(query))));
    };
    BOOST_TEST((keys_for("?fields=name") == keys{"type", "id", "etag", "name"}));
    BOOST_TEST(
        (keys_for("?fields=name%2Cshared_link,etag") == keys{"type", "id", "etag", "name", "shared_link"})
    );
    BOOST_TEST((keys_for("?fields=id,type,unknown") == keys{"type", "id", "etag"}));
    BOOST_TEST((keys_for("?a=b&fields=size") == keys{"type", "id", "etag", "size"}));
    BOOST_TEST((keys_for("?fields=url,application_type") == keys{"type", "id", "etag"}));
    BOOST_TEST((keys_for("?fields=") == keys_for("")));
}

BOOST_AUTO_TEST_CASE(standard_objects_have_the_documented_members)
{
    const std::set<std::string> common = {"type",
                                          "id",
                                          "etag",
                                          "sequence_id",
                                          "name",
                                          "description",
                                          "path_collection",
                                          "created_at",
                                          "modified_at",
                                          "trashed_at",
                                          "purged_at",
                                          "created_by",
                                          "modified_by",
                                          "owned_by",
                                          "shared_link",
                                          "parent",
                                          "item_status"};
    auto of_file = common;
    of_file.insert({"sha1", "file_version", "size", "content_created_at", "content_modified_at"});
    auto of_folder = common;
    of_folder.insert({"size", "content_created_at", "content_modified_at"});
    auto of_web_link = common;
    of_web_link.insert("url");
    BOOST_TEST((keys_of(body_of(get(path_of(kind::file)))) == of_file));
    BOOST_TEST((keys_of(body_of(get(path_of(kind::folder)))) == of_folder));
    BOOST_TEST((keys_of(body_of(get(path_of(kind::web_link)))) == of_web_link));
}

BOOST_AUTO_TEST_CASE(paths_lead_from_the_root)
{
    box.items().add(kind::folder, "inner", "2", "21", {});
    box.items().add(kind::file, "deep", "21", "22", {});
    const json::object body = body_of(get("/2.0/files/22?fields=path_collection,parent"));
    const json::array& entries = body.at("path_collection").at("entries").as_array();
    BOOST_REQUIRE(entries.size() == 3u);
    BOOST_TEST(body.at("path_collection").at("total_count").as_int64() == 3);
    BOOST_TEST(entries[0].at("id").as_string() == "0");
    BOOST_TEST(entries[1].at("id").as_string() == "2");
    BOOST_TEST(entries[2].at("id").as_string() == "21");
    BOOST_TEST(body.at("parent").at("id").as_string() == "21");
}

BOOST_AUTO_TEST_CASE(the_root_folder)
{
    const json::object body = body_of(get("/2.0/folders/0"));
    BOOST_TEST(body.at("etag").is_null());
    BOOST_TEST(body.at("parent").is_null());
    BOOST_TEST(body.at("name").as_string() == "All Files");
    BOOST_TEST(put("/2.0/folders/0", R"({"shared_link":{}})").status == 403u);
    BOOST_TEST(send(conditional(request("GET", "/2.0/folders/0"), "If-None-Match", "0")).status == 200u);
}

BOOST_AUTO_TEST_CASE(ids_in_another_form_are_405_and_missing_ones_404)
{
    for (const std::string collection : {"files", "folders", "web_links"}) {
        for (const char* id : {"abc", "1a", "-1", "1.0", "%31", "f_1", "1%00"})
            for (const char* method : {"GET", "PUT"})
                BOOST_TEST(send(request(method, "/2.0/" + collection + "/" + id)).status == 405u, id);
        for (const char* id : {"4", "01", "99999999999999999999999999"})
            for (const char* method : {"GET", "PUT"})
                BOOST_TEST(send(request(method, "/2.0/" + collection + "/" + id)).status == 404u, id);
    }
    BOOST_TEST(get("/2.0/files/2").status == 404u); // ids are of a kind
}

BOOST_AUTO_TEST_CASE(share_creates_a_link)
{
    for (const kind what : all_kinds) {
        const http_response answer = share(what, "{}");
        BOOST_TEST(answer.status == 200u);
        const json::object body = body_of(answer);
        BOOST_TEST(body.at("etag").as_string() == "1");
        const json::object& given = body.at("shared_link").as_object();
        BOOST_TEST(given.at("url").as_string().starts_with("https://app.box.com/s/"));
        BOOST_TEST(given.at("url").as_string().size() == 22u + 32u);
        BOOST_TEST(given.at("access").as_string() == "open");
        BOOST_TEST(given.at("effective_access").as_string() == "open");
        BOOST_TEST(given.at("effective_permission").as_string() == "can_download");
        BOOST_TEST(given.at("is_password_enabled").as_bool() == false);
        BOOST_TEST(given.at("unshared_at").is_null());
        BOOST_TEST(given.at("vanity_name").is_null());
        BOOST_TEST(given.at("vanity_url").is_null());
        BOOST_TEST(given.at("download_url").is_string() == (what == kind::file));
        BOOST_TEST(given.at("download_count").as_int64() == 0);
        BOOST_TEST(given.at("preview_count").as_int64() == 0);
        BOOST_TEST(
            (given.at("permissions") ==
             json::value{{"can_preview", true}, {"can_download", true}, {"can_edit", false}})
        );
        BOOST_TEST(link(what)->url == std::string(given.at("url").as_string()));
    }
    BOOST_TEST(box.items().link_count(now) == 3u);
}

BOOST_AUTO_TEST_CASE(share_updates_in_place)
{
    share(kind::file, R"({"access":"open","password":"Secret-1"})");
    const std::string url = link(kind::file)->url;
    const json::object body = body_of(share(
        kind::file,
        R"({"vanity_name":"my-vanity-name","unshared_at":"2027-01-01T00:00:00Z","permissions":{"can_edit":true}})"
    ));
    const json::object& given = body.at("shared_link").as_object();
    BOOST_TEST(given.at("url").as_string() == url);
    BOOST_TEST(given.at("is_password_enabled").as_bool());
    BOOST_TEST(given.at("vanity_name").as_string() == "my-vanity-name");
    BOOST_TEST(given.at("vanity_url").as_string() == "https://app.box.com/v/my-vanity-name");
    BOOST_TEST(given.at("unshared_at").as_string() == "2026-12-31T16:00:00-08:00");
    BOOST_TEST(given.at("effective_permission").as_string() == "can_edit");
    BOOST_TEST(json::serialize(body).find("Secret-1") == std::string::npos);
    BOOST_TEST(link(kind::file)->password_is("Secret-1"));
}

BOOST_AUTO_TEST_CASE(the_etag_moves_only_when_something_changes)
{
    share(kind::file, R"({"access":"company"})");
    BOOST_TEST(etag(kind::file) == 1u);
    share(kind::file, R"({"access":"company"})");
    share(kind::file, "{}");
    BOOST_TEST(etag(kind::file) == 1u);
    share(kind::file, R"({"access":"open"})");
    BOOST_TEST(etag(kind::file) == 2u);
    share(kind::file, R"({"access":"nonsense"})");
    BOOST_TEST(etag(kind::file) == 2u);
    share(kind::file, "null");
    BOOST_TEST(etag(kind::file) == 3u);
    share(kind::file, "null");
    BOOST_TEST(etag(kind::file) == 3u);
}

BOOST_AUTO_TEST_CASE(only_null_removes)
{
    for (const kind what : all_kinds) {
        share(what, "{}");
        const std::string url = link(what)->url;
        for (const char* body : {"", "{}", R"({"name":"x"})"}) {
            const http_response answer = put(path_of(what), body);
            BOOST_TEST(answer.status == 200u);
            BOOST_TEST(body_of(answer).at("shared_link").at("url").as_string() == url);
        }
        BOOST_TEST(etag(what) == 1u);
        const http_response answer = share(what, "null");
        BOOST_TEST(answer.status == 200u);
        BOOST_TEST(body_of(answer).at("shared_link").is_null());
        BOOST_TEST(link(what) == nullptr);
        share(what, "{}");
        BOOST_TEST(link(what)->url != url);
    }
}

BOOST_AUTO_TEST_CASE(bad_bodies_are_refused)
{
    for (const char* body :
         {"{", "[]", "1", "null", "\"x\"", R"({"shared_link":{})", R"({"shared_link":{}} x)",
          "shared_link=null"})
        BOOST_TEST(put("/2.0/files/1", body).status == 400u, body);
    for (const char* body :
         {R"({"shared_link":1})", R"({"shared_link":"x"})", R"({"shared_link":[]})",
          R"({"shared_link":true})"}) {
        const http_response answer = put("/2.0/files/1", body);
        BOOST_TEST(answer.status == 400u, body);
        BOOST_TEST(first_error(answer).at("name").as_string() == "shared_link");
    }
    const std::string deep = "{\"shared_link\":" + std::string(1000, '[') + std::string(1000, ']') + "}";
    BOOST_TEST(put("/2.0/files/1", deep).status == 400u);
    BOOST_TEST(link(kind::file) == nullptr);
}

BOOST_AUTO_TEST_CASE(refused_settings_are_explained)
{
    const http_response answer =
        share(kind::folder, R"({"access":"nonsense","permissions":{"can_edit":true}})");
    BOOST_TEST(answer.status == 400u);
    BOOST_TEST(code_of(answer) == "bad_request");
    const json::object body = body_of(answer);
    const json::array& errors = body.at("context_info").at("errors").as_array();
    BOOST_REQUIRE(errors.size() == 2u);
    BOOST_TEST(errors[0].at("reason").as_string() == "invalid_parameter");
    BOOST_TEST(errors[0].at("name").as_string() == "access");
    BOOST_TEST(errors[1].at("name").as_string() == "can_edit");
    BOOST_TEST(link(kind::folder) == nullptr);
}

BOOST_AUTO_TEST_CASE(vanity_names_are_unique)
{
    share(kind::file, R"({"vanity_name":"my-vanity-name"})");
    const http_response answer = share(kind::folder, R"({"vanity_name":"my-vanity-name"})");
    BOOST_TEST(answer.status == 409u);
    BOOST_TEST(code_of(answer) == "conflict");
    BOOST_TEST(first_error(answer).at("name").as_string() == "vanity_name");
    BOOST_TEST(link(kind::folder) == nullptr);
    BOOST_TEST(share(kind::file, R"({"vanity_name":"my-vanity-name"})").status == 200u);

    share(kind::file, R"({"vanity_name":null})");
    BOOST_TEST(share(kind::folder, R"({"vanity_name":"my-vanity-name"})").status == 200u);
    share(kind::folder, "null");
    BOOST_TEST(
        share(kind::web_link, R"({"vanity_name":"my-vanity-name","unshared_at":"2026-03-01T12:00:10Z"})")
            .status == 200u
    );
    now += 10s;
    BOOST_TEST(share(kind::file, R"({"vanity_name":"my-vanity-name"})").status == 200u);
}

BOOST_AUTO_TEST_CASE(links_end_at_their_instant)
{
    share(kind::file, R"({"unshared_at":"2026-03-01T12:00:10Z"})");
    const std::string url = link(kind::file)->url;
    now = test_start + 10s - 1ns;
    BOOST_TEST(body_of(get("/2.0/files/1?fields=shared_link")).at("shared_link").is_object());
    now = test_start + 10s;
    BOOST_TEST(box.items().link_count(now) == 0u);
    BOOST_TEST(body_of(get("/2.0/files/1?fields=shared_link")).at("shared_link").is_null());
    share(kind::file, "{}");
    BOOST_TEST(link(kind::file)->url != url);
    BOOST_TEST(!link(kind::file)->unshared_at.has_value());
}

BOOST_AUTO_TEST_CASE(if_match_guards_a_put)
{
    share(kind::file, "{}");
    const http_request update = request("PUT", "/2.0/files/1", R"({"shared_link":{"access":"company"}})");
    for (const char* wrong : {"0", "2", "\"0\"", "", "11", "x, 2"}) {
        const http_response answer = send(conditional(update, "If-Match", wrong));
        BOOST_TEST(answer.status == 412u, wrong);
        BOOST_TEST(code_of(answer) == "precondition_failed");
    }
    BOOST_TEST(link(kind::file)->access == "open");
    BOOST_TEST(send(conditional(update, "If-Match", "1")).status == 200u);
    BOOST_TEST(link(kind::file)->access == "company");
    BOOST_TEST(send(conditional(update, "If-Match", "1")).status == 412u); // it meets its own success
    BOOST_TEST(send(conditional(update, "If-Match", "\"2\"")).status == 200u);
    BOOST_TEST(send(conditional(update, "If-Match", "*")).status == 200u);
    BOOST_TEST(send(conditional(update, "If-Match", "\"7\", \"2\"")).status == 200u);
    // The precondition comes before the settings.
    BOOST_TEST(send(conditional(request("PUT", "/2.0/files/1", "{"), "If-Match", "0")).status == 412u);
}

BOOST_AUTO_TEST_CASE(if_none_match_spares_a_get)
{
    const http_request read = request("GET", "/2.0/files/1?fields=shared_link");
    const http_response answer = send(conditional(read, "If-None-Match", "0"));
    BOOST_TEST(answer.status == 304u);
    BOOST_TEST(answer.body.empty());
    BOOST_TEST(send(conditional(read, "If-None-Match", "\"0\"")).status == 304u);
    share(kind::file, "{}");
    BOOST_TEST(send(conditional(read, "If-None-Match", "0")).status == 200u);
    BOOST_TEST(send(conditional(read, "If-None-Match", "1")).status == 304u);
}

BOOST_AUTO_TEST_CASE(links_can_be_made_without_a_request)
{
    item& file = box.items().at(kind::file, "1");
    BOOST_TEST(box.add_link(file, R"({"access":"company"})", now).access == "company");
    BOOST_TEST(box.add_link(file, R"({"vanity_name":"my-vanity-name"})", now).access == "company");
    BOOST_CHECK_THROW(box.add_link(file, R"({"access":"nonsense"})", now), std::invalid_argument);
    BOOST_CHECK_THROW(box.add_link(file, "[]", now), std::invalid_argument);
    BOOST_CHECK_THROW(box.add_link(file, "{", now), std::invalid_argument);
    item& folder = box.items().at(kind::folder, "2");
    BOOST_CHECK_THROW(
        box.add_link(folder, R"({"vanity_name":"my-vanity-name"})", now), std::invalid_argument
    );
    box.remove_link(file, now);
    BOOST_TEST(link(kind::file) == nullptr);
    box.touch(file, now);
    BOOST_TEST(file.etag == 4u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::testing
