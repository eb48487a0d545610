// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// What is in a folder, and below it.

#include "fixture.hpp"
#include "printing.hpp"

#include <boxlink/folder_listing.hpp>
#include <boxlink/testing/fault.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace boxlink::test {
namespace {

using testing::kind;

struct listing_fixture : client_fixture
{
    std::vector<listed_item> all(item_listing listing)
    {
        auto const story = [&]() -> asio::awaitable<std::vector<listed_item>> {
            std::vector<listed_item> found;
            while (auto item = co_await listing.next())
                found.push_back(std::move(*item));
            co_return found;
        };
        return run(story());
    }

    std::vector<listed_item> all(std::string folder, listing_options options)
    {
        return all(list_items(box.folder(std::move(folder)), std::move(options)));
    }

    static std::set<std::string> ids_of(std::vector<listed_item> const& items)
    {
        std::set<std::string> ids;
        for (auto const& each : items)
            ids.insert(each.item.id);
        return ids;
    }
};

BOOST_FIXTURE_TEST_SUITE(folder_listing, listing_fixture)

BOOST_AUTO_TEST_CASE(an_empty_folder)
{
    BOOST_TEST(all(server.add_folder(), {}).empty());
}

BOOST_AUTO_TEST_CASE(items_are_told_with_their_links)
{
    auto const folder = server.add_folder("reports");
    auto const shared = server.add_file("shared.pdf", folder);
    auto const bare = server.add_web_link("bare", folder);
    server.add_link(kind::file, shared);
    auto const found = all(folder, {});
    BOOST_TEST_REQUIRE(found.size() == 2U);
    BOOST_TEST(found[0].item.id == shared);
    BOOST_TEST((found[0].item.type == item_type::file));
    BOOST_TEST(found[0].item.name.value() == "shared.pdf");
    BOOST_TEST(found[0].item.etag.has_value());
    BOOST_TEST(found[0].link.value().url == server.link_of(kind::file, shared)->url);
    BOOST_TEST(found[0].parent_id == folder);
    BOOST_TEST(found[1].item.id == bare);
    BOOST_TEST(!found[1].link.has_value());
}

BOOST_AUTO_TEST_CASE(pages_follow_each_other)
{
    auto const folder = server.add_folder();
    auto const ids = server.add_files(95, folder);
    for (std::size_t const ahead : {1, 2, 64}) {
        for (std::size_t const size : {1, 10, 95, 96, 1000}) {
            server.reset_counters();
            auto const found = all(folder, listing_options().page_size(size).pages_ahead(ahead));
            BOOST_TEST_REQUIRE(found.size() == ids.size());
            for (std::size_t at = 0; at < ids.size(); ++at)
                BOOST_TEST(found[at].item.id == ids[at]);
            BOOST_TEST(server.counters().requests == (ids.size() + size - 1) / size);
        }
    }
}

struct tree : listing_fixture
{
    tree()
    {
        root = server.add_folder("root");
        for (auto const& name : {"a", "b", "c"}) {
            auto const folder = server.add_folder(name, root);
            folders.push_back(folder);
            auto const below = server.add_folder("below", folder);
            for (auto const& parent : {folder, below}) {
                for (auto const& id : server.add_files(25, parent))
                    expected.insert(id);
            }
            expected.insert({folder, below});
        }
    }

    std::string root;
    std::vector<std::string> folders;
    std::set<std::string> expected;
};

BOOST_FIXTURE_TEST_CASE(folders_below_are_listed_once, tree)
{
    for (std::size_t const ahead : {1, 3, 64}) {
        auto const found = all(root, listing_options().recursive(true).page_size(10).pages_ahead(ahead));
        BOOST_TEST(found.size() == expected.size());
        BOOST_TEST((ids_of(found) == expected));
    }
    BOOST_TEST(all(root, {}).size() == 3U);
}

BOOST_FIXTURE_TEST_CASE(the_order_does_not_depend_on_what_is_got_ahead, tree)
{
    auto const ids_in_order = [&](std::size_t ahead) {
        std::vector<std::string> ids;
        for (auto const& each : all(root, listing_options().recursive(true).page_size(7).pages_ahead(ahead)))
            ids.push_back(each.item.id);
        return ids;
    };
    auto const one_by_one = ids_in_order(1);
    BOOST_TEST((ids_in_order(8) == one_by_one));
    BOOST_TEST((ids_in_order(64) == one_by_one));
}

BOOST_FIXTURE_TEST_CASE(a_folder_that_cannot_be_listed_is_told_and_the_others_are_listed, tree)
{
    server.inject(testing::fault()
                      .path("/2.0/folders/" + folders[1] + "/items")
                      .status(403)
                      .code("access_denied_insufficient_permissions")
                      .always());
    auto const found = all(root, listing_options().recursive(true));
    auto const failed =
        std::count_if(found.begin(), found.end(), [](auto const& each) { return each.failure.has_value(); });
    BOOST_TEST(failed == 1);
    for (auto const& each : found) {
        if (!each.failure)
            continue;
        BOOST_TEST(each.item.id == folders[1]);
        BOOST_TEST((each.failure->code == errc::forbidden));
    }
    // Its 25 files, the folder in it and that one's files are missing; it itself is told twice.
    BOOST_TEST(found.size() == expected.size() - 25 - 1 - 25 + 1);
}

BOOST_AUTO_TEST_CASE(the_folder_itself_must_be_there)
{
    auto const story = [&]() -> asio::awaitable<void> {
        auto listing = list_items(box.folder("404"));
        co_await listing.next();
    };
    BOOST_CHECK_EXCEPTION(run(story()), error, [](error const& failure) {
        return failure.code() == errc::not_found && failure.info().operation == "list_folder folder:404";
    });
}

BOOST_AUTO_TEST_CASE(bad_input_is_named)
{
    auto const refused = [&](item what, listing_options options, std::string const& name) {
        auto const story = [&]() -> asio::awaitable<void> {
            auto listing = list_items(what, options);
            co_await listing.next();
        };
        BOOST_CHECK_EXCEPTION(run(story()), error, [&name](error const& failure) {
            return failure.code() == errc::invalid_argument &&
                   failure.info().message.find(name) != std::string::npos;
        });
    };
    refused(box.folder("0"), listing_options().page_size(0), "page_size");
    refused(box.folder("0"), listing_options().page_size(1001), "page_size");
    refused(box.folder("0"), listing_options().pages_ahead(65), "pages_ahead");
    refused(box.folder("0"), listing_options().request(request_options().if_match("1")), "if_match");
    refused(box.file("1"), {}, "file:1");
    refused(box.folder("x"), {}, "x");
    BOOST_TEST(server.counters().requests == 0U);
}

BOOST_FIXTURE_TEST_CASE(a_walk_that_is_given_up_leaves_nothing_behind, tree)
{
    auto const story = [&]() -> asio::awaitable<void> {
        auto listing = list_items(box.folder(root), listing_options().recursive(true).pages_ahead(8));
        co_await listing.next();
    };
    run(story());
    io.restart();
    io.run();
}

BOOST_FIXTURE_TEST_CASE(all_that_is_below_can_be_shared, tree)
{
    auto const story = [&]() -> asio::awaitable<bulk_summary> {
        auto listing = list_items(box.folder(root), listing_options().recursive(true).page_size(10));
        auto source = jobs_for(std::move(listing), bulk_action::share);
        auto sink =
            outcomes_to([](bulk_outcome const& outcome) { BOOST_TEST(!outcome.failure.has_value()); });
        co_return co_await share_all(box, std::move(source), std::move(sink));
    };
    auto const summary = run(story());
    BOOST_TEST(summary.done == expected.size());
    BOOST_TEST(server.link_count() == expected.size());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::test
