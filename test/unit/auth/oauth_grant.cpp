// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/oauth_grant.hpp"

#include "scripted.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <stdexcept>

namespace boxlink::test {
namespace {

using namespace std::chrono_literals;
using repetition = auth::token_endpoint::repetition;

// A login whose store has the refresh token R1.
struct login
{
    login() { store->tokens.refresh_token = secret(std::string("R1")); }

    result<auth::fresh_token> fetch(auth::token_ptr last = nullptr, bool was_refused = false)
    {
        return run(io, grant->fetch(wanting(std::move(last), was_refused), endpoint));
    }

    result<auth::fresh_token> log_in(std::string code = "the-code")
    {
        auto const given = authorization_code(secret(std::move(code)));
        return run(io, grant->log_in(given, endpoint));
    }

    result<bool> revoke(auth::token_ptr current = nullptr)
    {
        return run(io, grant->revoke(std::move(current), endpoint));
    }

    void store_access(std::string text, std::optional<std::chrono::system_clock::time_point> end)
    {
        store->tokens.access = access_token(secret(std::move(text)), end);
    }

    // The refresh tokens that were sent, in turn.
    [[nodiscard]] std::string sent() const
    {
        std::string all;
        for (auto const& one : endpoint.requests)
            all += field(one.body, "refresh_token") + ' ';
        return all;
    }

    boost::asio::io_context io;
    scripted_endpoint endpoint;
    std::shared_ptr<scripted_store> store = std::make_shared<scripted_store>();
    std::shared_ptr<auth::oauth_grant> grant = std::make_shared<auth::oauth_grant>(
        oauth_app("the-client", secret(std::string("the-secret"))), store
    );
};

std::string text_of(result<auth::fresh_token> const& token)
{
    return token.has_value() ? std::string(token->access.text.reveal()) : token.error().to_string();
}

bool quotes_nothing(error_info const& failure)
{
    auto const text = failure.to_string();
    for (std::string_view const hidden : {"R1", "R2", "A1", "A2", "the-secret", "the-code"}) {
        if (text.find(hidden) != std::string::npos)
            return false;
    }
    return true;
}

void throw_runtime_error()
{
    throw std::runtime_error("the disk is full");
}

void throw_number()
{
    throw 42;
}

constexpr auto every_throw = {&throw_runtime_error, &throw_number};

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
