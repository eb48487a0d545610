// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "client/token_exchange.hpp"

#include "model/error_body.hpp"
#include "model/redaction.hpp"

#include <utility>

namespace boxlink::client_impl {
namespace asio = boost::asio;
using kind = policy::action::kind;

token_exchange::token_exchange(std::shared_ptr<client_state> client)
    : client_(std::move(client)), attempt_(*client_)
{
    if (!client_->enter(*this))
        interruption_ = make_error_code(errc::client_closed);
}

token_exchange::~token_exchange()
{
    client_->leave(*this);
}

void token_exchange::interrupt(error_code why)
{
    if (interruption_)
        return;
    interruption_ = why;
    if (seeker_ != nullptr)
        seeker_->interrupt();
    else if (nap_)
        nap_->set({});
    else if (!attempt_.is_on_wire())
        attempt_.abort(error_info(why, {}));
}

asio::awaitable<auth::endpoint_answer> token_exchange::send(request_maker make, repetition repeat)
{
    policy::operation_limits limits;
    limits.max_attempts = client_->options().max_attempts();
    limits.deadline = client_->timers().now() + client_->options().deadline();
    limits.is_single_use = repeat == repetition::forbidden;
    policy::operation machine(limits);
    attempts_.clear();

    auth::endpoint_answer answer;
    int refusals_in_a_row = 0;
    auto next = machine.start();
    while (!interruption_ && (next.what == kind::attempt || next.what == kind::wait)) {
        if (next.what == kind::wait) {
            co_await nap(next.delay);
            next = machine.waited();
            continue;
        }
        auto const outcome = co_await attempt(make, next.fresh_connection, answer);
        if (interruption_ && outcome.status == 0) {
            answer.in_doubt = limits.is_single_use && outcome.request_sent;
            break;
        }
        next = machine.attempted(outcome, client_->timers().now(), client_->random());
        if (next.reason == retry_reason::rate_limited) {
            // No limiter knows of these requests, so the pause is made here.
            next.what = kind::wait;
            next.delay =
                policy::retry_delay(next.reason, refusals_in_a_row++, outcome.retry_after, client_->random());
            if (next.delay >= limits.deadline - client_->timers().now())
                next.what = kind::fail;
        }
        report(next, secrets_);
    }
    if (next.what == kind::succeed)
        co_return answer;

    answer.in_doubt = answer.in_doubt || next.may_have_taken_effect;
    if (interruption_ && !answer.in_doubt)
        answer.failure = error_info(interruption_, {});
    answer.failure.attempts = attempts_;
    for (auto const& confidential : secrets_)
        model::redact(answer.failure, confidential.reveal());
    co_return answer;
}

asio::awaitable<policy::attempt_outcome>
token_exchange::attempt(request_maker const& make, bool fresh, auth::endpoint_answer& answer)
{
    answer = auth::endpoint_answer();
    attempt_.begin(client_->timers().now());
    result<void> exchanged;
    if (fresh || !attempt_.connect_at_once())
        exchanged = co_await attempt_.connect(fresh);
    if (exchanged.has_value()) {
        // Made as late as can be: an assertion lasts for less than a minute.
        auto message = make();
        if (message.has_value()) {
            secrets_ = std::move(message->secrets);
            secret const no_token;
            last_attempt_ = client_->timers().now();
            exchanged = attempt_.prepare(message->request, no_token);
            if (exchanged.has_value())
                exchanged = co_await exchange();
            attempt_.conclude(exchanged);
        } else {
            exchanged = std::move(message).error();
        }
    }
    auto const ended = client_->timers().now();
    auto outcome = attempt_.outcome(exchanged, ended);
    if (exchanged.has_error()) {
        answer.failure = std::move(exchanged).error();
    } else {
        answer.response = std::move(attempt_.answer());
        if (answer.response->status != 200) {
            answer.failure = model::read_error(*answer.response, calendar_now());
            outcome.retry_after = answer.failure.retry_after;
        }
    }
    attempt_.release(ended);
    attempt_summary summary;
    summary.status = outcome.status;
    summary.code = attempt_.report.code;
    summary.duration = attempt_.report.total;
    attempts_.push_back(summary);
    co_return outcome;
}

asio::awaitable<result<void>> token_exchange::exchange()
{
    net::one_shot<result<void>> ended(client_->executor());
    attempt_.exchange(
        client_->options().attempt_timeout(), client_->timers().now(),
        [&ended](result<void> outcome) { ended.set(std::move(outcome)); }
    );
    auto outcome = co_await ended.wait();
    co_return outcome;
}

asio::awaitable<result<auth::token_ptr>>
token_exchange::token_of(std::shared_ptr<auth::account> other, std::string user, auth::token_ptr refused)
{
    token_seeker seeker(*client_, std::move(other), std::move(user));
    seeker_ = &seeker;
    if (interruption_)
        seeker.interrupt();
    auto found = co_await seeker.seek(refused != nullptr ? refused->serial : 0);
    seeker_ = nullptr;
    co_return found;
}

asio::awaitable<void> token_exchange::nap(policy::duration delay)
{
    net::timer_queue::timer alarm(client_->timers());
    nap_.emplace(client_->executor());
    alarm.start(client_->timers().now() + delay, [this] { nap_->set({}); });
    co_await nap_->wait();
    nap_.reset();
}

void token_exchange::report(policy::action const& next, std::vector<secret> const& secrets)
{
    if (!client_->tells_attempts())
        return;
    auto& told = attempt_.report;
    told.operation = "get_token";
    told.attempt = static_cast<int>(attempts_.size());
    told.retry = next.reason;
    told.retry_delay = next.delay;
    for (auto const& confidential : secrets) {
        model::redact(told.box_request_id, confidential.reveal());
        model::redact(told.deprecation, confidential.reveal());
    }
    client_->tell(&observer::on_attempt, told);
}

} // namespace boxlink::client_impl
