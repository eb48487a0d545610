// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

// The words in which the tests of operations are written: how attempts end, what is to be done then, and a conversation of the two.

#include "outcomes.hpp"
#include "policy/operation.hpp"
#include "print.hpp"

#include <boost/test/unit_test.hpp>

#include <array>

namespace boxlink::policy {

inline constexpr std::array every_wait_reason = {
    wait_reason::none,         wait_reason::paced,   wait_reason::rate_limited, wait_reason::concurrency,
    wait_reason::retry_budget, wait_reason::breaker, wait_reason::back_off,     wait_reason::earlier_change};

inline constexpr std::array every_evidence = {
    evidence::as_asked, evidence::not_as_asked, evidence::cannot_tell};

// What may end an attempt.

inline attempt_outcome not_connected()
{
    return {.failure = errc::connect_failed, .retry_after = std::nullopt};
}

inline attempt_outcome stale_connection()
{
    auto outcome = broken();
    outcome.reused_connection = true;
    return outcome;
}

inline attempt_outcome timed_out()
{
    return broken(errc::attempt_timed_out);
}

inline attempt_outcome blocked_for_now()
{
    auto outcome = answered(409);
    outcome.transient_conflict = true;
    return outcome;
}

inline attempt_outcome expired(bool can_renew = true)
{
    auto outcome = answered(401);
    outcome.expired_token = true;
    outcome.can_renew_token = can_renew;
    return outcome;
}

// The link was read back, and says this.
inline attempt_outcome read(evidence found)
{
    auto outcome = answered(200);
    outcome.found = found;
    return outcome;
}

// What is to be done then.

inline action attempt_afresh()
{
    return {
        .admission = admission_need::none,
        .fresh_connection = true,
        .reason = retry_reason::stale_connection};
}

// After 429: the limits say when.
inline action attempt_first()
{
    return {.admission = admission_need::first_place, .reason = retry_reason::rate_limited};
}

// After an expired token.
inline action attempt_with_another_token()
{
    return {.admission = admission_need::first_place, .reason = retry_reason::expired_token};
}

inline action read_back()
{
    return {.read_back = true};
}

// The same, of a reading.
inline action reading(action next)
{
    next.read_back = true;
    return next;
}

inline action wait(duration delay, retry_reason reason)
{
    return {.what = action::kind::wait, .delay = delay, .reason = reason};
}

inline action succeed()
{
    return {.what = action::kind::succeed};
}

// The last attempt's own failure is the result.
inline action fail()
{
    return {.what = action::kind::fail};
}

inline action fail_in_doubt()
{
    return {.what = action::kind::fail, .may_have_taken_effect = true};
}

inline action fail_with(errc code, bool in_doubt = false)
{
    return {.what = action::kind::fail, .failure = code, .may_have_taken_effect = in_doubt};
}

inline action outcome_unknown()
{
    return fail_with(errc::outcome_unknown, true);
}

// What operations are allowed.

inline operation_limits reads()
{
    return {};
}

inline operation_limits changes()
{
    operation_limits limits;
    limits.is_change = true;
    return limits;
}

inline operation_limits with_attempts(operation_limits limits, int most)
{
    limits.max_attempts = most;
    return limits;
}

inline operation_limits with_deadline(operation_limits limits, duration after)
{
    limits.deadline = start + after;
    return limits;
}

// An operation under a clock that stands still unless it waits; random numbers are all 0.5.
class conversation
{
public:
    explicit conversation(operation_limits limits) : operation_(limits)
    {
        BOOST_TEST(operation_.start() == action());
    }

    // An attempt ends like this, and that comes next. A wait is waited; the attempt after it costs retry budget unless the server asked for it.
    conversation& after(attempt_outcome const& outcome, action const& expected)
    {
        BOOST_TEST_CONTEXT("attempt " << ++attempts_ << ", status " << outcome.status)
        {
            auto const next = operation_.attempted(outcome, now_, 0.5);
            BOOST_TEST(next == expected);
            reading_ = reading_ || next.read_back;
            if (next.what == action::kind::wait) {
                now_ += next.delay;
                action repeated = reading_ ? read_back() : action();
                if (next.reason != retry_reason::not_ready)
                    repeated.admission = admission_need::retry;
                BOOST_TEST(operation_.waited() == repeated);
            }
        }
        return *this;
    }

    conversation& after_refusal(wait_reason why, action const& expected)
    {
        BOOST_TEST_CONTEXT("refused: " << to_string(why))
        BOOST_TEST(operation_.refused(why) == expected);
        return *this;
    }

    conversation& after_interruption(errc reason, bool sent, action const& expected)
    {
        BOOST_TEST(operation_.interrupted(reason, sent) == expected);
        return *this;
    }

    conversation& takes(duration span)
    {
        now_ += span;
        return *this;
    }

    [[nodiscard]] bool may_have_taken_effect() const { return operation_.may_have_taken_effect(); }

private:
    operation operation_;
    time_point now_ = start;
    int attempts_ = 0;
    bool reading_ = false;
};

} // namespace boxlink::policy
