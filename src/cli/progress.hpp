// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// How far a bulk job is, in one line.

#include <boxlink/limits.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

namespace boxlink::cli {

/// Counts what ends, and says how fast it goes, how long it will take and what it waits for. Needs no clock. Its size does not grow with the job.
class progress
{
public:
    using clock = std::chrono::steady_clock;
    using time_point = clock::time_point;

    explicit progress(time_point begun) : begun_(begun) {}

    /// How many jobs there are in all, those included that are skipped; once that is known.
    void on_total(std::uint64_t jobs) { total_ = jobs; }

    /// A job is over. \param ok whether it succeeded.
    void on_outcome(bool ok, time_point at);

    /// Jobs that are not done, because they were done before.
    void on_skipped(std::uint64_t jobs) { skipped_ += jobs; }

    /// One line without a line end, of at most so many columns: parts that find no room are left off, the least important first. Takes note of when all was
    /// held up, which says nothing of how fast it will go.
    [[nodiscard]] std::string line(limits_snapshot const& limits, time_point now, std::size_t width);

private:
    using seconds = std::chrono::duration<double>;

    /// What ended in a short time.
    struct slice
    {
        std::int64_t number;
        std::uint64_t ended;
    };

    /// How many ended in a time.
    struct sample
    {
        std::uint64_t ended;
        seconds span;
    };

    [[nodiscard]] static std::int64_t slice_at(time_point begun, time_point at);
    [[nodiscard]] sample since(std::int64_t first, time_point now) const;
    [[nodiscard]] std::string count_text() const;
    [[nodiscard]] std::string percent_text() const;
    [[nodiscard]] std::string rate_text(time_point now) const;
    [[nodiscard]] std::string eta_text(limits_snapshot const& limits, time_point now) const;
    [[nodiscard]] std::optional<seconds> eta(limits_snapshot const& limits, time_point now) const;
    [[nodiscard]] std::uint64_t over() const noexcept { return skipped_ + ended_; }

    time_point begun_;
    /// When all was last seen to be held up.
    std::optional<time_point> held_at_;
    std::optional<std::uint64_t> total_;
    std::uint64_t skipped_ = 0;
    std::uint64_t ended_ = 0;
    std::uint64_t failed_ = 0;
    /// Of the time that the rate is taken from, in order.
    std::deque<slice> slices_;
};

} // namespace boxlink::cli
