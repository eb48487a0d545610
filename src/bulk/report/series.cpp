// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/report/series.hpp"

#include <algorithm>
#include <utility>

namespace boxlink::bulk {
namespace {

// Each two become one.
void fold(std::vector<run_series::bucket>& buckets)
{
    for (std::size_t i = 0; i < buckets.size(); ++i) {
        run_series::bucket const from = std::exchange(buckets[i], run_series::bucket());
        run_series::bucket& to = buckets[i / 2];
        to.done += from.done;
        to.failed += from.failed;
        to.rate_limited += from.rate_limited;
    }
    buckets.resize((buckets.size() + 1) / 2);
}

} // namespace

run_series::bucket& run_series::at(std::chrono::nanoseconds since)
{
    since = std::max(since, std::chrono::nanoseconds(0));
    while (static_cast<std::size_t>(since / width_) >= most_buckets) {
        fold(buckets_);
        width_ *= 2;
    }
    auto const index = static_cast<std::size_t>(since / width_);
    if (index >= buckets_.size())
        buckets_.resize(index + 1);
    return buckets_[index];
}

void run_spans::add(span more)
{
    if (!spans_.empty() && more.from <= spans_.back().to) {
        spans_.back().to = std::max(spans_.back().to, more.to);
        return;
    }
    spans_.push_back(more);
    if (spans_.size() <= most_spans)
        return;
    auto const gap = [](span const& a, span const& b) { return b.from - a.to; };
    auto nearest = spans_.begin();
    for (auto at = spans_.begin(); at + 1 != spans_.end(); ++at) {
        if (gap(at[0], at[1]) < gap(nearest[0], nearest[1]))
            nearest = at;
    }
    nearest[1].from = nearest[0].from;
    spans_.erase(nearest);
}

} // namespace boxlink::bulk
