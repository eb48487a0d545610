// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/records/outcome_members.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

using namespace boxlink;
using namespace boxlink::bulk;

namespace {

std::vector<std::string> keys(std::string const& line)
{
    std::vector<std::string> names;
    boost::json::value const object = boost::json::parse(line);
    for (auto const& member : object.as_object())
        names.emplace_back(member.key());
    return names;
}

std::vector<std::string> const link_keys = {
    "url",        "download_url",     "vanity_url",           "vanity_name",
    "access",     "effective_access", "effective_permission", "is_password_enabled",
    "expires_at", "permissions",      "download_count",       "preview_count",
};

shared_link sample_link()
{
    shared_link link;
    link.url = "https://app.box.com/s/abc";
    link.access = access_level::open;
    link.access_text = "open";
    link.effective_access = access_level::other;
    link.effective_access_text = "galaxy";
    link.effective_permission = effective_permission::can_download;
    link.is_password_enabled = true;
    link.expires_at = std::chrono::sys_days(std::chrono::year(2027) / 1 / 31);
    link.download_count = 3;
    link.permissions.can_download = true;
    return link;
}

} // namespace

BOOST_AUTO_TEST_SUITE(outcome_members)

BOOST_AUTO_TEST_CASE(a_link_as_json)
{
    BOOST_TEST(
        link_members(sample_link()).str() ==
        R"({"url":"https://app.box.com/s/abc","download_url":null,"vanity_url":null,"vanity_name":null,)"
        R"("access":"open","effective_access":"galaxy","effective_permission":"can_download",)"
        R"("is_password_enabled":true,"expires_at":"2027-01-31T00:00:00+00:00",)"
        R"("permissions":{"can_download":true,"can_preview":null,"can_edit":null},"download_count":3,"preview_count":0})"
    );
}

BOOST_AUTO_TEST_CASE(keys_are_the_same_with_and_without_a_link)
{
    BOOST_TEST(keys(link_members(sample_link()).str()) == link_keys);
    BOOST_TEST(keys(link_members(std::nullopt).str()) == link_keys);
    BOOST_TEST(boost::json::parse(link_members(std::nullopt).str()).at("is_password_enabled").is_null());
}

BOOST_AUTO_TEST_SUITE_END()
