// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "testing/http_message.hpp"

#include <boxlink/testing/rate_limit.hpp>

#include <chrono>
#include <deque>
#include <optional>
#include <string>

namespace boxlink::testing {

/// Counts the requests of one user against a limit.
class rate_limiter
{
public:
    explicit rate_limiter(const rate_limit& limit) : limit_(limit) {}

    /// Lets a request in and counts it (zero), or says how long until one would be let in.
    [[nodiscard]] std::chrono::nanoseconds admit(time_point now);

private:
    using duration = std::chrono::nanoseconds;

    duration admit_token_bucket(time_point now);
    duration admit_sliding_window(time_point now);
    duration admit_fixed_window(time_point now);

    rate_limit limit_;
    // Token bucket: when it will be full again. One request moves this by period / requests.
    time_point full_at_ = time_point::min();
    // Sliding window: when each request of the last period came.
    std::deque<time_point> admitted_;
    // Fixed window: its start and the requests in it.
    time_point window_ = time_point::min();
    std::uint32_t in_window_ = 0;
};

/// The text of `Retry-After` for a true wait; nothing where the style says so.
[[nodiscard]] std::optional<std::string>
retry_after_text(retry_after_style style, std::chrono::nanoseconds wait, time_point now);

} // namespace boxlink::testing
