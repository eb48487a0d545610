// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "policy/pool_policy.hpp"

#include <algorithm>

namespace boxlink::policy {

bool should_connect(pool_load const& load, pool_limits const& limits) noexcept
{
    return load.waiting > load.connecting && load.connecting < limits.max_connecting &&
           load.idle + load.busy + load.connecting < limits.max_connections;
}

bool should_evict_idle(pool_load const& load, pool_limits const& limits) noexcept
{
    return load.waiting > load.connecting && load.connecting < limits.max_connecting && load.idle > 0 &&
           load.idle + load.busy + load.connecting >= limits.max_connections;
}

duration connection_lifetime(pool_limits const& limits, double random) noexcept
{
    using fraction = std::chrono::duration<double, duration::period>;
    return limits.max_lifetime -
           std::chrono::duration_cast<duration>(fraction(limits.max_lifetime) * (random / 4));
}

time_point idle_until(pool_limits const& limits, time_point now, time_point end_of_life) noexcept
{
    return std::min(now + limits.idle_timeout, end_of_life);
}

} // namespace boxlink::policy
