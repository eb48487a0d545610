// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "oauth_fixture.hpp"

#include <boost/test/unit_test.hpp>

namespace boxlink::testing {

namespace {

struct downscope_fixture : oauth_fixture
{
    downscope_fixture()
    {
        box.items().add(kind::folder, "inner", "2", "20", {});
        box.items().add(kind::file, "deep", "20", "10", {});
        box.users().add_user("Ann", "42");
    }

    std::string form(const std::string& scope, const std::string& resource = {}) const
    {
        std::string out =
            "grant_type=urn:ietf:params:oauth:grant-type:token-exchange&subject_token=" + parent +
            "&subject_token_type=urn:ietf:params:oauth:token-type:access_token&scope=" + scope;
        if (!resource.empty())
            out += "&resource=https://api.box.com/2.0/" + resource;
        return out;
    }

    http_response exchange(const std::string& scope, const std::string& resource = {})
    {
        return token(form(scope, resource));
    }

    std::string child(const std::string& scope, const std::string& resource = {})
    {
        return text(exchange(scope, resource), "access_token");
    }

    unsigned get_with(const std::string& access_token, std::string_view target)
    {
        return with_token(access_token, http_request("GET", target)).status;
    }

    http_response share_with(const std::string& access_token, std::string_view target)
    {
        return with_token(access_token, http_request("PUT", target, R"({"shared_link":{}})"));
    }

    std::string parent = box.users().issue_access("10001", test_start + 1h);
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(downscope, downscope_fixture)

BOOST_AUTO_TEST_CASE(the_answer_says_what_is_left)
{
    now += 10min + 500ms;
    const http_response answer = exchange("item_preview+item_share", "folders/2");
    BOOST_TEST(answer.status == 200u);
    BOOST_TEST(answer.headers.find("Cache-Control").value() == "no-store");
    BOOST_TEST(body_of(answer).at("expires_in").as_int64() == 50 * 60 - 1);
    BOOST_TEST(text(answer, "token_type") == "bearer");
    BOOST_TEST(text(answer, "issued_token_type") == "urn:ietf:params:oauth:token-type:access_token");
    BOOST_TEST(!body_of(answer).contains("refresh_token"));
    const json::array list = body_of(answer).at("restricted_to").as_array();
    BOOST_REQUIRE(list.size() == 2u);
    BOOST_TEST(list[0].at("scope").as_string() == "item_preview");
    BOOST_TEST(list[1].at("scope").as_string() == "item_share");
    BOOST_TEST(list[1].at("object").at("type").as_string() == "folder");
    BOOST_TEST(list[1].at("object").at("id").as_string() == "2");
    BOOST_TEST(list[1].at("object").at("name").as_string() == "folder one");
    BOOST_TEST(!body_of(exchange("item_preview")).at("restricted_to").at(0).as_object().contains("object"));
    BOOST_TEST(box.take_token_events().granted == 2u);
}

BOOST_AUTO_TEST_CASE(it_ends_with_its_parent)
{
    const std::string made = child("base_explorer");
    now = test_start + 1h - 1ns;
    BOOST_TEST(status_with(made) == 200u);
    now += 1ns;
    BOOST_TEST(status_with(made) == 401u);
}

BOOST_AUTO_TEST_CASE(it_is_worth_no_more_than_its_parent)
{
    const std::string made = child("base_explorer");
    box.users().expire(parent);
    BOOST_TEST(status_with(made) == 401u);

    parent = box.users().issue_access("10001", test_start + 1h);
    const std::string second = child("base_explorer");
    BOOST_TEST(box.users().forget(parent));
    BOOST_TEST(status_with(second) == 401u);

    parent = box.users().issue_access("10001", test_start + 1h);
    const std::string third = child("base_explorer");
    BOOST_TEST(post("/oauth2/revoke", "token=" + parent).status == 200u);
    BOOST_TEST(status_with(third) == 401u);
}

BOOST_AUTO_TEST_CASE(it_can_be_revoked_alone)
{
    const std::string made = child("base_explorer");
    BOOST_TEST(post("/oauth2/revoke", "token=" + made).status == 200u);
    BOOST_TEST(status_with(made) == 401u);
    BOOST_TEST(status_with(parent) == 200u);
}

BOOST_AUTO_TEST_CASE(the_client_need_not_be_named)
{
    BOOST_TEST(send(form_request("/oauth2/token", form("base_explorer"))).status == 200u);
    for (const char* wrong :
         {"&client_id=boxlink-test-client", "&client_secret=boxlink-test-secret",
          "&client_id=boxlink-test-client&client_secret=x"})
        refused(
            send(form_request("/oauth2/token", form("base_explorer") + wrong)), "invalid_client",
            "The client credentials are invalid"
        );
}

BOOST_AUTO_TEST_CASE(the_subject_is_checked)
{
    const std::string alive = parent;
    for (const std::string& bad :
         {std::string(), std::string("nonsense"), box.users().issue_refresh("42", now)}) {
        parent = bad;
        refused(exchange("base_explorer"), "invalid_grant", "Invalid subject token");
    }
    parent = alive;
    box.users().expire(parent);
    refused(exchange("base_explorer"), "invalid_grant", "Invalid subject token");

    const std::string start =
        "grant_type=urn:ietf:params:oauth:grant-type:token-exchange&scope=base_explorer&"
        "subject_token=" +
        box.users().default_token();
    for (const char* type : {"", "&subject_token_type=", "&subject_token_type=access_token"})
        refused(token(start + type), "invalid_request", "The subject_token_type must be an access token's");
    for (const char* more : {"&box_shared_link=https://app.box.com/s/x", "&actor_token=x"})
        BOOST_TEST(
            text(
                token(start + "&subject_token_type=urn:ietf:params:oauth:token-type:access_token" + more),
                "error"
            ) == "invalid_request"
        );
}

BOOST_AUTO_TEST_CASE(the_scopes_are_known)
{
    for (const char* good :
         {"base_explorer", "base_picker", "base_preview", "base_upload", "base_sidebar", "item_delete",
          "item_download", "item_preview", "item_rename", "item_share", "item_upload", "annotation_edit",
          "annotation_view_all", "annotation_view_self", "root_readonly", "root_readwrite",
          "manage_managed_users", "sign_requests.readwrite", "item_share+item_preview+base_explorer"})
        BOOST_TEST(exchange(good).status == 200u, good);
    for (const char* bad :
         {"", "+", "nonsense", "Item_share", "item_share+nonsense", "item_share++item_preview", "+item_share",
          "item_share+", "item_share,item_preview"})
        refused(exchange(bad), "invalid_scope", "An unsupported scope was requested.");
}

BOOST_AUTO_TEST_CASE(the_resource_exists)
{
    for (const char* good : {"files/1", "folders/2", "folders/0", "files/10"})
        BOOST_TEST(exchange("base_explorer", good).status == 200u, good);
    for (const char* bad :
         {"files/2", "folders/1", "web_links/3", "files/", "files/1/", "files/1?x=y", "files/1x", "x"})
        refused(exchange("base_explorer", bad), "invalid_resource", "The target resource is invalid.");
    for (const char* bad : {"", "https://localhost/2.0/files/1", "http://api.box.com/2.0/files/1", "files/1"})
        refused(
            token(form("base_explorer") + "&resource=" + bad), "invalid_resource",
            "The target resource is invalid."
        );
}

BOOST_AUTO_TEST_CASE(the_resource_is_seen_by_the_user)
{
    parent = box.users().issue_access("42", test_start + 1h);
    BOOST_TEST(exchange("base_explorer", "files/1").status == 200u);
    box.items().at(kind::file, "1").only_for = "10001";
    refused(exchange("base_explorer", "files/1"), "invalid_resource", "The target resource is invalid.");
}

BOOST_AUTO_TEST_CASE(a_file_is_all_there_is)
{
    const std::string made = child("base_explorer+item_share", "files/1");
    BOOST_TEST(get_with(made, "/2.0/files/1") == 200u);
    BOOST_TEST(share_with(made, "/2.0/files/1").status == 200u);
    for (const char* target :
         {"/2.0/files/10", "/2.0/folders/2", "/2.0/folders/0", "/2.0/folders/0/items", "/2.0/web_links/3"})
        BOOST_TEST(get_with(made, target) == 403u, target);
    const http_response answer = share_with(made, "/2.0/files/10");
    BOOST_TEST(answer.status == 403u);
    BOOST_TEST(code_of(answer) == "access_denied_insufficient_permissions");
    BOOST_TEST(get_with(made, "/2.0/files/404") == 404u);
}

BOOST_AUTO_TEST_CASE(a_folder_comes_with_what_is_below)
{
    const std::string made = child("base_explorer+item_share", "folders/2");
    for (const char* target :
         {"/2.0/folders/2", "/2.0/folders/2/items", "/2.0/folders/20/items", "/2.0/files/10"})
        BOOST_TEST(get_with(made, target) == 200u, target);
    for (const char* target : {"/2.0/folders/2", "/2.0/folders/20", "/2.0/files/10"})
        BOOST_TEST(share_with(made, target).status == 200u, target);
    for (const char* target : {"/2.0/files/1", "/2.0/folders/0", "/2.0/folders/0/items", "/2.0/web_links/3"})
        BOOST_TEST(get_with(made, target) == 403u, target);
    BOOST_TEST(share_with(made, "/2.0/files/1").status == 403u);
}

BOOST_AUTO_TEST_CASE(sharing_has_its_own_scope)
{
    for (const char* scope : {"base_explorer+item_preview+item_rename", "root_readonly", "item_upload"}) {
        const std::string made = child(scope);
        BOOST_TEST(status_with(made) == 200u, scope);
        BOOST_TEST(share_with(made, "/2.0/files/1").status == 403u, scope);
    }
    for (const char* scope : {"item_share", "root_readwrite"})
        BOOST_TEST(share_with(child(scope), "/2.0/files/1").status == 200u, scope);
}

BOOST_AUTO_TEST_CASE(reading_has_its_scopes)
{
    for (const char* scope : {"manage_groups", "annotation_edit", "manage_webhook+sign_requests.readwrite"}) {
        BOOST_TEST(status_with(child(scope)) == 403u, scope);
        BOOST_TEST(get_with(child(scope), "/2.0/folders/2/items") == 403u, scope);
    }
}

BOOST_AUTO_TEST_CASE(links_lead_no_further)
{
    const std::string url = box.add_link(box.items().at(kind::file, "1"), "{}", now).url;
    const auto find_with = [&](const std::string& access_token) {
        http_request made("GET", "/2.0/shared_items");
        made.headers.add("BoxApi", "shared_link=" + url);
        return with_token(access_token, made).status;
    };
    BOOST_TEST(find_with(parent) == 200u);
    BOOST_TEST(find_with(child("base_explorer", "files/1")) == 200u);
    BOOST_TEST(find_with(child("base_explorer", "folders/2")) == 403u);
    BOOST_TEST(find_with(child("manage_groups")) == 403u);
}

BOOST_AUTO_TEST_CASE(it_acts_for_nobody_else)
{
    const auto status_as_ann = [&](const std::string& access_token) {
        http_request made("GET", "/2.0/files/1");
        made.headers.add("As-User", "42");
        return with_token(access_token, made).status;
    };
    BOOST_TEST(status_as_ann(parent) == 200u);
    BOOST_TEST(status_as_ann(child("root_readwrite")) == 403u);
}

BOOST_AUTO_TEST_CASE(it_can_be_downscoped_further_but_not_back)
{
    parent = child("base_explorer+item_share", "folders/2");
    BOOST_TEST(exchange("item_preview").status == 400u);
    BOOST_TEST(exchange("item_share", "files/1").status == 400u);
    BOOST_TEST(exchange("item_share", "files/10").status == 200u);
    const std::string made = child("base_explorer");
    BOOST_TEST(get_with(made, "/2.0/files/10") == 200u);
    BOOST_TEST(get_with(made, "/2.0/files/1") == 403u);
    BOOST_TEST(share_with(made, "/2.0/files/10").status == 403u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::testing
