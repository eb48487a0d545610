// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// The tables of a report.

#include "bulk/report/markup.hpp"
#include "bulk/report/report.hpp"

namespace boxlink::bulk {

/// The failures by their codes and the rows that are no jobs, with examples and what to do.
void failure_table(markup& out, run_statistics const& run, report_facts const& facts);

/// Those with the most jobs, and the others together.
void user_table(markup& out, run_statistics const& run);

/// How long requests and jobs took.
void latency_table(markup& out, run_statistics const& run);

/// Requests, waits and options.
void run_tables(markup& out, run_statistics const& run, report_facts const& facts);

/// Names and values. \param caption what they are.
void pair_table(markup& out, std::string_view caption, std::vector<report_line> const& lines);

} // namespace boxlink::bulk
