// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "model_server.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace boxlink::simulation {

/// In which order a table names the users of its rows.
enum class row_order
{
    in_turn,
    sorted_by_user,
};

/// A table of jobs of many users, and how `share_all` goes through it: the defaults are those of `bulk_options` and `client_options`.
struct bulk_job
{
    std::string_view name;
    counting kind = counting::fixed_window;
    row_order order = row_order::in_turn;
    std::size_t connections = 32;
    /// How many connections are opened at once, none being open at first; nothing if all are open.
    std::optional<std::size_t> connecting = std::nullopt;
    std::size_t look_ahead = 1000;
    std::size_t concurrency = 1000;
    std::size_t concurrency_per_user = 64;
    std::size_t users = 64;
    std::size_t rows_per_user = 1000;
    /// What must be reached; nothing where the figure is only told.
    std::optional<double> wanted_goodput = std::nullopt;
};

/// All jobs: those that are judged with each way of counting.
[[nodiscard]] std::vector<bulk_job> all_bulk_jobs();

/// What came of a job.
struct bulk_figures
{
    /// What was done, of what the limits of all users permit for as long as the job took.
    double goodput = 0;
    /// 429s, of all requests.
    double refused_share = 0;
    std::size_t failed = 0;
    /// How long it took.
    seconds took{};
    std::vector<std::string> violations;
};

/// Simulates a job with limits of 1,000 a minute for each user. Everything follows from the seed.
[[nodiscard]] bulk_figures simulate(bulk_job const& what, std::uint64_t seed);

} // namespace boxlink::simulation
