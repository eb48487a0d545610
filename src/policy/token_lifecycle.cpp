// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "policy/token_lifecycle.hpp"

#include <algorithm>
#include <cmath>

namespace boxlink::policy {
namespace {

using namespace std::chrono_literals;

/// The part of a token's life that is left when the next one is got: five minutes of an hour.
constexpr int renewal_share = 12;
constexpr duration longest_renewal = 5min;
/// The part that is not used, for what is on its way when the token ends.
constexpr int safety_share = 20;
constexpr duration longest_safety = 10s;
/// A failure is good for all who ask within this time: each would meet the same one.
constexpr duration failure_memory = 1s;

} // namespace

token_advice token_lifecycle::want(token_serial refused, std::optional<failure_serial> seen, time_point now)
{
    refused_ = std::max(refused_, refused);
    if (is_usable(now)) {
        if (renewing_ || now < renew_at_ || now < quiet_until_)
            return token_advice::use;
        renewing_ = true;
        return token_advice::use_and_renew;
    }
    // There are fewer than before if this user was forgotten for others in between.
    bool const failed_meanwhile = seen && failures_ > *seen;
    if (failed_meanwhile)
        return token_advice::fail;
    if (renewing_)
        return token_advice::wait;
    bool const failed_just_now = failures_in_a_row_ > 0 && now - failed_at_ < failure_memory;
    if (failed_just_now)
        return token_advice::fail;
    renewing_ = true;
    return token_advice::renew;
}

void token_lifecycle::renewed(token_serial serial, std::optional<duration> lifetime, time_point asked)
{
    serial_ = serial;
    renewing_ = false;
    failures_in_a_row_ = 0;
    ends_ = stop_at_ = renew_at_ = time_point::max();
    if (!lifetime || *lifetime > time_point::max() - asked)
        return;
    ends_ = asked + *lifetime;
    stop_at_ = ends_ - std::min(longest_safety, *lifetime / safety_share);
    renew_at_ = ends_ - std::min(longest_renewal, *lifetime / renewal_share);
}

void token_lifecycle::failed(time_point now, double random)
{
    constexpr int most_doublings = 5;

    ++failures_;
    renewing_ = false;
    failed_at_ = now;
    auto const times = std::min(failures_in_a_row_++, most_doublings);
    auto const quiet = std::chrono::duration<double>(failure_memory) * std::ldexp(0.75 + 0.5 * random, times);
    quiet_until_ = now + std::chrono::ceil<duration>(quiet);
}

} // namespace boxlink::policy
