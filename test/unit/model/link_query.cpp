// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include <boxlink/link_query.hpp>

#include <boost/test/unit_test.hpp>

#include <type_traits>

BOOST_AUTO_TEST_SUITE(link_query)

using boxlink::link_query;
using boxlink::secret;

static_assert(std::is_convertible_v<std::string, link_query>);
static_assert(std::is_convertible_v<char const*, link_query>);
static_assert(!std::is_aggregate_v<link_query>);

BOOST_AUTO_TEST_CASE(a_url_alone)
{
    link_query const query = "https://app.box.com/s/1";
    BOOST_TEST(query.url() == "https://app.box.com/s/1");
    BOOST_TEST(!query.password().has_value());
}

BOOST_AUTO_TEST_CASE(a_url_and_a_password)
{
    auto const query =
        link_query(std::string("https://app.box.com/s/1")).password("text").password(secret("later"));
    BOOST_TEST_REQUIRE(query.password().has_value());
    BOOST_TEST(query.password()->reveal() == "later");
}

BOOST_AUTO_TEST_SUITE_END()
