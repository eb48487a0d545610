// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/**
 * \file
 * How fast requests may go, and what is known of that.
 */

#include <boxlink/error.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace boxlink {

namespace policy {
class rate_limiter;
}

/// What is permitted to each user. The setters check nothing; `shared_limits` checks all of it.
class limit_options
{
public:
    /// What Box permits.
    limit_options() = default;

    /// How many requests a minute Box permits to one user; 0.01 to 600,000,000. 1000 by default, as Box documents for its API
    /// (developer guide "Rate limits"). Less is learned when Box answers 429.
    limit_options& requests_per_minute(double count);

    /// How many requests of a user may go at once before they are spaced evenly; 1 to 10,000. 10 by default.
    limit_options& burst(int count);

    /// The longest time that a `Retry-After` is obeyed for; 1 ms to 1 day. 15 min by default.
    limit_options& max_pause(std::chrono::milliseconds duration);

    /// The requests a minute.
    [[nodiscard]] double requests_per_minute() const noexcept { return requests_per_minute_; }
    /// The requests at once.
    [[nodiscard]] int burst() const noexcept { return burst_; }
    /// The longest pause.
    [[nodiscard]] std::chrono::milliseconds max_pause() const noexcept { return max_pause_; }

private:
    double requests_per_minute_ = 1000;
    int burst_ = 10;
    std::chrono::milliseconds max_pause_ = std::chrono::minutes(15);
};

/// What is known of the rate limit of one user.
struct user_limit
{
    /// The id of the user named by `as_user`; empty for the user of a token, and for ids of 2^63 and more.
    std::string user;
    /// Requests a minute, as they are spaced now.
    double requests_per_minute = 0;
    /// Requests a minute, as `limit_options` says.
    double configured_requests_per_minute = 0;
    /// How long nothing will be sent for the user, because Box answered 429; nothing if there is no pause.
    std::optional<std::chrono::nanoseconds> paused_for = std::nullopt;
    /// Whether a single request is under way to learn if Box accepts requests again.
    bool probing = false;
    /// How often Box answered 429 lately.
    std::uint64_t rate_limited = 0;
};

/// What holds a client's operations up. A snapshot.
struct limits_snapshot
{
    /// The users that something is known of, in no order.
    std::vector<user_limit> users;
    /// Operations that wait for their turn at the limits.
    std::size_t waiting = 0;
    /// Requests under way.
    std::size_t in_flight = 0;
    /// Requests under way at most; less than `client_options::max_connections` after 503 and broken connections.
    std::size_t window = 0;
    /// Retries that are affordable now.
    double retry_budget = 0;
    /// Whether nearly everything failed lately, so that only a probe is sent now and then.
    bool breaker_open = false;
};

/**
 * The rate limits of users, to be shared by all clients of a process that act for them: Box counts the requests of a user, wherever they
 * come from.
 *
 * Object lifetimes: a cheap handle; copies are the same limits. Thread safety: everything may be called from any thread.
 */
class shared_limits
{
public:
    /// Makes limits of which nothing has been learned yet.
    /// \throws error with `errc::invalid_configuration` that names the option.
    explicit shared_limits(limit_options const& options = limit_options());

    /// The users that something is known of, in no order.
    [[nodiscard]] std::vector<user_limit> users() const;

    /// The state. Internal.
    [[nodiscard]] std::shared_ptr<policy::rate_limiter> const& state() const noexcept { return state_; }

private:
    std::shared_ptr<policy::rate_limiter> state_;
};

} // namespace boxlink
