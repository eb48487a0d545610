// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "policy/retry.hpp"

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace boxlink::policy {

/// How a client treats a server that fails.
struct guard_options
{
    /// Requests under way at most.
    std::size_t max_in_flight = 32;
    /// Retries that are affordable at once.
    double retry_budget = 100;
    /// What a success adds to the budget.
    double budget_for_success = 0.2;
    /// What a second adds to it, so that waiting retries end also when there is nothing but retries.
    double budget_a_second = 0.5;
    /// The longest wait between two probes, unless the server asks for more.
    duration longest_open = std::chrono::seconds(5);
    /// The longest wait that a server can ask for.
    duration max_pause = std::chrono::minutes(15);
    /// For how long a probe without an answer keeps others waiting.
    duration probe_timeout = std::chrono::seconds(10);
};

/// The right to have one request under way.
struct guard_permit
{
    /// Which cut of the window came before it.
    std::uint64_t epoch = 0;
    /// Which probe of the open breaker this is; 0 if it is none.
    std::uint64_t probe = 0;
};

/**
 * Keeps a client from pressing a server that fails: a window of requests under way, a budget of retries, and a breaker.
 *
 * The window is cut to 0.7 on 503 and on a broken connection, once an epoch, and grows by one a window of successes. The breaker opens when more than
 * 80 % of the recent requests failed; then one probe goes at growing intervals until one succeeds.
 *
 * Not thread-safe. The clock must not go back.
 */
class host_guard
{
public:
    explicit host_guard(guard_options const& options);

    /// Why no request may start now; `none` if one may.
    [[nodiscard]] wait_reason obstacle(time_point now) const noexcept;

    /// Starts a request; there is no obstacle.
    [[nodiscard]] guard_permit enter(time_point now);

    /// A request is over.
    /// \param random uniform in [0, 1).
    void completed(guard_permit const& permit, attempt_outcome const& outcome, time_point now, double random);

    /// A permit whose request was not sent.
    void unused(guard_permit const& permit);

    /// While the breaker is open: before when no probe goes.
    [[nodiscard]] std::optional<time_point> open_until() const noexcept;

    /// While the breaker is open: when to look again if nothing is heard of the probe under way.
    [[nodiscard]] std::optional<time_point> look_again_at(time_point now) const noexcept;

    /// Pays for a retry, if that is affordable.
    [[nodiscard]] bool spend_retry(time_point now);

    /// Gives the price of a retry back that did not take place.
    void refund_retry(time_point now);

    /// When a retry is affordable without any success until then; the end of time if never.
    [[nodiscard]] time_point retry_affordable_at(time_point now) const noexcept;

    [[nodiscard]] std::size_t in_flight() const noexcept { return in_flight_; }
    [[nodiscard]] std::size_t window() const noexcept { return static_cast<std::size_t>(window_); }
    [[nodiscard]] double budget(time_point now) const noexcept;
    [[nodiscard]] bool is_open() const noexcept { return open_; }

private:
    static constexpr std::size_t sample = 20;

    [[nodiscard]] bool probing(time_point now) const noexcept { return probe_ != 0 && now < probe_lost_at_; }
    void leave(guard_permit const& permit);
    void add_budget(double amount, time_point now);
    void note(bool failed, time_point now);
    void open(attempt_outcome const& outcome, time_point now, double random);
    void close();

    guard_options options_;
    std::size_t in_flight_ = 0;
    double window_;
    std::uint64_t epoch_ = 0;

    double budget_;
    time_point budget_at_{};

    std::bitset<sample> failed_;
    std::size_t noted_ = 0;
    time_point last_noted_{};
    bool open_ = false;
    int failed_probes_ = 0;
    time_point next_probe_{};
    std::uint64_t probe_ = 0;
    std::uint64_t probes_ = 0;
    time_point probe_lost_at_{};
};

} // namespace boxlink::policy
