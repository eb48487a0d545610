// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/recorded_run.hpp"

#include "bulk/records/error_names.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <utility>
#include <variant>

namespace boxlink::bulk {
namespace asio = boost::asio;

namespace {

constexpr auto commit_interval = std::chrono::milliseconds(200);
// Beyond these, the next commit does not wait for its time, and rows wait for the commit: so memory is bounded, however slow the disk is.
constexpr std::size_t most_pending = 32'768;
// Rows that are passed over between two chances for others.
constexpr int rows_at_once = 500;
// Users whose tokens are refused are their own rows' fault; so many in a row are not.
constexpr int most_refused = 100;

} // namespace

recorded_run::recorded_run(
    client box,
    std::unique_ptr<table_rows> rows,
    ledger& records,
    run_listener& listener,
    std::optional<std::uint64_t> most
)
    : box_(std::move(box)), rows_(std::move(rows)), records_(records), listener_(listener), most_(most),
      commit_timer_(box_.get_executor()), room_(box_.get_executor())
{}

void recorded_run::start(bulk_options options, end_handler on_end)
{
    handler_ = std::move(on_end);
    auto const self = shared_from_this();
    auto source = [self] { return self->next_job(); };
    auto sink = outcomes_to([self](bulk_outcome&& outcome) { self->on_outcome(outcome); });
    auto ended = [self](result<bulk_summary> const& summary) { self->on_end(summary); };
    options.on_begin([self](std::uint64_t number) { self->on_begin(number); });
    share_all(
        box_, std::move(source), std::move(sink), std::move(options),
        as_result(asio::bind_cancellation_slot(
            stop_.slot(), asio::bind_executor(box_.get_executor(), std::move(ended))
        ))
    );
}

asio::awaitable<std::optional<bulk_job>> recorded_run::next_job()
{
    for (int passed = 1;; ++passed) {
        while (!has_room())
            co_await room_.wait();
        bool is_last = false;
        auto job = take_row(is_last);
        if (job || is_last)
            co_return job;
        if (passed % rows_at_once == 0)
            co_await asio::post(box_.get_executor(), asio::use_awaitable);
    }
}

std::optional<bulk_job> recorded_run::take_row(bool& is_last)
{
    is_last = most_ && taken_ >= *most_;
    if (is_last)
        return std::nullopt;
    auto const next = rows_->next();
    if (!next)
        fail(next.error());
    is_last = !next || *next == nullptr;
    if (is_last)
        return std::nullopt;
    auto& entry = **next;
    auto const* const fault = std::get_if<row_error>(&entry);
    if (fault == nullptr)
        return take(std::get<job_row>(entry));
    if (fault->index && records_.state_of(*fault->index) == job_state::none) {
        records_.rejected(*fault);
        listener_.on_rejected(*fault);
        commit_soon();
    }
    return std::nullopt;
}

std::optional<bulk_job> recorded_run::take(job_row& row)
{
    auto const state = records_.state_of(row.index);
    if (state != job_state::none && state != job_state::started)
        return std::nullopt;
    row.job.may_be_done = state == job_state::started;
    under_way_.emplace(taken_++, origin(job_place(row.index, row.line), std::move(row.text)));
    return std::move(row.job);
}

void recorded_run::on_begin(std::uint64_t number)
{
    records_.started(under_way_.find(number)->second.place.index);
    commit_soon();
}

void recorded_run::on_outcome(bulk_outcome& outcome)
{
    auto const found = under_way_.find(outcome.index);
    auto const from = std::move(found->second);
    under_way_.erase(found);
    outcome.index = from.place.index;

    if (is_of_all(outcome) && !ending_.refusal) {
        ending_.refusal = outcome.failure;
        asio::post(box_.get_executor(), [self = shared_from_this()] {
            self->stop(asio::cancellation_type::total);
        });
    }
    bool const is_over = records_.finished(from.place, from.text, outcome);
    listener_.on_outcome(from.place, outcome, is_over);
    commit_soon();
}

// Whether the fault is one that all other jobs would meet too.
bool recorded_run::is_of_all(bulk_outcome const& outcome)
{
    if (!outcome.failure || !is_of_configuration(outcome.failure->code)) {
        refused_in_a_row_ = 0;
        return false;
    }
    return ++refused_in_a_row_ >= most_refused || !outcome.job.as_user;
}

// False while as much as may be kept waits for the commit that is under way.
bool recorded_run::has_room() const noexcept
{
    return records_.pending() < most_pending || !is_committing_;
}

void recorded_run::commit_soon()
{
    if (records_.pending() >= most_pending)
        commit();
    if (is_commit_due_ || summary_ || records_.pending() == 0)
        return;
    is_commit_due_ = true;
    commit_timer_.expires_after(commit_interval);
    commit_timer_.async_wait([self = shared_from_this()](error_code const& cancelled) {
        self->is_commit_due_ = false;
        if (!cancelled && !self->summary_)
            self->commit();
    });
}

void recorded_run::commit()
{
    // What could not be written once is tried again at the end only.
    bool const may_succeed = !ending_.failure || summary_;
    if (is_committing_ || !may_succeed)
        return;
    is_committing_ = true;
    is_last_commit_ = summary_.has_value();
    listener_.on_commit_begun();
    // Both go back to the executor, where they may be the last of the run and of its work.
    auto on_end = [self = shared_from_this(),
                   work = asio::make_work_guard(box_.get_executor())](result<void> committed) mutable {
        auto const executor = work.get_executor();
        asio::post(
            executor, [self = std::move(self), work = std::move(work),
                       committed = std::move(committed)] { self->on_committed(committed); }
        );
    };
    records_.commit(std::move(on_end));
}

void recorded_run::on_committed(result<void> const& committed)
{
    is_committing_ = false;
    if (committed)
        listener_.on_commit();
    else
        fail(committed.error());
    room_.ring();
    if (is_last_commit_)
        end();
    else if (summary_)
        commit();
    else
        commit_soon();
}

void recorded_run::fail(error_info why)
{
    if (!ending_.failure)
        ending_.failure = std::move(why);
    if (summary_)
        return;
    asio::post(box_.get_executor(), [self = shared_from_this()] {
        self->stop(asio::cancellation_type::total);
    });
}

void recorded_run::on_end(result<bulk_summary> const& summary)
{
    summary_ = summary;
    commit_timer_.cancel();
    commit();
}

void recorded_run::end()
{
    auto const& summary = *summary_;
    bool const was_cancelled = summary.has_error() && summary.error().code == asio::error::operation_aborted;
    if (summary.has_error() && !was_cancelled && !ending_.failure)
        ending_.failure = summary.error();
    ending_.is_complete = summary.has_value() && summary->is_complete && !ending_.failure && !ending_.refusal;
    auto const handler = std::exchange(handler_, nullptr);
    handler(std::move(ending_));
}

} // namespace boxlink::bulk
