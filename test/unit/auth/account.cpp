// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/account.hpp"

#include "auth/derived_grants.hpp"
#include "scripted.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <limits>

namespace boxlink::test {
namespace {

using namespace std::chrono_literals;
using auth::account;
using policy::token_advice;

constexpr policy::time_point start{std::chrono::hours(1000)};
constexpr auto nothing = std::nullopt;

/// One that nobody asks for tokens here.
class named_grant final : public auth::grant
{
public:
    explicit named_grant(bool serves_users) : serves_users_(serves_users) {}

    result<void> check() const override { return fault ? result<void>(*fault) : result<void>(); }
    std::string whose() const override { return "somebody"; }
    bool serves_users() const noexcept override { return serves_users_; }
    boost::asio::awaitable<result<auth::fresh_token>>
    fetch(auth::wanted_token, auth::token_endpoint&) override
    {
        throw std::logic_error("not asked for here");
    }

    std::optional<error_info> fault;

private:
    bool serves_users_;
};

std::shared_ptr<account> make_account(std::optional<std::size_t> max_user_tokens = std::nullopt)
{
    return std::make_shared<account>(std::make_shared<named_grant>(true), max_user_tokens);
}

auth::fresh_token fresh(std::string text, std::optional<std::chrono::milliseconds> lifetime = 1h)
{
    auth::fresh_token token;
    token.access = access_token(secret(std::move(text)));
    token.lifetime = lifetime;
    return token;
}

std::string text_of(auth::token_ptr const& token)
{
    return token != nullptr ? std::string(token->access.text.reveal()) : std::string();
}

token_advice want(account& from, std::string const& user = "", policy::token_serial refused = 0)
{
    return from.want(user, refused, nothing, start).what;
}

// Gets a token for the user, as far as the account is concerned.
void get(account& from, std::string const& user, std::string text)
{
    BOOST_TEST((want(from, user) == token_advice::renew));
    from.renewed(user, fresh(std::move(text)), start);
}

BOOST_AUTO_TEST_SUITE(accounts)

BOOST_AUTO_TEST_CASE(a_fixed_token_is_for_ever)
{
    account fixed(secret(std::string("the-token")));
    BOOST_TEST(fixed.check().has_value());
    BOOST_TEST((fixed.how() == nullptr));
    auto const first = fixed.want("", 0, nothing, start);
    BOOST_TEST((first.what == token_advice::use));
    BOOST_TEST(text_of(first.token) == "the-token");
    auto const again = fixed.want("", first.token->serial, nothing, start + 24h * 366);
    BOOST_TEST((again.what == token_advice::use));
    BOOST_TEST(text_of(fixed.current("", start)) == "the-token");
    // What names it in logs of limits is not the token.
    BOOST_TEST(fixed.whose().find("the-token") == std::string::npos);
    BOOST_TEST(fixed.whose() == account(secret(std::string("the-token"))).whose());
    BOOST_TEST(fixed.whose() != account(secret(std::string("another"))).whose());
}

BOOST_AUTO_TEST_CASE(what_cannot_work_is_refused)
{
    for (std::string const text : {"", "a b", "a\n", "a\r\nX: y", "\x7f", "\xc3\xa4"}) {
        account const fixed(secret{std::string(text)});
        auto const checked = fixed.check();
        BOOST_TEST(is(checked, errc::invalid_configuration));
        if (text.size() > 1)
            BOOST_TEST(checked.error().to_string().find(text) == std::string::npos);
    }
    BOOST_TEST(make_account()->check().has_value());
    for (std::size_t const good : {1U, 2U, 1'000'000U})
        BOOST_TEST(make_account(good)->check().has_value());
    for (std::size_t const bad :
         {std::size_t(0), std::size_t(1'000'001), std::numeric_limits<std::size_t>::max()})
        BOOST_TEST(is(make_account(bad)->check(), errc::invalid_configuration));
    BOOST_TEST(is(account(secret(std::string("a")), 5).check(), errc::invalid_configuration));
    account const of_one(std::make_shared<named_grant>(false), 5);
    BOOST_TEST(is(of_one.check(), errc::invalid_configuration));
    auto const broken = std::make_shared<named_grant>(true);
    broken->fault = error_info(errc::invalid_configuration, "broken");
    BOOST_TEST(account(broken, nothing).check().error().message == "broken");
}

BOOST_AUTO_TEST_CASE(one_renewal_serves_all)
{
    auto const one = make_account();
    BOOST_TEST((want(*one) == token_advice::renew));
    for (int i = 0; i < 1000; ++i)
        BOOST_TEST((want(*one) == token_advice::wait));
    BOOST_TEST((one->current("", start) == nullptr));
    auto token = fresh("A1");
    token.from_store = true;
    one->renewed("", std::move(token), start);
    auto const given = one->want("", 0, 0, start);
    BOOST_TEST((given.what == token_advice::use));
    BOOST_TEST(text_of(given.token) == "A1");
    BOOST_TEST(given.token->from_store);
    BOOST_TEST((given.token->ends == start + 1h));
    BOOST_TEST(one->current("", start) == given.token);
    BOOST_TEST((one->current("", start + 1h) == nullptr));

    auto const ahead = one->want("", 0, nothing, start + 55min);
    BOOST_TEST((ahead.what == token_advice::use_and_renew));
    BOOST_TEST(text_of(ahead.token) == "A1");
    one->renewed("", fresh("A2"), start + 55min);
    auto const next = one->want("", given.token->serial, nothing, start + 55min);
    BOOST_TEST(text_of(next.token) == "A2");
    BOOST_TEST(next.token->serial > given.token->serial);
}

BOOST_AUTO_TEST_CASE(who_renews_is_told_of_the_token_before)
{
    auto const one = make_account();
    BOOST_TEST((one->want("", 0, nothing, start).token == nullptr));
    one->renewed("", fresh("A1"), start);
    auto const serial = one->current("", start)->serial;
    auto const refused = one->want("", serial, nothing, start);
    BOOST_TEST((refused.what == token_advice::renew));
    BOOST_TEST(text_of(refused.token) == "A1");
}

BOOST_AUTO_TEST_CASE(a_failure_is_told_to_all)
{
    auto const one = make_account();
    BOOST_TEST((want(*one) == token_advice::renew));
    auto const waiting = one->want("", 0, nothing, start);
    one->failed("", error_info(errc::login_required, "log in"), start, 0.5);
    auto const failed = one->want("", 0, waiting.seen, start + 1h);
    BOOST_TEST((failed.what == token_advice::fail));
    BOOST_TEST((failed.failure.code == make_error_code(errc::login_required)));
    BOOST_TEST(failed.failure.message == "log in");
    BOOST_TEST((want(*one) == token_advice::fail));
    BOOST_TEST((one->want("", 0, nothing, start + 1s).what == token_advice::renew));
}

BOOST_AUTO_TEST_CASE(users_have_tokens_of_their_own)
{
    auto const all = make_account(10);
    get(*all, "", "A");
    get(*all, "1", "U1");
    get(*all, "2", "U2");
    BOOST_TEST(text_of(all->current("", start)) == "A");
    BOOST_TEST(text_of(all->current("1", start)) == "U1");
    BOOST_TEST(text_of(all->current("2", start)) == "U2");
    BOOST_TEST((all->current("3", start) == nullptr));
    all->forget("1");
    BOOST_TEST((all->current("1", start) == nullptr));
    BOOST_TEST(text_of(all->current("2", start)) == "U2");
    BOOST_TEST((want(*all, "1") == token_advice::renew));
}

BOOST_AUTO_TEST_CASE(whose_token_was_not_used_for_longest_is_forgotten)
{
    auto const all = make_account(3);
    get(*all, "", "A");
    for (std::string const user : {"1", "2", "3"})
        get(*all, user, "U" + user);
    // In use, they move to the front; being looked at does not count.
    BOOST_TEST((want(*all) == token_advice::use));
    BOOST_TEST((want(*all, "1") == token_advice::use));
    BOOST_TEST(text_of(all->current("2", start)) == "U2");
    get(*all, "4", "U4");
    BOOST_TEST((all->current("2", start) == nullptr));
    for (std::string const user : {"1", "3", "4"})
        BOOST_TEST(text_of(all->current(user, start)) == "U" + user);
    BOOST_TEST(text_of(all->current("", start)) == "A");
}

BOOST_AUTO_TEST_CASE(no_more_users_are_kept_than_that)
{
    // Whether the credentials themselves are in use or not.
    for (bool const with_own : {false, true}) {
        auto const all = make_account(5);
        for (int user = 1; user <= 100; ++user) {
            if (with_own && user % 2 == 1)
                static_cast<void>(want(*all));
            get(*all, std::to_string(user), "U");
            int kept = 0;
            for (int known = 1; known <= user; ++known)
                kept += all->current(std::to_string(known), start) != nullptr ? 1 : 0;
            BOOST_TEST(kept == std::min(user, 5));
        }
    }
}

// Who renews or waits must find what belongs to it.
BOOST_AUTO_TEST_CASE(who_is_busy_is_not_forgotten)
{
    boost::asio::io_context io;
    auto const all = make_account(1);
    BOOST_TEST((want(*all, "1") == token_advice::renew));
    BOOST_TEST((want(*all, "2") == token_advice::renew));
    int rings = 0;
    {
        account::place const waiting(all, "2", io.get_executor(), [&] { ++rings; });
        for (std::string const user : {"3", "4", "5"})
            get(*all, user, "U");
        BOOST_TEST((want(*all, "1") == token_advice::wait));
        BOOST_TEST((want(*all, "2") == token_advice::wait));
        all->renewed("2", fresh("U2"), start);
        run_ready(io);
        BOOST_TEST(rings == 1);
    }
    BOOST_TEST(text_of(all->want("2", 0, 0, start).token) == "U2");
    all->renewed("1", fresh("U1"), start);
    BOOST_TEST(text_of(all->current("1", start)) == "U1");
}

// Serials are never used again, so that a late refusal does not hit a new token.
BOOST_AUTO_TEST_CASE(a_forgotten_user_begins_anew)
{
    auto const all = make_account(1);
    BOOST_TEST((want(*all, "1") == token_advice::renew));
    all->failed("1", error_info(errc::connect_failed, "no connection"), start, 0.5);
    BOOST_TEST((all->want("1", 0, nothing, start + 1s).what == token_advice::renew));
    auto const waiting = all->want("1", 0, nothing, start + 1s);
    BOOST_TEST((waiting.what == token_advice::wait));
    all->renewed("1", fresh("old"), start + 1s);
    auto const old = all->current("1", start + 1s)->serial;
    for (std::string const user : {"2", "3", "4"})
        get(*all, user, "U");
    // Before the one who waited has asked.
    auto const again = all->want("1", 0, waiting.seen, start + 1s);
    BOOST_TEST((again.what == token_advice::renew));
    BOOST_TEST(!again.failure.code);
    all->renewed("1", fresh("new"), start + 1s);
    auto const late = all->want("1", old, nothing, start + 1s);
    BOOST_TEST((late.what == token_advice::use));
    BOOST_TEST(text_of(late.token) == "new");
}

BOOST_AUTO_TEST_CASE(all_who_wait_are_called_once)
{
    boost::asio::io_context io;
    auto const one = make_account(5);
    BOOST_TEST((want(*one, "1") == token_advice::renew));
    BOOST_TEST((want(*one, "2") == token_advice::renew));
    int rings = 0;
    std::list<account::place> waiting;
    for (int i = 0; i < 100; ++i) {
        waiting.emplace_back(one, "1", io.get_executor(), [&] { ++rings; });
        BOOST_TEST(waiting.back().is_worth_waiting());
    }
    account::place const other(one, "2", io.get_executor(), [&] { rings += 1000; });
    one->renewed("1", fresh("U1"), start);
    // By the context, never from within.
    BOOST_TEST(rings == 0);
    run_ready(io);
    BOOST_TEST(rings == 100);
    one->failed("1", error_info(errc::unavailable, ""), start, 0.5);
    run_ready(io);
    BOOST_TEST(rings == 100);
    one->failed("2", error_info(errc::unavailable, ""), start, 0.5);
    run_ready(io);
    BOOST_TEST(rings == 1100);
}

BOOST_AUTO_TEST_CASE(each_kind_of_news_wakes)
{
    boost::asio::io_context io;
    for (int kind = 0; kind < 3; ++kind) {
        auto const one = make_account();
        BOOST_TEST((want(*one) == token_advice::renew));
        int rings = 0;
        account::place const waiting(one, "", io.get_executor(), [&] { ++rings; });
        if (kind == 0)
            one->renewed("", fresh("A1"), start);
        else if (kind == 1)
            one->failed("", error_info(errc::unavailable, ""), start, 0.5);
        else
            one->abandoned("");
        run_ready(io);
        BOOST_TEST(rings == 1);
    }
}

BOOST_AUTO_TEST_CASE(who_has_left_is_not_called)
{
    boost::asio::io_context io;
    auto const one = make_account();
    BOOST_TEST((want(*one) == token_advice::renew));
    int rings = 0;
    {
        account::place const gone(one, "", io.get_executor(), [&] { ++rings; });
    }
    std::optional<account::place> first(std::in_place, one, "", io.get_executor(), [&] { ++rings; });
    account::place const second(one, "", io.get_executor(), [&] { ++rings; });
    first.reset();
    one->abandoned("");
    run_ready(io);
    BOOST_TEST(rings == 1);
}

// The news came between the advice to wait and the waiting.
BOOST_AUTO_TEST_CASE(nobody_waits_for_what_has_been)
{
    boost::asio::io_context io;
    auto const one = make_account();
    BOOST_TEST((want(*one) == token_advice::renew));
    BOOST_TEST((want(*one) == token_advice::wait));
    one->renewed("", fresh("A1"), start);
    account::place const late(one, "", io.get_executor(), [] { BOOST_TEST(false); });
    BOOST_TEST(!late.is_worth_waiting());
    one->abandoned("");
    run_ready(io);
}

// Ten years and more, in milliseconds, become nanoseconds of a clock.
BOOST_AUTO_TEST_CASE(long_lives_do_not_overflow)
{
    auto const longest = std::chrono::floor<std::chrono::milliseconds>(policy::duration::max());
    for (std::chrono::milliseconds const lifetime : {std::chrono::milliseconds(24h * 3653), longest}) {
        auto const one = make_account();
        BOOST_TEST((want(*one) == token_advice::renew));
        one->renewed("", fresh("A1", lifetime), start);
        BOOST_TEST((one->want("", 0, nothing, start + 24h * 3000).what == token_advice::use));
    }
    auto const unknown = make_account();
    BOOST_TEST((want(*unknown) == token_advice::renew));
    unknown->renewed("", fresh("A1", nothing), start);
    BOOST_TEST((unknown->current("", start)->ends == policy::time_point::max()));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::test
