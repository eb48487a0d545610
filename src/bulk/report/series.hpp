// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// What happened when, in memory that does not grow.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace boxlink::bulk {

/// Counts over equal spans of time. The spans double when there would be too many of them.
class run_series
{
public:
    static constexpr std::size_t most_buckets = 240;

    struct bucket
    {
        std::uint64_t done = 0;
        /// The unknown ones too.
        std::uint64_t failed = 0;
        /// Answers with the status 429.
        std::uint64_t rate_limited = 0;
    };

    /// The bucket of a moment. Valid until the next call. \param since the start of the run; before it counts as then.
    [[nodiscard]] bucket& at(std::chrono::nanoseconds since);

    [[nodiscard]] std::vector<bucket> const& buckets() const noexcept { return buckets_; }
    [[nodiscard]] std::chrono::nanoseconds width() const noexcept { return width_; }

private:
    std::vector<bucket> buckets_;
    std::chrono::nanoseconds width_ = std::chrono::seconds(1);
};

/// Spans of time, those that overlap as one.
class run_spans
{
public:
    static constexpr std::size_t most_spans = 200;

    /// Since the start of the run.
    struct span
    {
        std::chrono::nanoseconds from;
        std::chrono::nanoseconds to;
    };

    /// Spans are added in the order of their beginnings. Where there are too many, the two that are nearest to each other become one.
    void add(span more);

    [[nodiscard]] std::vector<span> const& spans() const noexcept { return spans_; }

private:
    std::vector<span> spans_;
};

} // namespace boxlink::bulk
