// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// An account that clients of several threads share, whose contexts come and go.

#include "auth/account.hpp"
#include "auth/derived_grants.hpp"
#include "net/one_shot.hpp"
#include "support/run.hpp"
#include "support/turn.hpp"

#define BOOST_TEST_MODULE boxlink_auth_threads
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

namespace boxlink::test {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using auth::account;
using policy::time_point;
using policy::token_advice;

constexpr int users = 6;

// What the threads share.
struct common
{
    [[nodiscard]] time_point now() { return time_point(1h) + clock.fetch_add(1) * 5ms; }

    std::shared_ptr<account> tokens =
        std::make_shared<account>(std::make_shared<auth::custom_grant>(nullptr), users - 2);
    // A clock that all threads turn by looking at it, so quickly that a failure is forgotten and a token ends many
    // times.
    std::atomic<std::int64_t> clock = 0;
    std::atomic<int> under_way[users + 1] = {};
    std::atomic<int> overlaps = 0;
    std::atomic<int> stale = 0;
    std::atomic<int> given = 0;
    std::atomic<int> failed = 0;
    std::atomic<int> abandoned = 0;
};

// Owes the account an end, whatever becomes of its coroutine.
class renewal
{
public:
    renewal(common& all, int user) : all_(all), user_(user)
    {
        if (all_.under_way[user_]++ != 0)
            ++all_.overlaps;
    }
    renewal(renewal const&) = delete;
    renewal& operator=(renewal const&) = delete;
    ~renewal()
    {
        if (is_over_)
            return;
        ++all_.abandoned;
        --all_.under_way[user_];
        all_.tokens->abandoned(std::to_string(user_));
    }

    void end(unsigned dice, time_point asked)
    {
        is_over_ = true;
        --all_.under_way[user_];
        auto const user = std::to_string(user_);
        if (dice % 5 == 0)
            return all_.tokens->failed(user, error_info(errc::unavailable, "busy"), all_.now(), 0.5);
        auth::fresh_token token;
        token.access = access_token(secret(std::string("token")));
        token.lifetime = 2s;
        all_.tokens->renewed(user, std::move(token), asked);
    }

private:
    common& all_;
    int user_;
    bool is_over_ = false;
};

asio::awaitable<void> renew(common& all, int user, unsigned dice)
{
    renewal owed(all, user);
    auto const asked = all.now();
    for (unsigned i = 0; i < dice % 4; ++i)
        co_await turn();
    owed.end(dice, asked);
}

struct bell
{
    explicit bell(asio::any_io_executor executor) : rung(std::move(executor)) {}
    net::one_shot<std::monostate> rung;
};

// As clients do it.
asio::awaitable<void> seek(common& all, int user, unsigned dice)
{
    auto const executor = co_await asio::this_coro::executor;
    auto const name = std::to_string(user);
    policy::token_serial refused = 0;
    std::optional<policy::failure_serial> seen;
    for (unsigned round = 0; round < 3;) {
        auto const now = all.now();
        auto const advice = all.tokens->want(name, refused, seen, now);
        bool const is_there = advice.what == token_advice::use || advice.what == token_advice::use_and_renew;
        if (advice.what == token_advice::renew || advice.what == token_advice::use_and_renew)
            asio::co_spawn(executor, renew(all, user, dice + round), asio::detached);
        if (advice.what == token_advice::fail) {
            ++all.failed;
            co_return;
        }
        if (is_there) {
            ++all.given;
            if (advice.token->serial <= refused || now >= advice.token->ends)
                ++all.stale;
            refused = dice % 3 == 0 ? advice.token->serial : 0;
            seen.reset();
            ++round;
            co_await turn();
            continue;
        }
        seen = advice.seen;
        auto const waiting = std::make_shared<bell>(executor);
        auto ring = [listener = std::weak_ptr(waiting)] {
            if (auto const alive = listener.lock())
                alive->rung.set({});
        };
        account::place const place(all.tokens, name, executor, std::move(ring));
        if (place.is_worth_waiting())
            co_await waiting->rung.wait();
    }
}

// A client after the other; each ends in the middle of its work, most of them by the end of their context.
void use_from_a_thread(common& all, unsigned seed, int clients)
{
    std::mt19937 random(seed);
    for (int i = 0; i < clients; ++i) {
        asio::io_context io;
        for (int n = 0; n < 12; ++n) {
            int const user = static_cast<int>(random() % users);
            asio::co_spawn(io, seek(all, user, static_cast<unsigned>(random())), asio::detached);
        }
        // What waits for other threads has no work here, so this never blocks.
        auto const steps = random() % 120;
        for (unsigned step = 0; step < steps; ++step) {
            io.restart();
            if (io.poll_one() == 0 && step % 8 == 0)
                std::this_thread::yield();
            if (step % 16 == 0)
                static_cast<void>(all.tokens->current(std::to_string(random() % users), all.now()));
        }
    }
}

BOOST_AUTO_TEST_SUITE(account_threads)

BOOST_AUTO_TEST_CASE(clients_of_several_threads_come_and_go)
{
    common all;
    constexpr unsigned threads = 4;
    std::vector<std::jthread> running;
    for (unsigned seed = 1; seed <= threads; ++seed)
        running.emplace_back([&all, seed] { use_from_a_thread(all, seed, 200); });
    running.clear();

    BOOST_TEST(all.overlaps == 0);
    BOOST_TEST(all.stale == 0);
    // All ends were met.
    BOOST_TEST(all.given > 0);
    BOOST_TEST(all.failed > 0);
    BOOST_TEST(all.abandoned > 0);
    for (int user = 0; user < users; ++user) {
        BOOST_TEST(all.under_way[user] == 0);
        // Nobody is left of whom others would wait in vain.
        auto const advice =
            all.tokens->want(std::to_string(user), 0, std::nullopt, all.now() + std::chrono::hours(1));
        BOOST_TEST((advice.what == token_advice::renew));
    }
}

// The news come from a thread that never stops bringing them.
BOOST_AUTO_TEST_CASE(places_go_while_they_are_called)
{
    auto const tokens =
        std::make_shared<account>(std::make_shared<auth::custom_grant>(nullptr), std::nullopt);
    std::atomic<bool> over = false;
    std::atomic<int> rings = 0;
    std::jthread const crier([&] {
        while (!over) {
            if (tokens->want("", 0, std::nullopt, time_point(1h)).what == token_advice::renew)
                tokens->abandoned("");
            std::this_thread::yield();
        }
    });
    std::mt19937 random(1);
    for (int i = 0; i < 3000 || rings == 0; ++i) {
        asio::io_context io;
        std::vector<std::unique_ptr<account::place>> places;
        for (int n = 0; n < 8; ++n)
            places.push_back(std::make_unique<account::place>(tokens, "", io.get_executor(), [&] { ++rings; })
            );
        run_ready(io);
        while (places.size() > random() % 4)
            places.pop_back();
        places.clear();
    }
    over = true;
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::test
