// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// How long things took, in memory that does not grow.

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace boxlink::bulk {

/// Durations that lie between two others.
struct latency_column
{
    std::chrono::nanoseconds from;
    std::chrono::nanoseconds to;
    std::uint64_t count;
};

/// Counts durations by their logarithm: 16 steps for each doubling, from 1 µs to 12 days, so that a quantile is off by 4.5 % at most.
class latency_histogram
{
public:
    void add(std::chrono::nanoseconds duration) noexcept;

    [[nodiscard]] std::uint64_t count() const noexcept { return count_; }

    /// Exact.
    [[nodiscard]] std::chrono::nanoseconds max() const noexcept { return max_; }

    /// \param share 0 to 1. \return nothing at all if there are no durations.
    [[nodiscard]] std::chrono::nanoseconds quantile(double share) const noexcept;

    /// From the first column to the last one that have something, four for each doubling.
    [[nodiscard]] std::vector<latency_column> columns() const;

private:
    static constexpr std::size_t doublings = 40;
    static constexpr std::size_t steps = 16;

    std::array<std::uint64_t, doublings* steps> counts_ = {};
    std::uint64_t count_ = 0;
    std::chrono::nanoseconds min_ = std::chrono::nanoseconds::max();
    std::chrono::nanoseconds max_{};
};

} // namespace boxlink::bulk
