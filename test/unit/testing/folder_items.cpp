// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "state_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <set>
#include <string>
#include <vector>

namespace boxlink::testing {

namespace {

struct listing_fixture : state_fixture
{
    listing_fixture()
    {
        for (int i = 100; i < 350; ++i)
            box.items().add(i % 2 ? kind::file : kind::web_link, "n", "2", std::to_string(i), {});
    }

    json::object list(std::string_view query)
    {
        return body_of(get("/2.0/folders/2/items?" + std::string(query)));
    }

    std::vector<std::string> ids_in(const json::object& page)
    {
        std::vector<std::string> ids;
        for (const auto& entry : page.at("entries").as_array())
            ids.emplace_back(entry.at("id").as_string());
        return ids;
    }

    // Follows the markers; calls `between` after each page.
    template <class Between>
    std::vector<std::string> follow(const std::string& query, Between between)
    {
        std::vector<std::string> all;
        std::string marker;
        for (int pages = 0; pages < 1000; ++pages) {
            const json::object page =
                list("usemarker=true&" + query + (marker.empty() ? "" : "&marker=" + marker));
            const auto ids = ids_in(page);
            all.insert(all.end(), ids.begin(), ids.end());
            if (page.at("next_marker").is_null())
                return all;
            marker = std::string(page.at("next_marker").as_string());
            between();
        }
        return {};
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(folder_items, listing_fixture)

BOOST_AUTO_TEST_CASE(markers_lead_through_everything)
{
    std::vector<std::string> expected;
    for (int i = 100; i < 350; ++i)
        expected.push_back(std::to_string(i));
    for (const char* limit : {"1", "7", "125", "249", "250", "251", "1000", "100000"})
        BOOST_TEST(follow("limit=" + std::string(limit), [] {}) == expected, limit);
    BOOST_TEST(follow("", [] {}) == expected);
}

BOOST_AUTO_TEST_CASE(markers_stay_good_while_items_come_and_go)
{
    int pages = 0;
    const auto ids = follow("limit=50", [&] {
        ++pages;
        box.items().remove(box.items().at(pages % 2 ? kind::web_link : kind::file, std::to_string(99 + pages))
        );
        box.items().add(kind::file, "new", "2", std::to_string(1000 + pages), {});
    });
    // 250 from the start, none of them twice, and the new ones at the end.
    BOOST_TEST(ids.size() == 250u + static_cast<std::size_t>(pages));
    BOOST_TEST(std::set<std::string>(ids.begin(), ids.end()).size() == ids.size());
}

BOOST_AUTO_TEST_CASE(a_page_has_at_most_a_thousand_entries)
{
    for (int i = 2000; i < 3000; ++i)
        box.items().add(kind::file, "n", "2", std::to_string(i), {});
    const json::object page = list("usemarker=true&limit=5000");
    BOOST_TEST(page.at("entries").as_array().size() == 1000u);
    BOOST_TEST(page.at("limit").as_int64() == 1000);
    BOOST_TEST(page.at("next_marker").is_string());
}

BOOST_AUTO_TEST_CASE(offsets_work_without_markers)
{
    const json::object page = list("limit=3&offset=10");
    BOOST_TEST((ids_in(page) == std::vector<std::string>{"110", "111", "112"}));
    BOOST_TEST(page.at("total_count").as_int64() == 250);
    BOOST_TEST(page.at("offset").as_int64() == 10);
    BOOST_TEST(!page.contains("next_marker"));
    BOOST_TEST(ids_in(list("")).size() == 100u);
    BOOST_TEST(ids_in(list("offset=250")).empty());
}

BOOST_AUTO_TEST_CASE(entries_are_mini_or_as_asked)
{
    box.add_link(box.items().at(kind::file, "101"), "{}", now);
    const json::object page = list("limit=2");
    BOOST_TEST(page.at("entries").at(0).as_object().contains("name"));
    BOOST_TEST(!page.at("entries").at(0).as_object().contains("shared_link"));
    const json::object asked = list("limit=2&fields=id,type,etag,name,shared_link&usemarker=true");
    BOOST_TEST(asked.at("entries").at(0).as_object().size() == 5u);
    BOOST_TEST(asked.at("entries").at(0).at("shared_link").is_null());
    BOOST_TEST(asked.at("entries").at(1).at("shared_link").at("access").as_string() == "open");
    BOOST_TEST(asked.at("entries").at(1).at("etag").as_string() == "1");
}

BOOST_AUTO_TEST_CASE(nonsense_is_refused)
{
    struct expectation
    {
        const char* query;
        const char* code;
    };
    for (const auto& [query, code] : std::initializer_list<expectation>{
             {"limit=x", "invalid_limit"},
             {"limit=", "invalid_limit"},
             {"limit=-1", "invalid_limit"},
             {"limit=0", "invalid_limit"},
             {"offset=x", "invalid_offset"},
             {"usemarker=true&marker=x", "bad_request"},
             {"usemarker=true&marker=m", "bad_request"},
             {"usemarker=true&marker=mx", "bad_request"}}) {
        const http_response answer = get("/2.0/folders/2/items?" + std::string(query));
        BOOST_TEST(answer.status == 400u, query);
        BOOST_TEST(code_of(answer) == code);
    }
    BOOST_TEST(get("/2.0/folders/99/items").status == 404u);
    BOOST_TEST(get("/2.0/folders/x/items").status == 405u);
}

BOOST_AUTO_TEST_CASE(root_and_empty_folders_can_be_listed)
{
    BOOST_TEST(body_of(get("/2.0/folders/0/items")).at("total_count").as_int64() == 3);
    box.items().add(kind::folder, "empty", "0", "9", {});
    const json::object page = body_of(get("/2.0/folders/9/items?usemarker=true"));
    BOOST_TEST(page.at("entries").as_array().empty());
    BOOST_TEST(page.at("next_marker").is_null());
}

BOOST_AUTO_TEST_CASE(others_do_not_see_restricted_entries)
{
    box.users().add_user("Ann", "42");
    box.items().at(kind::file, "101").only_for = "10001";
    http_request made = request("GET", "/2.0/folders/2/items?limit=3");
    made.headers.add("As-User", "42");
    BOOST_TEST((ids_in(body_of(send(made))) == std::vector<std::string>{"100", "102", "103"}));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::testing
