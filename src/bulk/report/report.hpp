// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// The report of a bulk job: one page for the person who ran it, and for the one whom it is forwarded to.

#include "bulk/report/run_statistics.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace boxlink::bulk {

/// How a run has ended.
enum class report_end
{
    /// All rows were gone through, or as many as were asked for.
    finished,
    interrupted,
    out_of_time,
    /// An error ended it.
    broken_off,
};

/// Two texts that belong together. Neither may be a secret.
class report_line
{
public:
    std::string name;
    std::string value;

    report_line(std::string what, std::string content) : name(std::move(what)), value(std::move(content)) {}
};

/// What a report tells that was not gathered during the run.
class report_facts
{
public:
    /// The name of the input.
    std::string input;
    /// Of the input, the wrong ones too; nothing if that is not known.
    std::optional<std::uint64_t> rows;
    /// What earlier runs of the same job have done. What of it is done once more in this run does not count.
    user_totals earlier;
    /// Wrong rows that were passed over, in this run and in earlier ones.
    std::uint64_t rejected = 0;
    report_end end = report_end::finished;
    /// What ended it, for `broken_off`.
    std::string error;
    /// When it ended.
    run_statistics::time_point ended;
    /// What the job was told to do.
    std::vector<report_line> options;
    /// What each file is, such as "Results", and its path.
    std::vector<report_line> files;
    /// What can be done next, such as "Go on where it stopped", and the command that does it.
    std::vector<report_line> steps;

    report_facts(std::string of_input, run_statistics::time_point at) : input(std::move(of_input)), ended(at)
    {}
};

/// The whole page, which needs no other file, no network and no script: below 300 KiB, however many jobs there were. It holds ids, names and messages, but no
/// addresses of links.
[[nodiscard]] std::string html_report(run_statistics const& run, report_facts const& facts);

} // namespace boxlink::bulk
