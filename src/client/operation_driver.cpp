// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "client/operation_driver.hpp"

#include "model/error_body.hpp"
#include "model/redaction.hpp"

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

operation_plan::operation_plan(
    client_state const& client,
    model::operation_kind kind,
    std::string operation_text,
    model::http_request checked_request,
    request_options const& options
)
    : text(std::move(operation_text)), request(std::move(checked_request)),
      deadline(options.deadline().value_or(client.options().deadline())),
      attempt_timeout(options.attempt_timeout().value_or(client.options().attempt_timeout()))
{
    limits.max_attempts = options.max_attempts().value_or(client.options().max_attempts());
    limits.is_change = kind == model::operation_kind::share || kind == model::operation_kind::unshare;
    limits.not_modified_expected = options.if_none_match().has_value();
}

operation_driver::operation_driver(std::shared_ptr<client_state> client, operation_plan plan)
    : client_(std::move(client)), plan_(std::move(plan)), started_(client_->timers().now()),
      machine_(with_deadline(plan_.limits, started_ + plan_.deadline)), deadline_(client_->timers()),
      attempt_timer_(client_->timers())
{}

void operation_driver::begin()
{
    if (!client_->enter(*this)) {
        deliver(describe(error_info(errc::client_closed, {})), true);
        return;
    }
    deadline_.start(started_ + plan_.deadline, [this] {
        interrupt(make_error_code(errc::deadline_exceeded));
    });
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

error_info operation_driver::explain_interruption() const
{
    error_info failure(interruption_, {});
    if (interruption_ == errc::deadline_exceeded)
        failure.message = "not done within " + std::to_string(plan_.deadline.count()) + " ms (deadline)";
    return failure;
}

bool operation_driver::is_change_on_wire() const noexcept
{
    return plan_.limits.is_change && connection_ != nullptr && progress_.request_sent;
}

asio::awaitable<void> operation_driver::run()
{
    auto const self = shared_from_this();
    auto next = machine_.start();
    try {
        for (;;) {
            if (next.what == policy::action::kind::attempt) {
                auto const outcome = co_await attempt(next.fresh_connection);
                if (interruption_)
                    break;
                next = machine_.attempted(outcome, client_->timers().now(), client_->random());
                report(outcome, next);
            } else if (next.what == policy::action::kind::wait) {
                co_await sleep(next.delay);
                if (interruption_)
                    break;
                next = machine_.waited();
            } else
                break;
        }
    } catch (std::exception const& fault) {
        // Out of memory, in all likelihood; the caller must hear of it nevertheless.
        next = policy::action();
        next.what = policy::action::kind::fail;
        failure_ = error_info(errc::connection_lost, fault.what());
        if (connection_)
            client_->pool().release(std::exchange(connection_, nullptr), false);
    }
    finish(next);
}

asio::awaitable<policy::attempt_outcome> operation_driver::attempt(bool fresh_connection)
{
    auto const begin = client_->timers().now();
    report_ = attempt_report();
    progress_ = net::exchange_progress();
    attempt_timed_out_ = false;

    auto outcome = co_await obtain_connection(fresh_connection);
    if (outcome.has_value()) {
        // Not before: standing in line would use the time up, and many operations at once stand in line for long.
        attempt_timer_.start(client_->timers().now() + plan_.attempt_timeout, [this] {
            attempt_timed_out_ = true;
            connection_->abort();
        });
        outcome = co_await exchange();
        attempt_timer_.cancel();
    }

    report_.total = client_->timers().now() - begin;
    report_.first_byte = progress_.first_byte;
    auto judged = judge(outcome);
    if (interruption_) {
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

asio::awaitable<result<void>> operation_driver::exchange()
{
    auto outcome = client_->writer().write(buffer_, plan_.request, client_->access_token());
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
    outcome.reused_connection = report_.reused_connection;
    if (exchanged.has_value()) {
        auto const& answer = reader_.response();
        outcome.status = answer.status;
        bool const is_success = answer.status == 304 ? plan_.limits.not_modified_expected
                                                     : answer.status / 100 == 2 && answer.status != 202;
        if (!is_success) {
            failure_ = model::read_error(answer, client_->calendar_now());
            outcome.retry_after = failure_.retry_after;
            outcome.transient_conflict = model::is_transient_conflict(failure_);
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
        if (interruption_)
            failure_.code = interruption_;
        outcome.failure = failure_.code.category() == error_category()
                              ? static_cast<errc>(failure_.code.value())
                              : errc::connection_lost;
        report_.code = failure_.code;
    }
    attempt_summary summary;
    summary.status = report_.status;
    summary.code = report_.code;
    summary.duration = report_.total;
    attempts_.push_back(summary);
    return outcome;
}

asio::awaitable<void> operation_driver::sleep(policy::duration delay)
{
    nap_.emplace(client_->executor());
    net::timer_queue::timer alarm(client_->timers());
    alarm.start(client_->timers().now() + delay, [this] { nap_->set({}); });
    suspended_ = true;
    co_await nap_->wait();
    nap_.reset();
}

void operation_driver::report(policy::attempt_outcome const& outcome, policy::action const& next)
{
    auto const& watcher = client_->options().observer();
    if (!watcher)
        return;
    report_.operation = plan_.text;
    report_.attempt = static_cast<int>(attempts_.size());
    report_.status = outcome.status;
    report_.retry = next.reason;
    report_.retry_delay = next.delay;
    conceal(report_.box_request_id);
    conceal(report_.deprecation);
    try {
        watcher->on_attempt(report_);
    } catch (...) {
        // A watcher's fault must not change the outcome of what it watches.
    }
}

void operation_driver::finish(policy::action const& last)
{
    deadline_.cancel();
    client_->leave(*this);
    if (!interruption_ && last.what == policy::action::kind::succeed) {
        deliver(std::move(reader_.response()));
        return;
    }

    error_info failure = std::move(failure_);
    auto end = last;
    if (interruption_) {
        bool const sent = progress_.request_sent && report_.status == 0;
        auto const reason = interruption_.category() == error_category()
                                ? static_cast<errc>(interruption_.value())
                                : errc::client_closed;
        end = machine_.interrupted(reason, sent);
        auto const before = std::exchange(failure, explain_interruption());
        // What the operation was held up by is worth more to people than that it took too long.
        if (before.code && before.code != interruption_) {
            failure.message +=
                (failure.message.empty() ? "before that: " : "; before that: ") + before.message;
            failure.status = before.status;
            failure.cause = before.code;
        }
        if (interruption_ == asio::error::operation_aborted)
            end.failure.reset();
    }
    if (end.failure && failure.code != *end.failure) {
        failure.cause = failure.code;
        failure.code = *end.failure;
        if (*end.failure == errc::outcome_unknown)
            failure.message = "the change may or may not have taken effect: " + failure.message;
    }
    failure.may_have_taken_effect = end.may_have_taken_effect;
    deliver(describe(std::move(failure)), !suspended_);
}

error_info operation_driver::describe(error_info failure) const
{
    failure.operation = plan_.text;
    failure.attempts = attempts_;
    failure.elapsed = client_->timers().now() - started_;
    conceal(failure);
    return failure;
}

template <class Text>
void operation_driver::conceal(Text& text) const
{
    model::redact(text, client_->access_token().reveal());
    for (auto const& confidential : plan_.secrets)
        model::redact(text, confidential.reveal());
}

} // namespace boxlink::client_impl
