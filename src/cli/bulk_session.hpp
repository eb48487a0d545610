// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// A bulk job while it runs: what people see of it, and how they end it.

#include "bulk/recorded_run.hpp"
#include "bulk/records/ledger.hpp"
#include "bulk/report/run_statistics.hpp"
#include "cli/arguments.hpp"
#include "cli/bulk_end.hpp"
#include "cli/progress_display.hpp"
#include "cli/surroundings.hpp"

#include <boxlink/client.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace boxlink::cli {

/**
 * Runs a bulk job until it is done, its time is over, or somebody presses Ctrl-C.
 *
 * The first SIGINT or SIGTERM begins nothing more and waits for the answers to what was sent; the second closes the connections; both end with
 * all outcomes written. The third ends the process, as the system does by default.
 */
class bulk_session final : public bulk::run_listener
{
public:
    /// All that is given must outlive the session.
    bulk_session(
        boost::asio::io_context& context,
        bulk::ledger& records,
        bulk_arguments const& args,
        bulk::run_statistics* statistics,
        surroundings& around
    );

    /// Runs the jobs of the table, of so many rows.
    [[nodiscard]] bulk_end
    run(client const& box, std::unique_ptr<bulk::table_rows> rows, std::uint64_t count);

private:
    void on_outcome(bulk::job_place const& place, bulk_outcome const& outcome, bool is_over) override;
    void on_rejected(bulk::row_error const& fault) override;
    void on_commit_begun() override;
    void on_commit() override;

    void count(bulk_outcome const& outcome);
    void complain(bulk::job_place const& place, error_info const& failure);
    void show_progress(client const& box, std::uint64_t count);
    void await_signals();
    void await_deadline();
    void print(std::string_view text);
    void stop(bulk_stop why, boost::asio::cancellation_type how);

    boost::asio::io_context& context_;
    bulk::ledger& records_;
    bulk_arguments const& args_;
    /// Null if nobody wants them.
    bulk::run_statistics* statistics_;
    surroundings& around_;
    boost::asio::signal_set signals_;
    boost::asio::steady_timer deadline_;
    std::shared_ptr<bulk::recorded_run> run_;
    /// How outcomes are printed; nothing if they go to a file only.
    std::optional<bulk::table_format> form_;
    /// Of outcomes that no commit was begun for.
    std::string lines_;
    /// Of outcomes that are being committed, or could not be.
    std::string committing_lines_;
    std::unique_ptr<progress_display> progress_;
    bulk_tally tally_;
    /// What of it is being committed.
    bulk_tally committing_;
    /// What of it outlasts a crash.
    bulk_tally committed_;
    std::uint64_t complaints_ = 0;
    bulk_stop why_stopped_ = bulk_stop::none;
    bool is_writable_ = true;
};

} // namespace boxlink::cli
