// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// Rows of a table as jobs.

#include "bulk/table/job_columns.hpp"

#include <boxlink/bulk.hpp>
#include <boxlink/error.hpp>
#include <boxlink/link_settings.hpp>
#include <boxlink/secret.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace boxlink::bulk {

/// What a row says nothing of.
class row_options
{
public:
    /// The settings of a share whose row leaves them alone.
    link_settings settings;
    /// What is done where no row tells.
    bulk_action action = bulk_action::share;
    /// What an expiry is compared with, and what a duration is counted from. A resumed job counts from where it began the first time.
    std::chrono::system_clock::time_point now;
    /// Whether columns of unknown names are passed over, and not an error.
    bool ignores_unknown_columns = false;
    /// Whether a row that is a job keeps its text.
    bool keeps_text = true;

    explicit row_options(std::chrono::system_clock::time_point when) : now(when) {}
};

/// How a cell was written.
enum class cell_kind
{
    text,
    /// The kinds of JSON. In CSV all is text.
    number,
    boolean,
    null,
};

/// A cell that belongs to a column.
class job_cell
{
public:
    job_column column;
    /// The name of the column as its author wrote it.
    std::string_view name;
    std::string_view text;
    cell_kind kind;
    std::uint64_t line;

    job_cell(
        job_column which, std::string_view by_name, std::string_view content, cell_kind how, std::uint64_t at
    )
        : column(which), name(by_name), text(content), kind(how), line(at)
    {}
};

/// A job and where it stands.
class job_row
{
public:
    /// Which row: the first one has 0. Rows that are wrong count too, so that a row keeps its number when others are mended.
    std::uint64_t index;
    /// From 1.
    std::uint64_t line;
    bulk_job job;
    /// The row as it was written, to be written again; empty if it was not to be kept. It may hold a password.
    secret text;

    job_row(std::uint64_t number, std::uint64_t at_line, bulk_job&& what)
        : index(number), line(at_line), job(std::move(what))
    {}
};

/// What is wrong with a row, or with the table as a whole.
class row_error
{
public:
    /// Which row; nothing if it is the table as a whole, which then has no rows.
    std::optional<std::uint64_t> index;
    /// From 1.
    std::uint64_t line = 0;
    /// In that line, from 1, if the fault has such a place.
    std::optional<std::uint64_t> character;
    /// The name of the column as the table has it, or as it should have; empty if it is no cell that is wrong.
    std::string column;
    /// What is wrong, what to do. Shows no password.
    std::string message;
    /// The row as it was written, as far as it is known.
    secret text;

    row_error() {}

    row_error(std::uint64_t at_line, std::string of_column, std::string what)
        : line(at_line), column(std::move(of_column)), message(std::move(what))
    {}

    /// `line 3, column access: …`, or `line 3, character 12: …`
    [[nodiscard]] std::string to_string() const;
};

/// The job of a row. \param line where the row begins.
[[nodiscard]] boost::system::result<bulk_job, row_error>
make_job(std::span<job_cell const> cells, std::uint64_t line, row_options const& options);

/// Lets `result::value()` throw `error`.
[[noreturn]] void throw_exception_from_error(row_error const& fault, boost::source_location const& where);

} // namespace boxlink::bulk
