// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/content.hpp"

#include "state_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>

namespace boxlink::testing {

namespace {

stored_link link_at(std::string url, std::optional<std::string> vanity_name = std::nullopt)
{
    stored_link link;
    link.url = std::move(url);
    link.access = "open";
    link.vanity_name = std::move(vanity_name);
    return link;
}

} // namespace

BOOST_AUTO_TEST_SUITE(content_tests)

BOOST_AUTO_TEST_CASE(ids_are_digits)
{
    for (const char* good : {"0", "1", "00", "12345678901234567890123"})
        BOOST_TEST(is_item_id(good));
    for (const char* bad : {"", "-1", "a", "1a", " 1", "1 ", "1\n"})
        BOOST_TEST(!is_item_id(bad));
}

BOOST_AUTO_TEST_CASE(items_are_added_and_found)
{
    content all({});
    const item& file = all.add(kind::file, "a", "0", "", {});
    const item& second = all.add(kind::file, "b", "0", "", {});
    BOOST_TEST(file.id != second.id);
    BOOST_TEST(is_item_id(file.id));
    BOOST_TEST(all.find(kind::file, file.id) == &file);
    BOOST_TEST(all.find(kind::folder, file.id) == nullptr);
    BOOST_TEST(all.size() == 2u);
    all.add(kind::folder, "same id, other kind", "0", file.id, {});
    BOOST_CHECK_THROW(all.add(kind::file, "c", "0", file.id, {}), std::invalid_argument);
    BOOST_CHECK_THROW(all.add(kind::file, "c", "0", "abc", {}), std::invalid_argument);
    BOOST_CHECK_THROW(all.add(kind::file, "c", "99", "", {}), std::out_of_range);
    BOOST_CHECK_THROW(static_cast<void>(all.at(kind::file, "99")), std::out_of_range);
    BOOST_TEST(all.size() == 3u);
}

BOOST_AUTO_TEST_CASE(chosen_ids_step_over_taken_ones)
{
    content all({});
    all.add(kind::file, "a", "0", "1000000001", {});
    BOOST_TEST(all.add(kind::file, "b", "0", "", {}).id == "1000000002");
}

BOOST_AUTO_TEST_CASE(removal_takes_what_is_inside)
{
    content all({});
    all.add(kind::folder, "a", "0", "1", {});
    all.add(kind::folder, "b", "1", "2", {});
    item& deep = all.add(kind::file, "c", "2", "3", {});
    all.add(kind::file, "d", "0", "4", {});
    all.set_link(deep, link_at("u", "v"));
    all.remove(all.at(kind::folder, "1"));
    BOOST_TEST(all.size() == 1u);
    BOOST_TEST(all.find_by_url("u", test_start) == nullptr);
    BOOST_TEST(all.find_by_vanity_name("v", test_start) == nullptr);
    BOOST_TEST(all.at(kind::folder, "0").children.size() == 1u);
    BOOST_CHECK_THROW(all.remove(all.at(kind::folder, "0")), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(the_indexes_follow_the_links)
{
    content all({});
    item& file = all.add(kind::file, "a", "0", "1", {});
    all.set_link(file, link_at("u", "v"));
    BOOST_TEST(all.find_by_url("u", test_start) == &file);
    BOOST_TEST(all.find_by_vanity_name("v", test_start) == &file);
    all.set_link(file, link_at("u", "w"));
    BOOST_TEST(all.find_by_vanity_name("v", test_start) == nullptr);
    BOOST_TEST(all.find_by_url(vanity_url("w"), test_start) == &file);
    all.set_link(file, std::nullopt);
    BOOST_TEST(all.find_by_url("u", test_start) == nullptr);
    BOOST_TEST(all.find_by_vanity_name("w", test_start) == nullptr);
    BOOST_TEST(all.link_of(file, test_start) == nullptr);
    BOOST_TEST(all.link_count(test_start) == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::testing
