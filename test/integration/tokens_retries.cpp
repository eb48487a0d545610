// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Token requests that fail: which are made again, and how, and what is told of those that are not.

#include "testing/base64url.hpp"
#include "token_fixture.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>

#include <set>

namespace boxlink::test {
namespace {

namespace data = boost::unit_test::data;
using namespace std::chrono_literals;
using testing::fault;

fault on_token_request()
{
    return fault().path("/oauth2/token");
}

fault refusal(std::string const& error, std::string const& description)
{
    auto const body = R"({"error":")" + error + R"(","error_description":")" + description + R"("})";
    return on_token_request().status(400).body(body, "application/json");
}

/// The value of a field of a form, as it is on the wire.
std::string field_of(std::string const& raw, std::string const& name)
{
    auto const begin = raw.find(name + "=");
    if (begin == std::string::npos)
        return {};
    auto const text = raw.substr(begin + name.size() + 1);
    return text.substr(0, text.find('&'));
}

/// What the assertions said that were sent.
std::vector<boost::json::value> claims_of(testing::box_server const& server)
{
    std::vector<boost::json::value> claims;
    for (auto const& request : server.requests()) {
        auto const assertion = field_of(request.raw, "assertion");
        if (assertion.empty())
            continue;
        auto const dot = assertion.find('.');
        auto const payload = assertion.substr(dot + 1, assertion.rfind('.') - dot - 1);
        claims.push_back(boost::json::parse(testing::base64url_decode(payload).value()));
    }
    return claims;
}

bool contains(std::string const& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

struct retries_fixture : timed_token_fixture
{
    using timed_token_fixture::timed_token_fixture;

    /// Sits out the delays before so many further attempts.
    void after_back_offs(std::size_t count)
    {
        for (std::size_t n = 1; n <= count; ++n)
            after_back_off(n);
    }
};

/// A clock that is wrong.
struct clock_case
{
    std::chrono::minutes ahead;

    friend std::ostream& operator<<(std::ostream& out, clock_case const& one)
    {
        return out << one.ahead.count() << " min";
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(token_retries)

BOOST_FIXTURE_TEST_CASE(trouble_that_passes, retries_fixture)
{
    server.record_requests(true);
    for (auto const& kind : {of_enterprise(), of_jwt()}) {
        log->attempts.clear();
        server.clear_requests();
        auto const before = token_requests();
        server.inject(on_token_request().statuses({503, 500}));
        server.inject(on_token_request().reset());
        auto const box = make_client(kind);
        started<shared_link> operation;
        share(box.file(server.add_file()), link_settings(), operation.token());
        after_back_offs(3);
        BOOST_TEST(outcome_of(operation).has_value());
        BOOST_TEST(token_requests() == before + 4);
        auto const attempts = log->token_attempts();
        BOOST_REQUIRE_EQUAL(attempts.size(), 4u);
        BOOST_TEST(attempts[0].status == 503);
        BOOST_TEST(attempts[0].retry == retry_reason::server_error);
        BOOST_TEST(attempts[2].status == 0);
        BOOST_TEST(attempts[3].status == 200);
        BOOST_TEST(attempts[3].retry == retry_reason::none);
        for (std::size_t n = 0; n < attempts.size(); ++n)
            BOOST_TEST(attempts[n].attempt == static_cast<int>(n) + 1);
    }
    BOOST_TEST(server.counters().jti_reuses == 0u);
}

BOOST_FIXTURE_TEST_CASE(rate_limited, retries_fixture)
{
    server.inject(on_token_request().status(429).retry_after(7s).times(8));
    auto const box = make_client(of_enterprise(), options().max_attempts(1));
    started<shared_link> operation;
    share(box.file(server.add_file()), link_settings(), operation.token());
    for (std::size_t n = 1; n <= 8; ++n) {
        auto const report = after_token_attempt(n);
        BOOST_TEST(report.retry == retry_reason::rate_limited);
        BOOST_TEST((report.retry_delay >= 7s && report.retry_delay < 9s));
        advance(report.retry_delay - 1ns);
        BOOST_TEST(token_requests() == n);
        advance(1ns);
    }
    BOOST_TEST(outcome_of(operation).has_value());
    BOOST_TEST(token_requests() == 9u);
}

BOOST_FIXTURE_TEST_CASE(rate_limited_for_longer_than_anybody_waits, retries_fixture)
{
    server.inject(on_token_request().status(429).retry_after(3600s));
    auto const failure = share_failure(make_client(of_enterprise()));
    BOOST_TEST(failure.code == error_code(errc::rate_limited));
    BOOST_TEST(token_requests() == 1u);
}

BOOST_FIXTURE_TEST_CASE(each_attempt_has_an_assertion_of_its_own, retries_fixture)
{
    server.record_requests(true);
    server.inject(on_token_request().status(429).retry_after(20s).times(3));
    server.inject(on_token_request().applied().status(503));
    auto const box = make_client(of_jwt());
    started<shared_link> operation;
    share(box.file(server.add_file()), link_settings(), operation.token());
    std::vector<std::int64_t> sent_at;
    for (std::size_t n = 1; n <= 4; ++n) {
        auto const delay = after_token_attempt(n).retry_delay;
        sent_at.push_back(std::chrono::floor<std::chrono::seconds>(hands->now().time_since_epoch()).count());
        advance(delay);
    }
    BOOST_TEST(outcome_of(operation).has_value());
    sent_at.push_back(std::chrono::floor<std::chrono::seconds>(hands->now().time_since_epoch()).count());

    auto const claims = claims_of(server);
    BOOST_REQUIRE_EQUAL(claims.size(), 5u);
    std::set<std::string> ids;
    for (std::size_t n = 0; n < claims.size(); ++n) {
        auto const id = std::string(claims[n].at("jti").as_string());
        BOOST_TEST((id.size() >= 16 && id.size() <= 128));
        ids.insert(id);
        auto const life = claims[n].at("exp").as_int64() - sent_at[n];
        BOOST_TEST((life >= 30 && life <= 45));
        BOOST_TEST(!claims[n].as_object().contains("iat"));
        BOOST_TEST(claims[n].at("aud").as_string() == "https://api.box.com/oauth2/token");
    }
    BOOST_TEST(ids.size() == claims.size());
    BOOST_TEST(server.counters().jti_reuses == 0u);
}

BOOST_FIXTURE_TEST_CASE(attempts_used_up, retries_fixture)
{
    auto const trouble = server.inject(on_token_request().status(503).always());
    auto const box = make_client(of_enterprise(), options().max_attempts(3));
    std::vector<std::unique_ptr<started<shared_link>>> waiting;
    for (int n = 0; n < 20; ++n) {
        waiting.push_back(std::make_unique<started<shared_link>>());
        share(box.file(server.add_file()), link_settings(), waiting.back()->token());
    }
    after_back_offs(2);
    for (auto const& operation : waiting) {
        BOOST_REQUIRE(outcome_of(*operation).has_error());
        auto const failure = operation->failure();
        BOOST_TEST(failure.code == error_code(errc::unavailable));
        BOOST_TEST(failure.status == 503);
        BOOST_TEST(contains(failure.message, "no access token"), failure.message);
        BOOST_TEST(contains(failure.operation, "share file:"), failure.operation);
        BOOST_TEST(!failure.may_have_taken_effect);
    }
    BOOST_TEST(token_requests() == 3u);

    // Whoever comes within a second would meet the same.
    advance(1s - 1ns);
    BOOST_TEST(share_failure(box).code == error_code(errc::unavailable));
    BOOST_TEST(token_requests() == 3u);
    server.remove_fault(trouble);
    advance(1ns);
    check_shares(box);
    BOOST_TEST(token_requests() == 4u);
}

BOOST_FIXTURE_TEST_CASE(no_server_at_all, retries_fixture)
{
    auto const box = make_client(of_enterprise(), options().max_attempts(2));
    server.stop();
    started<shared_link> operation;
    share(box.file("1"), link_settings(), operation.token());
    after_back_off(1);
    BOOST_REQUIRE(outcome_of(operation).has_error());
    BOOST_TEST(operation.failure().code == error_code(errc::connect_failed));
}

BOOST_FIXTURE_TEST_CASE(refusals_are_final_and_say_what_to_do, retries_fixture)
{
    struct refusal_case
    {
        fault answer;
        char const* advice;
    };
    auto const hidden = server.client_secret();
    for (auto const& one : {
             refusal_case{refusal("invalid_client", hidden), "check the client id and the client secret"},
             refusal_case{
                 refusal("invalid_grant", "Grant credentials are invalid " + hidden), "an administrator"},
             refusal_case{refusal("unauthorized_client", hidden), "authorize"},
         }) {
        for (auto const& kind : {of_enterprise(), of_jwt()}) {
            auto const before = token_requests();
            server.inject(one.answer);
            auto const failure = share_failure(make_client(kind));
            BOOST_TEST(failure.code == error_code(errc::authentication_failed));
            BOOST_TEST(contains(failure.message, one.advice), failure.message);
            BOOST_TEST(!contains(failure.to_string(), hidden), failure.to_string());
            BOOST_TEST(token_requests() == before + 1);
        }
    }
    for (auto const& report : log->tokens)
        BOOST_TEST(!contains(report.message, hidden), report.message);
}

BOOST_FIXTURE_TEST_CASE(no_secret_of_a_request_is_told, retries_fixture)
{
    auto const refresh_token = server.issue_refresh_token(server.default_user());
    server.record_requests(true);
    std::vector<std::string> hidden = {server.client_secret(), refresh_token};
    auto const echo = [&](std::string const& text) {
        return refusal("invalid_grant", "you sent " + text).header("box-request-id", text);
    };
    server.inject(echo(refresh_token));
    auto const of_refresh =
        share_failure(make_client(oauth2(app(), memory_token_store(secret(refresh_token)))));
    BOOST_TEST(of_refresh.code == error_code(errc::login_required));
    // A real refusal, of a real assertion.
    auto const unknown = jwt(signing_app(), box_subject::user("424242"));
    auto const of_assertion = share_failure(make_client(unknown));
    BOOST_TEST(of_assertion.code == error_code(errc::authentication_failed));
    for (auto const& request : server.requests()) {
        if (auto const assertion = field_of(request.raw, "assertion"); !assertion.empty())
            hidden.push_back(assertion);
    }
    BOOST_REQUIRE_EQUAL(hidden.size(), 3u);
    for (auto const& text : hidden) {
        for (auto const& failure : {of_refresh, of_assertion})
            BOOST_TEST(!contains(error(failure).what(), text), failure.to_string());
        for (auto const& report : log->tokens)
            BOOST_TEST(!contains(report.message, text), report.message);
        for (auto const& report : log->attempts)
            BOOST_TEST(!contains(report.box_request_id + report.deprecation, text));
    }
}

BOOST_FIXTURE_TEST_CASE(answers_that_are_none, retries_fixture)
{
    auto const answer = [](std::string const& body) {
        return on_token_request().status(200).body(body, "application/json");
    };
    for (auto const& odd : {
             answer("<html>Hello</html>"),
             answer("{}"),
             answer(R"({"access_token":""})"),
             answer(R"({"access_token":"a b"})"),
             answer(R"({"access_token":"a","token_type":"mac"})"),
         }) {
        server.inject(odd);
        auto const failure = share_failure(make_client(of_enterprise()));
        BOOST_TEST(failure.code == error_code(errc::malformed_response));
    }
    server.inject(answer(R"({"access_token":")" + server.token() + R"("})"));
    check_shares(make_client(of_enterprise()));
}

BOOST_DATA_TEST_CASE(
    a_clock_that_is_wrong,
    data::make({clock_case{10min}, clock_case{-10min}, clock_case{59min}, clock_case{-59min}}),
    wrong
)
{
    timed_token_fixture fixture({}, wrong.ahead);
    auto const box = fixture.make_client(fixture.of_jwt());
    fixture.check_shares(box);
    BOOST_TEST(fixture.token_requests() == 2u);
    BOOST_TEST(fixture.server.counters().token_refusals_of("invalid_grant") == 1u);
    BOOST_TEST(fixture.log->tokens.size() == 1u);
    // It is remembered, also for other clients.
    fixture.advance(61min);
    fixture.check_shares(box);
    BOOST_TEST(fixture.token_requests() == 3u);
    BOOST_TEST(fixture.server.counters().answers(401) == 0u);
}

BOOST_AUTO_TEST_CASE(a_clock_that_is_mended)
{
    timed_token_fixture fixture({}, 10min);
    auto const box = fixture.make_client(fixture.of_jwt());
    fixture.check_shares(box);
    fixture.hands->advance(-10min);
    fixture.advance(70min);
    fixture.check_shares(box);
    BOOST_TEST(fixture.token_requests() == 4u);
}

BOOST_DATA_TEST_CASE(
    a_clock_that_is_beyond_help, data::make({clock_case{120min}, clock_case{-120min}}), wrong
)
{
    timed_token_fixture fixture({}, wrong.ahead);
    auto const failure = fixture.share_failure(fixture.make_client(fixture.of_jwt()));
    BOOST_TEST(failure.code == error_code(errc::authentication_failed));
    BOOST_TEST(contains(failure.message, "set the clock"), failure.message);
    BOOST_TEST(fixture.token_requests() == 1u);
}

// All of them meet the wrong clock at the same time, and each corrects it.
BOOST_AUTO_TEST_CASE(a_clock_that_is_wrong_for_many_users)
{
    timed_token_fixture fixture({}, 10min);
    auto const box = fixture.make_client(fixture.of_jwt().with_user_tokens());
    std::vector<std::unique_ptr<started<shared_link>>> waiting;
    for (int n = 0; n < 30; ++n) {
        waiting.push_back(std::make_unique<started<shared_link>>());
        auto const user = box.as_user(fixture.server.add_user());
        share(user.file(fixture.server.add_file()), link_settings(), waiting.back()->token());
    }
    for (auto const& operation : waiting) {
        auto const& outcome = fixture.outcome_of(*operation);
        BOOST_TEST(outcome.has_value(), (outcome ? "" : outcome.error().to_string()));
    }
    BOOST_TEST(fixture.token_requests() <= 60u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::test
