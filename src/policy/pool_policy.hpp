// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "policy/retry.hpp"

#include <cstddef>

namespace boxlink::policy {

/// What a pool of connections may do.
struct pool_limits
{
    /// Connections at most, those being opened included.
    std::size_t max_connections = 32;
    /// Connections being opened at most at once.
    std::size_t max_connecting = 4;
    /// How long a connection may be idle.
    duration idle_timeout = std::chrono::seconds(30);
    /// How long a connection is used at most, before `connection_lifetime` takes a part off.
    duration max_lifetime = std::chrono::minutes(10);
};

/// How many connections and waiters a pool has.
struct pool_load
{
    std::size_t idle = 0;
    std::size_t busy = 0;
    std::size_t connecting = 0;
    std::size_t waiting = 0;
};

/// Whether the pool should begin to open one more connection now: each one being opened serves one waiter.
[[nodiscard]] bool should_connect(pool_load const& load, pool_limits const& limits) noexcept;

/// Whether an idle connection must be closed so that a waiter who cannot use an idle one gets a new one.
[[nodiscard]] bool should_evict_idle(pool_load const& load, pool_limits const& limits) noexcept;

/// How long a new connection is used: the maximum less up to a quarter, so that connections opened together do not end together.
/// \param random uniform in [0, 1).
[[nodiscard]] duration connection_lifetime(pool_limits const& limits, double random) noexcept;

/// Until when a connection that becomes idle now may be kept.
[[nodiscard]] time_point
idle_until(pool_limits const& limits, time_point now, time_point end_of_life) noexcept;

} // namespace boxlink::policy
