// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include <boxlink/request_options.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(request_options)

using boxlink::request_options;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_CASE(nothing_is_set_at_first)
{
    request_options const options;
    BOOST_TEST(!options.if_match().has_value());
    BOOST_TEST(!options.if_none_match().has_value());
    BOOST_TEST(!options.as_user().has_value());
    BOOST_TEST(!options.suppress_notifications());
    BOOST_TEST(options.fields().empty());
    BOOST_TEST(options.headers().empty());
    BOOST_TEST(!options.attempt_timeout().has_value());
    BOOST_TEST(!options.deadline().has_value());
    BOOST_TEST(!options.max_attempts().has_value());
}

BOOST_AUTO_TEST_CASE(every_setter_has_its_getter)
{
    auto const options = request_options()
                             .if_match("1")
                             .if_none_match("2")
                             .as_user("3")
                             .suppress_notifications(true)
                             .field("name")
                             .field("etag")
                             .header("X-A", "a")
                             .header("X-A", "b")
                             .attempt_timeout(4s)
                             .deadline(5min)
                             .max_attempts(6);
    BOOST_TEST((options.if_match() == "1"));
    BOOST_TEST((options.if_none_match() == "2"));
    BOOST_TEST((options.as_user() == "3"));
    BOOST_TEST(options.suppress_notifications());
    BOOST_TEST((options.fields() == std::vector<std::string>{"name", "etag"}));
    BOOST_TEST((options.headers() == std::vector<request_options::header_field>{{"X-A", "a"}, {"X-A", "b"}}));
    BOOST_TEST((options.attempt_timeout() == 4s));
    BOOST_TEST((options.deadline() == 5min));
    BOOST_TEST((options.max_attempts() == 6));
    BOOST_TEST(!request_options(options).suppress_notifications(false).suppress_notifications());
}

BOOST_AUTO_TEST_SUITE_END()
