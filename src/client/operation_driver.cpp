// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "client/operation_driver.hpp"

#include "model/error_body.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>

#include <utility>

namespace boxlink::client_impl {
namespace asio = boost::asio;

namespace {

policy::operation_limits with_deadline(policy::operation_limits limits, policy::time_point deadline)
{
    limits.deadline = deadline;
    return limits;
}

} // namespace

operation_driver::operation_driver(std::shared_ptr<client_state> client, operation_plan plan)
    : client_(std::move(client)), plan_(std::move(plan)), started_(client_->timers().now()),
      deadline_at_(plan_.deadline ? started_ + *plan_.deadline : policy::time_point::max()),
      machine_(with_deadline(plan_.limits, deadline_at_)), deadline_(client_->timers()),
      attempt_timer_(client_->timers())
{}

void operation_driver::begin()
{
    if (!client_->enter(*this)) {
        deliver(describe(error_info(errc::client_closed, {})), true);
        return;
    }
    if (plan_.deadline) {
        deadline_.start(deadline_at_, [this] { interrupt(make_error_code(errc::deadline_exceeded)); });
    }
    asio::co_spawn(client_->executor(), run(), asio::detached);
}

void operation_driver::interrupt(error_code why)
{
    if (interruption_)
        return;
    interruption_ = why;
    if (connection_)
        connection_->abort();
    else if (waiter_)
        client_->pool().cancel(*waiter_, explain_interruption());
    else if (nap_)
        nap_->set({});
}

void operation_driver::cancel(asio::cancellation_type type)
{
    auto const strong = asio::cancellation_type::terminal | asio::cancellation_type::partial;
    bool const may_leave_effects = (type & strong) != asio::cancellation_type::none;
    if (may_leave_effects || !(is_change_on_wire() || machine_.may_have_taken_effect()))
        interrupt(asio::error::operation_aborted);
}

bool operation_driver::is_change_on_wire() const noexcept
{
    return plan_.limits.is_change && connection_ != nullptr && progress_.request_sent && !reading_;
}

void operation_driver::on_turn()
{
    if (nap_)
        nap_->set({});
}

void operation_driver::on_decision(policy::admission::decision const& decision)
{
    decision_ = decision;
    if (nap_)
        nap_->set({});
}

asio::awaitable<void> operation_driver::run()
{
    using kind = policy::action::kind;

    auto const self = shared_from_this();
    auto next = machine_.start();
    try {
        co_await take_turn();
        while (!interruption_ && (next.what == kind::attempt || next.what == kind::wait)) {
            if (next.what == kind::wait) {
                co_await back_off(next.delay);
                next = machine_.waited();
                continue;
            }
            if (next.read_back && !reading_)
                begin_reading_back();
            if (next.admission != policy::admission_need::none) {
                bool const admitted = co_await admit(next.admission);
                if (interruption_)
                    break;
                if (!admitted) {
                    next = machine_.refused(decision_->reason);
                    continue;
                }
            }
            auto const outcome = co_await attempt(next);
            if (interruption_)
                break;
            next = machine_.attempted(outcome, client_->timers().now(), client_->random());
            bool const goes_on = next.what == kind::attempt && next.admission == policy::admission_need::none;
            if (!goes_on)
                settle_permit(outcome);
            report(outcome, next);
        }
    } catch (std::exception const& fault) {
        // Out of memory, in all likelihood; the caller must hear of it nevertheless.
        next = policy::action();
        next.what = kind::fail;
        failure_ = error_info(errc::connection_lost, fault.what());
        if (connection_)
            client_->pool().release(std::exchange(connection_, nullptr), false);
    }
    finish(next);
}

asio::awaitable<void> operation_driver::take_turn()
{
    if (plan_.changed_item.empty())
        co_return;
    nap_.emplace(client_->executor());
    bool const at_once = client_->gate().take_turn(plan_.changed_item, *this, turn_.emplace());
    if (at_once) {
        nap_.reset();
        co_return;
    }
    policy::admission::forecast wait;
    wait.reason = wait_reason::earlier_change;
    tell_wait(wait);
    co_await nap();
}

// Whether an attempt may be made. If not, and nobody interrupted, `decision_` says why.
asio::awaitable<bool> operation_driver::admit(policy::admission_need need)
{
    policy::admission_request request;
    request.user = plan_.user;
    request.priority = plan_.priority;
    request.deadline = deadline_at_;
    request.after_rate_limit = need == policy::admission_need::first_place;
    request.is_retry = need == policy::admission_need::retry;

    auto const begin = client_->timers().now();
    decision_.reset();
    nap_.emplace(client_->executor());
    auto const ticket = client_->gate().ask(request, *this);
    if (decision_)
        nap_.reset();
    else {
        tell_wait(client_->gate().explain(ticket));
        co_await nap();
    }
    admission_ += client_->timers().now() - begin;
    if (!decision_) {
        client_->gate().withdraw(ticket);
        co_return false;
    }
    permit_ = decision_->granted;
    if (!permit_)
        explain_refusal(*decision_);
    co_return permit_.has_value();
}

void operation_driver::settle_permit(policy::attempt_outcome const& outcome)
{
    if (!permit_)
        return;
    auto const permit = *std::exchange(permit_, std::nullopt);
    // Ended from here before anything was sent, it tells nothing of the server.
    if (progress_.request_sent || !interruption_)
        client_->gate().completed(permit, outcome, client_->random());
    else
        client_->gate().unused(permit);
}

void operation_driver::begin_reading_back()
{
    reading_ = plan_.read_back->request();
    change_failure_ = std::exchange(failure_, error_info());
}

asio::awaitable<policy::attempt_outcome> operation_driver::attempt(policy::action const& how)
{
    auto const begin = client_->timers().now();
    report_ = attempt_report();
    report_.read_back = how.read_back;
    report_.admission = std::exchange(admission_, std::chrono::nanoseconds::zero());
    progress_ = net::exchange_progress();
    attempt_timed_out_ = false;
    may_be_stale_ = false;

    auto outcome = co_await obtain_connection(how.fresh_connection);
    if (outcome.has_value()) {
        attempt_timer_.start(client_->timers().now() + plan_.attempt_timeout, [this] {
            attempt_timed_out_ = true;
            connection_->abort();
        });
        outcome = co_await exchange(how.read_back ? *reading_ : plan_.request);
        attempt_timer_.cancel();
    }

    report_.total = client_->timers().now() - begin;
    report_.first_byte = progress_.first_byte;
    auto judged = judge(outcome);
    if (interruption_) {
        settle_permit(judged);
        policy::action const none;
        report(judged, none);
    }
    co_return judged;
}

asio::awaitable<result<void>> operation_driver::obtain_connection(bool fresh)
{
    if (interruption_)
        co_return explain_interruption();
    auto const begin = client_->timers().now();
    if (!fresh)
        connection_ = client_->pool().try_acquire();
    if (!connection_) {
        waiter_.emplace(client_->executor());
        client_->pool().enqueue(*waiter_);
        suspended_ = true;
        auto served = co_await waiter_->wait();
        waiter_.reset();
        if (served.has_error())
            co_return std::move(served).error();
        connection_ = std::move(*served);
    }
    report_.queue = client_->timers().now() - begin;
    report_.reused_connection = connection_->uses > 1;
    may_be_stale_ = report_.reused_connection || connection_->was_idle;
    if (!report_.reused_connection) {
        report_.connect = connection_->connect_time();
        report_.tls = connection_->tls_time();
        report_.resumed_tls_session = connection_->is_resumed();
        // The connection may have been begun before this operation queued for it.
        report_.queue =
            std::max(report_.queue - report_.connect - report_.tls, std::chrono::nanoseconds::zero());
    }
    // The end may have come while the connection was on its way here.
    if (interruption_) {
        client_->pool().release(std::exchange(connection_, nullptr), true);
        co_return explain_interruption();
    }
    co_return result<void>();
}

asio::awaitable<result<void>> operation_driver::exchange(model::http_request const& request)
{
    auto outcome = client_->writer().write(buffer_, request, client_->access_token());
    if (outcome.has_value()) {
        report_.bytes_sent = buffer_.text().size();
        suspended_ = true;
        outcome = co_await connection_->exchange(buffer_.text(), reader_, progress_);
        report_.bytes_received = reader_.bytes_received();
    }
    buffer_.wipe();
    bool const reusable =
        progress_.request_sent ? outcome.has_value() && reader_.can_reuse_connection() : true;
    client_->pool().release(std::exchange(connection_, nullptr), reusable);
    co_return outcome;
}

policy::attempt_outcome operation_driver::judge(result<void> const& exchanged)
{
    policy::attempt_outcome outcome;
    outcome.request_sent = progress_.request_sent;
    outcome.answer_begun = progress_.answer_begun;
    outcome.reused_connection = may_be_stale_;
    if (exchanged.has_value()) {
        auto const& answer = reader_.response();
        outcome.status = answer.status;
        bool const is_success = answer.status == 304 && !reading_
                                    ? plan_.limits.not_modified_expected
                                    : answer.status / 100 == 2 && answer.status != 202;
        if (!is_success) {
            failure_ = model::read_error(answer, client_->calendar_now());
            outcome.retry_after = failure_.retry_after;
            outcome.transient_conflict = model::is_transient_conflict(failure_);
        } else if (reading_) {
            failure_ = error_info();
            outcome.found = plan_.read_back->judge(answer);
        }
        report_.status = answer.status;
        report_.box_request_id = answer.find("box-request-id").value_or("");
        report_.deprecation = answer.find("deprecation").value_or("");
        if (auto const reason = answer.find("box-api-deprecated-reason"))
            report_.deprecation.append(report_.deprecation.empty() ? "" : "; ").append(*reason);
    } else {
        failure_ = exchanged.error();
        if (attempt_timed_out_) {
            failure_ = error_info(
                errc::attempt_timed_out,
                "no answer within " + std::to_string(plan_.attempt_timeout.count()) + " ms (attempt_timeout)"
            );
        }
        outcome.failure = failure_.code.category() == error_category()
                              ? static_cast<errc>(failure_.code.value())
                              : errc::connection_lost;
        if (interruption_) {
            // What was ended from here tells nothing of the server.
            outcome.failure = errc::client_closed;
            failure_.code = interruption_;
        }
        report_.code = failure_.code;
    }
    attempt_summary summary;
    summary.status = report_.status;
    summary.code = report_.code;
    summary.duration = report_.total;
    attempts_.push_back(summary);
    return outcome;
}

asio::awaitable<void> operation_driver::back_off(policy::duration delay)
{
    policy::admission::forecast wait;
    wait.reason = wait_reason::back_off;
    wait.until = client_->timers().now() + delay;
    tell_wait(wait);
    net::timer_queue::timer alarm(client_->timers());
    nap_.emplace(client_->executor());
    alarm.start(*wait.until, [this] { nap_->set({}); });
    co_await nap();
}

asio::awaitable<void> operation_driver::nap()
{
    if (interruption_)
        nap_->set({});
    suspended_ = true;
    co_await nap_->wait();
    nap_.reset();
}

void operation_driver::finish(policy::action const& last)
{
    deadline_.cancel();
    client_->leave(*this);
    if (permit_)
        client_->gate().unused(*permit_);
    if (turn_)
        client_->gate().end_turn(plan_.changed_item, *turn_);
    if (!interruption_ && last.what == policy::action::kind::succeed) {
        deliver(std::move(reader_.response()), last.read_back);
        return;
    }

    auto end = last;
    auto failure = explain_failure(end);
    if (end.failure && failure.code != *end.failure) {
        failure.cause = failure.code;
        failure.code = *end.failure;
        if (*end.failure == errc::outcome_unknown)
            failure.message = "the change may or may not have taken effect: " + failure.message;
    }
    failure.may_have_taken_effect = end.may_have_taken_effect;
    deliver(describe(std::move(failure)), !suspended_);
}

} // namespace boxlink::client_impl
