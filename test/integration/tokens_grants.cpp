// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Every kind of credentials gets a token over TLS, and works with it.

#include "token_fixture.hpp"

#include <fstream>
#include <stdexcept>

namespace boxlink::test {
namespace {

using namespace std::chrono_literals;

constexpr char const* jwt_grant_type = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/// A source that counts how often it was asked, and for whom.
struct counting_source
{
    asio::awaitable<access_token> operator()(token_request request)
    {
        asked->push_back(request);
        auto const whose = request.user.value_or(server->default_user());
        co_return access_token(secret(server->issue_token(whose)));
    }

    testing::box_server* server;
    std::shared_ptr<std::vector<token_request>> asked = std::make_shared<std::vector<token_request>>();
};

std::size_t requests_with(testing::box_server const& server, std::string_view text)
{
    std::size_t count = 0;
    for (auto const& request : server.requests())
        count += request.raw.find(text) != std::string::npos ? 1 : 0;
    return count;
}

} // namespace

BOOST_AUTO_TEST_SUITE(token_grants)

BOOST_FIXTURE_TEST_CASE(bearer, token_fixture)
{
    check_shares(make_client(token()));
    BOOST_TEST(token_requests() == 0u);
    BOOST_TEST(log->tokens.empty());
}

BOOST_FIXTURE_TEST_CASE(client_credentials_of_an_enterprise_and_of_a_user, token_fixture)
{
    auto const user = server.add_user("Ann");
    auto const as_service = make_client(of_enterprise());
    auto const as_user = make_client(client_credentials(app(), box_subject::user(user)));
    check_shares(as_service);
    check_shares(as_user);
    BOOST_TEST(run(current_user(as_service)).id == server.default_user());
    BOOST_TEST(run(current_user(as_user)).id == user);
    BOOST_TEST(server.counters().token_requests_of("client_credentials") == 2u);
    BOOST_TEST(server.counters().tokens_granted == 2u);
}

BOOST_FIXTURE_TEST_CASE(jwt_from_the_file_of_the_console, token_fixture)
{
    temporary_file file;
    std::ofstream(file.path()) << server.jwt_config_json();
    auto const by_text = make_client(jwt(jwt_app::from_json(server.jwt_config_json()).value()));
    auto const by_file = make_client(jwt(jwt_app::from_file(file.path().string()).value()));
    check_shares(by_text);
    check_shares(by_file);
    BOOST_TEST(run(current_user(by_text)).id == server.default_user());
    BOOST_TEST(server.counters().token_requests_of(jwt_grant_type) == 2u);
    BOOST_TEST(log->warnings.empty());
}

BOOST_FIXTURE_TEST_CASE(jwt_from_parts_with_every_algorithm, token_fixture)
{
    struct algorithm_case
    {
        jwt_algorithm algorithm;
        // The beginning of the header {"alg":"RS256", in base64url.
        char const* on_wire;
    };
    server.record_requests(true);
    for (auto const& one : {
             algorithm_case{jwt_algorithm::rs256, "assertion=eyJhbGciOiJSUzI1NiIs"},
             algorithm_case{jwt_algorithm::rs384, "assertion=eyJhbGciOiJSUzM4NCIs"},
             algorithm_case{jwt_algorithm::rs512, "assertion=eyJhbGciOiJSUzUxMiIs"},
         }) {
        BOOST_TEST_CONTEXT(one.on_wire)
        {
            server.clear_requests();
            auto signing = signing_app();
            check_shares(make_client(jwt(signing.algorithm(one.algorithm), enterprise())));
            BOOST_TEST(requests_with(server, one.on_wire) == 1u);
        }
    }
}

BOOST_FIXTURE_TEST_CASE(jwt_of_a_user_and_an_encrypted_key, token_fixture)
{
    auto const user = server.add_user("Ann");
    auto const key_id = server.add_jwt_key(test_key::shared().public_half());
    auto const key = test_key::shared().pbes2("AES-256-CBC", "the passphrase");
    jwt_app const signing(app(), key_id, secret(key), secret("the passphrase"));
    auto const box = make_client(jwt(signing, box_subject::user(user)));
    check_shares(box);
    BOOST_TEST(run(current_user(box)).id == user);
}

BOOST_FIXTURE_TEST_CASE(oauth2_with_a_refresh_token, token_fixture)
{
    auto const user = server.add_user("Ann");
    auto const store = memory_token_store(secret(server.issue_refresh_token(user)));
    auto const box = make_client(oauth2(app(), store));
    check_shares(box);
    BOOST_TEST(run(current_user(box)).id == user);
    BOOST_TEST(server.counters().token_requests_of("refresh_token") == 1u);
    BOOST_REQUIRE_EQUAL(log->tokens.size(), 1u);
    BOOST_TEST(!log->tokens.front().from_store);

    // Another program on the same store takes the access token that is there.
    auto const later = make_client(oauth2(app(), store));
    check_shares(later);
    BOOST_TEST(token_requests() == 1u);
    BOOST_REQUIRE_EQUAL(log->tokens.size(), 2u);
    BOOST_TEST(log->tokens.back().from_store);
}

BOOST_FIXTURE_TEST_CASE(downscoped_to_a_file, token_fixture)
{
    auto const id = server.add_file();
    auto const other = server.add_file();
    server.add_link(testing::kind::file, id);
    auto const scope = token_scope().allow("item_preview").only(item_ref::file(id));
    for (auto const& parent : {of_enterprise(), token(), of_jwt(), of_login()}) {
        auto const box = make_client(downscoped(parent, scope));
        BOOST_TEST(run(get_link(box.file(id))).link.has_value());
        BOOST_TEST(run(get_link(box.file(other), as_result)).has_error());
        auto const refused = run(share(box.file(id), link_settings(), as_result));
        BOOST_REQUIRE(refused.has_error());
        BOOST_TEST(refused.error().code == error_code(errc::forbidden));
    }
    BOOST_TEST(server.counters().token_requests_of("urn:ietf:params:oauth:grant-type:token-exchange") == 4u);
}

BOOST_FIXTURE_TEST_CASE(downscoped_that_may_share, token_fixture)
{
    check_shares(make_client(downscoped(of_enterprise(), token_scope().allow("item_share"))));
}

// The parent's token is renewed, too, when it turns out to have expired.
BOOST_FIXTURE_TEST_CASE(downscoped_of_a_token_that_has_expired, token_fixture)
{
    auto const parent = of_enterprise();
    check_shares(make_client(parent));
    server.expire_all_tokens();
    check_shares(make_client(downscoped(parent, token_scope().allow("item_share"))));
    BOOST_TEST(server.counters().token_requests_of("client_credentials") == 2u);
    BOOST_TEST(server.counters().token_requests_of("urn:ietf:params:oauth:grant-type:token-exchange") == 2u);
}

BOOST_FIXTURE_TEST_CASE(custom_source, token_fixture)
{
    counting_source const source{&server};
    auto const box = make_client(custom_tokens(source));
    check_shares(box);
    check_shares(box);
    BOOST_REQUIRE_EQUAL(source.asked->size(), 1u);
    BOOST_TEST(!source.asked->front().last_was_refused);
    server.expire_all_tokens();
    check_shares(box);
    BOOST_REQUIRE_EQUAL(source.asked->size(), 2u);
    BOOST_TEST(source.asked->back().last_was_refused);
    BOOST_TEST(token_requests() == 0u);
}

BOOST_FIXTURE_TEST_CASE(custom_source_by_another_client, token_fixture)
{
    auto const inner = make_client(of_enterprise());
    auto source = [inner](token_request) -> asio::awaitable<access_token> {
        auto token = co_await get_token(inner);
        co_return token;
    };
    check_shares(make_client(custom_tokens(source)));
    BOOST_TEST(token_requests() == 1u);
}

BOOST_FIXTURE_TEST_CASE(custom_source_that_fails, token_fixture)
{
    auto const failure_of = [this](auto source) { return share_failure(make_client(custom_tokens(source))); };

    auto const thrown = failure_of([](token_request) -> asio::awaitable<access_token> {
        throw std::runtime_error("the vault is sealed");
        co_return access_token();
    });
    BOOST_TEST(thrown.code == error_code(errc::token_unavailable));
    BOOST_TEST(thrown.message.find("the vault is sealed") != std::string::npos, thrown.message);

    auto const odd = failure_of([](token_request) -> asio::awaitable<access_token> {
        throw 42;
        co_return access_token();
    });
    BOOST_TEST(odd.code == error_code(errc::token_unavailable));

    auto const own = failure_of([](token_request) -> asio::awaitable<access_token> {
        throw error(error_info(errc::login_required, "log in at the portal"));
        co_return access_token();
    });
    BOOST_TEST(own.code == error_code(errc::login_required));
    BOOST_TEST(own.message.find("log in at the portal") != std::string::npos, own.message);

    auto const empty =
        failure_of([](token_request) -> asio::awaitable<access_token> { co_return access_token(); });
    BOOST_TEST(empty.code == error_code(errc::token_unavailable));
    BOOST_TEST(empty.message.find("empty") != std::string::npos, empty.message);

    auto const expired = failure_of([](token_request) -> asio::awaitable<access_token> {
        co_return access_token(secret("old"), std::chrono::system_clock::now() - 1s);
    });
    BOOST_TEST(expired.code == error_code(errc::token_unavailable));
    BOOST_TEST(expired.message.find("expired") != std::string::npos, expired.message);
    BOOST_TEST(server.counters().requests == 0u);
}

// That another client was closed is no end of this one.
BOOST_FIXTURE_TEST_CASE(custom_source_whose_own_client_is_closed, token_fixture)
{
    auto inner = make_client(of_enterprise());
    inner.close();
    auto const failure =
        share_failure(make_client(custom_tokens([inner](token_request) -> asio::awaitable<access_token> {
            auto token = co_await get_token(inner);
            co_return token;
        })));
    BOOST_TEST(failure.code == error_code(errc::token_unavailable));
}

BOOST_FIXTURE_TEST_CASE(tokens_of_users_in_place_of_a_header, token_fixture)
{
    auto const user = server.add_user("Ann");
    for (auto const& kind : {of_enterprise(), of_jwt(), custom_tokens(counting_source{&server})}) {
        server.record_requests(true);
        server.clear_requests();
        auto const box = make_client(kind.with_user_tokens());
        BOOST_TEST(run(current_user(box)).id == server.default_user());
        BOOST_TEST(run(current_user(box.as_user(user))).id == user);
        check_shares(box.as_user(user));
        auto const id = server.add_file();
        auto const by_option = request_options().as_user(user);
        BOOST_TEST(run(share(box.file(id), link_settings(), by_option, as_result)).has_value());
        BOOST_TEST(requests_with(server, "\r\nAs-User:") == 0u);
        BOOST_TEST(requests_with(server, "/2.0/") == 4u);

        // Without, one token serves all.
        server.clear_requests();
        auto const plain = make_client(kind);
        BOOST_TEST(run(current_user(plain.as_user(user))).id == user);
        BOOST_TEST(requests_with(server, "\r\nAs-User: " + user + "\r\n") == 1u);
    }
}

BOOST_FIXTURE_TEST_CASE(user_that_does_not_exist, token_fixture)
{
    auto const box = make_client(of_enterprise().with_user_tokens());
    auto const failure = share_failure(box.as_user("424242"));
    BOOST_TEST(failure.code == error_code(errc::authentication_failed));
    BOOST_TEST(
        failure.message.find("check the id of the enterprise or user") != std::string::npos, failure.message
    );
    check_shares(box);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::test
