// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "policy/retry.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <numbers>
#include <utility>
#include <vector>

namespace boxlink::simulation {

using policy::duration;
using policy::time_point;

/// A span of time that one can calculate with.
using seconds = std::chrono::duration<double>;

[[nodiscard]] inline duration to_duration(seconds span)
{
    return std::chrono::duration_cast<duration>(span);
}

/// A clock that jumps from event to event. Events of the same instant come in the order in which they were made.
class virtual_time
{
public:
    using event = std::function<void()>;

    /// When every simulation begins: not the clock's zero, so that a time that somebody forgot to set is in the past.
    static constexpr time_point start{std::chrono::hours(1000)};

    [[nodiscard]] time_point now() const noexcept { return now_; }
    [[nodiscard]] duration elapsed() const noexcept { return now_ - start; }

    void at(time_point when, event what)
    {
        events_.push_back({std::max(when, now_), ++made_, std::move(what)});
        std::push_heap(events_.begin(), events_.end());
    }
    void after(seconds delay, event what) { at(now_ + to_duration(delay), std::move(what)); }

    /// Lets the next event happen. Returns whether there was one.
    bool step()
    {
        if (events_.empty())
            return false;
        std::pop_heap(events_.begin(), events_.end());
        auto next = std::move(events_.back());
        events_.pop_back();
        now_ = next.when;
        next.what();
        return true;
    }

private:
    struct entry
    {
        time_point when;
        std::uint64_t number;
        event what;

        // The heap's top is the earliest.
        friend bool operator<(entry const& a, entry const& b)
        {
            return a.when != b.when ? a.when > b.when : a.number > b.number;
        }
    };

    time_point now_ = start;
    std::uint64_t made_ = 0;
    std::vector<entry> events_;
};

/// Random numbers that are the same on every machine (SplitMix64).
class random_source
{
public:
    explicit random_source(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15U + 1) {}

    /// Uniform in [0, 1).
    double uniform()
    {
        state_ += 0x9E3779B97F4A7C15U;
        auto mixed = state_;
        mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
        mixed ^= mixed >> 31U;
        return static_cast<double>(mixed >> 11U) * 0x1p-53;
    }
    double between(double low, double high) { return low + (high - low) * uniform(); }
    seconds exponential(seconds mean) { return -mean * std::log(1 - uniform()); }
    seconds lognormal(seconds median, double sigma)
    {
        auto const normal =
            std::sqrt(-2 * std::log(1 - uniform())) * std::cos(2 * std::numbers::pi * uniform());
        return median * std::exp(sigma * normal);
    }

private:
    std::uint64_t state_;
};

} // namespace boxlink::simulation
