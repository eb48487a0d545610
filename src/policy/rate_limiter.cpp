// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "policy/rate_limiter.hpp"

#include <algorithm>

namespace boxlink::policy {

rate_limiter::rate_limiter(rate_options const& options)
    : options_(options), configured_interval_(user_pacer(options_, {}).interval())
{}

rate_limiter::entry& rate_limiter::find(user_key user, time_point now)
{
    if (auto const known = users_.find(user); known != users_.end())
        return known->second;
    if (users_.size() >= forget_at_size_)
        forget_some(now);
    return users_.try_emplace(user, entry{.pacer = user_pacer(options_, now)}).first->second;
}

void rate_limiter::forget_some(time_point now)
{
    std::erase_if(users_, [now](auto const& user) {
        return user.second.reservations == 0 && user.second.pacer.forgettable(now);
    });
    // Only after as many new users as are left, so that a look at all of them costs each little.
    forget_at_size_ = std::max<std::size_t>(64, 2 * users_.size());
}

reservation rate_limiter::reserve(user_key user, time_point now)
{
    std::scoped_lock const lock(mutex_);
    auto& known = find(user, now);
    ++known.reservations;
    return known.pacer.reserve(now);
}

std::optional<rate_permit> rate_limiter::claim_at_once(user_key user, time_point now)
{
    std::scoped_lock const lock(mutex_);
    return find(user, now).pacer.claim_at_once(now);
}

void rate_limiter::give_back(user_key user, reservation const& place, time_point now)
{
    std::scoped_lock const lock(mutex_);
    auto& known = find(user, now);
    --known.reservations;
    known.pacer.give_back(place);
}

std::optional<rate_permit> rate_limiter::claim(user_key user, reservation& place, time_point now)
{
    std::scoped_lock const lock(mutex_);
    auto& known = find(user, now);
    auto const permit = known.pacer.claim(place, now);
    if (permit)
        --known.reservations;
    return permit;
}

void rate_limiter::completed(
    user_key user, rate_permit const& permit, attempt_outcome const& outcome, time_point now, double random
)
{
    std::scoped_lock const lock(mutex_);
    find(user, now).pacer.completed(permit, outcome, now, random);
}

void rate_limiter::unused(user_key user, rate_permit const& permit, time_point now)
{
    std::scoped_lock const lock(mutex_);
    find(user, now).pacer.unused(permit);
}

rate_limiter::prospect rate_limiter::look(user_key user) const
{
    prospect view{
        .interval = configured_interval_,
        .configured_interval = configured_interval_,
        .burst = std::max(1, options_.burst)};
    std::scoped_lock const lock(mutex_);
    if (auto const known = users_.find(user); known != users_.end()) {
        view.paused_until = known->second.pacer.paused_until();
        view.interval = known->second.pacer.interval();
    }
    return view;
}

std::vector<user_rate> rate_limiter::snapshot(time_point now) const
{
    std::scoped_lock const lock(mutex_);
    std::vector<user_rate> all;
    all.reserve(users_.size());
    for (auto const& [user, known] : users_)
        all.push_back(
            {.user = user,
             .per_minute = known.pacer.rate(),
             .configured_per_minute = options_.per_minute,
             .paused_until = known.pacer.paused_until(),
             .probing = known.pacer.probing(now),
             .reservations = known.reservations,
             .refusals = known.pacer.refusals()}
        );
    return all;
}

} // namespace boxlink::policy
