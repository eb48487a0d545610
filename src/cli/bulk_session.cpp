// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/bulk_session.hpp"

#include "bulk/records/result_line.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <ostream>
#include <unistd.h>
#include <utility>

namespace boxlink::cli {
namespace {

namespace asio = boost::asio;

constexpr std::uint64_t most_complaints = 10;

std::optional<bulk::table_format> printed_form(bulk_arguments const& args)
{
    if (args.common.json)
        return bulk::table_format::json_lines;
    // Somewhere the links must be told.
    return args.results ? std::nullopt : std::optional(bulk::table_format::csv);
}

bulk_options make_bulk_options(bulk_arguments const& args)
{
    bulk_options options;
    auto request = request_options().field("name");
    if (args.common.as_user)
        request.as_user(*args.common.as_user);
    return options.request(std::move(request));
}

// The states know what could not be committed too. They do not tell wrong rows from failed ones.
bulk_tally all_runs(bulk::job_states const& states, bulk_tally const& this_run, bulk_tally const& committed)
{
    bulk_tally all;
    all.done = states.done() - (this_run.done - committed.done);
    all.failed = states.failed() - (this_run.failed - committed.failed);
    all.failed -= this_run.rejected - committed.rejected;
    all.unknown = states.unknown() - (this_run.unknown - committed.unknown);
    return all;
}

// Its row remains to be done, as those that were never begun.
bool was_never_sent(bulk_outcome const& outcome)
{
    return outcome.failure && outcome.failure->code == asio::error::operation_aborted &&
           !outcome.failure->may_have_taken_effect;
}

} // namespace

bulk_session::bulk_session(
    asio::io_context& context,
    bulk::ledger& records,
    bulk_arguments const& args,
    bulk::run_statistics* statistics,
    surroundings& around
)
    : context_(context), records_(records), args_(args), statistics_(statistics), around_(around),
      signals_(context, SIGINT, SIGTERM), deadline_(context), form_(printed_form(args))
{}

bulk_end bulk_session::run(client const& box, std::unique_ptr<bulk::table_rows> rows, std::uint64_t count)
{
    run_ = std::make_shared<bulk::recorded_run>(box, std::move(rows), records_, *this, args_.limit);
    if (form_)
        lines_ = bulk::results_header(*form_);
    bulk_end end;
    await_signals();
    await_deadline();
    show_progress(box, count);
    run_->start(make_bulk_options(args_), [&](bulk::run_ending how) {
        end.ending = std::move(how);
        signals_.cancel();
        deadline_.cancel();
        progress_->stop();
        around_.before_saying(nullptr);
    });
    context_.restart();
    context_.run();
    run_.reset();
    // With a journal they are done again when the job is resumed, and told then.
    auto const lost = form_ ? std::string_view(committing_lines_) : records_.unwritten_results();
    if (end.ending.failure && records_.journal() == nullptr && args_.results && !lost.empty()) {
        around_.say("outcomes that could not be written to the results file follow on standard output");
        print(lost);
    }
    end.rows = count;
    end.tally = records_.journal() == nullptr ? tally_ : committed_;
    end.all = end.tally;
    if (auto const* const journal = records_.journal())
        end.all = all_runs(journal->states(), tally_, committed_);
    end.stop = why_stopped_;
    return end;
}

void bulk_session::show_progress(client const& box, std::uint64_t count)
{
    progress_ = std::make_unique<progress_display>(
        context_.get_executor(), STDERR_FILENO, can_redraw(STDERR_FILENO, around_),
        [box] { return box.limits(); }
    );
    around_.before_saying([this] { progress_->clear(); });
    std::uint64_t before = 0;
    if (auto const* const journal = records_.journal())
        before = journal->states().done() + journal->states().failed() + journal->states().unknown();
    auto const most = args_.limit ? std::min(count, before + *args_.limit) : count;
    progress_->on_total(most);
    progress_->on_skipped(before);
    progress_->start();
}

void bulk_session::stop(bulk_stop why, asio::cancellation_type how)
{
    if (why_stopped_ == bulk_stop::none)
        why_stopped_ = why;
    run_->stop(how);
}

void bulk_session::await_signals()
{
    signals_.async_wait([this](error_code const& cancelled, int) {
        if (cancelled)
            return;
        bool const is_first = why_stopped_ != bulk_stop::interrupted;
        if (is_first) {
            around_.say("interrupted: waiting for the answers to what was sent; once more ends that too");
            await_signals();
        } else
            signals_.clear();
        why_stopped_ = bulk_stop::interrupted;
        run_->stop(is_first ? asio::cancellation_type::total : asio::cancellation_type::terminal);
    });
}

void bulk_session::await_deadline()
{
    if (!args_.common.deadline)
        return;
    deadline_.expires_after(*args_.common.deadline);
    deadline_.async_wait([this](error_code const& cancelled) {
        if (cancelled)
            return;
        around_.say("the time is over: waiting for the answers to what was sent");
        stop(bulk_stop::out_of_time, asio::cancellation_type::total);
    });
}

void bulk_session::on_outcome(bulk::job_place const& place, bulk_outcome const& outcome, bool is_over)
{
    if (!is_over)
        return;
    bool const is_news = !was_never_sent(outcome);
    if (is_news) {
        count(outcome);
        if (statistics_ != nullptr)
            statistics_->on_outcome(outcome, place, std::chrono::steady_clock::now());
    }
    if (form_)
        bulk::append_result_line(lines_, *form_, place, outcome);
    if (outcome.failure && is_news)
        complain(place, *outcome.failure);
}

void bulk_session::count(bulk_outcome const& outcome)
{
    if (!outcome.failure)
        ++tally_.done;
    else if (bulk::is_unknown(*outcome.failure))
        ++tally_.unknown;
    else
        ++tally_.failed;
    progress_->on_outcome(!outcome.failure);
}

void bulk_session::complain(bulk::job_place const& place, error_info const& failure)
{
    if (++complaints_ <= most_complaints)
        around_.say("line " + std::to_string(place.line) + ": " + failure.to_string());
    if (complaints_ == most_complaints)
        around_.say("no more failures are told here; the results tell of all");
}

void bulk_session::on_rejected(bulk::row_error const& fault)
{
    ++tally_.rejected;
    progress_->on_outcome(false);
    if (statistics_ != nullptr)
        statistics_->on_rejected(fault, std::chrono::steady_clock::now());
    if (form_)
        bulk::append_result_line(lines_, *form_, fault);
}

void bulk_session::on_commit_begun()
{
    committing_lines_ += lines_;
    lines_.clear();
    committing_ = tally_;
}

void bulk_session::on_commit()
{
    print(committing_lines_);
    committing_lines_.clear();
    committed_ = committing_;
}

void bulk_session::print(std::string_view text)
{
    if (!is_writable_ || text.empty())
        return;
    // Both may go to one terminal.
    progress_->clear();
    around_.out() << text << std::flush;
    is_writable_ = around_.out().good();
    if (is_writable_)
        return;
    around_.say("standard output cannot be written any more: nothing more is begun");
    if (run_ != nullptr)
        asio::post(context_, [this, run = run_] {
            stop(bulk_stop::lost_output, asio::cancellation_type::total);
        });
}

} // namespace boxlink::cli
