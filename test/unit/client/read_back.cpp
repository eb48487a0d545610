// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "client/read_back.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace boxlink::policy {

// For Boost.Test.
static std::ostream& operator<<(std::ostream& out, evidence found)
{
    switch (found) {
    case evidence::as_asked:
        return out << "as asked";
    case evidence::not_as_asked:
        return out << "not as asked";
    case evidence::cannot_tell:
        break;
    }
    return out << "cannot tell";
}

} // namespace boxlink::policy

namespace boxlink::client_impl {
namespace {

using namespace std::chrono_literals;
using policy::evidence;

// The whole request as text: every byte of it counts.
std::string text_of(model::http_request const& request)
{
    std::string text = request.method + ' ' + std::string(request.target()) + '\n';
    for (auto const& header : request.headers)
        text += header.name + ": " + std::string(header.value.reveal()) + '\n';
    return text + '\n' + std::string(request.body());
}

model::http_response answer(std::string body, int status = 200)
{
    return model::http_response(status, {}, std::move(body));
}

model::http_response with_shared_link(std::string const& value)
{
    return answer(R"({"type":"file","id":"1","etag":"3","shared_link":)" + value + "}");
}

// An answer whose link has these members beside its url.
model::http_response with_link(std::string const& members)
{
    return with_shared_link(R"({"url":"https://h/s")" + members + "}");
}

evidence judge(std::optional<link_settings> asked, model::http_response const& read)
{
    return read_back(item_ref::file("1"), std::move(asked), {}).judge(read);
}

// Nothing is asked for: the link is to be removed.
constexpr auto removal = std::nullopt;

BOOST_AUTO_TEST_SUITE(read_back_)

BOOST_AUTO_TEST_CASE(asks_for_the_link_of_the_item)
{
    std::vector<std::pair<item_ref, std::string>> const targets = {
        {item_ref::file("1"), "/2.0/files/1"},
        {item_ref::folder("22"), "/2.0/folders/22"},
        {item_ref::web_link("333"), "/2.0/web_links/333"},
    };
    for (auto const& [item, target] : targets) {
        for (auto const& asked : {std::optional<link_settings>(), std::optional(link_settings())})
            BOOST_TEST(
                text_of(read_back(item, asked, {}).request()) == "GET " + target + "?fields=shared_link\n\n"
            );
    }
}

BOOST_AUTO_TEST_CASE(asks_as_the_same_user_for_the_same_fields)
{
    request_options options;
    options.as_user("42").field("name").field("shared_link").field("owned_by");
    options.header("X-Trace", "abc").header("X-Trace", "def");
    BOOST_TEST(
        text_of(read_back(item_ref::file("1"), removal, options).request()) ==
        "GET /2.0/files/1?fields=shared_link,name,owned_by\n"
        "As-User: 42\nX-Trace: abc\nX-Trace: def\n\n"
    );
}

// What is about the change alone would be refused, or would keep the link from being read.
BOOST_AUTO_TEST_CASE(asks_without_what_belongs_to_the_change)
{
    request_options options;
    options.if_match("3").suppress_notifications(true).deadline(1s).attempt_timeout(1s).max_attempts(1);
    options.priority(priority::bulk);
    BOOST_TEST(
        text_of(read_back(item_ref::file("1"), link_settings().password("Correct-horse-1"), options).request()
        ) == "GET /2.0/files/1?fields=shared_link\n\n"
    );
}

BOOST_AUTO_TEST_CASE(can_be_asked_again)
{
    read_back const how(item_ref::file("1"), removal, request_options().as_user("7"));
    BOOST_TEST(text_of(how.request()) == text_of(how.request()));
}

BOOST_AUTO_TEST_CASE(a_removal_is_seen)
{
    BOOST_TEST(judge(removal, with_shared_link("null")) == evidence::as_asked);
    BOOST_TEST(judge(removal, with_link("")) == evidence::not_as_asked);
}

BOOST_AUTO_TEST_CASE(a_link_that_is_not_there_is_not_as_asked)
{
    for (auto const& asked :
         {link_settings(), link_settings().access(access_level::open), link_settings().no_password(),
          link_settings().password("Correct-horse-1"), link_settings().no_expiry()})
        BOOST_TEST(judge(asked, with_shared_link("null")) == evidence::not_as_asked);
}

BOOST_AUTO_TEST_CASE(a_link_is_compared_with_what_was_asked_for)
{
    struct row
    {
        link_settings asked;
        std::string told;
        evidence expected;
    };
    auto const noon = std::chrono::sys_days(std::chrono::year(2026) / 7 / 1) + 12h;
    std::vector<row> const rows = {
        {link_settings(), "", evidence::as_asked},
        {link_settings().access(access_level::open), R"(,"access":"open")", evidence::as_asked},
        {link_settings().access(access_level::open), R"(,"access":"company")", evidence::not_as_asked},
        {link_settings().access(access_level::open), R"(,"access":"galaxy")", evidence::cannot_tell},
        {link_settings().access(access_level::open), R"(,"access":null)", evidence::cannot_tell},
        {link_settings().access(access_level::open), "", evidence::cannot_tell},
        {link_settings().no_password(), R"(,"is_password_enabled":false)", evidence::as_asked},
        {link_settings().no_password(), R"(,"is_password_enabled":true)", evidence::not_as_asked},
        {link_settings().password("Correct-horse-1"), R"(,"is_password_enabled":true)",
         evidence::cannot_tell},
        {link_settings().password("Correct-horse-1"), R"(,"is_password_enabled":false)",
         evidence::not_as_asked},
        {link_settings().expires_at(noon + 500ms), R"(,"unshared_at":"2026-07-01T05:00:00-07:00")",
         evidence::as_asked},
        {link_settings().expires_at(noon), R"(,"unshared_at":"2026-07-01T12:00:01Z")",
         evidence::not_as_asked},
        {link_settings().expires_at(noon), R"(,"unshared_at":null)", evidence::not_as_asked},
        {link_settings().no_expiry(), R"(,"unshared_at":null)", evidence::as_asked},
        {link_settings().no_expiry(), R"(,"unshared_at":"2026-07-01T12:00:00Z")", evidence::not_as_asked},
        {link_settings().vanity_name("the-vanity-name"), R"(,"vanity_name":"the-vanity-name")",
         evidence::as_asked},
        {link_settings().no_vanity_name(), R"(,"vanity_name":"the-vanity-name")", evidence::not_as_asked},
        {link_settings().can_edit(false), R"(,"permissions":{"can_download":true})", evidence::cannot_tell},
        {link_settings().can_edit(false), R"(,"permissions":{"can_edit":false})", evidence::as_asked},
        {link_settings().can_download(true), R"(,"permissions":{"can_download":false})",
         evidence::not_as_asked},
    };
    for (auto const& [asked, told, expected] : rows) {
        BOOST_TEST_CONTEXT("answer: " << told)
        BOOST_TEST(judge(asked, with_link(told)) == expected);
    }
}

// An answer that says nothing of the link is no evidence: least of all that a link has been removed.
BOOST_AUTO_TEST_CASE(an_answer_that_tells_of_no_link_shows_nothing)
{
    std::vector<model::http_response> const useless = {
        answer(R"({"type":"file","id":"1","etag":"3"})"),
        answer(""),
        answer("", 204),
        answer("", 304),
        answer("<html>"),
        answer("[]"),
        answer("{}"),
        answer(R"({"type":"error","shared_link":null})"),
        with_shared_link("true"),
        with_shared_link("{}"),
        with_link(R"(,"unshared_at":"soon")"),
    };
    for (auto const& read : useless) {
        BOOST_TEST_CONTEXT(read.status << ' ' << read.body)
        {
            BOOST_TEST(judge(removal, read) == evidence::cannot_tell);
            BOOST_TEST(judge(link_settings(), read) == evidence::cannot_tell);
            BOOST_TEST(judge(link_settings().no_password(), read) == evidence::cannot_tell);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::client_impl
