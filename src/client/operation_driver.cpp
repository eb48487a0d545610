// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "client/operation_driver.hpp"

#include "client/prefetch.hpp"
#include "model/error_body.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <exception>
#include <utility>

namespace boxlink::client_impl {
namespace asio = boost::asio;

namespace {

policy::operation_limits with_deadline(policy::operation_limits limits, policy::time_point deadline)
{
    limits.deadline = deadline;
    return limits;
}

void rethrow(std::exception_ptr const& fault)
{
    if (fault)
        std::rethrow_exception(fault);
}

} // namespace

operation_driver::operation_driver(
    std::shared_ptr<client_state> client, operation_order&& order, model::http_request&& request
)
    : client_(std::move(client)), plan_(*client_, std::move(order), std::move(request)),
      started_(client_->timers().now()), now_(started_),
      deadline_at_(plan_.deadline ? started_ + *plan_.deadline : policy::time_point::max()),
      machine_(with_deadline(plan_.limits, deadline_at_)), deadline_(client_->timers()),
      alarm_(client_->timers()), seeker_(*client_, client_->account(), plan_.token_user), attempt_(*client_)
{}

void operation_driver::begin()
{
    if (!client_->enter(*this)) {
        deliver(describe(error_info(errc::client_closed, {})), true);
        return;
    }
    self_ = shared_from_this();
    if (plan_.deadline) {
        deadline_.start(deadline_at_, [this] { interrupt(make_error_code(errc::deadline_exceeded)); });
    }
    take([this] {
        next_ = machine_.start();
        take_turn();
    });
}

void operation_driver::abandon() noexcept
{
    // What owns this, in a circle or not, is being destroyed.
    auto const last = std::move(self_);
}

void operation_driver::interrupt(error_code why)
{
    if (interruption_)
        return;
    interruption_ = why;
    seeker_.interrupt();
    if (woken_)
        wake();
    else
        attempt_.abort(explain_interruption());
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
    return plan_.limits.is_change && attempt_.is_on_wire() && !reading_;
}

// Everything that happens to an operation comes through here, once it has begun.
template <class Step>
void operation_driver::take(Step&& step)
{
    auto const self = self_;
    now_ = client_->timers().now();
    try {
        step();
    } catch (std::exception const& fault) {
        // Out of memory, in all likelihood; the caller must hear of it nevertheless.
        next_ = policy::action();
        next_.what = policy::action::kind::fail;
        failure() = error_info(errc::connection_lost, fault.what());
        is_over_ = true;
    }
    if (is_over_)
        finish();
}

// The step that follows when what is waited for has come, or the end.
void operation_driver::wait_for(void (operation_driver::*step)())
{
    woken_ = step;
    has_waited_ = true;
    if (interruption_)
        wake();
}

void operation_driver::wake()
{
    auto const step = std::exchange(woken_, nullptr);
    if (step == nullptr)
        return;
    asio::post(client_->executor(), [self = self_, step] { self->take([&] { ((*self).*step)(); }); });
}

void operation_driver::take_turn()
{
    if (!is_change())
        return go_on();
    limits_gate::waiter& self = *this;
    if (client_->gate().take_turn(turn_.emplace(plan_.order.item->to_string(), self)))
        return go_on();
    policy::admission::forecast wait;
    wait.reason = wait_reason::earlier_change;
    tell_wait(wait);
    wait_for(&operation_driver::go_on);
}

void operation_driver::on_turn()
{
    wake();
}

// Does what `next_` says.
void operation_driver::go_on()
{
    using kind = policy::action::kind;

    if (interruption_ || (next_.what != kind::attempt && next_.what != kind::wait)) {
        is_over_ = true;
        return;
    }
    attempt_.release(now_);
    if (next_.what == kind::wait)
        return back_off();
    if (next_.read_back && !reading_)
        begin_reading_back();
    if (next_.admission == policy::admission_need::none)
        return authorise();
    admit();
}

void operation_driver::back_off()
{
    policy::admission::forecast wait;
    wait.reason = wait_reason::back_off;
    wait.until = now_ + next_.delay;
    tell_wait(wait);
    wait_for(&operation_driver::backed_off);
    alarm_.start(*wait.until, [this] { wake(); });
}

void operation_driver::backed_off()
{
    next_ = machine_.waited();
    go_on();
}

void operation_driver::admit()
{
    auto const request = request_for(next_.admission);
    permit_ = client_->gate().admit_at_once(request, now_);
    if (permit_)
        return authorise();
    admission_asked_ = now_;
    is_decided_ = false;
    ticket_ = client_->gate().ask(request, *this);
    if (is_decided_)
        return admitted();
    if (client_->tells_attempts()) // no explanation is free
        tell_wait(client_->gate().explain(ticket_));
    wait_for(&operation_driver::admitted);
}

policy::admission_request operation_driver::request_for(policy::admission_need need) const
{
    policy::admission_request request;
    request.user = plan_.user;
    request.priority = plan_.priority;
    request.deadline = deadline_at_;
    request.after_rate_limit = need == policy::admission_need::first_place;
    request.is_retry = need == policy::admission_need::retry;
    return request;
}

void operation_driver::on_decision(policy::admission::decision const& decision)
{
    // Tens of thousands may have waited beside it.
    prefetch(*this);
    is_decided_ = true;
    permit_ = decision.granted;
    if (!permit_ && !interruption_) {
        explain_refusal(decision);
        next_ = machine_.refused(decision.reason);
    }
    wake();
}

void operation_driver::admitted()
{
    admission_ += now_ - admission_asked_;
    if (!is_decided_)
        client_->gate().withdraw(ticket_);
    if (!interruption_ && permit_)
        authorise();
    else
        go_on();
}

void operation_driver::settle_permit(policy::attempt_outcome const& outcome)
{
    if (!permit_)
        return;
    auto const permit = *std::exchange(permit_, std::nullopt);
    // Ended from here before anything was sent, it tells nothing of the server.
    if (attempt_.is_sent() || !interruption_)
        client_->gate().completed(permit, outcome, now_, client_->random());
    else
        client_->gate().unused(permit);
}

void operation_driver::begin_reading_back()
{
    auto& order = plan_.order;
    read_back how(*order.item, std::move(order.asked), std::move(order.options));
    auto request = how.request();
    plan_.adapt(request);
    reading_ =
        std::make_unique<reading>(std::move(how), std::move(request), std::exchange(failure(), error_info()));
}

void operation_driver::authorise()
{
    if (auto found = seeker_.ask(expired_token_, now_))
        return authorised(std::move(*found));
    policy::admission::forecast wait;
    wait.reason = wait_reason::token;
    tell_wait(wait);
    asio::co_spawn(
        client_->executor(), seeker_.seek(expired_token_),
        [self = self_](std::exception_ptr fault, result<auth::token_ptr> found) {
            self->take([&] {
                rethrow(fault);
                self->authorised(std::move(found));
            });
        }
    );
}

void operation_driver::authorised(result<auth::token_ptr> found)
{
    bool const is_there = found.has_value();
    if (is_there)
        token_ = std::move(*found);
    else if (!interruption_) {
        failure() = std::move(found).error();
        next_ = machine_.unauthorized();
    }
    if (is_there && !interruption_)
        connect();
    else
        go_on();
}

void operation_driver::connect()
{
    attempt_.begin(now_);
    attempt_.report.read_back = next_.read_back;
    attempt_.report.admission = std::exchange(admission_, std::chrono::nanoseconds::zero());
    if (!next_.fresh_connection && attempt_.connect_at_once())
        return exchange({});
    asio::co_spawn(
        client_->executor(), attempt_.connect(next_.fresh_connection),
        [self = self_](std::exception_ptr fault, result<void> connected) {
            self->take([&] {
                rethrow(fault);
                self->exchange(std::move(connected));
            });
        }
    );
}

void operation_driver::exchange(result<void> outcome)
{
    if (outcome.has_error())
        return attempted(outcome);
    // The end may have come while the connection was on its way here.
    if (interruption_)
        return attempted(explain_interruption());
    if (auto newer = seeker_.newest(now_))
        token_ = std::move(newer);
    auto const& request = next_.read_back ? reading_->request : plan_.request;
    outcome = attempt_.prepare(request, token_->access.text);
    if (outcome.has_error()) {
        attempt_.conclude(outcome);
        return attempted(outcome);
    }
    attempt_.exchange(plan_.attempt_timeout, now_, [this](result<void> exchanged) {
        take([&] {
            attempt_.conclude(exchanged);
            attempted(exchanged);
        });
    });
}

void operation_driver::attempted(result<void> const& exchanged)
{
    using kind = policy::action::kind;

    auto const outcome = judge(exchanged);
    if (interruption_) {
        settle_permit(outcome);
        report(outcome, policy::action());
    } else {
        next_ = machine_.attempted(outcome, now_, client_->random());
        if (next_.what != kind::attempt || next_.admission != policy::admission_need::none)
            settle_permit(outcome);
        report(outcome, next_);
    }
    go_on();
}

policy::attempt_outcome operation_driver::judge(result<void> const& exchanged)
{
    auto outcome = attempt_.outcome(exchanged, now_);
    if (exchanged.has_value()) {
        auto const& answer = attempt_.answer();
        bool const is_success = answer.status == 304 && !reading_
                                    ? plan_.limits.not_modified_expected
                                    : answer.status / 100 == 2 && answer.status != 202;
        if (!is_success) {
            failure() = model::read_error(answer, client_->calendar_now());
            outcome.retry_after = failure().retry_after;
            outcome.transient_conflict = model::is_transient_conflict(failure());
        } else if (reading_) {
            failure_.reset();
            outcome.found = reading_->how.judge(answer);
        }
        judge_token(outcome);
    } else {
        failure() = exchanged.error();
        if (interruption_) {
            // What was ended from here tells nothing of the server.
            outcome.failure = errc::client_closed;
            attempt_.report.code = failure().code = interruption_;
        }
    }
    attempt_summary summary;
    summary.status = attempt_.report.status;
    summary.code = attempt_.report.code;
    summary.duration = attempt_.report.total;
    attempts_.push_back(summary);
    return outcome;
}

// A new token is tried once. One that is refused although it should still be good, and that Box made because the one before had expired, shows that
// new tokens do not help.
void operation_driver::judge_token(policy::attempt_outcome& outcome)
{
    outcome.expired_token = model::is_expired_token(attempt_.answer());
    if (!outcome.expired_token) {
        expired_token_ = 0;
        return;
    }
    bool const was_made_for_this = expired_token_ != 0 && !token_->from_store;
    bool const should_be_good = now_ < token_->ends;
    outcome.can_renew_token = seeker_.can_renew() && !(was_made_for_this && should_be_good);
    expired_token_ = token_->serial;
    if (seeker_.can_renew() && !outcome.can_renew_token)
        failure().message +=
            "; the access token was new: ask Box's support, or look for a proxy that changes requests";
}

error_info& operation_driver::failure()
{
    if (failure_ == nullptr)
        failure_ = std::make_unique<error_info>();
    return *failure_;
}

void operation_driver::finish()
{
    auto const self = std::move(self_);
    auto const& last = next_;
    deadline_.cancel();
    alarm_.cancel();
    client_->leave(*this);
    if (permit_)
        client_->gate().unused(*permit_);
    if (turn_)
        client_->gate().end_turn(*turn_);
    if (!interruption_ && last.what == policy::action::kind::succeed) {
        deliver(attempt_.answer(), last.read_back);
        return;
    }

    attempt_.release(now_);
    auto end = last;
    auto failure = explain_failure(end);
    if (end.failure && failure.code != *end.failure) {
        failure.cause = failure.code;
        failure.code = *end.failure;
        if (*end.failure == errc::outcome_unknown)
            failure.message = "the change may or may not have taken effect: " + failure.message;
    }
    failure.may_have_taken_effect = end.may_have_taken_effect;
    bool const has_suspended = has_waited_ || seeker_.has_suspended() || attempt_.has_suspended();
    deliver(describe(std::move(failure)), !has_suspended);
}

} // namespace boxlink::client_impl
