// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#define BOOST_TEST_MODULE boxlink_shared_rate_limiter

#include "outcomes.hpp"
#include "policy/admission.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

namespace boxlink::policy {
namespace {

using namespace std::chrono_literals;

BOOST_AUTO_TEST_CASE(clients_of_several_threads_share_the_limits)
{
    constexpr int threads = 4;
    constexpr int requests_each = 2000;
    auto const limiter = std::make_shared<rate_limiter>(rate_options{.per_minute = 600'000});
    // A clock that all threads turn, so that nobody waits in earnest.
    std::atomic<std::int64_t> microseconds = 0;
    std::atomic<int> sent = 0;
    auto const client = [&](int number) {
        admission waiting(limiter, {});
        auto const now = [&] { return start + std::chrono::microseconds(microseconds.fetch_add(5)); };
        for (int i = 0; i < requests_each; ++i)
            static_cast<void>(waiting.enqueue({.user = static_cast<user_key>(i % 7)}, now()));
        for (int done = 0; done < requests_each;) {
            auto const one = waiting.next(now());
            if (!one || !one->granted)
                continue;
            ++done;
            ++sent;
            bool const refused = number == 0 && done % 500 == 0;
            waiting.completed(*one->granted, refused ? answered(429, 1ms) : answered(200), now(), 0.5);
            if (done % 100 == 0)
                static_cast<void>(limiter->snapshot(now()));
        }
    };
    std::vector<std::jthread> running;
    for (int i = 0; i < threads; ++i)
        running.emplace_back(client, i);
    running.clear();
    BOOST_TEST(sent == threads * requests_each);
    for (auto const& user : limiter->snapshot(start + 1h))
        BOOST_TEST(user.reservations == 0U);
}

} // namespace
} // namespace boxlink::policy
