// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <chrono>

namespace boxlink::testing {

/// How long the embedded server thinks before each answer. Drawn anew for each request from the server's
/// seed.
class latency
{
public:
    /// The shape of the distribution.
    enum class shape : unsigned char
    {
        none,     ///< Answers at once.
        fixed,    ///< Always the same.
        uniform,  ///< Anything between two bounds, equally likely.
        lognormal ///< A median with a long tail, as real services have.
    };

    /// Answers at once.
    latency() = default;

    /// Always `delay`.
    [[nodiscard]] static latency fixed(std::chrono::microseconds delay)
    {
        return {shape::fixed, delay, delay, 0};
    }

    /// Equally likely between `low` and `high`.
    [[nodiscard]] static latency uniform(std::chrono::microseconds low, std::chrono::microseconds high)
    {
        return {shape::uniform, low, high, 0};
    }

    /// `median` × exp(`sigma` × N(0, 1)). With sigma 0.5, one answer in a hundred takes 3.2 medians or more.
    [[nodiscard]] static latency lognormal(std::chrono::microseconds median, double sigma)
    {
        return {shape::lognormal, median, median, sigma};
    }

    /// The shape of the distribution.
    [[nodiscard]] shape kind() const noexcept { return shape_; }

    /// The fixed delay, the lower bound or the median.
    [[nodiscard]] std::chrono::microseconds low() const noexcept { return low_; }

    /// The upper bound of the uniform shape.
    [[nodiscard]] std::chrono::microseconds high() const noexcept { return high_; }

    /// The spread of the lognormal shape.
    [[nodiscard]] double sigma() const noexcept { return sigma_; }

private:
    latency(shape s, std::chrono::microseconds low, std::chrono::microseconds high, double sigma) noexcept
        : shape_(s), low_(low), high_(high), sigma_(sigma)
    {}

    shape shape_ = shape::none;
    std::chrono::microseconds low_{};
    std::chrono::microseconds high_{};
    double sigma_ = 0;
};

} // namespace boxlink::testing
