// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// What an operation tells: of its attempts and waits to the observer, and of its end to the caller.

#include "client/operation_driver.hpp"
#include "model/error_body.hpp"
#include "model/redaction.hpp"

#include <boost/asio/error.hpp>

#include <algorithm>
#include <utility>

namespace boxlink::client_impl {
namespace asio = boost::asio;

void operation_driver::report(policy::attempt_outcome const& outcome, policy::action const& next)
{
    if (!client_->tells_attempts())
        return;
    auto& told = attempt_.report;
    told.operation = plan_.order.text();
    told.attempt = static_cast<int>(attempts_.size());
    told.status = outcome.status;
    told.retry = next.reason;
    told.retry_delay = next.delay;
    conceal(told.box_request_id);
    conceal(told.deprecation);
    client_->tell(&observer::on_attempt, told);
}

void operation_driver::tell_wait(policy::admission::forecast const& wait)
{
    if (!client_->tells_attempts())
        return;
    wait_report told;
    told.operation = plan_.order.text();
    told.attempt = static_cast<int>(attempts_.size()) + 1;
    told.reason = wait.reason;
    if (wait.until)
        told.expected = std::max(*wait.until - now_, policy::duration::zero());
    client_->tell(&observer::on_wait, told);
}

error_info operation_driver::explain_interruption() const
{
    error_info failure(interruption_, {});
    if (interruption_ == errc::deadline_exceeded)
        failure.message = "not done within " + std::to_string(plan_.deadline->count()) + " ms (deadline)";
    return failure;
}

void operation_driver::explain_refusal(policy::admission::decision const& refusal)
{
    std::string why;
    if (refusal.reason == wait_reason::retry_budget)
        why = "no retry is affordable now: too many operations fail";
    else {
        why = std::string("it cannot be sent before its deadline (")
                  .append(to_string(refusal.reason))
                  .append(")");
    }
    if (refusal.possible_at) {
        auto const wait = *refusal.possible_at - client_->timers().now();
        failure().retry_after = std::chrono::ceil<std::chrono::milliseconds>(wait);
        why += ", but in " + std::to_string(failure().retry_after->count()) + " ms at the earliest";
    }
    failure().message = failure().message.empty() ? std::move(why) : failure().message + "; " + why;
}

error_info operation_driver::explain_failure(policy::action& end)
{
    error_info failure = std::move(this->failure());
    if (reading_) {
        auto const read = std::exchange(failure, std::move(reading_->change_failure));
        if (!read.message.empty())
            failure.message += "; reading the link back failed too: " + read.message;
        else if (!interruption_)
            failure.message += "; read back, the link does not show what was asked for";
    }
    if (!interruption_)
        return failure;

    bool const sent = attempt_.is_sent() && attempt_.report.status == 0;
    auto const reason = interruption_.category() == error_category()
                            ? static_cast<errc>(interruption_.value())
                            : errc::client_closed;
    end = machine_.interrupted(reason, sent);
    auto const before = std::exchange(failure, explain_interruption());
    // What the operation was held up by is worth more to people than that it took too long.
    if (before.code && before.code != interruption_) {
        failure.message += (failure.message.empty() ? "before that: " : "; before that: ") + before.message;
        failure.status = before.status;
        failure.cause = before.code;
    }
    if (interruption_ == asio::error::operation_aborted)
        end.failure.reset();
    return failure;
}

error_info operation_driver::describe(error_info failure) const
{
    failure.operation = plan_.order.text();
    failure.attempts.assign(attempts_.begin(), attempts_.end());
    failure.elapsed = client_->timers().now() - started_;
    conceal(failure);
    return failure;
}

template <class Text>
void operation_driver::conceal(Text& text) const
{
    if (token_)
        model::redact(text, token_->access.text.reveal());
    for (auto const& confidential : plan_.order.secrets)
        model::redact(text, confidential.reveal());
}

} // namespace boxlink::client_impl
