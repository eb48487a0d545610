// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// Where a chart puts numbers.

#include <chrono>
#include <string>
#include <vector>

namespace boxlink::bulk {

/// A place on an axis, and what stands there.
class axis_tick
{
public:
    /// 0 to 1.
    double place;
    std::string text;

    axis_tick(double where, std::string what) : place(where), text(std::move(what)) {}
};

/// An axis from nothing to a round number that is not below `most`.
class count_axis
{
public:
    explicit count_axis(double most);

    [[nodiscard]] double top() const noexcept { return top_; }
    /// Above nothing; the top is one.
    [[nodiscard]] std::vector<axis_tick> const& ticks() const noexcept { return ticks_; }

private:
    double top_ = 1;
    std::vector<axis_tick> ticks_;
};

/// At most six, at round times from 0 on. \param length above zero.
[[nodiscard]] std::vector<axis_tick> time_ticks(std::chrono::nanoseconds length);

/// A logarithmic axis of durations.
class latency_axis
{
public:
    /// \param least above zero. \param most above it.
    latency_axis(std::chrono::nanoseconds least, std::chrono::nanoseconds most);

    /// 0 to 1 for what lies on the axis.
    [[nodiscard]] double place(std::chrono::nanoseconds duration) const;

    /// At most seven, at 1, 10, 100 and so on, and between them where these would be few.
    [[nodiscard]] std::vector<axis_tick> ticks() const;

private:
    double first_;
    double last_;
};

} // namespace boxlink::bulk
