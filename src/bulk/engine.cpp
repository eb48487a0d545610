// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/engine.hpp"

#include "client/client_state.hpp"
#include "model/link_comparison.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <exception>
#include <utility>

namespace boxlink::bulk {
namespace asio = boost::asio;

namespace {

void take_over(bulk_outcome& outcome, shared_link&& link)
{
    outcome.link = std::move(link);
}

void take_over(bulk_outcome& outcome, item_info&& item)
{
    outcome.item_without_link = std::move(item);
}

void take_over(bulk_outcome& outcome, link_lookup&& found)
{
    outcome.link = std::move(found.link);
    if (!outcome.link)
        outcome.item_without_link = std::move(found.item);
}

bool is_done(bulk_job const& job, link_lookup const& found)
{
    if (!found.link)
        return job.action == bulk_action::unshare;
    return job.action == bulk_action::share && model::is_as_asked(*found.link, job.settings).value_or(false);
}

} // namespace

engine::engine(client box, bulk_source source, bulk_sink sink, bulk_options options)
    : box_(std::move(box)), source_(std::move(source)), sink_(std::move(sink)), options_(std::move(options)),
      executor_(box_.state()->executor()),
      waiting_(options_.concurrency(), std::min(options_.concurrency(), options_.concurrency_per_user())),
      room_(executor_), news_(executor_)
{}

asio::awaitable<result<bulk_summary>> engine::run()
{
    auto const self = shared_from_this();
    auto const begun = clock::now();
    // The source may wait for long, and must not wait any more when nobody wants its jobs.
    auto on_end = [self](std::exception_ptr) {
        self->is_taking_ = false;
        self->news_.ring();
    };
    asio::co_spawn(
        executor_, take_jobs(), asio::bind_cancellation_slot(stop_taking_.slot(), std::move(on_end))
    );
    while (is_taking_ || waiting_.running() > 0 || !ended_.empty()) {
        if (ended_.empty()) {
            co_await news_.wait();
            continue;
        }
        try {
            auto handing_over = hand_over();
            if (handing_over.valid())
                co_await std::move(handing_over);
        } catch (...) {
            is_sink_broken_ = true;
            fail(std::current_exception(), "sink");
        }
        begin_what_may();
        room_.ring();
    }
    summary_.duration = clock::now() - begun;
    if (failure_)
        co_return std::move(*failure_);
    if (cancelled_)
        co_return error_info(cancelled_, {});
    co_return summary_;
}

asio::awaitable<void> engine::take_jobs()
{
    auto const self = shared_from_this();
    // By the way of the queue: Asio throws out of a coroutine that is cancelled and ends before it was ever suspended.
    co_await asio::post(executor_, asio::use_awaitable);
    try {
        while (!is_stopped_) {
            if (!has_room()) {
                co_await room_.wait();
                continue;
            }
            auto job = co_await source_();
            if (is_stopped_)
                break;
            if (!job) {
                summary_.is_complete = true;
                break;
            }
            auto const user = user_of(*job);
            entries next(&memory_);
            next.emplace_back(next_index_++, std::move(*job));
            waiting_.push(user, std::move(next));
            begin_what_may();
        }
        // What waits for its user goes on without the source.
        while (!is_stopped_ && waiting_.waiting() > 0)
            co_await room_.wait();
    } catch (...) {
        if (!is_stopped_)
            fail(std::current_exception(), "source");
    }
}

// Not a coroutine, whose frame would have to hold the outcome. Invalid if there is nothing to wait for.
asio::awaitable<void> engine::hand_over()
{
    std::pmr::list<bulk_outcome> next(&memory_);
    next.splice(next.begin(), ended_, ended_.begin());
    count(next.front());
    if (is_sink_broken_)
        return {};
    return sink_(std::move(next.front()));
}

void engine::fail(std::exception_ptr why, char const* whose)
{
    if (!failure_) {
        try {
            std::rethrow_exception(std::move(why));
        } catch (error const& known) {
            failure_ = known.info();
        } catch (std::exception const& known) {
            failure_ = error_info(
                errc::callback_failed, std::string("the ") + whose + " of jobs failed: " + known.what()
            );
        } catch (...) {
            failure_ = error_info(errc::callback_failed, std::string("the ") + whose + " of jobs failed");
        }
        failure_->operation = "share_all";
    }
    cancel(asio::cancellation_type::partial);
}

void engine::cancel(asio::cancellation_type type)
{
    is_stopped_ = true;
    summary_.is_complete = false;
    waiting_.clear();
    room_.ring();
    stop_taking_.emit(asio::cancellation_type::terminal);
    if ((type & asio::cancellation_type::terminal) != asio::cancellation_type::none)
        cancelled_ = asio::error::operation_aborted;
    else if ((type & asio::cancellation_type::total) == asio::cancellation_type::none)
        return;
    is_read_only_ = true;
    auto const theirs = cancelled_ ? asio::cancellation_type::terminal : asio::cancellation_type::total;
    for (auto& each : running_)
        each.stop.emit(theirs);
}

std::string engine::user_of(bulk_job const& job) const
{
    return job.as_user.value_or(box_.acting_as().value_or(""));
}

bool engine::has_room() const noexcept
{
    return sink_keeps_up() && waiting_.waiting() <= options_.look_ahead() &&
           waiting_.running() < options_.concurrency();
}

bool engine::sink_keeps_up() const noexcept
{
    return ended_.size() <= options_.concurrency();
}

void engine::begin_what_may()
{
    while (!is_stopped_ && sink_keeps_up()) {
        auto next = waiting_.pop();
        if (!next)
            return;
        begin(std::move(*next));
    }
}

template <class T>
auto engine::ending(place where)
{
    auto end = [self = shared_from_this(), where](result<T>&& ended) {
        self->on_end(where, std::move(ended));
    };
    return as_result(
        asio::bind_executor(executor_, asio::bind_cancellation_slot(where->stop.slot(), std::move(end)))
    );
}

void engine::begin(entries&& next)
{
    auto const where = next.begin();
    running_.splice(running_.end(), next);
    where->begun = clock::now();
    auto const& job = where->job;
    if (!tell_of_begin(where))
        return;
    if (job.may_be_done && job.action != bulk_action::get_link)
        look(where);
    else
        carry_out(where);
}

// False if that failed: then it is not begun.
bool engine::tell_of_begin(place where)
{
    if (!options_.on_begin())
        return true;
    try {
        options_.on_begin()(where->index);
        return true;
    } catch (...) {
        waiting_.ended(user_of(where->job));
        running_.erase(where);
        fail(std::current_exception(), "on_begin");
        return false;
    }
}

request_options engine::options_for(bulk_job const& job) const
{
    auto options = options_.request();
    if (!options.priority())
        options.priority(priority::bulk);
    if (job.as_user)
        options.as_user(*job.as_user);
    return options;
}

void engine::look(place where)
{
    auto end = [self = shared_from_this(), where](result<link_lookup>&& found) {
        if (found.has_value() && is_done(where->job, *found)) {
            found->item.read_back = true;
            if (found->link)
                found->link->item.read_back = true;
            self->on_end(where, std::move(found));
        } else if (found.has_error() && found.error().code == asio::error::operation_aborted)
            self->on_end(where, std::move(found));
        else if (self->is_read_only_)
            self->on_end(where, result<link_lookup>(error_info(asio::error::operation_aborted, {})));
        else
            self->carry_out(where);
    };
    get_link(
        box_.item(where->job.item), options_for(where->job),
        as_result(
            asio::bind_executor(executor_, asio::bind_cancellation_slot(where->stop.slot(), std::move(end)))
        )
    );
}

void engine::carry_out(place where)
{
    auto const& job = where->job;
    auto target = box_.item(job.item);
    auto options = options_for(job);
    switch (job.action) {
    case bulk_action::share:
        share(std::move(target), job.settings, std::move(options), ending<shared_link>(where));
        break;
    case bulk_action::unshare:
        unshare(std::move(target), std::move(options), ending<item_info>(where));
        break;
    case bulk_action::get_link:
        get_link(std::move(target), std::move(options), ending<link_lookup>(where));
        break;
    }
}

template <class T>
void engine::on_end(place where, result<T>&& ended)
{
    auto& outcome = ended_.emplace_back(where->index, std::move(where->job));
    outcome.duration = clock::now() - where->begun;
    if (ended.has_value())
        take_over(outcome, *std::move(ended));
    else
        outcome.failure = std::move(ended).error();
    waiting_.ended(user_of(outcome.job));
    running_.erase(where);
    // It fails all that follow.
    if (outcome.failure && outcome.failure->code == errc::client_closed && !is_stopped_) {
        failure_ = error_info(errc::client_closed, {});
        failure_->operation = "share_all";
        cancel(asio::cancellation_type::partial);
    }
    begin_what_may();
    room_.ring();
    news_.ring();
}

void engine::count(bulk_outcome const& outcome)
{
    ++summary_.jobs;
    if (!outcome.failure)
        ++summary_.done;
    else if (outcome.failure->may_have_taken_effect)
        ++summary_.unknown;
    else
        ++summary_.failed;
}

} // namespace boxlink::bulk
