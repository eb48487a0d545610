// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// get_token, log_in, downscope, revoke, current_user.

#include "token_fixture.hpp"

namespace boxlink::test {
namespace {

using namespace std::chrono_literals;
using testing::fault;

constexpr char const* redirect = "http://127.0.0.1:4321/callback";

struct login_fixture : token_fixture
{
    [[nodiscard]] authorization_code code_for(pkce const& proof, std::string const& user)
    {
        auto code =
            authorization_code(secret(server.issue_authorization_code(user, redirect, proof.challenge())));
        return code.redirect_uri(redirect).verifier(proof.verifier());
    }

    std::shared_ptr<token_store> store = memory_token_store();
    client box = make_client(oauth2(app(), store));
};

} // namespace

BOOST_AUTO_TEST_SUITE(token_operations)

BOOST_FIXTURE_TEST_CASE(get_token_shares_the_token_of_operations, token_fixture)
{
    auto const box = make_client(of_enterprise());
    auto const first = run(get_token(box));
    auto const second = run(get_token(box));
    check_shares(box);
    BOOST_TEST(first.text.reveal() == second.text.reveal());
    BOOST_TEST(token_requests() == 1u);
    BOOST_REQUIRE(first.expires_at.has_value());
    auto const left = *first.expires_at - std::chrono::system_clock::now();
    BOOST_TEST((left > 50min && left <= 60min));
    check_shares(make_client(bearer_token(first.text)));
}

BOOST_FIXTURE_TEST_CASE(get_token_of_a_bearer_and_of_a_user, token_fixture)
{
    BOOST_TEST(run(get_token(make_client(token()))).text.reveal() == server.token());
    auto const user = server.add_user("Ann");
    auto const box = make_client(of_enterprise().with_user_tokens());
    auto const of_user = run(get_token(box.as_user(user)));
    BOOST_TEST(run(current_user(make_client(bearer_token(of_user.text)))).id == user);
    // A header is no matter of tokens.
    auto const plain = make_client(of_enterprise());
    auto const of_service = run(get_token(plain.as_user(user)));
    BOOST_TEST(run(current_user(make_client(bearer_token(of_service.text)))).id == server.default_user());
}

BOOST_FIXTURE_TEST_CASE(get_token_that_fails, token_fixture)
{
    auto const box =
        make_client(client_credentials(oauth_app("nobody", secret("hidden-secret")), enterprise()));
    auto const failed = run(get_token(box, as_result));
    BOOST_REQUIRE(failed.has_error());
    BOOST_TEST(failed.error().code == error_code(errc::authentication_failed));
    BOOST_TEST(failed.error().operation == "get_token");
    BOOST_CHECK_EXCEPTION(run(get_token(box)), error, [](error const& thrown) {
        return thrown.code() == errc::authentication_failed;
    });
}

BOOST_FIXTURE_TEST_CASE(nobody_has_logged_in, login_fixture)
{
    auto const failure = share_failure(box);
    BOOST_TEST(failure.code == error_code(errc::login_required));
    BOOST_TEST(failure.message.find("log in") != std::string::npos, failure.message);
    BOOST_TEST(server.counters().requests == 0u);
}

BOOST_FIXTURE_TEST_CASE(log_in_with_proof_and_redirect, login_fixture)
{
    BOOST_TEST(share_failure(box).code == error_code(errc::login_required));
    auto const user = server.add_user("Ann");
    auto const proof = pkce::make();
    auto const token = run(log_in(box, code_for(proof, user)));
    BOOST_TEST(run(current_user(box)).id == user);
    check_shares(box);
    BOOST_TEST(run(get_token(box)).text.reveal() == token.text.reveal());
    BOOST_TEST(server.counters().token_requests_of("authorization_code") == 1u);
    BOOST_TEST(token_requests() == 1u);

    // The refresh token is in the store, and works.
    server.expire_all_tokens();
    check_shares(make_client(oauth2(app(), store)));
    BOOST_TEST(server.counters().token_requests_of("refresh_token") == 1u);
}

BOOST_FIXTURE_TEST_CASE(log_in_with_the_wrong_verifier, login_fixture)
{
    auto const proof = pkce::make();
    auto const other = pkce::make();
    auto code = code_for(proof, server.default_user());
    auto const refused = run(log_in(box, code.verifier(other.verifier()), as_result));
    BOOST_REQUIRE(refused.has_error());
    BOOST_TEST(refused.error().code == error_code(errc::login_required));
    BOOST_TEST(refused.error().box_code == "invalid_grant");
    BOOST_TEST(refused.error().operation == "log_in");
    for (auto const& hidden : {proof.verifier(), other.verifier(), code.code(), app().client_secret()})
        BOOST_TEST(refused.error().to_string().find(hidden.reveal()) == std::string::npos);
    BOOST_TEST(share_failure(box).code == error_code(errc::login_required));
}

BOOST_FIXTURE_TEST_CASE(log_in_with_the_wrong_redirect_or_none, login_fixture)
{
    auto const proof = pkce::make();
    auto code = code_for(proof, server.default_user());
    auto const elsewhere = run(log_in(box, code.redirect_uri("http://127.0.0.1:1/"), as_result));
    BOOST_TEST(elsewhere.error().box_code == "redirect_uri_mismatch");
    BOOST_TEST(elsewhere.error().code == error_code(errc::authentication_failed));
    authorization_code const spent(secret("no such code"));
    BOOST_TEST(run(log_in(box, spent, as_result)).error().code == error_code(errc::invalid_argument));
}

// A code is good for one use: whether it was taken is not known.
BOOST_FIXTURE_TEST_CASE(log_in_whose_answer_is_lost, login_fixture)
{
    auto const proof = pkce::make();
    server.inject(fault().path("/oauth2/token").applied().reset());
    auto const lost = run(log_in(box, code_for(proof, server.default_user()), as_result));
    BOOST_REQUIRE(lost.has_error());
    BOOST_TEST(lost.error().code == error_code(errc::login_required));
    BOOST_TEST(token_requests() == 1u);
    auto const again = pkce::make();
    BOOST_TEST(run(log_in(box, code_for(again, server.default_user()), as_result)).has_value());
    check_shares(box);
}

BOOST_FIXTURE_TEST_CASE(log_in_with_other_credentials, token_fixture)
{
    authorization_code const code(secret("code"));
    for (auto const& kind : {token(), of_enterprise(), of_jwt()}) {
        auto const refused = run(log_in(make_client(kind), code, as_result));
        BOOST_REQUIRE(refused.has_error());
        BOOST_TEST(refused.error().code == error_code(errc::invalid_argument));
    }
    BOOST_TEST(server.counters().requests == 0u);
}

BOOST_FIXTURE_TEST_CASE(downscope_a_token, token_fixture)
{
    auto const id = server.add_file();
    server.add_link(testing::kind::file, id);
    auto const scope = token_scope().allow("item_preview").only(item_ref::file(id));
    for (auto const& kind : {token(), of_enterprise(), of_login()}) {
        auto const box = make_client(kind);
        auto const less = run(downscope(box, scope));
        auto const weak = make_client(bearer_token(less.text));
        BOOST_TEST(run(get_link(weak.file(id))).link.has_value());
        BOOST_TEST(
            run(share(weak.file(id), link_settings(), as_result)).error().code == error_code(errc::forbidden)
        );
        BOOST_TEST(less.expires_at.has_value());
        check_shares(box);
    }
    auto const box = make_client(of_enterprise());
    BOOST_TEST(
        run(downscope(box, token_scope(), as_result)).error().code == error_code(errc::invalid_argument)
    );
    auto const unknown = run(downscope(box, token_scope().allow("item_fly"), as_result));
    BOOST_TEST(unknown.error().code == error_code(errc::authentication_failed));
    BOOST_TEST(unknown.error().box_code == "invalid_scope");
}

BOOST_FIXTURE_TEST_CASE(downscope_the_token_of_a_user, token_fixture)
{
    auto const user = server.add_user("Ann");
    auto const box = make_client(of_enterprise().with_user_tokens()).as_user(user);
    auto const less = run(downscope(box, token_scope().allow("base_explorer")));
    BOOST_TEST(run(current_user(make_client(bearer_token(less.text)))).id == user);
}

BOOST_FIXTURE_TEST_CASE(revoke_the_token_of_an_app, token_fixture)
{
    for (auto const& kind : {of_enterprise(), of_jwt()}) {
        auto const box = make_client(kind);
        BOOST_TEST(!run(revoke(box)));
        auto const token = run(get_token(box));
        auto const before = token_requests();
        BOOST_TEST(run(revoke(box)));
        BOOST_TEST(
            share_failure(make_client(bearer_token(token.text))).code == error_code(errc::unauthorized)
        );
        check_shares(box);
        BOOST_TEST(token_requests() == before + 1);
    }
}

BOOST_FIXTURE_TEST_CASE(revoke_a_login, token_fixture)
{
    auto const store = new_login();
    auto const box = make_client(oauth2(app(), store));
    auto const token = run(get_token(box));
    BOOST_TEST(run(revoke(box)));
    BOOST_TEST(share_failure(make_client(bearer_token(token.text))).code == error_code(errc::unauthorized));
    auto const before = token_requests();
    BOOST_TEST(share_failure(box).code == error_code(errc::login_required));
    BOOST_TEST(share_failure(make_client(oauth2(app(), store))).code == error_code(errc::login_required));
    BOOST_TEST(token_requests() == before);
    BOOST_TEST(run(store->load()).refresh_token.empty());
    BOOST_TEST(run(store->load()).access.text.empty());
    BOOST_TEST(!run(revoke(box)));
}

BOOST_FIXTURE_TEST_CASE(revoke_the_token_of_one_user, token_fixture)
{
    auto const ann = server.add_user("Ann");
    auto const ben = server.add_user("Ben");
    auto const box = make_client(of_enterprise().with_user_tokens());
    check_shares(box.as_user(ann));
    check_shares(box.as_user(ben));
    BOOST_TEST(run(revoke(box.as_user(ann))));
    check_shares(box.as_user(ben));
    BOOST_TEST(token_requests() == 2u);
    check_shares(box.as_user(ann));
    BOOST_TEST(token_requests() == 3u);
}

BOOST_FIXTURE_TEST_CASE(revoke_what_no_app_is_known_of, token_fixture)
{
    auto source = [this](token_request) -> asio::awaitable<access_token> {
        co_return access_token(secret(server.token()));
    };
    auto const less = downscoped(token(), token_scope().allow("item_share"));
    for (auto const& kind : {token(), custom_tokens(source), less}) {
        auto const refused = run(revoke(make_client(kind), as_result));
        BOOST_REQUIRE(refused.has_error());
        BOOST_TEST(refused.error().code == error_code(errc::invalid_argument));
    }
    BOOST_TEST(server.counters().requests == 0u);
}

BOOST_FIXTURE_TEST_CASE(revoke_that_fails, token_fixture)
{
    auto const box = client(io, of_enterprise(), options().max_attempts(1));
    check_shares(box);
    server.inject(fault().path("/oauth2/revoke").status(503));
    BOOST_TEST(run(revoke(box, as_result)).error().code == error_code(errc::unavailable));
    check_shares(box);
    BOOST_TEST(token_requests() == 1u);
}

BOOST_FIXTURE_TEST_CASE(after_close, token_fixture)
{
    auto box = make_client(of_login());
    box.close();
    BOOST_TEST(run(get_token(box, as_result)).error().code == error_code(errc::client_closed));
    BOOST_TEST(run(revoke(box, as_result)).error().code == error_code(errc::client_closed));
    BOOST_TEST(run(current_user(box, as_result)).error().code == error_code(errc::client_closed));
    authorization_code const code(secret("code"));
    BOOST_TEST(run(log_in(box, code, as_result)).error().code == error_code(errc::client_closed));
    BOOST_TEST(server.counters().requests == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::test
