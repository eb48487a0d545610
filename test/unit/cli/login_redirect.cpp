// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/login_redirect.hpp"

#include <boost/test/unit_test.hpp>

using namespace boxlink;
using namespace boxlink::cli;

namespace {

constexpr std::string_view state = "the-state";

redirect_answer get(std::string_view target)
{
    return answer_redirect("GET", target, state);
}

} // namespace

BOOST_AUTO_TEST_SUITE(redirects)

BOOST_AUTO_TEST_CASE(the_code)
{
    for (char const* target :
         {"/callback?state=the-state&code=c%2Bo+de", "/callback?code=c%2bo%20de&state=the%2Dstate&more=1",
          "/callback?&x&code=c%2bo%20de&=y&state=the-state"}) {
        auto const answer = get(target);
        BOOST_TEST(answer.status == 200);
        BOOST_TEST_REQUIRE((answer.end && answer.end->has_value()), target);
        BOOST_TEST((*answer.end)->reveal() == "c+o de");
    }
}

BOOST_AUTO_TEST_CASE(what_is_not_the_answer_changes_nothing)
{
    struct
    {
        char const* target;
        int status;
    } const cases[] = {
        {"/", 404},
        {"/favicon.ico", 404},
        {"/callback/?state=the-state&code=c", 404},
        {"//callback?state=the-state&code=c", 404},
        {"http://x/callback?state=the-state&code=c", 404},
        {"/callback", 400},
        {"/callback?code=c", 400},
        {"/callback?state=the-stat&code=c", 400},
        {"/callback?state=the-statf&code=c", 400},
        {"/callback?state=the-state-and-more&code=c", 400},
        {"/callback?state=&code=c", 400},
        {"/callback?state&code=c", 400},
        {"/callback?state=the-state&state=the-state&code=c", 400},
        {"/callback?state=x&state=the-state&code=c", 400},
        {"/callback?state=the-state", 400},
        {"/callback?state=the-state&code=", 400},
        {"/callback?state=the-state&code=a&code=b", 400},
        {"/callback?state=the-state&code=%zz", 400},
        {"/callback?state=the-state&code=%4", 400},
        {"/callback?state=x&error=access_denied", 400},
        {"/callback?error=access_denied", 400},
    };
    for (auto const& c : cases) {
        auto const answer = get(c.target);
        BOOST_TEST(answer.status == c.status, c.target);
        BOOST_TEST(!answer.end, c.target);
    }
    for (char const* method : {"POST", "HEAD", "get", ""}) {
        auto const answer = answer_redirect(method, "/callback?state=the-state&code=c", state);
        BOOST_TEST(answer.status == 405);
        BOOST_TEST(!answer.end);
    }
}

BOOST_AUTO_TEST_CASE(refusals_end_the_wait)
{
    auto const denied = get("/callback?state=the-state&error=access_denied&error_description=hunter2");
    BOOST_TEST(denied.status == 200);
    BOOST_TEST_REQUIRE((denied.end && denied.end->has_error()));
    BOOST_TEST((denied.end->error().code == errc::login_required));
    BOOST_TEST(denied.end->error().message.find("did not agree") != std::string::npos);
    BOOST_TEST(denied.end->error().message.find("hunter2") == std::string::npos);

    auto const other = get("/callback?code=c&state=the-state&error=invalid%0A_scope");
    BOOST_TEST_REQUIRE((other.end && other.end->has_error()));
    BOOST_TEST(other.end->error().message.find("\"invalid\\n_scope\"") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(pages_show_nothing_of_the_request)
{
    auto const good = http_text(get("/callback?state=the-state&code=hunter2"));
    BOOST_TEST(good.starts_with("HTTP/1.1 200 OK\r\n"));
    for (char const* header : {"Connection: close\r\n", "Cache-Control: no-store\r\n"})
        BOOST_TEST(good.find(header) != std::string::npos);
    for (auto const& text :
         {good, http_text(get("/callback?state=x&code=hunter2")), http_text(get("/hunter2")),
          http_text(get("/callback?state=the-state&error=hunter2"))}) {
        auto const end = text.find("\r\n\r\n");
        BOOST_TEST_REQUIRE(end != std::string::npos);
        auto const length = "Content-Length: " + std::to_string(text.size() - end - 4) + "\r\n";
        BOOST_TEST(text.find(length) != std::string::npos);
        BOOST_TEST(text.find("hunter2") == std::string::npos);
    }
    BOOST_TEST(
        http_text(answer_redirect("PUT", "/callback", state)).find("\r\nAllow: GET\r\n") != std::string::npos
    );
}

BOOST_AUTO_TEST_SUITE_END()
