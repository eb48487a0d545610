// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Stores of tokens that work, and that fail.

#include "support/temporary_folder.hpp"
#include "token_fixture.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <stdexcept>

namespace boxlink::test {
namespace {

using namespace std::chrono_literals;
using testing::fault;

/// A store of the test's own, which fails when it is told to, and gives way to others in the midst of everything.
class odd_store final : public token_store
{
public:
    explicit odd_store(std::string refresh_token) { kept.refresh_token = secret(std::move(refresh_token)); }

    asio::awaitable<std::shared_ptr<void>> lock() override
    {
        co_await give_way();
        fail(lock_fails);
        auto* const count = &locks_held;
        most_locks_held = std::max(most_locks_held, ++*count);
        co_return std::shared_ptr<void>(this, [count](void*) { --*count; });
    }

    asio::awaitable<stored_tokens> load() override
    {
        co_await give_way();
        fail(load_fails);
        co_return kept;
    }

    asio::awaitable<void> save(stored_tokens tokens) override
    {
        co_await give_way();
        fail(save_fails);
        kept = std::move(tokens);
        ++saves;
    }

    std::string name() const override { return "the vault"; }

    bool lock_fails = false;
    bool load_fails = false;
    bool save_fails = false;
    /// Whether it throws what is no std::exception.
    bool throws_oddly = false;
    int locks_held = 0;
    int most_locks_held = 0;
    int saves = 0;
    stored_tokens kept;

private:
    void fail(bool now) const
    {
        if (now && throws_oddly)
            throw 42;
        if (now)
            throw std::runtime_error("sealed");
    }

    static asio::awaitable<void> give_way()
    {
        auto const executor = co_await asio::this_coro::executor;
        co_await asio::post(executor, asio::use_awaitable);
        asio::steady_timer timer(executor, std::chrono::nanoseconds(1));
        co_await timer.async_wait(asio::use_awaitable);
    }
};

struct store_fixture : timed_token_fixture
{
    std::shared_ptr<odd_store> store =
        std::make_shared<odd_store>(server.issue_refresh_token(server.default_user()));
    client box = make_client(oauth2(app(), store));
};

void check_unavailable(error_info const& failure)
{
    BOOST_TEST(failure.code == error_code(errc::token_unavailable));
    BOOST_TEST(failure.message.find("the vault") != std::string::npos, failure.message);
}

} // namespace

BOOST_AUTO_TEST_SUITE(token_stored)

BOOST_FIXTURE_TEST_CASE(a_store_that_takes_its_time, store_fixture)
{
    for (int round = 1; round <= 3; ++round) {
        check_shares(box);
        BOOST_TEST(token_requests() == static_cast<std::uint64_t>(round));
        BOOST_TEST(store->saves == round);
        BOOST_TEST(store->locks_held == 0);
        BOOST_TEST(store->kept.access.text.reveal() == run(get_token(box)).text.reveal());
        server.expire_all_tokens();
    }
    BOOST_TEST(store->most_locks_held == 1);
    BOOST_TEST(log->warnings.empty());
}

BOOST_FIXTURE_TEST_CASE(tokens_that_cannot_be_saved, store_fixture)
{
    auto const spent = std::string(store->kept.refresh_token.reveal());
    store->save_fails = true;
    for (std::size_t round = 1; round <= 3; ++round) {
        check_shares(box);
        BOOST_TEST(token_requests() == round);
        BOOST_TEST(log->warnings.size() >= round);
        server.expire_all_tokens();
    }
    BOOST_TEST(store->kept.refresh_token.reveal() == spent);
    for (auto const& warning : log->warnings) {
        BOOST_TEST(warning.find("the vault") != std::string::npos, warning);
        BOOST_TEST(warning.find("sealed") != std::string::npos, warning);
        BOOST_TEST(warning.find(spent) == std::string::npos, warning);
    }

    // Mended, it gets what was kept in memory.
    store->save_fails = false;
    log->warnings.clear();
    check_shares(box);
    BOOST_TEST(log->warnings.empty());
    BOOST_TEST(store->kept.refresh_token.reveal() != spent);
    server.expire_all_tokens();
    check_shares(make_client(oauth2(app(), store)));
    BOOST_TEST(server.counters().refresh_token_reuses == 0u);
    BOOST_TEST(server.counters().token_refusals.empty());
}

// What was kept in memory must not come back over it.
BOOST_FIXTURE_TEST_CASE(somebody_logs_in_while_tokens_cannot_be_saved, store_fixture)
{
    store->save_fails = true;
    check_shares(box);
    store->save_fails = false;
    auto const other = server.add_user("Ann");
    stored_tokens fresh;
    fresh.refresh_token = secret(server.issue_refresh_token(other));
    store->kept = fresh;
    server.expire_all_tokens();
    BOOST_TEST(run(current_user(box)).id == other);
    BOOST_TEST(server.counters().refresh_token_reuses == 0u);
}

BOOST_FIXTURE_TEST_CASE(a_store_that_cannot_be_read, store_fixture)
{
    store->load_fails = true;
    check_unavailable(share_failure(box));
    BOOST_TEST(token_requests() == 0u);
    BOOST_TEST(store->locks_held == 0);
    store->load_fails = false;
    check_shares(make_client(oauth2(app(), store)));
}

BOOST_FIXTURE_TEST_CASE(a_store_that_cannot_be_read_after_a_failure_to_save, store_fixture)
{
    store->save_fails = true;
    check_shares(box);
    store->load_fails = true;
    server.expire_all_tokens();
    check_shares(box);
    BOOST_TEST(token_requests() == 2u);
    BOOST_TEST(server.counters().refresh_token_reuses == 0u);
}

BOOST_FIXTURE_TEST_CASE(a_store_that_cannot_be_locked, store_fixture)
{
    store->lock_fails = true;
    check_unavailable(share_failure(box));
    check_unavailable(run(revoke(box, as_result)).error());
    authorization_code const code(secret(server.issue_authorization_code(server.default_user())));
    check_unavailable(run(log_in(box, code, as_result)).error());
    BOOST_TEST(token_requests() == 0u);
    store->lock_fails = false;
    check_shares(make_client(oauth2(app(), store)));
}

BOOST_FIXTURE_TEST_CASE(a_store_that_throws_whatever_it_likes, store_fixture)
{
    store->throws_oddly = true;
    store->lock_fails = true;
    check_unavailable(share_failure(make_client(oauth2(app(), store))));
    store->lock_fails = false;
    store->load_fails = true;
    check_unavailable(share_failure(make_client(oauth2(app(), store))));
    store->load_fails = false;
    store->save_fails = true;
    check_shares(box);
    BOOST_TEST(log->warnings.size() == 1u);
}

// The doubt is remembered for as long as the program runs, and the store is told when it can be.
BOOST_FIXTURE_TEST_CASE(a_doubt_that_cannot_be_saved, store_fixture)
{
    store->save_fails = true;
    server.inject(fault().path("/oauth2/token").applied().reset());
    BOOST_TEST(share_failure(box).code == error_code(errc::login_required));
    advance(1min);
    BOOST_TEST(share_failure(box).code == error_code(errc::login_required));
    BOOST_TEST(!store->kept.is_in_doubt);
    store->save_fails = false;
    advance(1min);
    BOOST_TEST(share_failure(box).code == error_code(errc::login_required));
    BOOST_TEST(store->kept.is_in_doubt);
    BOOST_TEST(token_requests() == 1u);
    BOOST_TEST(server.counters().refresh_token_reuses == 0u);
}

BOOST_FIXTURE_TEST_CASE(revoked_but_not_forgotten, store_fixture)
{
    check_shares(box);
    store->save_fails = true;
    check_unavailable(run(revoke(box, as_result)).error());
    store->save_fails = false;
    BOOST_TEST(share_failure(box).code == error_code(errc::login_required));
}

BOOST_FIXTURE_TEST_CASE(a_file_that_two_logins_share, token_fixture)
{
    temporary_folder const folder;
    auto const path = folder.file("tokens.json");
    stored_tokens first;
    first.refresh_token = secret(server.issue_refresh_token(server.default_user()));
    run(file_token_store(path)->save(first));
    // Not copies of the same credentials: as two programs would do.
    std::vector<client> const boxes = {
        make_client(oauth2(app(), file_token_store(path))),
        make_client(oauth2(app(), file_token_store(path)))};
    auto const ids = server.add_files(100);
    for (std::uint64_t round = 1; round <= 5; ++round) {
        std::size_t made = 0;
        for (std::size_t n = 0; n < ids.size(); ++n) {
            share(
                boxes[n % 2].file(ids[n]), link_settings(),
                as_result([&](result<shared_link> const& outcome) { made += outcome.has_value() ? 1 : 0; })
            );
        }
        io.restart();
        io.run();
        BOOST_TEST(made == ids.size());
        BOOST_TEST(token_requests() == round);
        server.expire_all_tokens();
    }
    BOOST_TEST(server.counters().refresh_token_reuses == 0u);
    BOOST_TEST(server.counters().token_refusals.empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::test
