// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// The files that a bulk job leaves behind, kept true to each other.

#include "bulk/records/append_file.hpp"
#include "bulk/records/journal.hpp"
#include "bulk/records/result_line.hpp"
#include "bulk/records/wiped_text.hpp"
#include "bulk/table/job_row.hpp"
#include "bulk/table/table_format.hpp"

#include <boxlink/bulk.hpp>
#include <boxlink/error.hpp>
#include <boxlink/secret.hpp>

#include <boost/asio/thread_pool.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace boxlink::bulk {

/// Which files there are to be.
class ledger_files
{
public:
    std::optional<std::string> journal;
    /// What became of each job. Its form goes by the end of the name: `.csv`, `.jsonl`.
    std::optional<std::string> results;
    /// The rows that failed, in the form of the input, to be fed again. It holds the passwords that these rows hold.
    std::optional<std::string> failed;
    /// The line that the input begins with and that `failed` has to begin with too, without its end; empty if there is none.
    std::string failed_header;

    ledger_files() {}
};

/// What to do about files that are there already.
enum class ledger_mode
{
    /// They are errors.
    begin,
    /// They are gone on with.
    resume,
    /// The same, and what failed is done once more. The file of failed rows begins anew; the results get another line for each.
    retry_failed,
};

/**
 * Records what becomes of jobs. Nothing holds before `commit`, by which a thread of the ledger's own, so that a slow disk holds up nobody, writes results
 * and failed rows first, and then tells the journal how long their files are. On resuming they are cut to these lengths: what the journal does not know has
 * not been reported, and will be done (once more) and reported then. So each job that is over stands in the results exactly once, whenever the process or
 * the machine stops.
 *
 * All files are for their owner only.
 */
class ledger
{
public:
    /// Opens all files. \param header of the journal; what the ledger needs to know is added to its options. \return as `journal::open`.
    [[nodiscard]] static result<std::unique_ptr<ledger>>
    open(ledger_files const& files, journal_header header, ledger_mode mode);

    ledger(ledger const&) = delete;
    ledger& operator=(ledger const&) = delete;

    /// How far a job has come. Those that are `none` or `started` are to be done; a link of the latter may be there already.
    [[nodiscard]] job_state state_of(std::uint64_t index) const;

    /// The journal; null if there is none.
    [[nodiscard]] bulk::journal const* journal() const noexcept { return journal_.get(); }

    /// A job is about to be done.
    void started(std::uint64_t index);

    /**
     * A job is over.
     *
     * \param row as it was written, for the file of failed rows.
     * \return false if there is a journal, and it was cancelled or failed for want of credentials of the client: then it is not over, and is done when
     * the job is resumed.
     */
    bool finished(job_place const& place, secret const& row, bulk_outcome const& outcome);

    /// A row was no job, and is passed over.
    void rejected(row_error const& fault);

    /// What the last commit, which must have ended, could not write to the results: nothing if it succeeded. Empty if there are none.
    [[nodiscard]] std::string_view unwritten_results() const noexcept;

    /// What was recorded since the last commit was begun.
    [[nodiscard]] std::size_t pending() const noexcept { return pending_; }

    /**
     * Makes hold what was recorded until now. What cannot be written because of a failure is kept, to be written by the next commit.
     *
     * Not before the last one has ended. More can be recorded meanwhile.
     *
     * \param on_end is called once, on the ledger's thread, unless the ledger is destroyed before the commit has begun. Must not throw.
     */
    void commit(std::function<void(result<void>)> on_end);

private:
    ledger() : writer_(1) {}

    [[nodiscard]] result<void>
    open_journal(ledger_files const& files, journal_header header, ledger_mode mode);
    [[nodiscard]] result<void> open_tables(ledger_files const& files);
    [[nodiscard]] result<void> forget_failures();
    [[nodiscard]] result<void> begin_tables(ledger_files const& files);
    void record_failure(std::uint64_t index, secret const& row, error_info const& failure);
    [[nodiscard]] result<void> write();

    std::unique_ptr<bulk::journal> journal_;
    /// As long as a commit is under way, the files are its thread's.
    std::unique_ptr<append_file> results_;
    std::unique_ptr<append_file> failed_;
    table_format format_ = table_format::json_lines;
    /// Since the last commit was begun, as `failed_rows_` and `pending_`.
    std::string result_lines_;
    wiped_text failed_rows_;
    std::size_t pending_ = 0;
    /// The last member: it waits for its thread when it is destroyed.
    boost::asio::thread_pool writer_;
};

} // namespace boxlink::bulk
