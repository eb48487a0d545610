// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "state_fixture.hpp"
#include "testing/url_codec.hpp"

#include <boost/test/unit_test.hpp>

namespace boxlink::testing {

namespace {

struct shared_items_fixture : state_fixture
{
    shared_items_fixture() { box.users().add_user("Ann", "42"); }

    http_response find(
        std::string_view box_api,
        std::string_view target = "/2.0/shared_items?fields=shared_link",
        std::string_view user = "10001"
    )
    {
        http_request made = request("GET", target);
        made.headers.add("BoxApi", box_api);
        made.headers.add("As-User", user);
        return send(made);
    }

    static std::string opens(const std::string& url) { return "shared_link=" + percent_encode(url); }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(shared_items, shared_items_fixture)

BOOST_AUTO_TEST_CASE(each_kind_is_found_by_its_link)
{
    for (const kind what : {kind::file, kind::folder, kind::web_link}) {
        share(what, "{}");
        const http_response answer = find(opens(link(what)->url));
        BOOST_TEST(answer.status == 200u);
        BOOST_TEST(body_of(answer).at("type").as_string() == name_of(what));
        BOOST_TEST(body_of(answer).at("id").as_string() == id_of(what));
        BOOST_TEST(body_of(answer).at("shared_link").at("url").as_string() == link(what)->url);
        BOOST_TEST(find("shared_link=" + link(what)->url).status == 200u); // not encoded at all
    }
}

BOOST_AUTO_TEST_CASE(vanity_addresses_work_as_well)
{
    share(kind::file, R"({"vanity_name":"my vanity/näme"})");
    const std::string url = vanity_url("my vanity/näme");
    BOOST_TEST(find(opens(url)).status == 200u);
    BOOST_TEST(find(opens("https://app.box.com/v/other")).status == 404u);
    BOOST_TEST(find(opens("https://app.box.com/v/%zz")).status == 404u);
    share(kind::file, R"({"vanity_name":null})");
    BOOST_TEST(find(opens(url)).status == 404u);
}

BOOST_AUTO_TEST_CASE(passwords_are_asked_for)
{
    const std::string password = "Secret&=%+ 1";
    share(kind::file, R"({"access":"open","password":"Secret&=%+ 1"})");
    const std::string opened = opens(link(kind::file)->url);
    BOOST_TEST(find(opened + "&shared_link_password=" + percent_encode(password)).status == 200u);
    for (const std::string_view header :
         {"", "&shared_link_password=", "&shared_link_password=Secret", "&password=x"}) {
        const http_response answer = find(opened + std::string(header));
        BOOST_TEST(answer.status == 403u);
        BOOST_TEST(code_of(answer) == "incorrect_shared_item_password");
    }
    // A plus is a plus here, not a blank.
    BOOST_TEST(find(opened + "&shared_link_password=Secret%26%3D%25++1").status == 403u);
    BOOST_TEST(find(opened + "&shared_link_password=Secret%26%3D%25+%201").status == 200u);
    share(kind::folder, "{}");
    BOOST_TEST(find(opens(link(kind::folder)->url) + "&shared_link_password=unneeded").status == 200u);
}

BOOST_AUTO_TEST_CASE(the_header_is_needed)
{
    for (const char* header : {"", "shared_link=", "shared_link", "link=x", "shared_link=%zz"}) {
        const http_response answer = find(header);
        BOOST_TEST(answer.status == 400u, header);
        BOOST_TEST(first_error(answer).at("name").as_string() == "BoxApi");
    }
    BOOST_TEST(get("/2.0/shared_items").status == 400u);
}

BOOST_AUTO_TEST_CASE(links_that_are_gone_are_not_found)
{
    BOOST_TEST(find(opens("https://app.box.com/s/nonsense")).status == 404u);
    share(kind::file, R"({"unshared_at":"2026-03-01T12:00:10Z","vanity_name":"my-vanity-name"})");
    const std::string url = link(kind::file)->url;
    now += 10s;
    BOOST_TEST(find(opens(url)).status == 404u);
    BOOST_TEST(find(opens(vanity_url("my-vanity-name"))).status == 404u);
    share(kind::folder, "{}");
    const std::string second = link(kind::folder)->url;
    share(kind::folder, "null");
    BOOST_TEST(find(opens(second)).status == 404u);
}

BOOST_AUTO_TEST_CASE(who_may_open_what)
{
    item& file = box.items().at(kind::file, "1");
    file.only_for = "10001";
    for (const char* access : {"open", "company"}) {
        box.add_link(file, "{\"access\":\"" + std::string(access) + "\"}", now);
        BOOST_TEST(find(opens(link(kind::file)->url), "/2.0/shared_items", "42").status == 200u, access);
    }
    box.add_link(file, R"({"access":"collaborators"})", now);
    BOOST_TEST(find(opens(link(kind::file)->url), "/2.0/shared_items", "42").status == 404u);
    BOOST_TEST(find(opens(link(kind::file)->url)).status == 200u);
    file.only_for = "42";
    BOOST_TEST(find(opens(link(kind::file)->url), "/2.0/shared_items", "42").status == 200u);
}

BOOST_AUTO_TEST_CASE(app_items_are_only_found)
{
    item& hub = box.items().add(kind::app_item, "hub", "", "77", {});
    hub.application_type = "hubs";
    const std::string url = box.add_link(hub, "{}", now).url;
    BOOST_TEST(
        find(opens(url), "/2.0/shared_items").body ==
        R"({"type":"app_item","id":"77","application_type":"hubs"})"
    );
    const json::object with_link = body_of(find(opens(url)));
    BOOST_TEST(with_link.at("application_type").as_string() == "hubs");
    BOOST_TEST(with_link.at("shared_link").at("url").as_string() == url);
    BOOST_TEST(get("/2.0/app_items/77").status == 404u);
}

BOOST_AUTO_TEST_CASE(conditions_count_here_too)
{
    share(kind::file, "{}");
    http_request made = request("GET", "/2.0/shared_items");
    made.headers.add("BoxApi", opens(link(kind::file)->url));
    made.headers.add("If-None-Match", "1");
    BOOST_TEST(send(made).status == 304u);
}

BOOST_AUTO_TEST_CASE(the_header_opens_what_is_below_a_shared_folder)
{
    box.items().add(kind::folder, "inner", "2", "21", {});
    box.items().add(kind::file, "deep", "21", "22", {});
    box.items().at(kind::folder, "2").only_for = "10001";
    box.add_link(box.items().at(kind::folder, "2"), R"({"access":"open","password":"Secret-1"})", now);
    const std::string good = opens(link(kind::folder)->url) + "&shared_link_password=Secret-1";
    const std::string bad = opens(link(kind::folder)->url) + "&shared_link_password=Secret-2";
    for (const char* target :
         {"/2.0/folders/2", "/2.0/folders/21", "/2.0/files/22", "/2.0/folders/2/items"}) {
        BOOST_TEST(find(good, target, "42").status == 200u, target);
        BOOST_TEST(find(bad, target, "42").status == 404u, target);
    }
    BOOST_TEST(body_of(find(good, "/2.0/folders/2/items", "42")).at("entries").as_array().size() == 1u);

    http_request change = request("PUT", "/2.0/files/22", R"({"shared_link":{}})");
    change.headers.add("As-User", "42");
    change.headers.add("BoxApi", good);
    BOOST_TEST(send(change).status == 403u);
    // The link of one item opens no other.
    share(kind::file, "{}");
    BOOST_TEST(find(opens(link(kind::file)->url), "/2.0/files/22", "42").status == 404u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::testing
