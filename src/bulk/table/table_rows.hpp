// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// The rows of a table, in an order that keeps all users busy.

#include "bulk/table/job_reader.hpp"
#include "bulk/table/job_row.hpp"
#include "bulk/table/table_file.hpp"
#include "bulk/table/table_survey.hpp"

#include <boxlink/error.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace boxlink::bulk {

/// So many users take turns at once. The others follow when one of these has no more rows.
inline constexpr std::size_t max_table_lanes = 128;

/**
 * Gives each row of a table once, with the index and the line that it has there.
 *
 * Box limits each user on their own. In a table that is sorted by user, as exports are, one user would wait for the other; so the users take turns, one row each, each
 * user's rows in the order of the table. A table of one user, or whose users alternate anyway, is read from its beginning to its end.
 *
 * Memory is bounded: the runs of the survey, 5 MiB at most, and about 30 KiB for each of at most `max_table_lanes` readers. A reader that has met a row of
 * many times that is given up after it. On top of that comes the one row that is being read.
 */
class table_rows
{
public:
    /// \param file the one that was surveyed; it has to outlive the object. \param options those of the survey.
    table_rows(table_file const& file, table_survey survey, row_options options);
    ~table_rows();
    table_rows(table_rows const&) = delete;
    table_rows& operator=(table_rows const&) = delete;

    /// The next row, to be taken over or left, valid until the next call; null after the last. \return the errors of `table_file`, also if the file has changed since it was opened: the rows that were given may be
    /// others than those of the survey then.
    [[nodiscard]] result<job_entry*> next();

private:
    class lane;

    void open_lanes();
    [[nodiscard]] std::unique_ptr<lane> lane_of(std::uint32_t run) const;
    [[nodiscard]] result<job_entry*> read(lane& from);
    [[nodiscard]] job_entry* close_reader(lane& from, job_entry&& last);
    void open_reader(lane& from) const;
    [[nodiscard]] result<void> feed(lane& from);
    [[nodiscard]] std::uint32_t run_after(lane const& over);
    void move_on();

    table_file const& file_;
    table_survey survey_;
    row_options options_;
    /// What was read last.
    std::string piece_;
    std::vector<std::unique_ptr<lane>> lanes_;
    /// Whose turn it is, and whether a row was given in it: the reader still has it.
    std::size_t turn_ = 0;
    bool is_turn_over_ = false;
    std::optional<job_entry> last_of_closed_;
    /// The users who had a turn.
    std::size_t users_ = 0;
};

} // namespace boxlink::bulk
