// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Tokens are renewed before they end, and nobody waits for that.

#include "token_fixture.hpp"

namespace boxlink::test {
namespace {

using namespace std::chrono_literals;
using testing::fault;

fault refusal(char const* error)
{
    auto const body = std::string(R"({"error":")") + error + R"(","error_description":"No"})";
    return fault().path("/oauth2/token").status(400).body(body, "application/json");
}

} // namespace

BOOST_AUTO_TEST_SUITE(token_renewal)

BOOST_FIXTURE_TEST_CASE(one_token_for_most_of_an_hour, timed_token_fixture)
{
    auto const box = make_client(of_enterprise());
    check_shares(box);
    for (int minute = 10; minute <= 54; minute += 11) {
        advance(minute == 10 ? 10min : 11min);
        check_shares(box);
    }
    BOOST_TEST(token_requests() == 1u);
}

BOOST_FIXTURE_TEST_CASE(the_old_token_serves_while_the_new_one_is_got, timed_token_fixture)
{
    auto const box = make_client(of_jwt());
    check_shares(box);
    advance(54min);
    check_shares(box);
    BOOST_TEST(token_requests() == 1u);

    server.inject(fault().path("/oauth2/token").stall());
    advance(1min + 1s);
    for (int n = 0; n < 20; ++n)
        check_shares(box);
    until_server([](auto const& seen) { return seen.token_requests == 2; });
    check_shares(box);
    BOOST_TEST(token_requests() == 2u);
    BOOST_TEST(log->tokens.size() == 1u);

    server.reset_connections();
    after_back_off(2);
    run_until(io, [&] { return log->tokens.size() == 2; });
    BOOST_TEST(log->tokens.back().in_background);
    BOOST_TEST(!log->tokens.back().code);
    BOOST_TEST(token_requests() == 3u);

    // Past the end of the first.
    advance(30min);
    check_shares(box);
    BOOST_TEST(token_requests() == 3u);
    BOOST_TEST(server.counters().answers(401) == 0u);
}

BOOST_FIXTURE_TEST_CASE(a_refresh_token_is_used_in_the_background, timed_token_fixture)
{
    auto const box = make_client(of_login());
    for (int hour = 0; hour < 5; ++hour) {
        check_shares(box);
        advance(56min);
        check_shares(box);
        run_until(io, [&] { return log->tokens.size() == static_cast<std::size_t>(hour) + 2; });
    }
    BOOST_TEST(token_requests() == 6u);
    BOOST_TEST(server.counters().refresh_token_reuses == 0u);
    BOOST_TEST(server.counters().answers(401) == 0u);
}

BOOST_FIXTURE_TEST_CASE(a_downscoped_token_ends_with_its_parent, timed_token_fixture)
{
    auto const box = make_client(downscoped(of_enterprise(), token_scope().allow("item_share")));
    for (int n = 0; n < 60; ++n) {
        check_shares(box);
        advance(2min);
    }
    BOOST_TEST(server.counters().answers(401) == 0u);
    BOOST_TEST(server.counters().token_requests_of("client_credentials") <= 3u);
}

BOOST_FIXTURE_TEST_CASE(a_failed_renewal_harms_nobody_before_the_end, timed_token_fixture)
{
    auto const box = make_client(of_enterprise());
    check_shares(box);
    auto const trouble = server.inject(refusal("invalid_client").always());
    advance(55min + 1s);
    check_shares(box);
    run_until(io, [&] { return log->tokens.size() == 2; });
    auto const failed = log->tokens.back();
    BOOST_TEST(failed.in_background);
    BOOST_TEST(failed.code == error_code(errc::authentication_failed));
    BOOST_TEST(failed.message.find("check the client id") != std::string::npos, failed.message);

    // Not again at once, but later.
    check_shares(box);
    BOOST_TEST(token_requests() == 2u);
    advance(2s);
    check_shares(box);
    run_until(io, [&] { return log->tokens.size() == 3; });
    BOOST_TEST(token_requests() == 3u);
    for (int n = 0; n < 20; ++n) {
        advance(10s);
        check_shares(box);
        run_ready(io);
    }
    // Ever more seldom.
    BOOST_TEST(token_requests() > 4u);
    BOOST_TEST(token_requests() < 15u);

    // At the end there is nothing to be used.
    advance(5min);
    run_ready(io);
    auto const failure = share_failure(box);
    BOOST_TEST(failure.code == error_code(errc::authentication_failed));
    BOOST_TEST(server.counters().answers(401) == 0u);

    server.remove_fault(trouble);
    advance(1s);
    check_shares(box);
}

BOOST_FIXTURE_TEST_CASE(a_renewal_that_succeeds_later, timed_token_fixture)
{
    auto const box = make_client(of_enterprise(), options().max_attempts(1));
    check_shares(box);
    server.inject(fault().path("/oauth2/token").status(503));
    advance(56min);
    check_shares(box);
    run_until(io, [&] { return log->tokens.size() == 2; });
    BOOST_TEST(log->tokens.back().code == error_code(errc::unavailable));
    advance(2s);
    check_shares(box);
    run_until(io, [&] { return log->tokens.size() == 3; });
    BOOST_TEST(!log->tokens.back().code);
    BOOST_TEST(log->tokens.back().in_background);
    advance(10min);
    check_shares(box);
    BOOST_TEST(token_requests() == 3u);
}

// A token is not sent when it would end on its way.
BOOST_FIXTURE_TEST_CASE(after_a_long_pause, timed_token_fixture)
{
    auto const box = make_client(of_enterprise());
    check_shares(box);
    advance(60min - 5s);
    check_shares(box);
    BOOST_TEST(token_requests() == 2u);
    BOOST_TEST(!log->tokens.back().in_background);
    advance(24h);
    check_shares(box);
    BOOST_TEST(token_requests() == 3u);
    BOOST_TEST(server.counters().answers(401) == 0u);
}

BOOST_FIXTURE_TEST_CASE(a_custom_token_that_says_when_it_ends, timed_token_fixture)
{
    int calls = 0;
    auto source = [this, &calls](token_request) -> asio::awaitable<access_token> {
        ++calls;
        auto const end = time->calendar_now() + 1h;
        co_return access_token(secret(server.issue_token(server.default_user(), 1h)), end);
    };
    auto const box = make_client(custom_tokens(source));
    check_shares(box);
    advance(54min);
    check_shares(box);
    BOOST_TEST(calls == 1);
    advance(2min);
    check_shares(box);
    BOOST_TEST(calls == 2);
    BOOST_TEST(server.counters().answers(401) == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::test
