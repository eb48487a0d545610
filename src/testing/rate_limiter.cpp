// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/rate_limiter.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace boxlink::testing {

using std::chrono::nanoseconds;

nanoseconds rate_limiter::admit(time_point now)
{
    if (limit_.requests() == 0)
        return limit_.period();
    switch (limit_.counting()) {
    case rate_limit::algorithm::token_bucket:
        return admit_token_bucket(now);
    case rate_limit::algorithm::sliding_window:
        return admit_sliding_window(now);
    case rate_limit::algorithm::fixed_window:
        return admit_fixed_window(now);
    }
    return nanoseconds(0);
}

// The bucket is kept as the instant at which it will be full (GCRA): no counting of fractions of tokens.
nanoseconds rate_limiter::admit_token_bucket(time_point now)
{
    const nanoseconds a_token = nanoseconds(limit_.period()) / limit_.requests();
    const nanoseconds capacity = a_token * limit_.requests();
    const time_point full_after = std::max(full_at_, now) + a_token;
    const nanoseconds wait = full_after - now - capacity;
    if (wait > nanoseconds(0))
        return wait;
    full_at_ = full_after;
    return nanoseconds(0);
}

nanoseconds rate_limiter::admit_sliding_window(time_point now)
{
    while (!admitted_.empty() && now - admitted_.front() >= limit_.period())
        admitted_.pop_front();
    if (admitted_.size() >= limit_.requests())
        return admitted_.front() + limit_.period() - now;
    admitted_.push_back(now);
    return nanoseconds(0);
}

nanoseconds rate_limiter::admit_fixed_window(time_point now)
{
    const nanoseconds period = limit_.period();
    const nanoseconds since_epoch = now.time_since_epoch();
    const time_point window{since_epoch - since_epoch % period};
    if (window != window_) {
        window_ = window;
        in_window_ = 0;
    }
    if (in_window_ >= limit_.requests())
        return window + period - now;
    ++in_window_;
    return nanoseconds(0);
}

std::optional<std::string> retry_after_text(retry_after_style style, nanoseconds wait, time_point now)
{
    using std::chrono::ceil;
    using std::chrono::seconds;
    switch (style) {
    case retry_after_style::seconds:
        return std::to_string(ceil<seconds>(wait).count());
    case retry_after_style::decimal: {
        const auto milliseconds = ceil<std::chrono::milliseconds>(wait).count();
        std::array<char, 32> text{};
        std::snprintf(
            text.data(), text.size(), "%lld.%03lld", static_cast<long long>(milliseconds / 1000),
            static_cast<long long>(milliseconds % 1000)
        );
        return std::string(text.data());
    }
    case retry_after_style::http_date:
        return http_date(ceil<seconds>(now + wait));
    case retry_after_style::missing:
        return std::nullopt;
    case retry_after_style::understated:
        return std::to_string(std::chrono::floor<seconds>(wait / 2).count());
    }
    return std::nullopt;
}

} // namespace boxlink::testing
