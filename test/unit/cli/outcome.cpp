// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/outcome.hpp"

#include "bulk/records/outcome_members.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

using namespace boxlink;
using namespace boxlink::cli;

namespace {

std::vector<std::string> keys(std::string const& line)
{
    std::vector<std::string> names;
    boost::json::value const object = boost::json::parse(line);
    for (auto const& member : object.as_object())
        names.emplace_back(member.key());
    return names;
}

std::vector<std::string> const error_keys = {
    "code",     "status",  "message",        "request_id", "box_request_id",
    "box_code", "context", "retry_after_ms", "attempts",   "may_have_taken_effect",
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

BOOST_AUTO_TEST_SUITE(outcomes)

BOOST_AUTO_TEST_CASE(a_success_begins_with_item_and_ok)
{
    outcome result;
    result.item = "file:1";
    result.members = bulk::item_members(item_info());
    BOOST_TEST(json_line(result) == R"({"item":"file:1","ok":true,"etag":null,"name":null})");
}

BOOST_AUTO_TEST_CASE(a_failure_tells_all_that_is_known)
{
    error_info info(errc::rate_limited, "slow down");
    info.status = 429;
    info.request_id = "r1";
    info.box_request_id = "b1";
    info.box_code = "rate_limit_exceeded";
    info.retry_after = std::chrono::seconds(7);
    info.attempts.resize(2);
    info.may_have_taken_effect = true;
    error_context context;
    context.name = "access";
    info.context.push_back(context);

    std::string const line = json_line(outcome::failed("file:1", info));
    BOOST_TEST(
        line ==
        R"({"item":"file:1","ok":false,"error":{"code":"rate_limited","status":429,"message":"slow down",)"
        R"("request_id":"r1","box_request_id":"b1","box_code":"rate_limit_exceeded",)"
        R"("context":[{"reason":null,"name":"access","message":null}],"retry_after_ms":7000,"attempts":2,)"
        R"("may_have_taken_effect":true}})"
    );
}

BOOST_AUTO_TEST_CASE(a_failure_without_an_answer_has_the_same_keys)
{
    auto const line = boost::json::parse(json_line(outcome::not_started("file:9")));
    BOOST_TEST(line.at("item").as_string() == "file:9");
    BOOST_TEST(line.at("ok").as_bool() == false);
    BOOST_TEST(keys(boost::json::serialize(line.at("error"))) == error_keys);
    BOOST_TEST(line.at("error").at("code").as_string() == "cancelled");
    BOOST_TEST(line.at("error").at("status").is_null());
}

BOOST_AUTO_TEST_CASE(an_item_that_is_not_known_is_null)
{
    outcome const result = outcome::failed("", error_info(errc::not_found, "none"));
    BOOST_TEST(boost::json::parse(json_line(result)).at("item").is_null());
}

BOOST_AUTO_TEST_CASE(cells_match_headings)
{
    // RESULT stands before the headings of the link.
    std::size_t const count = link_headings().size() + 1;
    item_info item;
    item.name = "report.pdf";
    BOOST_TEST(link_cells("ok", sample_link(), item).size() == count);
    BOOST_TEST(link_cells("no link", std::nullopt, item).size() == count);
    BOOST_TEST(link_cells("no link", std::nullopt, item).back() == "report.pdf");
}

BOOST_AUTO_TEST_CASE(a_complaint_names_the_item)
{
    std::string const text = complaint(outcome::failed("file:7", error_info(errc::not_found, "gone")));
    BOOST_TEST(text.find("file:7") != std::string::npos);
    BOOST_TEST(text.find("gone") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
