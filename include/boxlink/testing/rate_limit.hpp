// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <chrono>
#include <cstdint>

namespace boxlink::testing {

/// How the `Retry-After` header of a 429 answer is written.
enum class retry_after_style : unsigned char
{
    seconds,    ///< Whole seconds, rounded up: what Box usually sends.
    decimal,    ///< Seconds with three decimals.
    http_date,  ///< An HTTP-date, rounded up to the next whole second.
    missing,    ///< No header at all.
    understated ///< Whole seconds, but only half of the true wait, rounded down.
};

/// How many requests the embedded server lets each user make. A refused request costs nothing.
///
/// The limits count per user: a request with `As-User` counts as that user.
class rate_limit
{
public:
    /// How requests are counted.
    enum class algorithm : unsigned char
    {
        token_bucket,   ///< Up to n at once, refilled evenly at n a period.
        sliding_window, ///< At most n in any span of one period.
        fixed_window ///< At most n in each period; periods start at multiples of the period since the epoch.
    };

    /// Up to `requests` at once, refilled evenly at that many a `period`.
    [[nodiscard]] static rate_limit token_bucket(std::uint32_t requests, std::chrono::milliseconds period)
    {
        return {algorithm::token_bucket, requests, period};
    }

    /// At most `requests` in any span of one `period`.
    [[nodiscard]] static rate_limit sliding_window(std::uint32_t requests, std::chrono::milliseconds period)
    {
        return {algorithm::sliding_window, requests, period};
    }

    /// At most `requests` in each `period`; all users' periods start together.
    [[nodiscard]] static rate_limit fixed_window(std::uint32_t requests, std::chrono::milliseconds period)
    {
        return {algorithm::fixed_window, requests, period};
    }

    /// Chooses how `Retry-After` is written; `retry_after_style::seconds` if not called.
    rate_limit& retry_after(retry_after_style style) noexcept
    {
        style_ = style;
        return *this;
    }

    /// How `Retry-After` is written.
    [[nodiscard]] retry_after_style retry_after() const noexcept { return style_; }

    /// How requests are counted.
    [[nodiscard]] algorithm counting() const noexcept { return algorithm_; }

    /// The number of requests a period.
    [[nodiscard]] std::uint32_t requests() const noexcept { return requests_; }

    /// The period.
    [[nodiscard]] std::chrono::milliseconds period() const noexcept { return period_; }

private:
    rate_limit(algorithm how, std::uint32_t requests, std::chrono::milliseconds period) noexcept
        : algorithm_(how), requests_(requests), period_(period)
    {}

    algorithm algorithm_;
    retry_after_style style_ = retry_after_style::seconds;
    std::uint32_t requests_;
    std::chrono::milliseconds period_;
};

} // namespace boxlink::testing
