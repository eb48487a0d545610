// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/report/latency.hpp"

#include <algorithm>
#include <cmath>

namespace boxlink::bulk {
namespace {

using std::chrono::nanoseconds;

constexpr std::size_t steps_in_column = 4;

nanoseconds edge(double steps_up, double steps_of_doubling)
{
    return nanoseconds(std::llround(1'000 * std::exp2(steps_up / steps_of_doubling)));
}

} // namespace

void latency_histogram::add(nanoseconds duration) noexcept
{
    double const in_us = std::max(static_cast<double>(duration.count()) / 1'000, 1.0);
    auto const step = static_cast<std::size_t>(std::log2(in_us) * static_cast<double>(steps));
    ++counts_[std::min(step, counts_.size() - 1)];
    ++count_;
    min_ = std::min(min_, duration);
    max_ = std::max(max_, duration);
}

nanoseconds latency_histogram::quantile(double share) const noexcept
{
    if (count_ == 0)
        return {};
    // The nearest rank: the smallest duration that at least this share is not longer than.
    auto const rank = std::max(std::ceil(share * static_cast<double>(count_)), 1.0);
    double below = 0;
    for (std::size_t step = 0; step < counts_.size(); ++step) {
        auto const here = static_cast<double>(counts_[step]);
        if (below + here < rank) {
            below += here;
            continue;
        }
        double const within = (rank - below - 0.5) / here;
        return std::clamp(edge(static_cast<double>(step) + within, steps), min_, max_);
    }
    return max_;
}

std::vector<latency_column> latency_histogram::columns() const
{
    std::vector<latency_column> out;
    for (std::size_t step = 0; step < counts_.size(); step += steps_in_column) {
        latency_column column = {
            edge(static_cast<double>(step), steps), edge(static_cast<double>(step + steps_in_column), steps),
            0};
        for (std::size_t at = step; at < step + steps_in_column; ++at)
            column.count += counts_[at];
        if (column.count > 0 || !out.empty())
            out.push_back(column);
    }
    while (!out.empty() && out.back().count == 0)
        out.pop_back();
    return out;
}

} // namespace boxlink::bulk
