// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <boxlink/error.hpp>
#include <boxlink/observer.hpp>

#include <chrono>
#include <optional>

namespace boxlink::policy {

/// The clock of deadlines and delays.
using time_point = std::chrono::steady_clock::time_point;

/// A span of that clock.
using duration = std::chrono::steady_clock::duration;

/// What reading an item's link back says about a change whose answer was lost.
enum class evidence
{
    /// The link is as it was asked for.
    as_asked,
    /// The link is not as it was asked for.
    not_as_asked,
    /// Reading cannot show it: nobody is told a password.
    cannot_tell,
};

/// How one attempt ended, as far as a policy must know.
struct attempt_outcome
{
    /// The status of the answer; 0 if no whole answer was read.
    int status = 0;
    /// If no whole answer was read: why not.
    errc failure = errc::connection_lost;
    /// Whether a byte of the request may have reached the server.
    bool request_sent = false;
    /// Whether a byte of an answer was read.
    bool answer_begun = false;
    /// Whether the connection had served an earlier request or been idle.
    bool reused_connection = false;
    /// Whether the answer is a 409 that Box calls temporary.
    bool transient_conflict = false;
    /// Whether the answer is a 401 that says that the access token has expired.
    bool expired_token = false;
    /// Whether another token may be had, and the one that was sent was not itself got because of an expired one just before.
    bool can_renew_token = false;
    /// If this was a reading of what became of a change, and it succeeded: what it says.
    evidence found = evidence::cannot_tell;
    /// The answer's `Retry-After`.
    std::optional<std::chrono::milliseconds> retry_after;
};

/// The class of an attempt's outcome.
enum class verdict
{
    /// The answer is what was asked for.
    success,
    /// Another attempt would end in the same way.
    final,
    /// Another attempt may succeed.
    retry,
};

/// What an outcome means.
struct classification
{
    /// The class.
    verdict what = verdict::final;
    /// Why to retry; `none` unless `what` is `retry`.
    retry_reason reason = retry_reason::none;
    /// Whether a change may have taken effect without an answer that says so.
    bool ambiguous = false;

    friend bool operator==(classification const&, classification const&) = default;
};

/**
 * Says what an outcome means; the table is Box's (developer guide "Client errors").
 *
 * \param outcome how the attempt ended.
 * \param not_modified_expected whether the request had `If-None-Match`, so that 304 is a success.
 */
[[nodiscard]] classification classify(attempt_outcome const& outcome, bool not_modified_expected);

/**
 * How long to wait before the next attempt.
 *
 * With a `Retry-After`: never less than it, and up to a tenth (a second at the most) more, so that a herd does not return in one instant. Else full jitter:
 * `U(0, min(20 s, 0.5 s · 2ⁿ))`; for 429 `min(64 s, 1 s · 2ⁿ)` and up to a quarter less or more, which is how long the limits pause.
 *
 * \param reason why there is another attempt; `stale_connection` and `expired_token` wait not at all.
 * \param nth how many attempts failed before, from 0.
 * \param retry_after the `Retry-After` of the answer.
 * \param random uniform in [0, 1).
 */
[[nodiscard]] duration retry_delay(
    retry_reason reason, int nth, std::optional<std::chrono::milliseconds> retry_after, double random
);

} // namespace boxlink::policy
