// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "model_server.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace boxlink::simulation {

/// What must be reached; none of it if not set.
struct goals
{
    std::optional<double> goodput = std::nullopt;
    std::optional<double> refused_share = 0.002;
    std::optional<double> light_p99 = std::nullopt;
    std::optional<double> time_ratio = std::nullopt;
    bool no_failures = true;
};

/// A server, what is known of it, and what there is to do.
struct scenario
{
    std::string_view name;
    server_options server = {};
    goals wanted = {};
    /// For how long the heavy user has work at the permitted rate.
    seconds horizon = std::chrono::minutes(30);
    /// Work of the heavy user; 0 for as much as is permitted within the horizon.
    std::size_t heavy = 0;
    /// Users that do something now and then, interactively.
    std::size_t light_users = 0;
    /// Whether these are the heavy user, too.
    bool light_users_are_heavy = false;
    /// boxlink clients that share the work and the limiter.
    std::size_t clients = 1;
    /// Every so many pieces of work change the item of the one before.
    std::size_t same_item_every = 0;
};

/// All scenarios, each with each way of counting where that makes a difference.
[[nodiscard]] std::vector<scenario> all_scenarios();

[[nodiscard]] std::string_view to_string(counting kind);

/// Who does the work.
enum class contestant
{
    boxlink,
    box_sdk,
    aws_adaptive,
};

/// What came of a simulation.
struct figures
{
    /// Accepted within the horizon, of what was permitted.
    double goodput = 0;
    /// 429s, of all requests.
    double refused_share = 0;
    std::size_t failed = 0;
    /// Time to finish, of what the permitted rate would take.
    double time_ratio = 0;
    /// Of the light users, in seconds; 0 if there are none.
    double light_p99 = 0;
    std::size_t requests = 0;
    std::vector<std::string> violations;
};

/// Simulates a scenario. Everything follows from the seed.
[[nodiscard]] figures simulate(scenario const& what, contestant who, std::uint64_t seed);

} // namespace boxlink::simulation
