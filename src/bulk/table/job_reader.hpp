// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// A table of jobs, a piece at a time.

#include "bulk/table/csv_reader.hpp"
#include "bulk/table/job_row.hpp"
#include "bulk/table/line_reader.hpp"
#include "bulk/table/table_format.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace boxlink::bulk {

/// A row that is a job, or one that is wrong.
using job_entry = std::variant<job_row, row_error>;

/// Where a row begins.
class row_place
{
public:
    /// In bytes, from 0.
    std::uint64_t offset = 0;
    /// From 1.
    std::uint64_t line = 1;
    /// Which row, from 0.
    std::uint64_t index = 0;

    row_place() {}
};

/**
 * Takes bytes, gives rows.
 *
 * CSV begins with a line that names the columns; JSON Lines have an object on each line, whose members are the cells. An empty cell leaves alone what it is
 * for, `null` clears it. A row that is wrong hinders no other; a first line that is wrong does.
 */
class job_reader
{
public:
    job_reader(table_format format, row_options options);

    /// Begins in the middle of a table. \param header as another reader has told it. \param begin what is fed first.
    job_reader(table_format format, row_options options, std::string_view header, row_place const& begin);

    /// Adds bytes. To be called when `next` has no more.
    void feed(std::string_view bytes);

    /// There are no more bytes.
    void finish();

    /// The next row, to be taken over or left; null if there is none before more bytes are fed. Valid until the next call.
    [[nodiscard]] job_entry* next();

    /// Where the row begins that was given last.
    [[nodiscard]] row_place const& place() const noexcept { return place_; }

    /// The line that names the columns, as it was written. Empty before it was read, and for JSON Lines.
    [[nodiscard]] std::string const& header() const noexcept { return header_; }

private:
    struct column
    {
        std::string name;
        /// Nothing if it is passed over.
        std::optional<job_column> meaning;
    };

    [[nodiscard]] job_entry* next_of_csv();
    [[nodiscard]] job_entry* next_of_json();
    [[nodiscard]] std::optional<row_error> read_header(csv_record const& record);
    [[nodiscard]] std::optional<row_error> add_column(std::string_view name, std::uint64_t line);
    [[nodiscard]] boost::system::result<bulk_job, row_error> read_cells(csv_record const& record);
    [[nodiscard]] boost::system::result<bulk_job, row_error> read_object(text_line const& line) const;
    template <class Row>
    [[nodiscard]] job_entry* give(boost::system::result<bulk_job, row_error>&& job, Row const& row);
    [[nodiscard]] job_entry* give_up(row_error&& fault);

    table_format format_;
    row_options options_;
    csv_reader csv_;
    line_reader lines_;
    std::string header_;
    std::vector<column> columns_;
    /// The cells of the row that is being read, in room that is used again.
    std::vector<job_cell> cells_;
    std::optional<job_entry> given_;
    row_place place_;
    std::uint64_t next_index_ = 0;
    bool has_header_ = false;
    bool is_finished_ = false;
    bool is_over_ = false;
};

} // namespace boxlink::bulk
