// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "outcomes.hpp"
#include "policy/admission.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <vector>

namespace boxlink::policy {

/// One client, as a driver uses it.
struct office
{
    explicit office(rate_options const& rate = {}, guard_options const& guard = {})
        : limiter(std::make_shared<rate_limiter>(rate)), waiting(limiter, guard)
    {}

    admission::ticket add(admission_request const& request) { return waiting.enqueue(request, now); }
    admission::ticket add(user_key user, priority urgency = priority::interactive)
    {
        return add({.user = user, .priority = urgency});
    }

    // All decisions that can be made now.
    std::vector<admission::decision> pump()
    {
        std::vector<admission::decision> all;
        while (auto one = waiting.next(now))
            all.push_back(*one);
        return all;
    }

    // The next decision, for which time passes.
    admission::decision next()
    {
        for (;;) {
            if (auto one = waiting.next(now))
                return *one;
            auto const wake = waiting.wake_at(now);
            BOOST_REQUIRE(wake.has_value());
            BOOST_REQUIRE((*wake > now));
            now = *wake;
        }
    }

    // The order in which so many requests are sent, each answered at once.
    std::vector<admission::ticket> sent(std::size_t count, attempt_outcome const& outcome = answered(200))
    {
        std::vector<admission::ticket> order;
        while (order.size() < count) {
            auto const one = next();
            BOOST_REQUIRE(one.granted.has_value());
            order.push_back(one.who);
            waiting.completed(*one.granted, outcome, now, 0.5);
        }
        return order;
    }

    // The user's limit is known to be reached for so long.
    void pause(user_key user, std::chrono::milliseconds length)
    {
        static_cast<void>(add(user));
        sent(1, answered(429, length));
    }

    void break_down()
    {
        for (user_key user = 1000; !waiting.snapshot(now).breaker_open; ++user) {
            static_cast<void>(add(user));
            sent(1, answered(500));
        }
    }

    time_point now = start;
    std::shared_ptr<rate_limiter> limiter;
    admission waiting;
};

inline constexpr rate_options no_burst{.per_minute = 60, .burst = 1};

} // namespace boxlink::policy
