// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/http_message.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(http_message)

using namespace boxlink::model;

static_assert(!std::is_aggregate_v<http_header>);
static_assert(!std::is_aggregate_v<request_header>);
static_assert(!std::is_aggregate_v<http_request>);
static_assert(!std::is_aggregate_v<http_response>);

BOOST_AUTO_TEST_CASE(headers_are_found_in_any_case)
{
    http_response const response(
        200, {{"BOX-Request-Id", " abc\t"}, {"Retry-After", "1"}, {"retry-after", "2"}}
    );
    BOOST_TEST((response.find("box-request-id") == "abc"));
    BOOST_TEST((response.find("RETRY-AFTER") == "1"));
    BOOST_TEST(!response.find("Retry").has_value());
    BOOST_TEST(!response.find("").has_value());
    BOOST_TEST(!http_response().find("Date").has_value());
}

BOOST_AUTO_TEST_CASE(an_empty_header_is_a_header)
{
    BOOST_TEST((http_response(200, {{"X", ""}}).find("x") == ""));
}

using header_list = std::vector<std::pair<std::string, std::string>>;

static header_list all_of(http_headers const& headers)
{
    header_list all;
    for (auto const [name, value] : headers)
        all.emplace_back(name, value);
    return all;
}

BOOST_AUTO_TEST_CASE(headers_keep_their_order_and_their_repetitions)
{
    http_headers headers = {{"A", "1"}, {"B", ""}, {"a", "2"}};
    headers.add("C", "3");
    BOOST_TEST((all_of(headers) == header_list{{"A", "1"}, {"B", ""}, {"a", "2"}, {"C", "3"}}));
    BOOST_TEST(headers.size() == 4U);
    BOOST_TEST(headers[3].value == "3");
    BOOST_TEST((headers.find("a") == "1"));
    headers.clear();
    BOOST_TEST(headers.size() == 0U);
    BOOST_TEST((headers.begin() == headers.end()));
    headers.add("D", "4");
    BOOST_TEST((all_of(headers) == header_list{{"D", "4"}}));
}

BOOST_AUTO_TEST_CASE(headers_can_be_parts_of_a_text)
{
    http_headers headers = {{"Old", "value"}};
    {
        std::string const text = "A: 1, Date: now";
        std::string_view const view = text;
        headers.start(view);
        BOOST_TEST(headers.size() == 0U);
        headers.add_part(view.substr(0, 1), view.substr(3, 1));
        headers.add_part(view.substr(6, 4), view.substr(12, 3));
        headers.add_part(view.substr(6, 4), view.substr(view.size()));
    }
    http_headers const copy = headers;
    headers.start("B");
    BOOST_TEST((all_of(copy) == header_list{{"A", "1"}, {"Date", "now"}, {"Date", ""}}));
}

BOOST_AUTO_TEST_CASE(requests_have_a_target_and_perhaps_a_body)
{
    http_request const bare("GET", "/2.0/files/1");
    BOOST_TEST(bare.target() == "/2.0/files/1");
    BOOST_TEST(bare.body() == "");

    http_request whole("PUT", "/2.0/files/1{}", 12);
    http_request const copy = whole;
    http_request const moved = std::move(whole);
    for (auto const* const request : {&copy, &moved}) {
        BOOST_TEST(request->target() == "/2.0/files/1");
        BOOST_TEST(request->body() == "{}");
    }
    BOOST_TEST(whole.target() == "");
    BOOST_TEST(whole.body() == "");
}

BOOST_AUTO_TEST_SUITE_END()
