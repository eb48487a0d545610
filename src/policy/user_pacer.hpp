// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "policy/retry.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace boxlink::policy {

/// What is known beforehand of the limit on one user's requests.
struct rate_options
{
    /// Requests that the server permits in a minute.
    double per_minute = 1000;
    /// Requests at most that may go at once after a quiet time; never more than a hundredth of a minute's.
    int burst = 10;
    /// The longest pause that a `Retry-After` can cause.
    duration max_pause = std::chrono::minutes(15);
    /// For how long a probe without an answer keeps other requests of its user waiting: far longer than most answers take, and far shorter than the
    /// time-out of an attempt.
    duration probe_timeout = std::chrono::seconds(5);
};

/// A place in the sequence of a user's requests.
struct reservation
{
    /// When to claim it.
    time_point at{};
    /// The part of the sequence that it takes; zero if it takes none.
    duration interval{};
    /// The congestion epoch in which it was made: a later one makes it void.
    std::uint64_t epoch = 0;
};

/// The right to send one request of a user.
struct rate_permit
{
    time_point sent{};
    duration interval{};
    std::uint64_t epoch = 0;
    /// Which probe this is; 0 if it is none.
    std::uint64_t probe = 0;
};

/// The accepted requests of the last two minutes, counted by the second.
class acceptance_history
{
public:
    void add(time_point when);

    /// How many there were in (from, to].
    [[nodiscard]] double between(time_point from, time_point to) const;

private:
    /// A minute, and as long a pause.
    static constexpr std::size_t size = 128;
    std::array<std::uint16_t, size> counts_{};
    std::int64_t newest_ = 0;
};

/**
 * Says when the requests of one user may be sent, so that nearly all that the server permits is used and next to none is refused.
 *
 * The requests are evenly spaced (GCRA) with a small burst. A 429 pauses all of them for its `Retry-After`; then one goes alone as a probe, and only
 * its answer lets the others follow, at the rate that was accepted in the last minute (or since the last pause), the pause included. That rate
 * is the ceiling: it is kept for a while, and tried again only as often as 429s stay a small share of all requests. A pause of more than a minute is no
 * rest of a window: then only what was accepted before it counts, and the ceiling is tried again as seldom as such pauses stay a small share of the time.
 *
 * Not thread-safe. The clock must not go back.
 */
class user_pacer
{
public:
    /// The options must outlive the pacer.
    user_pacer(rate_options const& options, time_point now);

    /// Takes the next place.
    [[nodiscard]] reservation reserve(time_point now);

    /// A permit for the next place, if its time has come already. If not, nothing has changed.
    [[nodiscard]] std::optional<rate_permit> claim_at_once(time_point now);

    /// Gives a place back that was not claimed.
    void give_back(reservation const& place);

    /// Exchanges a place whose time has come for a permit. If it returns nothing, `place` has been changed: claim it again at `place.at`.
    [[nodiscard]] std::optional<rate_permit> claim(reservation& place, time_point now);

    /// A request is over.
    /// \param random uniform in [0, 1).
    void completed(rate_permit const& permit, attempt_outcome const& outcome, time_point now, double random);

    /// A permit whose request was not sent.
    void unused(rate_permit const& permit);

    /// Requests a minute, as spaced now.
    [[nodiscard]] double rate() const noexcept { return rate_; }

    /// The time between two requests now.
    [[nodiscard]] duration interval() const noexcept;

    /// Until when nothing may be sent; nothing while requests flow.
    [[nodiscard]] std::optional<time_point> paused_until() const noexcept;

    /// Whether a probe is under way.
    [[nodiscard]] bool probing(time_point now) const noexcept;

    /// 429s seen.
    [[nodiscard]] std::uint64_t refusals() const noexcept { return refusals_; }

    /// Whether a new pacer would do the same.
    [[nodiscard]] bool forgettable(time_point now) const noexcept;

private:
    [[nodiscard]] double top_rate() const noexcept;
    [[nodiscard]] duration burst_tolerance() const noexcept;
    [[nodiscard]] duration pause_for(attempt_outcome const& outcome, bool probe_failed, double random);
    void refused(rate_permit const& permit, attempt_outcome const& outcome, time_point now, double random);
    void resume(time_point probe_sent, time_point now);
    void learn(time_point probe_sent);
    void learn_before_pause(duration paused);
    [[nodiscard]] bool is_settling(double in_minute, time_point now) const;
    void set_ceiling(double seen, time_point end);
    void grow(time_point now);

    rate_options const* options_;
    double rate_;
    /// When the next request would come if there were no burst.
    time_point tat_;
    std::uint64_t epoch_ = 0;

    bool paused_ = false;
    time_point paused_until_{};
    std::uint64_t probe_ = 0;
    std::uint64_t probes_ = 0;
    time_point probe_lost_at_{};
    int failed_probes_ = 0;

    /// Whether the present pause has begun an epoch, so that its end changes the rate.
    bool cut_due_ = false;
    time_point congested_at_{};
    /// Since when the server may have accepted again: the last refusal, or what it said itself.
    time_point refused_last_{};
    acceptance_history accepted_;
    time_point cycle_start_;

    /// Of the last requests, the share that had to wait for its place: whether there is more work than the rate lets through.
    double paced_share_ = 0;
    /// Pauses in a row before which far less was accepted than in the minute.
    int poor_cycles_ = 0;
    /// Whether a pause is the rest of the server's window; if not, only what was accepted before it tells of the limit.
    bool pauses_tell_ = true;
    /// The rate that the server was seen to accept; 0 if only the configured one is known.
    double ceiling_ = 0;
    /// Whether the rate is above the ceiling, from which rate and since when.
    bool exploring_ = false;
    double explored_from_ = 0;
    time_point exploring_since_{};
    /// For how long the ceiling is kept before another look above it.
    duration hold_{};
    time_point resumed_at_;
    time_point grown_at_;
    time_point last_used_;
    /// How many 429s another look for a higher rate may cost.
    double credit_;
    std::uint64_t refusals_ = 0;
};

} // namespace boxlink::policy
