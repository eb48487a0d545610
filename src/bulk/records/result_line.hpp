// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// Outcomes of jobs as the lines of a file.

#include "bulk/table/job_row.hpp"
#include "bulk/table/table_format.hpp"

#include <boxlink/bulk.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace boxlink::bulk {

/// Where a job stands.
class job_place
{
public:
    /// Which job, from 0.
    std::uint64_t index;
    /// In the input, from 1; 0 if it comes from no lines.
    std::uint64_t line;

    job_place(std::uint64_t number, std::uint64_t at_line) : index(number), line(at_line) {}
};

/// Whether a job that failed may have changed something.
[[nodiscard]] bool is_unknown(error_info const& failure) noexcept;

/// The line that names the columns, with its end; empty for JSON Lines.
[[nodiscard]] std::string_view results_header(table_format format) noexcept;

/**
 * Appends what became of a job, as one line with its end.
 *
 * JSON begins as the command's lines do: `item`, `ok`, then the link and the item, or `error`; then `operation`, `as_user`, `index`, `line`, `duration_ms`.
 * CSV follows RFC 4180, with CRLF. In CSV, a text from Box that begins with `=`, `+`, `-`, `@`, a tab or CR gets an apostrophe in front: spreadsheets would
 * run it as a formula.
 */
void append_result_line(
    std::string& out, table_format format, job_place const& place, bulk_outcome const& outcome
);

/// The same of a row that is no job.
void append_result_line(std::string& out, table_format format, row_error const& fault);

} // namespace boxlink::bulk
