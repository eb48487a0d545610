// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// What a bulk job came to, for people and for the shell.

#include "bulk/recorded_run.hpp"
#include "bulk/records/job_states.hpp"
#include "bulk/table/table_survey.hpp"
#include "cli/arguments.hpp"
#include "cli/bulk_tally.hpp"
#include "cli/refusal.hpp"

#include <cstdint>
#include <string>

namespace boxlink::cli {

/// Why a run ended, beside what the run itself knows.
enum class bulk_stop
{
    none,
    interrupted,
    out_of_time,
    /// Standard output could not be written any more.
    lost_output,
};

/// What an option says that leaves alone what it is for.
inline constexpr char const* unchanged = "as it is";

/// `120 rows, 3 of them wrong`
[[nodiscard]] std::string describe(bulk::table_survey const& survey);

/// How a run of a bulk job ended.
class bulk_end
{
public:
    /// Rows of the table.
    std::uint64_t rows = 0;
    /// Of this run.
    bulk_tally tally;
    /// Of all runs.
    bulk_tally all;
    bulk_stop stop = bulk_stop::none;
    bulk::run_ending ending;

    bulk_end() {}

    /// Rows that are not over.
    [[nodiscard]] std::uint64_t remaining() const noexcept { return rows - all.over(); }

    /// In a word or two: `finished`, `interrupted`.
    [[nodiscard]] std::string how() const;

    /// What became of the rows, and why it ended. Some lines.
    [[nodiscard]] std::string text() const;

    /// What to do now, if there is something to do; else empty. One line.
    [[nodiscard]] std::string advice(bulk_arguments const& args) const;

    [[nodiscard]] exit_code code() const noexcept;
};

} // namespace boxlink::cli
