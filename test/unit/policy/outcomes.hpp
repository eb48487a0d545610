// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

// How attempts end, and the time at which the tests of limits begin.

#include "policy/retry.hpp"

#include <chrono>
#include <optional>

namespace boxlink::policy {

// Not the clock's zero, so that a time that somebody forgot to set is in the past.
inline constexpr time_point start{std::chrono::hours(1000)};

inline attempt_outcome
answered(int status, std::optional<std::chrono::milliseconds> retry_after = std::nullopt)
{
    return {.status = status, .request_sent = true, .answer_begun = true, .retry_after = retry_after};
}

inline attempt_outcome broken(errc failure = errc::connection_lost)
{
    return {.failure = failure, .request_sent = true, .retry_after = std::nullopt};
}

} // namespace boxlink::policy
