// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/box_request.hpp"
#include "model/error_body.hpp"
#include "support/freed_memory.hpp"

#define BOOST_TEST_MODULE boxlink_model_wiping
#include <boost/test/unit_test.hpp>

#include <chrono>

using boxlink::test::freed_memory_watch;
using boxlink::test::marker;

namespace {

constexpr auto now = std::chrono::sys_days(std::chrono::year(2026) / 7 / 1);

} // namespace

BOOST_AUTO_TEST_CASE(the_watch_sees_what_is_not_wiped)
{
    freed_memory_watch const watch;
    {
        std::string const text(marker);
    }
    BOOST_TEST(watch.leaks() == 1);
}

BOOST_AUTO_TEST_CASE(secrets_leave_nothing_behind)
{
    freed_memory_watch const watch;
    {
        boxlink::secret first{std::string(marker)};
        boxlink::secret second(first);
        boxlink::secret third(std::move(first));
        second = third;
        third = std::move(second);
        third = boxlink::secret("x");
    }
    BOOST_TEST(watch.leaks() == 0);
}

BOOST_AUTO_TEST_CASE(empty_secrets_leave_nothing_behind)
{
    freed_memory_watch const watch;
    {
        std::string cleared(marker);
        cleared.clear();
        boxlink::secret const empty(std::move(cleared));
        boxlink::secret const copy(empty);
    }
    {
        boxlink::secret emptied{std::string(marker)};
        emptied = boxlink::secret();
    }
    BOOST_TEST(watch.leaks() == 0);
}

BOOST_AUTO_TEST_CASE(share_requests_leave_no_password_behind)
{
    freed_memory_watch const watch;
    {
        auto settings = boxlink::link_settings()
                            .password(std::string(marker))
                            .vanity_name("a vanity name with \"quotes\"")
                            .expires_at(now + std::chrono::hours(1));
        auto request = boxlink::model::share_request(boxlink::item_ref::file("1"), settings, {}, now);
        BOOST_TEST_REQUIRE(request.has_value());
        BOOST_TEST((request->body().find(marker) != std::string_view::npos));
        boxlink::model::http_request const copy = *request;
        boxlink::model::http_request const moved = std::move(*request);
    }
    BOOST_TEST(watch.leaks() == 0);
}

BOOST_AUTO_TEST_CASE(find_requests_leave_no_password_behind)
{
    freed_memory_watch const watch;
    {
        auto query = boxlink::link_query("https://app.box.com/s/1").password(std::string(marker));
        auto request = boxlink::model::find_request(query, {});
        BOOST_TEST_REQUIRE(request.has_value());
        BOOST_TEST((request->headers.front().value.reveal().find(marker) != std::string_view::npos));
        boxlink::model::http_request const copy = *request;
    }
    BOOST_TEST(watch.leaks() == 0);
}

BOOST_AUTO_TEST_CASE(redaction_leaves_its_forms_of_the_secret_nowhere)
{
    boxlink::error_info failure(boxlink::errc::bad_request, "no secret in here");
    freed_memory_watch const watch;
    boxlink::model::redact(failure, marker);
    BOOST_TEST(watch.leaks() == 0);
}
