// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "policy/retry.hpp"

#include <algorithm>
#include <cmath>

namespace boxlink::policy {
namespace {

using namespace std::chrono_literals;
using seconds = std::chrono::duration<double>;

constexpr seconds first_backoff = 500ms;
constexpr seconds longest_backoff = 20s;
constexpr seconds first_rate_limit_wait = 1s;
constexpr seconds longest_rate_limit_wait = 64s;
constexpr seconds longest_herd_jitter = 1s;
/// Beyond any deadline, and far from overflow when added to a clock.
constexpr std::chrono::hours longest_retry_after{24 * 366 * 10};

seconds doubled(seconds first, int times, seconds longest)
{
    // 2^30 is beyond every bound here, and far from overflow.
    return std::min(longest, first * std::ldexp(1.0, std::clamp(times, 0, 30)));
}

classification retry_for(retry_reason reason, bool ambiguous)
{
    return {verdict::retry, reason, ambiguous};
}

classification classify_answer(attempt_outcome const& outcome, bool not_modified_expected)
{
    switch (outcome.status) {
    case 202:
        return retry_for(retry_reason::not_ready, true);
    case 304:
        return {not_modified_expected ? verdict::success : verdict::final};
    case 401:
        return outcome.expired_token && outcome.can_renew_token
                   ? retry_for(retry_reason::expired_token, false)
                   : classification{verdict::final};
    case 408:
        return retry_for(retry_reason::server_error, true);
    case 409:
        return outcome.transient_conflict ? retry_for(retry_reason::not_ready, false)
                                          : classification{verdict::final};
    case 429:
        return retry_for(retry_reason::rate_limited, false);
    case 500:
    case 502:
    case 503:
    case 504:
        return retry_for(retry_reason::server_error, true);
    default:
        break;
    }
    if (outcome.status >= 200 && outcome.status < 300)
        return {verdict::success};
    return {verdict::final, retry_reason::none, outcome.status >= 500};
}

} // namespace

classification classify(attempt_outcome const& outcome, bool not_modified_expected)
{
    if (outcome.status != 0)
        return classify_answer(outcome, not_modified_expected);

    switch (outcome.failure) {
    case errc::resolve_failed:
    case errc::connect_failed:
        return retry_for(retry_reason::network, false);
    case errc::attempt_timed_out:
        return retry_for(retry_reason::timeout, outcome.request_sent);
    case errc::malformed_response:
        return retry_for(retry_reason::network, outcome.request_sent);
    case errc::connection_lost:
        break;
    // What is left would end in the same way again: a certificate does not become valid, a proxy's refusal is its
    // configuration, and a server that sent more than we are willing to read would do so again.
    default:
        return {verdict::final, retry_reason::none, outcome.request_sent};
    }
    bool const stale = outcome.reused_connection && !outcome.answer_begun;
    return retry_for(stale ? retry_reason::stale_connection : retry_reason::network, outcome.request_sent);
}

duration
retry_delay(retry_reason reason, int nth, std::optional<std::chrono::milliseconds> retry_after, double random)
{
    if (reason == retry_reason::none || reason == retry_reason::stale_connection ||
        reason == retry_reason::expired_token)
        return duration::zero();

    // A header that names no time is no answer to the question of when: taken literally, 429 would be asked without a pause.
    if (retry_after && retry_after->count() > 0) {
        auto const asked = std::min<std::chrono::milliseconds>(*retry_after, longest_retry_after);
        return asked + std::chrono::ceil<duration>(
                           random * std::min<seconds>(longest_herd_jitter, seconds(asked) / 10)
                       );
    }
    auto const delay =
        reason == retry_reason::rate_limited
            ? doubled(first_rate_limit_wait, nth, longest_rate_limit_wait) * (0.75 + 0.5 * random)
            : random * doubled(first_backoff, nth, longest_backoff);
    return std::chrono::ceil<duration>(delay);
}

} // namespace boxlink::policy
