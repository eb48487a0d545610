// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// What a client tells of its tokens, and of credentials that cannot work.

#include "token_fixture.hpp"

#include <fstream>
#include <functional>

namespace boxlink::test {
namespace {

using namespace std::chrono_literals;
using testing::fault;

struct reports_fixture : token_fixture
{
    /// Checks that no client can be made, and that the message names what is wrong, but nothing that is confidential.
    void check_refused(credentials const& who, std::string_view what)
    {
        try {
            client const made(io, who, options());
            BOOST_ERROR("made in spite of: " << what);
        } catch (error const& thrown) {
            BOOST_TEST(thrown.code() == errc::invalid_configuration);
            std::string const text = thrown.what();
            BOOST_TEST(text.find(what) != std::string::npos, text);
            BOOST_TEST(text.find("confidential") == std::string::npos, text);
        }
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(token_reports)

BOOST_FIXTURE_TEST_CASE(tokens_and_attempts, reports_fixture)
{
    auto const user = server.add_user("Ann");
    auto const box = make_client(of_enterprise().with_user_tokens());
    check_shares(box);
    check_shares(box.as_user(user));
    BOOST_REQUIRE_EQUAL(log->tokens.size(), 2u);
    BOOST_TEST(!log->tokens[0].user.has_value());
    BOOST_TEST((log->tokens[1].user == user));
    for (auto const& report : log->tokens) {
        BOOST_TEST(!report.code);
        BOOST_TEST(report.message.empty());
        BOOST_TEST(!report.in_background);
        BOOST_TEST(!report.from_store);
        BOOST_TEST((report.duration > 0ns));
        BOOST_REQUIRE(report.expires_at.has_value());
        BOOST_TEST((*report.expires_at > std::chrono::system_clock::now()));
    }
    BOOST_REQUIRE_EQUAL(log->token_attempts().size(), 2u);
    for (auto const& report : log->token_attempts()) {
        BOOST_TEST(report.attempt == 1);
        BOOST_TEST(report.status == 200);
        BOOST_TEST(report.bytes_sent > 0u);
        BOOST_TEST(report.bytes_received > 0u);
        BOOST_TEST(!report.box_request_id.empty());
    }
    BOOST_TEST(log->warnings.empty());
}

BOOST_FIXTURE_TEST_CASE(a_wait_for_a_token, reports_fixture)
{
    auto const box = make_client(of_enterprise());
    check_shares(box);
    BOOST_REQUIRE_EQUAL(log->waits.size(), 1u);
    BOOST_TEST((log->waits.front().reason == wait_reason::token));
    BOOST_TEST(!log->waits.front().expected.has_value());
    check_shares(box);
    BOOST_TEST(log->waits.size() == 1u);
}

BOOST_FIXTURE_TEST_CASE(a_token_that_is_refused, reports_fixture)
{
    auto const box =
        make_client(client_credentials(oauth_app("nobody", secret("confidential")), enterprise()));
    auto const failure = share_failure(box);
    BOOST_REQUIRE_EQUAL(log->tokens.size(), 1u);
    auto const& report = log->tokens.front();
    BOOST_TEST(report.code == error_code(errc::authentication_failed));
    BOOST_TEST(report.message == failure.message);
    BOOST_TEST(!report.expires_at.has_value());
    BOOST_REQUIRE_EQUAL(failure.attempts.size(), 0u);
    BOOST_REQUIRE_EQUAL(log->token_attempts().size(), 1u);
    BOOST_TEST(log->token_attempts().front().status == 400);
}

/// A watcher's fault must not change the outcome of what it watches.
BOOST_FIXTURE_TEST_CASE(an_observer_that_throws, reports_fixture)
{
    struct grumbler final : observer
    {
        void on_attempt(attempt_report const&) override { throw 1; }
        void on_wait(wait_report const&) override { throw 2; }
        void on_token(token_report const&) override { throw 3; }
        void on_warning(std::string const&) override { throw 4; }
    };
    temporary_file file;
    std::ofstream(file.path()) << server.jwt_config_json();
    std::filesystem::permissions(file.path(), std::filesystem::perms(0644));
    auto const who = jwt(jwt_app::from_file(file.path().string()).value());
    check_shares(client(io, who, options().observer(std::make_shared<grumbler>())));
}

BOOST_FIXTURE_TEST_CASE(a_key_file_that_others_can_read, reports_fixture)
{
    temporary_file file;
    std::ofstream(file.path()) << server.jwt_config_json();
    std::filesystem::permissions(file.path(), std::filesystem::perms(0644));
    auto const who = jwt(jwt_app::from_file(file.path().string()).value());
    auto const box = make_client(who);
    BOOST_REQUIRE_EQUAL(log->warnings.size(), 1u);
    BOOST_TEST(log->warnings.front().find(file.path().string()) != std::string::npos, log->warnings.front());
    BOOST_TEST(log->warnings.front().find("chmod") != std::string::npos, log->warnings.front());
    check_shares(box);
    BOOST_TEST(log->warnings.size() == 1u);
    auto const less = make_client(downscoped(who, token_scope().allow("item_share")));
    BOOST_TEST(log->warnings.size() == 2u);
}

BOOST_FIXTURE_TEST_CASE(credentials_that_cannot_work, reports_fixture)
{
    secret const confidential("confidential");
    auto const scope = token_scope().allow("item_preview");
    auto const store = memory_token_store();
    auto const by_key = [&](std::string const& key, char const* passphrase) {
        return jwt(jwt_app(app(), "kid", secret(key), secret(passphrase)), enterprise());
    };

    check_refused(client_credentials(oauth_app("", confidential), enterprise()), "client id");
    check_refused(client_credentials(oauth_app("a b", confidential), enterprise()), "client id");
    check_refused(client_credentials(oauth_app("a", secret()), enterprise()), "client secret");
    check_refused(
        client_credentials(oauth_app("a", secret("confidential\n")), enterprise()), "client secret"
    );
    check_refused(client_credentials(app(), box_subject::user("abc")), "user id");
    check_refused(client_credentials(app(), box_subject::enterprise("")), "enterprise id");
    check_refused(client_credentials(app(), box_subject::enterprise("0")), "enterprise id");

    auto const& key = test_key::shared();
    check_refused(by_key(key.pbes2("AES-256-CBC", "right"), "confidential"), "passphrase");
    check_refused(by_key(key.pbes2("AES-256-CBC", "right"), ""), "passphrase");
    check_refused(by_key("confidential", ""), "private key");
    check_refused(by_key(key.public_half(), ""), "private key");
    check_refused(by_key(test_key::ec().plain(), ""), "private key");
    check_refused(jwt(jwt_app(app(), "", secret(key.plain())), enterprise()), "public key id");
    check_refused(jwt(jwt_app(app(), "kid", secret(key.plain()))), "box_subject");
    check_refused(jwt(jwt_app(app(), "kid", secret(key.plain())), box_subject::user("7x")), "user id");

    check_refused(oauth2(app(), nullptr), "token store");
    check_refused(oauth2(oauth_app("", confidential), store), "client id");
    check_refused(
        custom_tokens(std::function<asio::awaitable<access_token>(token_request)>()), "custom_tokens"
    );

    check_refused(downscoped(downscoped(of_enterprise(), scope), scope), "downscoped");
    check_refused(downscoped(of_enterprise().with_user_tokens(), scope), "with_user_tokens");
    check_refused(downscoped(of_enterprise(), token_scope()), "scope");
    check_refused(downscoped(of_enterprise(), token_scope().allow("Item Preview")), "scope");
    check_refused(downscoped(bearer_token(""), scope), "access token");
    check_refused(
        downscoped(of_enterprise(), token_scope().allow("item_preview").only(item_ref::web_link("1"))),
        "web link"
    );

    check_refused(bearer_token("confidential").with_user_tokens(), "with_user_tokens");
    check_refused(oauth2(app(), store).with_user_tokens(), "with_user_tokens");
    check_refused(downscoped(of_enterprise(), scope).with_user_tokens(), "with_user_tokens");
    check_refused(of_enterprise().with_user_tokens(0), "with_user_tokens");
    check_refused(of_enterprise().with_user_tokens(1'000'001), "with_user_tokens");
    BOOST_TEST(server.counters().connections_accepted == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::test
