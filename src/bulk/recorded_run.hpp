// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// The jobs of a table: done, recorded and told.

#include "bulk/bell.hpp"
#include "bulk/records/ledger.hpp"
#include "bulk/records/result_line.hpp"
#include "bulk/table/job_row.hpp"
#include "bulk/table/table_rows.hpp"

#include <boxlink/bulk.hpp>
#include <boxlink/client.hpp>
#include <boxlink/error.hpp>
#include <boxlink/secret.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace boxlink::bulk {

/// Is told of a run, on the client's executor.
class run_listener
{
public:
    virtual ~run_listener() = default;

    /// A job has ended. \param is_over false if it is not recorded and left to the next run: it was cancelled, or the credentials were refused.
    virtual void on_outcome(job_place const& place, bulk_outcome const& outcome, bool is_over) = 0;

    /// A row that is no job was passed over.
    virtual void on_rejected(row_error const& fault) = 0;

    /// What was told so far is being made to outlast a crash, as far as there are files.
    virtual void on_commit_begun() = 0;

    /// What was told before the last `on_commit_begun` outlasts a crash now. Is not called for what could not be written; a later commit is for that too.
    virtual void on_commit() = 0;
};

/// Why a run has ended before the table did, if it has.
class run_ending
{
public:
    /// The files cannot be written, the table cannot be read, or the client was closed.
    std::optional<error_info> failure;
    /// Box refuses the credentials: nothing else would have succeeded.
    std::optional<error_info> refusal;
    /// Whether all rows were gone through, or as many as were asked for.
    bool is_complete = false;

    run_ending() {}
};

/**
 * Does the jobs of a table and records what becomes of them. Rows that the ledger knows to be over are passed over, those that it knows to be started are
 * looked at first. Files are committed about five times a second while something happens; requests go on meanwhile. Rows wait for the files only where very many
 * outcomes do.
 *
 * It ends by itself when the files cannot be written any more, and when Box refuses the credentials.
 */
class recorded_run : public std::enable_shared_from_this<recorded_run>
{
public:
    using end_handler = std::function<void(run_ending)>;

    /// \param most jobs that are begun, if not all.
    recorded_run(
        client box,
        std::unique_ptr<table_rows> rows,
        ledger& records,
        run_listener& listener,
        std::optional<std::uint64_t> most = std::nullopt
    );

    /// On the client's executor, once. Listener and ledger must live until `on_end` is called.
    void start(bulk_options options, end_handler on_end);

    /// As the cancellation of `share_all`; its ending is told as usual. On the client's executor, not from within the listener.
    void stop(boost::asio::cancellation_type how) { stop_.emit(how); }

private:
    /// What a job that was taken came from.
    struct origin
    {
        job_place place;
        secret text;

        origin(job_place where, secret written) : place(where), text(std::move(written)) {}
    };

    [[nodiscard]] boost::asio::awaitable<std::optional<bulk_job>> next_job();
    /// \return the job of the next row, if that has one. \param[out] is_last whether there are no more rows.
    [[nodiscard]] std::optional<bulk_job> take_row(bool& is_last);
    [[nodiscard]] std::optional<bulk_job> take(job_row& row);
    void on_begin(std::uint64_t number);
    void on_outcome(bulk_outcome& outcome);
    [[nodiscard]] bool is_of_all(bulk_outcome const& outcome);
    void commit_soon();
    [[nodiscard]] bool has_room() const noexcept;
    void commit();
    void on_committed(result<void> const& committed);
    void fail(error_info why);
    void on_end(result<bulk_summary> const& summary);
    void end();

    client box_;
    std::unique_ptr<table_rows> rows_;
    ledger& records_;
    run_listener& listener_;
    std::optional<std::uint64_t> most_;
    end_handler handler_;
    boost::asio::cancellation_signal stop_;
    boost::asio::steady_timer commit_timer_;
    bool is_commit_due_ = false;
    bool is_committing_ = false;
    /// Rings when a commit has ended.
    bell room_;
    /// What became of the jobs, when all have ended.
    std::optional<result<bulk_summary>> summary_;
    /// Whether the last commit was begun after that.
    bool is_last_commit_ = false;
    /// By the number that `share_all` gives the job.
    boost::unordered_flat_map<std::uint64_t, origin> under_way_;
    std::uint64_t taken_ = 0;
    /// How many jobs in a row ended because no credentials were good.
    int refused_in_a_row_ = 0;
    run_ending ending_;
};

} // namespace boxlink::bulk
