// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "policy/retry.hpp"

#include <optional>

namespace boxlink::policy {

/// What an attempt asks the limits for before it may be sent.
enum class admission_need
{
    /// Nothing: it goes in the place of an attempt that the server never saw.
    none,
    /// A place in the line.
    place,
    /// A place at the head of the line: the last attempt had one, and got 429, or its token had expired.
    first_place,
    /// A place in the line, and a part of the retry budget: the last attempt failed.
    retry,
};

/// What the driver of an operation must do next.
struct action
{
    /// The kinds of action.
    enum class kind
    {
        /// Get what `admission` says, send the request and report the outcome.
        attempt,
        /// Wait for `delay`, then call `waited`.
        wait,
        /// The last attempt's answer is the result.
        succeed,
        /// The last attempt's answer or failure is the result, under the code `failure` if that is set. If reading back was begun, the last attempt
        /// before it counts.
        fail,
    };

    kind what = kind::attempt;
    /// `attempt`: what to ask the limits for.
    admission_need admission = admission_need::place;
    /// `attempt`, `succeed`: not the change itself, but a reading of the link, to learn what became of the change.
    bool read_back = false;
    /// `attempt`: not on a connection that was used before, for one of these was just found dead, or must not be met.
    bool fresh_connection = false;
    /// `wait`: for how long, from now.
    duration delay{};
    /// `wait` and retried `attempt`: why.
    retry_reason reason = retry_reason::none;
    /// `fail`: the code, where the last attempt does not tell it itself.
    std::optional<errc> failure = std::nullopt;
    /// `fail`: whether a change may have taken effect.
    bool may_have_taken_effect = false;

    friend bool operator==(action const&, action const&) = default;
};

/// What an operation is allowed.
struct operation_limits
{
    /// Attempts at most. A stale connection, an expired token and a 429 cost none, and reading back has three of its own.
    int max_attempts = 5;
    /// When the operation must be over.
    time_point deadline = time_point::max();
    /// Whether it changes something, so that an attempt without an answer leaves a doubt.
    bool is_change = false;
    /// Whether 304 is a success.
    bool not_modified_expected = false;
    /// Whether it ends with the first attempt that may have taken effect: what it sends is good for one use.
    bool is_single_use = false;
};

/**
 * One operation from its start to its end, without clock, socket or coroutine: it is told what happened, and says what to do.
 *
 * Retries within its limits; remembers that an attempt may have taken effect; gives up at once when the next attempt could only begin after the
 * deadline. A change that ends in doubt, its answers lost or its `If-Match` perhaps met by its own effect, is looked for by reading the link back.
 */
class operation
{
public:
    explicit operation(operation_limits limits) : limits_(limits) {}

    /// The first action.
    [[nodiscard]] action start() const;

    /**
     * An attempt is over.
     *
     * \param outcome how.
     * \param now when.
     * \param random uniform in [0, 1).
     */
    [[nodiscard]] action attempted(attempt_outcome const& outcome, time_point now, double random);

    /// The wait is over.
    [[nodiscard]] action waited() const;

    /// The limits will not let the next attempt go before the deadline, or there is no retry budget left for it.
    [[nodiscard]] action refused(wait_reason why);

    /// There is no access token for the next attempt.
    [[nodiscard]] action unauthorized() const;

    /// The operation is ended from outside, with this code: its deadline, its client's end. `sent` tells whether a request is on the wire now.
    [[nodiscard]] action interrupted(errc reason, bool sent);

    /// Whether a change may have taken effect by an attempt that is over.
    [[nodiscard]] bool may_have_taken_effect() const noexcept { return ambiguous_; }

private:
    [[nodiscard]] action
    retry(retry_reason reason, attempt_outcome const& outcome, time_point now, double random);
    [[nodiscard]] action give_up(attempt_outcome const& outcome, time_point now);
    [[nodiscard]] action begin_reading_back(bool contested);
    [[nodiscard]] action conclude(evidence found) const;
    [[nodiscard]] action fail(std::optional<errc> code, bool in_doubt) const;
    [[nodiscard]] int most_attempts() const noexcept;

    operation_limits limits_;
    int failed_attempts_ = 0;
    int attempts_seen_ = 0;
    bool stale_retried_ = false;
    bool ambiguous_ = false;
    bool reading_back_ = false;
    /// Reading back was begun because of a 412.
    bool contested_ = false;
    admission_need after_wait_ = admission_need::place;
};

} // namespace boxlink::policy
