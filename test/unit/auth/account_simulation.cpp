// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Crowds who want tokens of an account in virtual time, while Box refuses, is slow or fails, and while those who renew go away.

#include "auth/account.hpp"
#include "auth/derived_grants.hpp"
#include "simulation/virtual_time.hpp"
#include "support/run.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace boxlink::test {
namespace {

using namespace std::chrono_literals;
using auth::account;
using policy::duration;
using policy::time_point;
using policy::token_advice;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::uint64_t seeds = 30;
#else
constexpr std::uint64_t seeds = 300;
#endif

class crowd
{
public:
    explicit crowd(std::uint64_t seed) : random_(seed)
    {
        users_ = pick(1, 12);
        auto const bound = pick(0, 2);
        if (users_ == 1)
            account_ = make(std::nullopt);
        else
            account_ = make(bound == 0 ? 100 : static_cast<std::size_t>(bound));
        may_forget_ = users_ > 1 && bound > 0;
        failure_share_ = pick(0, 2) * 0.15;
        abandon_share_ = pick(0, 2) * 0.1;
        refusal_share_ = pick(0, 2) * 0.02;
        lifetime_ = std::chrono::milliseconds(
            random_.uniform() < 0.5 ? pick(1'000, 10'000) : pick(10'000, 3'600'000)
        );
        slowness_ = random_.uniform() < 0.2 ? 5.0 : 0.1;
    }

    void run()
    {
        int const wanters = pick(50, 400);
        // Some ten lives long.
        auto const span = std::chrono::duration<double>(lifetime_).count() * 10;
        for (int i = 0; i < wanters; ++i)
            clock_.after(simulation::seconds(random_.between(0, span)), [this] { arrive(); });
        while (clock_.step()) {
            run_ready(io_);
            check();
        }
        BOOST_TEST(wanters_.empty());
        BOOST_TEST(arrived_ == wanters);
        for (auto const& [user, seen] : seen_)
            BOOST_TEST(seen.requests <= seen.reasons + 1, "user " << user);
    }

private:
    struct wanter
    {
        std::string user;
        policy::token_serial refused = 0;
        std::optional<policy::failure_serial> seen;
        std::unique_ptr<account::place> waiting;
        bool was_refused = false;
    };
    using wanter_ptr = std::list<wanter>::iterator;

    // What is known of a user from the outside.
    struct user_view
    {
        int under_way = 0;
        int requests = 0;
        // What justifies a request: a life that is nearly over, a refusal, a failure, somebody who went.
        int reasons = 0;
        policy::token_serial serial = 0;
        bool is_refused = false;
        time_point renew_at;
        time_point stop_at;
        bool is_counted = false;
        std::optional<time_point> failed_at;
    };

    static std::shared_ptr<account> make(std::optional<std::size_t> max_users)
    {
        return std::make_shared<account>(std::make_shared<auth::custom_grant>(nullptr), max_users);
    }

    int pick(int low, int high) { return low + static_cast<int>(random_.uniform() * (high - low + 1)); }

    void arrive()
    {
        ++arrived_;
        auto const one = wanters_.emplace(wanters_.end());
        if (users_ > 1)
            one->user = std::to_string(pick(0, users_ - 1) + 1);
        ask(one);
    }

    void ask(wanter_ptr one)
    {
        for (;;) {
            auto const now = clock_.now();
            auto& view = seen_[one->user];
            bool const is_good =
                !may_forget_ && view.serial > one->refused && !view.is_refused && now < view.stop_at;
            auto const advice = account_->want(one->user, one->refused, one->seen, now);
            bool const is_given =
                advice.what == token_advice::use || advice.what == token_advice::use_and_renew;
            BOOST_TEST((is_given || !is_good));
            if (one->refused != 0 && one->refused == view.serial && !view.is_refused) {
                view.is_refused = true;
                ++view.reasons;
            }
            if (advice.what == token_advice::renew || advice.what == token_advice::use_and_renew)
                renew(one->user, advice.what == token_advice::use_and_renew);
            if (is_given)
                return use(one, advice.token);
            if (advice.what == token_advice::fail) {
                BOOST_TEST(static_cast<bool>(advice.failure.code));
                wanters_.erase(one);
                return;
            }
            one->seen = advice.seen;
            one->waiting =
                std::make_unique<account::place>(account_, one->user, io_.get_executor(), [this, one] {
                    one->waiting.reset();
                    ask(one);
                });
            if (one->waiting->is_worth_waiting())
                return;
            one->waiting.reset();
        }
    }

    void use(wanter_ptr one, auth::token_ptr token)
    {
        one->seen.reset();
        BOOST_TEST(token->serial > one->refused);
        BOOST_TEST((clock_.now() < token->ends));
        clock_.after(simulation::seconds(random_.between(0.001, 0.04)), [this, one, token] {
            bool const is_refused = clock_.now() >= token->ends || random_.uniform() < refusal_share_;
            if (!is_refused || one->was_refused) {
                wanters_.erase(one);
                return;
            }
            one->was_refused = true;
            one->refused = token->serial;
            ask(one);
        });
    }

    void renew(std::string const& user, bool is_ahead)
    {
        auto const now = clock_.now();
        auto& view = seen_[user];
        BOOST_TEST(++view.under_way == 1);
        ++view.requests;
        if (is_ahead && !may_forget_)
            BOOST_TEST((now >= view.renew_at));
        if (view.serial != 0 && !view.is_counted && (may_forget_ || now >= view.renew_at)) {
            view.is_counted = true;
            ++view.reasons;
        }
        // Nobody hammers.
        if (view.failed_at && !may_forget_)
            BOOST_TEST((now - *view.failed_at >= 750ms));
        clock_.after(random_.exponential(simulation::seconds(slowness_)), [this, user, now] {
            end(user, now);
        });
    }

    void end(std::string const& user, time_point asked)
    {
        auto& view = seen_[user];
        --view.under_way;
        view.failed_at.reset();
        auto const dice = random_.uniform();
        if (dice < abandon_share_) {
            ++view.reasons;
            account_->abandoned(user);
        } else if (dice < abandon_share_ + failure_share_) {
            ++view.reasons;
            view.failed_at = clock_.now();
            account_->failed(user, error_info(errc::unavailable, "busy"), clock_.now(), random_.uniform());
        } else {
            auth::fresh_token token;
            token.access = access_token(secret(std::string("token")));
            token.lifetime = lifetime_ * pick(1, 4) / 4;
            duration const lifetime = *token.lifetime;
            account_->renewed(user, std::move(token), asked);
            view.serial = account_->want(user, 0, std::nullopt, asked).token->serial;
            view.is_refused = view.is_counted = false;
            view.renew_at = asked + lifetime - std::min<duration>(5min, lifetime / 12);
            view.stop_at = asked + lifetime - std::min<duration>(10s, lifetime / 20);
        }
    }

    // Whoever waits, waits for something. Now and then somebody loses patience.
    void check()
    {
        for (auto one = wanters_.begin(); one != wanters_.end();) {
            auto const next = std::next(one);
            if (one->waiting != nullptr) {
                BOOST_TEST(seen_[one->user].under_way == 1);
                if (random_.uniform() < 0.0005)
                    wanters_.erase(one);
            }
            one = next;
        }
    }

    simulation::virtual_time clock_;
    simulation::random_source random_;
    boost::asio::io_context io_;
    std::shared_ptr<account> account_;
    std::map<std::string, user_view> seen_;
    std::list<wanter> wanters_;
    int users_ = 1;
    int arrived_ = 0;
    bool may_forget_ = false;
    double failure_share_ = 0;
    double abandon_share_ = 0;
    double refusal_share_ = 0;
    double slowness_ = 0;
    std::chrono::milliseconds lifetime_{};
};

BOOST_AUTO_TEST_SUITE(account_simulation)

BOOST_AUTO_TEST_CASE(crowds_get_tokens)
{
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        BOOST_TEST_CONTEXT("seed " << seed)
        crowd(seed).run();
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::test
