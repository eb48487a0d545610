// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "policy/operation.hpp"

#include <algorithm>

namespace boxlink::policy {
namespace {

/// Whether an answer settles what an earlier, unanswered attempt of the same change did: it says that the change is refused, not that it is done.
/// 412 settles nothing: the earlier attempt may itself have changed the etag. Nor does a conflict that Box calls temporary: what blocks the item may be
/// that attempt.
bool settles_doubt(attempt_outcome const& outcome)
{
    bool const is_temporary = outcome.status == 409 && outcome.transient_conflict;
    return outcome.status >= 400 && outcome.status < 500 && outcome.status != 408 && outcome.status != 412 &&
           !is_temporary;
}

/// Reading back is worth a few tries, but not to wait for.
constexpr int most_read_backs = 3;

} // namespace

action operation::start() const
{
    return {.fresh_connection = limits_.is_single_use};
}

action operation::attempted(attempt_outcome const& outcome, time_point now, double random)
{
    ++attempts_seen_;
    auto const meaning = classify(outcome, limits_.not_modified_expected && !reading_back_);
    if (meaning.what == verdict::success)
        return reading_back_ ? conclude(outcome.found) : action{.what = action::kind::succeed};
    ambiguous_ = ambiguous_ || (limits_.is_change && !reading_back_ && meaning.ambiguous);
    if (limits_.is_single_use && meaning.ambiguous)
        return fail(errc::outcome_unknown, true);
    if (meaning.what == verdict::final)
        return give_up(outcome, now);
    return retry(meaning.reason, outcome, now, random);
}

action operation::retry(retry_reason reason, attempt_outcome const& outcome, time_point now, double random)
{
    action next{.read_back = reading_back_, .fresh_connection = limits_.is_single_use, .reason = reason};
    if (reason == retry_reason::rate_limited || reason == retry_reason::expired_token) {
        next.admission = admission_need::first_place;
        return next;
    }
    if (reason == retry_reason::stale_connection) {
        if (!stale_retried_) {
            stale_retried_ = true;
            next.admission = admission_need::none;
            next.fresh_connection = true;
            return next;
        }
        next.reason = retry_reason::network;
    }
    if (++failed_attempts_ >= most_attempts())
        return give_up(outcome, now);
    next.what = action::kind::wait;
    next.read_back = false;
    next.delay = retry_delay(next.reason, failed_attempts_ - 1, outcome.retry_after, random);
    if (next.delay >= limits_.deadline - now)
        return give_up(outcome, now);
    bool const is_servers_fault = next.reason != retry_reason::not_ready;
    after_wait_ = is_servers_fault ? admission_need::retry : admission_need::place;
    return next;
}

action operation::waited() const
{
    return {.admission = after_wait_, .read_back = reading_back_, .fresh_connection = limits_.is_single_use};
}

action operation::refused(wait_reason why)
{
    // What no retry is left for can still be read back: that costs none.
    if (ambiguous_ && !reading_back_ && why == wait_reason::retry_budget)
        return begin_reading_back(false);
    if (ambiguous_)
        return fail(errc::outcome_unknown, true);
    bool const by_rate = why == wait_reason::paced || why == wait_reason::rate_limited;
    if (by_rate)
        return fail(errc::rate_limited, false);
    return fail(attempts_seen_ > 0 ? std::nullopt : std::optional(errc::unavailable), false);
}

action operation::unauthorized() const
{
    return fail(ambiguous_ ? std::optional(errc::outcome_unknown) : std::nullopt, ambiguous_);
}

action operation::interrupted(errc reason, bool sent)
{
    ambiguous_ = ambiguous_ || (limits_.is_change && !reading_back_ && sent);
    bool const doubt = ambiguous_ && reason == errc::deadline_exceeded;
    return fail(doubt ? errc::outcome_unknown : reason, ambiguous_);
}

action operation::give_up(attempt_outcome const& outcome, time_point now)
{
    if (!reading_back_ && (!ambiguous_ || settles_doubt(outcome)))
        return fail(std::nullopt, ambiguous_);
    if (reading_back_ || now >= limits_.deadline)
        return fail(errc::outcome_unknown, true);
    return begin_reading_back(outcome.status == 412);
}

action operation::begin_reading_back(bool contested)
{
    reading_back_ = true;
    contested_ = contested;
    failed_attempts_ = 0;
    stale_retried_ = false;
    return {.read_back = true};
}

action operation::conclude(evidence found) const
{
    if (found == evidence::as_asked)
        return {.what = action::kind::succeed, .read_back = true};
    // Without the 412, a server may still be about to carry out what it answered with 5xx.
    if (found == evidence::not_as_asked && contested_)
        return fail(std::nullopt, false);
    return fail(errc::outcome_unknown, true);
}

action operation::fail(std::optional<errc> code, bool in_doubt) const
{
    return {.what = action::kind::fail, .failure = code, .may_have_taken_effect = in_doubt};
}

int operation::most_attempts() const noexcept
{
    return reading_back_ ? std::min(most_read_backs, limits_.max_attempts) : limits_.max_attempts;
}

} // namespace boxlink::policy
