// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/http_message.hpp"

#include <boost/test/unit_test.hpp>

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

BOOST_AUTO_TEST_SUITE_END()
