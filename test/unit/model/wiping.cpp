// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// A program of its own: it replaces the global operator delete to look into all memory that is given back.

#include "model/box_request.hpp"
#include "model/error_body.hpp"

#define BOOST_TEST_MODULE boxlink_model_wiping
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstdlib>
#include <malloc.h>
#include <new>

namespace {

// Characters that JSON and percent-encoding leave as they are: the text is recognised in every form. Long
// enough for a string to grow several times while it is written.
constexpr std::string_view start = "Marker-of-a-secret-0";
std::string const marker = std::string(start) + std::string(400, 'x');

bool watching = false;
int leaks = 0;

void give_back(void* memory) noexcept
{
    if (memory && watching) {
        std::string_view const bytes(static_cast<char const*>(memory), ::malloc_usable_size(memory));
        if (bytes.find(start) != std::string_view::npos)
            ++leaks;
    }
    std::free(memory);
}

struct watch
{
    watch()
    {
        leaks = 0;
        watching = true;
    }
    ~watch() { watching = false; }
};

constexpr auto now = std::chrono::sys_days(std::chrono::year(2026) / 7 / 1);

} // namespace

void* operator new(std::size_t size)
{
    if (void* const memory = std::malloc(size))
        return memory;
    throw std::bad_alloc();
}

void operator delete(void* memory) noexcept
{
    give_back(memory);
}

void operator delete(void* memory, std::size_t) noexcept
{
    give_back(memory);
}

BOOST_AUTO_TEST_CASE(the_watch_sees_what_is_not_wiped)
{
    watch const on;
    {
        std::string const text(marker);
    }
    BOOST_TEST(leaks == 1);
}

BOOST_AUTO_TEST_CASE(secrets_leave_nothing_behind)
{
    watch const on;
    {
        boxlink::secret first{std::string(marker)};
        boxlink::secret second(first);
        boxlink::secret third(std::move(first));
        second = third;
        third = std::move(second);
        third = boxlink::secret("x");
    }
    BOOST_TEST(leaks == 0);
}

BOOST_AUTO_TEST_CASE(share_requests_leave_no_password_behind)
{
    watch const on;
    {
        auto settings = boxlink::link_settings()
                            .password(std::string(marker))
                            .vanity_name("a vanity name with \"quotes\"")
                            .expires_at(now + std::chrono::hours(1));
        auto request = boxlink::model::share_request(boxlink::item_ref::file("1"), settings, {}, now);
        BOOST_TEST_REQUIRE(request.has_value());
        BOOST_TEST((request->body.reveal().find(marker) != std::string_view::npos));
        boxlink::model::http_request const copy = *request;
        boxlink::model::http_request const moved = std::move(*request);
    }
    BOOST_TEST(leaks == 0);
}

BOOST_AUTO_TEST_CASE(find_requests_leave_no_password_behind)
{
    watch const on;
    {
        auto query = boxlink::link_query("https://app.box.com/s/1").password(std::string(marker));
        auto request = boxlink::model::find_request(query, {});
        BOOST_TEST_REQUIRE(request.has_value());
        BOOST_TEST((request->headers.front().value.reveal().find(marker) != std::string_view::npos));
        boxlink::model::http_request const copy = *request;
    }
    BOOST_TEST(leaks == 0);
}

BOOST_AUTO_TEST_CASE(redaction_leaves_its_forms_of_the_secret_nowhere)
{
    boxlink::error_info failure(boxlink::errc::bad_request, "no secret in here");
    watch const on;
    boxlink::model::redact(failure, marker);
    BOOST_TEST(leaks == 0);
}
