// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/oauth_grant.hpp"

#include "login.hpp"

#include <boost/test/unit_test.hpp>

namespace boxlink::test {
namespace {

using namespace std::chrono_literals;
using repetition = auth::token_endpoint::repetition;

BOOST_AUTO_TEST_SUITE(oauth_grants)

BOOST_AUTO_TEST_CASE(what_is_configured_is_checked)
{
    login good;
    BOOST_TEST(good.grant->check().has_value());
    auth::oauth_grant const without_store(oauth_app("id", secret(std::string("s"))), nullptr);
    BOOST_TEST(is(without_store.check(), errc::invalid_configuration));
    auth::oauth_grant const without_secret(oauth_app("id", secret()), good.store);
    BOOST_TEST(is(without_secret.check(), errc::invalid_configuration));
    BOOST_TEST(good.grant->whose() != without_store.whose());
    BOOST_TEST(!good.grant->serves_users());
}

BOOST_AUTO_TEST_CASE(a_refresh_replaces_both_tokens)
{
    login user;
    user.endpoint.answers.push_back(granted("A1", "R2"));
    auto const token = user.fetch();
    BOOST_TEST(text_of(token) == "A1");
    BOOST_TEST_REQUIRE(token.has_value());
    BOOST_TEST((token->lifetime == 1h));
    BOOST_TEST((token->access.expires_at == midnight + 1h));
    BOOST_TEST(!token->from_store);
    BOOST_TEST(token->warnings.empty());
    BOOST_TEST(user.store->access() == "A1");
    BOOST_TEST(user.store->refresh() == "R2");
    BOOST_TEST((user.store->tokens.access.expires_at == midnight + 1h));
    // All of it under the lock.
    BOOST_TEST(user.store->log == "lock load save unlock ");

    BOOST_TEST_REQUIRE(user.endpoint.requests.size() == 1U);
    auto const& request = user.endpoint.requests.front();
    BOOST_TEST(request.target == "/oauth2/token");
    BOOST_TEST(
        request.body ==
        "grant_type=refresh_token&client_id=the-client&client_secret=the-secret&refresh_token=R1"
    );
    BOOST_TEST((request.repeat == repetition::forbidden));
    BOOST_TEST(request.secrets == 2U);
}

BOOST_AUTO_TEST_CASE(each_refresh_token_is_sent_once)
{
    login user;
    auth::token_ptr last;
    for (int i = 2; i < 20; ++i) {
        user.endpoint.answers.push_back(granted("A" + std::to_string(i), "R" + std::to_string(i)));
        auto const token = user.fetch(last, i % 2 == 0);
        BOOST_TEST(text_of(token) == "A" + std::to_string(i));
        last = held("A" + std::to_string(i));
    }
    BOOST_TEST(user.sent().starts_with("R1 R2 R3 "));
    BOOST_TEST(user.endpoint.requests.size() == 18U);
}

// Another process has refreshed, or an earlier run of the program.
BOOST_AUTO_TEST_CASE(what_somebody_else_got_is_taken_over)
{
    for (auto const& last : {auth::token_ptr(), held("A0")}) {
        login user;
        user.store_access("A1", midnight + 90s + 1500us);
        auto const token = user.fetch(last, last != nullptr);
        BOOST_TEST(text_of(token) == "A1");
        BOOST_TEST_REQUIRE(token.has_value());
        BOOST_TEST(token->from_store);
        BOOST_TEST((token->lifetime == 90s + 1ms));
        BOOST_TEST(user.endpoint.requests.empty());
        BOOST_TEST(user.store->log == "lock load unlock ");
    }
    login unknown;
    unknown.store_access("A1", std::nullopt);
    auto const token = unknown.fetch();
    BOOST_TEST_REQUIRE(token.has_value());
    BOOST_TEST(!token->lifetime);
}

BOOST_AUTO_TEST_CASE(what_has_ended_or_is_no_news_is_not_taken_over)
{
    using point = std::chrono::system_clock::time_point;
    for (auto const end : {midnight, midnight - 1h, point::min()}) {
        login user;
        user.store_access("A1", end);
        user.endpoint.answers.push_back(granted("A2", "R2"));
        BOOST_TEST(text_of(user.fetch(held("A0"))) == "A2");
    }
    login same;
    same.store_access("A1", midnight + 1h);
    same.endpoint.answers.push_back(granted("A2", "R2"));
    BOOST_TEST(text_of(same.fetch(held("A1"), true)) == "A2");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_sent_is_not_taken_over)
{
    for (std::string const text : {"A1\n", "A 1", "\x7f", "A1\r\nX: y", "\xc3\xa4"}) {
        login user;
        user.store_access(text, midnight + 1h);
        user.endpoint.answers.push_back(granted("A2", "R2"));
        BOOST_TEST(text_of(user.fetch()) == "A2");
    }
}

BOOST_AUTO_TEST_CASE(ends_that_no_clock_can_count_to)
{
    login user;
    user.store_access("A1", std::chrono::system_clock::time_point::max());
    BOOST_TEST(text_of(user.fetch()) == "A1");
}

BOOST_AUTO_TEST_CASE(without_a_refresh_token_somebody_must_log_in)
{
    login user;
    user.store->tokens = stored_tokens();
    auto const token = user.fetch();
    BOOST_TEST(is(token, errc::login_required));
    BOOST_TEST(text_of(token).find("the-store") != std::string::npos);
    BOOST_TEST(user.endpoint.requests.empty());
}

BOOST_AUTO_TEST_CASE(a_lost_answer_ends_the_login)
{
    login user;
    user.endpoint.answers.push_back(lost());
    auto const token = user.fetch();
    BOOST_TEST(is(token, errc::login_required));
    BOOST_TEST((token.error().cause == make_error_code(errc::connection_lost)));
    BOOST_TEST(token.error().message.find("log in") != std::string::npos);
    BOOST_TEST(quotes_nothing(token.error()));
    BOOST_TEST(user.store->tokens.is_in_doubt);
    BOOST_TEST(user.store->refresh() == "R1");
    // From now on it is not sent, also by other processes.
    for (int i = 0; i < 3; ++i)
        BOOST_TEST(is(user.fetch(), errc::login_required));
    login other;
    other.store->tokens = user.store->tokens;
    BOOST_TEST(is(other.fetch(), errc::login_required));
    BOOST_TEST(user.sent() == "R1 ");
    BOOST_TEST(other.sent() == "");
}

// The store does not know that the token was sent; this process does.
BOOST_AUTO_TEST_CASE(a_lost_answer_is_remembered_without_the_store)
{
    for (auto* const thrown : every_throw) {
        login user;
        user.store->on_save = thrown;
        user.endpoint.answers.push_back(lost());
        auto const token = user.fetch();
        BOOST_TEST(is(token, errc::login_required));
        BOOST_TEST(token.error().message.find("the-store") != std::string::npos);
        BOOST_TEST(!user.store->tokens.is_in_doubt);
        BOOST_TEST(is(user.fetch(), errc::login_required));
        user.store->on_save = nullptr;
        BOOST_TEST(is(user.fetch(), errc::login_required));
        BOOST_TEST(user.store->tokens.is_in_doubt);
        BOOST_TEST(user.sent() == "R1 ");
    }
}

// Whoever answered has the refresh token, and has used it.
BOOST_AUTO_TEST_CASE(an_answer_that_cannot_be_read_is_a_lost_one)
{
    for (std::string const body : {"", "<html>", "{}", R"({"access_token":"A 1","refresh_token":"R2"})"}) {
        login user;
        auth::endpoint_answer answer;
        answer.response = model::http_response(200, {}, body);
        user.endpoint.answers.push_back(std::move(answer));
        auto const token = user.fetch();
        BOOST_TEST(is(token, errc::login_required), body);
        BOOST_TEST((token.error().cause == make_error_code(errc::malformed_response)));
        BOOST_TEST(user.store->tokens.is_in_doubt);
        BOOST_TEST(is(user.fetch(), errc::login_required));
        BOOST_TEST(user.sent() == "R1 ");
    }
}

BOOST_AUTO_TEST_CASE(a_refresh_token_that_was_not_used_is_sent_again)
{
    login user;
    user.endpoint.answers.push_back(unreachable());
    BOOST_TEST(is(user.fetch(), errc::connect_failed));
    BOOST_TEST(!user.store->tokens.is_in_doubt);
    user.endpoint.answers.push_back(granted("A1", "R2"));
    BOOST_TEST(text_of(user.fetch()) == "A1");
    BOOST_TEST(user.sent() == "R1 R1 ");
}

BOOST_AUTO_TEST_CASE(a_refused_refresh_token_ends_the_login)
{
    login user;
    user.endpoint.answers.push_back(refused("invalid_grant", "Refresh token has expired"));
    auto const token = user.fetch();
    BOOST_TEST(is(token, errc::login_required));
    BOOST_TEST(user.store->log == "lock load load unlock ");
    BOOST_TEST(user.endpoint.requests.size() == 1U);
}

// A store without a lock: another process was faster between the reading and the sending.
BOOST_AUTO_TEST_CASE(who_loses_a_race_reads_again)
{
    for (bool const has_access : {false, true}) {
        login user;
        int loads = 0;
        user.store->on_load = [&] {
            if (++loads == 2) {
                user.store->tokens.refresh_token = secret(std::string("R2"));
                if (has_access)
                    user.store_access("A2", midnight + 1h);
            }
        };
        user.endpoint.answers.push_back(refused("invalid_grant", "Refresh token has expired"));
        if (!has_access)
            user.endpoint.answers.push_back(granted("A2", "R3"));
        BOOST_TEST(text_of(user.fetch()) == "A2");
        BOOST_TEST(user.sent() == (has_access ? "R1 " : "R1 R2 "));
    }
}

BOOST_AUTO_TEST_CASE(stores_that_cannot_be_locked_or_read)
{
    for (auto* const thrown : every_throw) {
        login unlockable;
        unlockable.store->on_lock = thrown;
        for (auto const& failed : {unlockable.fetch(), unlockable.log_in()}) {
            BOOST_TEST(is(failed, errc::token_unavailable));
            BOOST_TEST(text_of(failed).find("the-store: it could not be locked: ") != std::string::npos);
        }
        BOOST_TEST(is(unlockable.revoke(), errc::token_unavailable));

        login unreadable;
        unreadable.store->on_load = thrown;
        auto const failed = unreadable.fetch();
        BOOST_TEST(is(failed, errc::token_unavailable));
        BOOST_TEST(text_of(failed).find("the-store: it could not be read: ") != std::string::npos);
        BOOST_TEST(is(unreadable.revoke(), errc::token_unavailable));
        BOOST_TEST(unreadable.endpoint.requests.empty());
        BOOST_TEST(unreadable.store->log.ends_with("unlock "));
    }
}

BOOST_AUTO_TEST_CASE(what_a_store_does_not_take_is_kept)
{
    for (auto* const thrown : every_throw) {
        login user;
        user.store->on_save = thrown;
        user.endpoint.answers.push_back(granted("A2", "R2"));
        auto const token = user.fetch();
        BOOST_TEST(text_of(token) == "A2");
        BOOST_TEST_REQUIRE(token.has_value());
        BOOST_TEST_REQUIRE(token->warnings.size() == 1U);
        BOOST_TEST(
            token->warnings.front().find("the-store: the new tokens could not be saved: ") !=
            std::string::npos
        );
        BOOST_TEST(user.store->refresh() == "R1");

        // The next refresh goes on from there, while the store is still full.
        user.endpoint.answers.push_back(granted("A3", "R3"));
        BOOST_TEST(text_of(user.fetch(held("A2"))) == "A3");
        // Even if it cannot be read any more.
        user.store->on_load = thrown;
        user.endpoint.answers.push_back(granted("A4", "R4"));
        BOOST_TEST(text_of(user.fetch(held("A3"))) == "A4");
        user.store->on_load = nullptr;
        // Mended, it gets what it missed.
        user.store->on_save = nullptr;
        user.endpoint.answers.push_back(unreachable());
        BOOST_TEST(is(user.fetch(held("A4")), errc::connect_failed));
        BOOST_TEST(user.store->refresh() == "R4");
        BOOST_TEST(user.store->access() == "A4");
        user.endpoint.answers.push_back(granted("A5", "R5"));
        auto const last = user.fetch(held("A4"));
        BOOST_TEST(text_of(last) == "A5");
        BOOST_TEST(last->warnings.empty());
        BOOST_TEST(user.sent() == "R1 R2 R3 R4 R4 ");
    }
}

BOOST_AUTO_TEST_CASE(who_logs_in_elsewhere_outweighs_what_is_kept)
{
    login user;
    user.store->on_save = throw_runtime_error;
    user.endpoint.answers.push_back(granted("A2", "R2"));
    BOOST_TEST(text_of(user.fetch()) == "A2");
    user.store->on_save = nullptr;
    user.store->tokens.refresh_token = secret(std::string("R9"));
    user.endpoint.answers.push_back(granted("A10", "R10"));
    BOOST_TEST(text_of(user.fetch(held("A2"))) == "A10");
    BOOST_TEST(user.sent() == "R1 R9 ");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::test
