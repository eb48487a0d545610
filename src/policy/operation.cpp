// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "policy/operation.hpp"

namespace boxlink::policy {
namespace {

/// Whether an answer settles what an earlier, unanswered attempt of the same change did: it says that the change is refused, not that it is done.
/// 412 settles nothing: the earlier attempt may itself have changed the etag.
bool settles_doubt(attempt_outcome const& outcome)
{
    return outcome.status >= 400 && outcome.status < 500 && outcome.status != 408 && outcome.status != 412 &&
           outcome.status != 429;
}

} // namespace

action operation::start() const
{
    return {};
}

action operation::attempted(attempt_outcome const& outcome, time_point now, double random)
{
    auto const meaning = classify(outcome, limits_.not_modified_expected);
    if (meaning.what == verdict::success)
        return {.what = action::kind::succeed};
    ambiguous_ = ambiguous_ || (limits_.is_change && meaning.ambiguous);
    if (meaning.what == verdict::final)
        return give_up(outcome);

    if (meaning.reason == retry_reason::stale_connection && !stale_retried_) {
        stale_retried_ = true;
        return {.fresh_connection = true, .reason = meaning.reason};
    }
    bool const costs_attempt = meaning.reason != retry_reason::rate_limited;
    int const nth = costs_attempt ? failed_attempts_++ : rate_limited_++;
    if (failed_attempts_ >= limits_.max_attempts)
        return give_up(outcome);

    auto const reason =
        meaning.reason == retry_reason::stale_connection ? retry_reason::network : meaning.reason;
    auto const delay = retry_delay(reason, nth, outcome.retry_after, random);
    if (delay >= limits_.deadline - now)
        return give_up(outcome);
    return {.what = action::kind::wait, .delay = delay, .reason = reason};
}

action operation::waited() const
{
    return {.what = action::kind::attempt, .fresh_connection = false};
}

action operation::interrupted(errc reason, bool sent)
{
    ambiguous_ = ambiguous_ || (limits_.is_change && sent);
    bool const doubt = ambiguous_ && reason == errc::deadline_exceeded;
    return {
        .what = action::kind::fail,
        .failure = doubt ? errc::outcome_unknown : reason,
        .may_have_taken_effect = ambiguous_};
}

action operation::give_up(attempt_outcome const& outcome) const
{
    action end{.what = action::kind::fail, .may_have_taken_effect = ambiguous_};
    if (ambiguous_ && !settles_doubt(outcome))
        end.failure = errc::outcome_unknown;
    return end;
}

} // namespace boxlink::policy
