// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "policy/user_pacer.hpp"

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

namespace boxlink::policy {

/// Names a user whose requests the server counts together.
using user_key = std::uint64_t;

/// What is known of the rate limit of one user.
struct user_rate
{
    user_key user = 0;
    /// Requests a minute, as they are spaced now.
    double per_minute = 0;
    /// Requests a minute, as configured.
    double configured_per_minute = 0;
    /// Until when nothing may be sent.
    std::optional<time_point> paused_until = std::nullopt;
    /// Whether a probe is under way.
    bool probing = false;
    /// Places that clients have reserved.
    std::size_t reservations = 0;
    /// 429s seen.
    std::uint64_t refusals = 0;
};

/**
 * The rate limits of all users, shared by the clients of a process.
 *
 * A client reserves the next place in a user's sequence, one at a time for each user so that clients share evenly, and claims it when its time
 * has come. Users that nothing is known of and nobody waits for are forgotten.
 *
 * Thread-safe.
 */
class rate_limiter
{
public:
    explicit rate_limiter(rate_options const& options);
    rate_limiter(rate_limiter const&) = delete;
    rate_limiter& operator=(rate_limiter const&) = delete;

    /// Takes the next place of the user. It must be claimed or given back.
    [[nodiscard]] reservation reserve(user_key user, time_point now);

    /// A permit for the user's next place, if its time has come already. If not, nothing has changed.
    [[nodiscard]] std::optional<rate_permit> claim_at_once(user_key user, time_point now);

    /// Gives back a place that was not claimed.
    void give_back(user_key user, reservation const& place, time_point now);

    /// Exchanges a place whose time has come for a permit. If it returns nothing, claim again at `place.at`, or when a probe of one's own is answered.
    [[nodiscard]] std::optional<rate_permit> claim(user_key user, reservation& place, time_point now);

    /// A request is over.
    /// \param random uniform in [0, 1).
    void completed(
        user_key user,
        rate_permit const& permit,
        attempt_outcome const& outcome,
        time_point now,
        double random
    );

    /// A permit whose request was not sent.
    void unused(user_key user, rate_permit const& permit, time_point now);

    /// When and how fast the user's requests can go.
    struct prospect
    {
        std::optional<time_point> paused_until = std::nullopt;
        /// The time between two requests now, and at the configured rate.
        duration interval{};
        duration configured_interval{};
        int burst = 1;
    };
    [[nodiscard]] prospect look(user_key user) const;

    /// All users that are remembered, in no order.
    [[nodiscard]] std::vector<user_rate> snapshot(time_point now) const;

    [[nodiscard]] rate_options const& options() const noexcept { return options_; }

private:
    struct entry
    {
        user_pacer pacer;
        std::size_t reservations = 0;
    };

    entry& find(user_key user, time_point now);
    void forget_some(time_point now);

    rate_options const options_;
    duration const configured_interval_;
    mutable std::mutex mutex_;
    std::unordered_map<user_key, entry> users_;
    std::size_t forget_at_size_ = 64;
};

} // namespace boxlink::policy
