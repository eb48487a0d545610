// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// How logins begin and end.

#include "login.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/test/unit_test.hpp>

namespace boxlink::test {
namespace {

using namespace std::chrono_literals;
using repetition = auth::token_endpoint::repetition;

BOOST_AUTO_TEST_SUITE(oauth_logins)

BOOST_AUTO_TEST_CASE(a_code_is_exchanged)
{
    for (bool const is_first : {false, true}) {
        login user;
        if (is_first)
            user.store->tokens = stored_tokens();
        user.store->tokens.is_in_doubt = true;
        user.endpoint.answers.push_back(granted("A2", "R2"));
        BOOST_TEST(text_of(user.log_in()) == "A2");
        BOOST_TEST(user.store->refresh() == "R2");
        BOOST_TEST(!user.store->tokens.is_in_doubt);
        BOOST_TEST_REQUIRE(user.endpoint.requests.size() == 1U);
        auto const& request = user.endpoint.requests.front();
        BOOST_TEST(field(request.body, "grant_type") == "authorization_code");
        BOOST_TEST(field(request.body, "code") == "the-code");
        BOOST_TEST((request.repeat == repetition::forbidden));
        BOOST_TEST(user.store->log == "lock load save unlock ");

        user.endpoint.answers.push_back(granted("A3", "R3"));
        BOOST_TEST(text_of(user.fetch(held("A2"), true)) == "A3");
        BOOST_TEST(user.sent() == " R2 ");
    }
}

BOOST_AUTO_TEST_CASE(a_code_that_is_none_is_not_sent)
{
    login user;
    for (std::string const code : {"", "a b", "a\n"})
        BOOST_TEST(is(user.log_in(code), errc::invalid_argument));
    BOOST_TEST(user.endpoint.requests.empty());
}

BOOST_AUTO_TEST_CASE(a_code_that_may_be_spent_needs_another)
{
    for (auto* const make :
         {+[] { return lost(); }, +[] { return refused("invalid_grant", "Auth code has expired"); }}) {
        login user;
        user.endpoint.answers.push_back(make());
        auto const token = user.log_in();
        BOOST_TEST(is(token, errc::login_required));
        BOOST_TEST(quotes_nothing(token.error()));
        // Who was logged in before, still is.
        BOOST_TEST(!user.store->tokens.is_in_doubt);
        BOOST_TEST(user.store->refresh() == "R1");
    }
}

BOOST_AUTO_TEST_CASE(a_login_that_the_store_does_not_take_is_kept)
{
    login user;
    user.store->on_save = throw_number;
    user.endpoint.answers.push_back(granted("A2", "R2"));
    auto const token = user.log_in();
    BOOST_TEST(text_of(token) == "A2");
    BOOST_TEST(token->warnings.size() == 1U);
    user.endpoint.answers.push_back(granted("A3", "R3"));
    BOOST_TEST(text_of(user.fetch(held("A2"))) == "A3");
    BOOST_TEST(user.sent() == " R2 ");
}

BOOST_AUTO_TEST_CASE(a_login_is_revoked)
{
    login user;
    user.store_access("A1", midnight + 1h);
    user.endpoint.answers.push_back(granted("ignored"));
    auto const revoked = user.revoke(held("A0"));
    BOOST_TEST_REQUIRE(revoked.has_value());
    BOOST_TEST(*revoked);
    BOOST_TEST(user.endpoint.requests.front().target == "/oauth2/revoke");
    BOOST_TEST(field(user.endpoint.requests.front().body, "token") == "R1");
    BOOST_TEST(user.store->refresh() == "");
    BOOST_TEST(user.store->access() == "");
    BOOST_TEST(is(user.fetch(held("A1")), errc::login_required));
    auto const again = user.revoke();
    BOOST_TEST_REQUIRE(again.has_value());
    BOOST_TEST(!*again);
    BOOST_TEST(user.endpoint.requests.size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_there_is_is_revoked)
{
    login stored;
    stored.store->tokens.refresh_token = secret();
    stored.store_access("A1", std::nullopt);
    stored.endpoint.answers.push_back(granted("ignored"));
    BOOST_TEST(stored.revoke(held("A0")).value());
    BOOST_TEST(field(stored.endpoint.requests.front().body, "token") == "A1");

    login in_use;
    in_use.store->tokens = stored_tokens();
    in_use.endpoint.answers.push_back(granted("ignored"));
    BOOST_TEST(in_use.revoke(held("A0")).value());
    BOOST_TEST(field(in_use.endpoint.requests.front().body, "token") == "A0");
}

BOOST_AUTO_TEST_CASE(a_revocation_that_fails_leaves_the_login)
{
    login user;
    user.endpoint.answers.push_back(unreachable());
    BOOST_TEST(is(user.revoke(), errc::connect_failed));
    BOOST_TEST(user.store->refresh() == "R1");
}

// What is revoked is not sent again, whatever the store still says.
BOOST_AUTO_TEST_CASE(a_revocation_that_the_store_does_not_take_is_remembered)
{
    for (bool const was_behind : {false, true}) {
        login user;
        user.store->on_save = throw_number;
        if (was_behind) {
            user.endpoint.answers.push_back(granted("A2", "R2"));
            BOOST_TEST(text_of(user.fetch()) == "A2");
        }
        auto const before = user.endpoint.requests.size();
        user.endpoint.answers.push_back(granted("ignored"));
        auto const revoked = user.revoke();
        BOOST_TEST(is(revoked, errc::token_unavailable));
        BOOST_TEST(revoked.error().message.starts_with("revoked, but token store the-store: "));
        BOOST_TEST(field(user.endpoint.requests.back().body, "token") == (was_behind ? "R2" : "R1"));
        BOOST_TEST(user.store->refresh() == "R1");
        BOOST_TEST(is(user.fetch(held("A2")), errc::login_required));
        user.store->on_save = nullptr;
        BOOST_TEST(is(user.fetch(held("A2")), errc::login_required));
        BOOST_TEST(user.store->refresh() == "");
        BOOST_TEST(user.endpoint.requests.size() == before + 1);
    }
}

// What was missed before has nothing to do with the revocation.
BOOST_AUTO_TEST_CASE(a_revocation_that_the_store_takes_is_none_that_failed)
{
    login user;
    user.store->on_save = throw_runtime_error;
    user.endpoint.answers.push_back(granted("A2", "R2"));
    BOOST_TEST(text_of(user.fetch()) == "A2");
    int saves = 0;
    user.store->on_save = [&] {
        if (++saves == 1)
            throw_runtime_error();
    };
    user.endpoint.answers.push_back(granted("ignored"));
    auto const revoked = user.revoke();
    BOOST_TEST(revoked.has_value());
    BOOST_TEST(user.store->refresh() == "");
}

// The old refresh token must not take the place of the new one, nor its loss that of the login.
BOOST_AUTO_TEST_CASE(who_logs_in_during_a_refresh_stays_logged_in)
{
    for (bool const is_lost : {false, true}) {
        login user;
        user.endpoint.answers.push_back(is_lost ? lost() : granted("A2", "R2"));
        user.endpoint.answers.push_back(granted("A10", "R10"));
        user.endpoint.before_answer = []() -> boost::asio::awaitable<void> {
            auto const executor = co_await boost::asio::this_coro::executor;
            for (int i = 0; i < 20; ++i)
                co_await boost::asio::post(executor, boost::asio::use_awaitable);
        };
        int over = 0;
        auto const count = [&](std::exception_ptr, result<auth::fresh_token> const&) { ++over; };
        auto const code = authorization_code(secret(std::string("the-code")));
        boost::asio::co_spawn(user.io, user.grant->fetch(wanting(), user.endpoint), count);
        run_until(user.io, [&] { return user.endpoint.requests.size() == 1; });
        boost::asio::co_spawn(user.io, user.grant->log_in(code, user.endpoint), count);
        run_until(user.io, [&] { return over == 2; });
        BOOST_TEST(user.store->refresh() == "R10");
        BOOST_TEST(user.store->access() == "A10");
        BOOST_TEST(!user.store->tokens.is_in_doubt);
        // Their visits to the store do not mix.
        BOOST_TEST(user.store->log.find("unlock lock ") != std::string::npos);
        BOOST_TEST(user.store->log.find("lock lock ") == user.store->log.find("unlock lock ") + 2);
    }
}

BOOST_AUTO_TEST_CASE(a_login_that_ends_during_a_refresh_has_ended)
{
    login user;
    user.endpoint.answers.push_back(granted("A2", "R2"));
    user.endpoint.answers.push_back(granted("ignored"));
    user.endpoint.before_answer = []() -> boost::asio::awaitable<void> {
        auto const executor = co_await boost::asio::this_coro::executor;
        for (int i = 0; i < 20; ++i)
            co_await boost::asio::post(executor, boost::asio::use_awaitable);
    };
    int over = 0;
    boost::asio::co_spawn(
        user.io, user.grant->fetch(wanting(), user.endpoint),
        [&](std::exception_ptr, result<auth::fresh_token> const&) { ++over; }
    );
    run_until(user.io, [&] { return user.endpoint.requests.size() == 1; });
    boost::asio::co_spawn(
        user.io, user.grant->revoke(nullptr, user.endpoint),
        [&](std::exception_ptr, result<bool> const&) { ++over; }
    );
    run_until(user.io, [&] { return over == 2; });
    BOOST_TEST(field(user.endpoint.requests.back().body, "token") == "R2");
    BOOST_TEST(user.store->refresh() == "");
}

// The context of who refreshes is destroyed, or of who waits for that.
BOOST_AUTO_TEST_CASE(who_goes_in_the_middle_lets_others_in)
{
    for (bool const holder_goes_first : {false, true}) {
        login user;
        user.endpoint.answers.push_back(granted("A2", "R2"));
        auto holder = std::make_unique<boost::asio::io_context>();
        auto waiter = std::make_unique<boost::asio::io_context>();
        for (auto* const io : {holder.get(), waiter.get()}) {
            boost::asio::co_spawn(*io, user.grant->fetch(wanting(), user.endpoint), boost::asio::detached);
            io->poll_one();
        }
        BOOST_TEST(user.store->log == "");
        (holder_goes_first ? holder : waiter).reset();
        (holder_goes_first ? waiter : holder).reset();
        BOOST_TEST(text_of(user.fetch()) == "A2");
        BOOST_TEST(user.sent() == "R1 ");
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::test
