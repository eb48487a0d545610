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

operation_driver::operation_driver(std::shared_ptr<client_state> client, operation_order&& order)
    : client_(std::move(client)), plan_(*client_, std::move(order)), started_(client_->timers().now()),
      deadline_at_(plan_.deadline ? started_ + *plan_.deadline : policy::time_point::max()),
      machine_(with_deadline(plan_.limits, deadline_at_)), deadline_(client_->timers()),
      seeker_(*client_, client_->account(), plan_.token_user), attempt_(*client_)
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
    seeker_.interrupt();
    if (nap_)
        nap_->set({});
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

// What can be had at once is not awaited: each layer of coroutines costs as much as a system call.
asio::awaitable<void> operation_driver::run()
{
    using kind = policy::action::kind;

    auto const self = shared_from_this();
    auto next = machine_.start();
    try {
        if (!take_turn())
            co_await nap();
        while (!interruption_ && (next.what == kind::attempt || next.what == kind::wait)) {
            if (next.what == kind::wait) {
                co_await back_off(next.delay);
                next = machine_.waited();
                continue;
            }
            if (next.read_back && !reading_)
                begin_reading_back();
            if (next.admission != policy::admission_need::none && !admit_at_once(next.admission)) {
                bool const admitted = co_await admit(next.admission);
                if (interruption_)
                    break;
                if (!admitted) {
                    next = machine_.refused(decision_->reason);
                    continue;
                }
            }
            auto authorised = authorise_at_once();
            if (!authorised)
                authorised = co_await authorise();
            if (interruption_)
                break;
            if (!*authorised) {
                next = machine_.unauthorized();
                continue;
            }
            begin_attempt(next);
            result<void> exchanged;
            if (next.fresh_connection || !attempt_.connect_at_once())
                exchanged = co_await attempt_.connect(next.fresh_connection);
            if (exchanged.has_value() && prepare_exchange(next, exchanged)) {
                exchanged = co_await attempt_.exchange(plan_.attempt_timeout);
                attempt_.conclude(exchanged);
            }
            auto const outcome = judge(exchanged);
            if (interruption_) {
                settle_permit(outcome);
                policy::action const none;
                report(outcome, none);
                break;
            }
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
        attempt_.give_up();
    }
    finish(next);
}

// Whether the item may be changed now. If not, `nap` until then.
bool operation_driver::take_turn()
{
    if (plan_.changed_item.empty())
        return true;
    nap_.emplace(client_->executor());
    bool const at_once = client_->gate().take_turn(plan_.changed_item, *this, turn_.emplace());
    if (at_once) {
        nap_.reset();
    } else {
        policy::admission::forecast wait;
        wait.reason = wait_reason::earlier_change;
        tell_wait(wait);
    }
    return at_once;
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

bool operation_driver::admit_at_once(policy::admission_need need)
{
    permit_ = client_->gate().admit_at_once(request_for(need));
    return permit_.has_value();
}

// Whether an attempt may be made. If not, and nobody interrupted, `decision_` says why.
asio::awaitable<bool> operation_driver::admit(policy::admission_need need)
{
    auto const begin = client_->timers().now();
    decision_.reset();
    nap_.emplace(client_->executor());
    auto const ticket = client_->gate().ask(request_for(need), *this);
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
    if (attempt_.is_sent() || !interruption_)
        client_->gate().completed(permit, outcome, client_->random());
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
        std::make_unique<reading>(std::move(how), std::move(request), std::exchange(failure_, error_info()));
}

// Nothing if it must be waited for; else as `authorise`.
std::optional<bool> operation_driver::authorise_at_once()
{
    auto found = seeker_.ask(expired_token_);
    return found ? std::optional(take_token(std::move(*found))) : std::nullopt;
}

// Whether there is a token. If not, and nobody interrupted, `failure_` says why.
asio::awaitable<bool> operation_driver::authorise()
{
    policy::admission::forecast wait;
    wait.reason = wait_reason::token;
    tell_wait(wait);
    auto found = co_await seeker_.seek(expired_token_);
    co_return take_token(std::move(found));
}

bool operation_driver::take_token(result<auth::token_ptr> found)
{
    if (found.has_value())
        token_ = std::move(*found);
    else if (!interruption_)
        failure_ = std::move(found).error();
    return found.has_value();
}

void operation_driver::begin_attempt(policy::action const& how)
{
    attempt_.begin();
    attempt_.report.read_back = how.read_back;
    attempt_.report.admission = std::exchange(admission_, std::chrono::nanoseconds::zero());
}

// Whether the request is ready to be sent over the connection that there is. If not, `outcome` says why.
bool operation_driver::prepare_exchange(policy::action const& how, result<void>& outcome)
{
    // The end may have come while the connection was on its way here.
    if (interruption_) {
        attempt_.give_up();
        outcome = explain_interruption();
        return false;
    }
    if (auto newer = seeker_.newest())
        token_ = std::move(newer);
    outcome = attempt_.prepare(how.read_back ? reading_->request : *plan_.order.request, token_->access.text);
    if (outcome.has_error())
        attempt_.conclude(outcome);
    return outcome.has_value();
}

policy::attempt_outcome operation_driver::judge(result<void> const& exchanged)
{
    auto outcome = attempt_.outcome(exchanged);
    if (exchanged.has_value()) {
        auto const& answer = attempt_.answer();
        bool const is_success = answer.status == 304 && !reading_
                                    ? plan_.limits.not_modified_expected
                                    : answer.status / 100 == 2 && answer.status != 202;
        if (!is_success) {
            failure_ = model::read_error(answer, client_->calendar_now());
            outcome.retry_after = failure_.retry_after;
            outcome.transient_conflict = model::is_transient_conflict(failure_);
        } else if (reading_) {
            failure_ = error_info();
            outcome.found = reading_->how.judge(answer);
        }
        judge_token(outcome);
    } else {
        failure_ = exchanged.error();
        if (interruption_) {
            // What was ended from here tells nothing of the server.
            outcome.failure = errc::client_closed;
            attempt_.report.code = failure_.code = interruption_;
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
    bool const should_be_good = client_->timers().now() < token_->ends;
    outcome.can_renew_token = seeker_.can_renew() && !(was_made_for_this && should_be_good);
    expired_token_ = token_->serial;
    if (seeker_.can_renew() && !outcome.can_renew_token)
        failure_.message +=
            "; the access token was new: ask Box's support, or look for a proxy that changes requests";
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
    has_napped_ = true;
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
        deliver(std::move(attempt_.answer()), last.read_back);
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
    bool const has_suspended = has_napped_ || seeker_.has_suspended() || attempt_.has_suspended();
    deliver(describe(std::move(failure)), !has_suspended);
}

} // namespace boxlink::client_impl
