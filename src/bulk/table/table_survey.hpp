// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// What is known of a table before its jobs begin.

#include "bulk/table/job_reader.hpp"
#include "bulk/table/job_row.hpp"
#include "bulk/table/table_file.hpp"
#include "bulk/table/table_format.hpp"

#include <boxlink/error.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace boxlink::bulk {

/// Consecutive rows of one user. Those that are wrong belong to the run that they stand in.
class table_run
{
public:
    /// There is no other.
    static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

    /// The first row.
    row_place begin;
    /// The same user's next run.
    std::uint32_t next = none;

    explicit table_run(row_place const& first) : begin(first) {}
};

/// What a table holds.
class table_survey
{
public:
    table_format format = table_format::csv;
    /// Of all bytes, as `input_digest` tells it. Empty if the table is broken.
    std::string digest;
    /// As `job_reader::header` tells it.
    std::string header;
    /// All rows, wrong ones included.
    std::uint64_t rows = 0;
    /// What `on_fault` was told.
    std::uint64_t faults = 0;
    /// Whether the table as a whole is wrong, so that no row can be read.
    bool is_broken = false;
    /// The first row, if there are any.
    row_place first;
    /// In the order of the table; a run ends where the next one begins. None if the table is best read from its beginning to its end: it has one user, or more
    /// runs than `max_table_runs`.
    std::vector<table_run> runs;
    /// The first run of each user, in the order of the table.
    std::vector<std::uint32_t> users;

    table_survey() {}
};

/// With more runs than this, the users alternate often enough by themselves.
inline constexpr std::size_t max_table_runs = 100'000;

/**
 * Reads a table once. Memory is bounded, whatever the table holds: 20 MiB while it is read, of which 5 MiB are kept, at `max_table_runs` runs of as many users; nearly
 * nothing if there are few.
 *
 * \param format nothing to have it told by the first bytes.
 * \param on_fault is told of each row that is wrong, in their order, and of a table that is wrong as a whole.
 * \return the errors of `table_file`, also if the file changes meanwhile.
 */
[[nodiscard]] result<table_survey> survey_table(
    table_file const& file,
    std::optional<table_format> format,
    row_options const& options,
    std::function<void(row_error const&)> const& on_fault
);

} // namespace boxlink::bulk
