// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "model_server.hpp"

#include <cstddef>
#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

namespace boxlink::simulation {

/// What must hold after every event of a simulation of boxlink.
class invariants
{
public:
    struct known
    {
        /// Requests of a user in any minute at most; 0 if nothing is known.
        double cap = 0;
        duration max_pause = std::chrono::minutes(15);
        /// Whether to look at all: baselines break every one.
        bool checked = true;
    };

    explicit invariants(known what) : known_(what) {}

    /// A request is sent.
    void on_send(user_key user, std::uint64_t item, time_point now);
    /// Its answer is received.
    void on_answer(user_key user, std::uint64_t item, attempt_outcome const& outcome, time_point now);
    /// Work was submitted.
    void on_submit(std::uint64_t number, std::uint64_t item);
    /// Work has ended.
    void on_end(std::uint64_t number, std::uint64_t item);
    /// Nothing will happen any more.
    void on_rest();

    /// Something else did not hold.
    void violated(std::string what);

    /// What did not hold, the first few.
    [[nodiscard]] std::vector<std::string> const& violations() const noexcept { return violations_; }

private:
    struct user_state
    {
        std::deque<time_point> last_minute;
        time_point paused_until{};
    };

    known known_;
    std::unordered_map<user_key, user_state> users_;
    /// By item: requests under way, and the work that waits or is under way in the order of submission.
    std::unordered_map<std::uint64_t, int> under_way_;
    std::unordered_map<std::uint64_t, std::deque<std::uint64_t>> order_;
    std::size_t unfinished_ = 0;
    std::vector<std::string> violations_;
};

} // namespace boxlink::simulation
