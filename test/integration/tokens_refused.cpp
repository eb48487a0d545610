// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// What becomes of operations whose token Box refuses.

#include "token_fixture.hpp"

namespace boxlink::test {
namespace {

using namespace std::chrono_literals;
using testing::fault;
using testing::kind;

/// Box's 401 for a token that it does not take any more.
fault expired()
{
    return fault().status(401).empty_body().header(
        "WWW-Authenticate", "Bearer realm=\"Service\", error=\"invalid_token\""
    );
}

} // namespace

BOOST_AUTO_TEST_SUITE(token_refused)

BOOST_FIXTURE_TEST_CASE(expired_costs_no_attempt, token_fixture)
{
    for (auto const& kind : {of_enterprise(), of_jwt(), of_login()}) {
        auto const box = client(io, kind, options().max_attempts(1));
        check_shares(box);
        auto const before = token_requests();
        server.expire_all_tokens();
        log->attempts.clear();
        check_shares(box);
        BOOST_TEST(token_requests() == before + 1);
        BOOST_REQUIRE_EQUAL(log->attempts.size(), 3u);
        BOOST_TEST(log->attempts[0].status == 401);
        BOOST_TEST(log->attempts[0].retry == retry_reason::expired_token);
        BOOST_TEST(log->attempts[1].operation == "get_token");
        BOOST_TEST(log->attempts[2].attempt == 2);
    }
}

BOOST_FIXTURE_TEST_CASE(every_operation_survives_an_expired_token, token_fixture)
{
    auto const box = client(io, of_enterprise(), options().max_attempts(1));
    auto const id = server.add_file();
    auto const link = run(share(box.file(id), link_settings()));
    server.expire_all_tokens();
    BOOST_TEST(run(get_link(box.file(id))).link.has_value());
    server.expire_all_tokens();
    BOOST_TEST(run(find(box, link_query(link.url))).item.id == id);
    server.expire_all_tokens();
    BOOST_TEST(run(current_user(box)).id == server.default_user());
    server.expire_all_tokens();
    BOOST_TEST(run(downscope(box, token_scope().allow("item_share"), as_result)).has_value());
    server.expire_all_tokens();
    run(unshare(box.file(id)));
    BOOST_TEST(!server.link_of(kind::file, id).has_value());
}

BOOST_FIXTURE_TEST_CASE(revoked_by_somebody_else, token_fixture)
{
    auto const box = make_client(of_enterprise());
    server.revoke_token(run(get_token(box)).text.reveal());
    check_shares(box);
    BOOST_TEST(token_requests() == 2u);
}

BOOST_FIXTURE_TEST_CASE(refused_for_another_reason, token_fixture)
{
    auto const box = make_client(of_enterprise());
    server.refuse_token(run(get_token(box)).text.reveal());
    log->attempts.clear();
    auto const failure = share_failure(box);
    BOOST_TEST(failure.code == error_code(errc::unauthorized));
    BOOST_TEST(failure.attempts.size() == 1u);
    BOOST_TEST(token_requests() == 1u);
    BOOST_TEST(log->attempts.size() == 1u);
}

BOOST_FIXTURE_TEST_CASE(refused_after_a_refresh, token_fixture)
{
    for (auto const& kind : {of_enterprise(), of_jwt(), of_login()}) {
        auto const box = make_client(kind);
        check_shares(box);
        auto const before = token_requests();
        auto const always = server.inject(expired().path("/2.0/*").always());
        auto const failure = share_failure(box);
        BOOST_TEST(failure.code == error_code(errc::unauthorized));
        BOOST_TEST(failure.attempts.size() == 2u);
        BOOST_TEST(failure.message.find("the access token was new") != std::string::npos, failure.message);
        BOOST_TEST(token_requests() == before + 1);
        server.remove_fault(always);
        check_shares(box);
    }
}

// Its first token may have ended on the way.
BOOST_FIXTURE_TEST_CASE(refused_from_the_first, token_fixture)
{
    auto const box = make_client(of_enterprise());
    server.inject(expired().path("/2.0/*").always());
    auto const failure = share_failure(box);
    BOOST_TEST(failure.code == error_code(errc::unauthorized));
    BOOST_TEST(failure.attempts.size() == 2u);
    BOOST_TEST(token_requests() == 2u);
}

// What a store keeps may be old: it is tried, then a new one, and no more.
BOOST_FIXTURE_TEST_CASE(refused_from_the_store, token_fixture)
{
    auto const store = new_login();
    check_shares(make_client(oauth2(app(), store)));
    auto const later = make_client(oauth2(app(), store));
    server.expire_all_tokens();
    check_shares(later);
    BOOST_TEST(token_requests() == 2u);
    server.inject(expired().path("/2.0/*").always());
    auto const failure = share_failure(make_client(oauth2(app(), store)));
    BOOST_TEST(failure.code == error_code(errc::unauthorized));
    BOOST_TEST(failure.attempts.size() == 2u);
    BOOST_TEST(token_requests() == 3u);
}

BOOST_FIXTURE_TEST_CASE(a_bearer_is_all_there_is, token_fixture)
{
    auto const box = make_client(token());
    server.expire_token(server.token());
    auto const failure = share_failure(box);
    BOOST_TEST(failure.code == error_code(errc::unauthorized));
    BOOST_TEST(failure.attempts.size() == 1u);
    BOOST_TEST(token_requests() == 0u);
}

BOOST_FIXTURE_TEST_CASE(a_custom_source_that_gives_the_same_token_again, token_fixture)
{
    int calls = 0;
    auto source = [this, &calls](token_request) -> asio::awaitable<access_token> {
        ++calls;
        co_return access_token(secret(server.token()));
    };
    auto const box = make_client(custom_tokens(source));
    server.expire_token(server.token());
    auto const failure = share_failure(box);
    BOOST_TEST(failure.code == error_code(errc::unauthorized));
    BOOST_TEST(failure.attempts.size() == 2u);
    BOOST_TEST(calls == 2);
}

// The change is made, its answer lost, and the token ends before the link can be read back.
BOOST_FIXTURE_TEST_CASE(a_change_in_doubt_and_an_expired_token, timed_token_fixture)
{
    auto const box = make_client(of_enterprise(), options().max_attempts(1));
    auto const id = server.add_file();
    check_shares(box);
    auto const before = token_requests();
    server.inject(fault().method("PUT").applied().status(503));
    server.inject(expired().method("GET"));
    started<shared_link> operation;
    share(box.file(id), link_settings(), operation.token());
    auto const& outcome = outcome_of(operation);
    BOOST_REQUIRE_MESSAGE(outcome.has_value(), operation.failure().to_string());
    BOOST_TEST(outcome->item.read_back);
    BOOST_TEST(token_requests() == before + 1);
}

BOOST_FIXTURE_TEST_CASE(a_lost_answer_and_an_expired_token, timed_token_fixture)
{
    auto const box = make_client(of_enterprise());
    auto const id = server.add_file();
    check_shares(box);
    auto const before = token_requests();
    log->attempts.clear();
    server.inject(fault().method("PUT").applied().reset());
    started<shared_link> operation;
    share(box.file(id), link_settings(), operation.token());
    run_until(io, [&] { return log->attempts.size() == 1; });
    server.expire_all_tokens();
    advance(log->attempts.front().retry_delay);
    BOOST_TEST(outcome_of(operation).has_value());
    BOOST_TEST(server.link_of(kind::file, id).has_value());
    BOOST_TEST(token_requests() == before + 1);
}

// Without a token there is no way to learn what became of the change.
BOOST_FIXTURE_TEST_CASE(a_change_in_doubt_and_no_token, timed_token_fixture)
{
    auto const box = make_client(of_enterprise(), options().max_attempts(1));
    auto const id = server.add_file();
    check_shares(box);
    server.inject(fault().method("PUT").applied().status(503));
    server.inject(expired().method("GET"));
    server.inject(
        fault().path("/oauth2/token").status(400).body(R"({"error":"invalid_client"})", "application/json")
    );
    started<shared_link> operation;
    share(box.file(id), link_settings(), operation.token());
    BOOST_REQUIRE(outcome_of(operation).has_error());
    BOOST_TEST(operation.failure().code == error_code(errc::outcome_unknown));
    BOOST_TEST(operation.failure().may_have_taken_effect);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::test
