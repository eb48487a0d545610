// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "client/limits_gate.hpp"

#include <utility>

namespace boxlink::client_impl {

limits_gate::limits_gate(
    net::timer_queue& timers,
    std::shared_ptr<policy::rate_limiter> limiter,
    policy::guard_options const& options
)
    : timers_(timers), admission_(std::move(limiter), options), alarm_(timers)
{
    pump(timers.now());
}

bool limits_gate::take_turn(turn& asked)
{
    return turns_.enter(asked);
}

void limits_gate::end_turn(turn& over)
{
    if (auto* const next = turns_.leave(over))
        static_cast<turn*>(next)->whose_.on_turn();
}

std::optional<policy::permit>
limits_gate::admit_at_once(policy::admission_request const& request, policy::time_point now)
{
    auto const admitted = admission_.admit_at_once(request, now);
    if (admitted)
        publish(now);
    return admitted;
}

policy::admission::ticket limits_gate::ask(policy::admission_request const& request, waiter& who)
{
    auto const now = timers_.now();
    auto const ticket = admission_.enqueue(request, now);
    waiting_.emplace(ticket, &who);
    pump(now);
    return ticket;
}

void limits_gate::withdraw(policy::admission::ticket who)
{
    if (waiting_.erase(who) == 0)
        return;
    auto const now = timers_.now();
    admission_.cancel(who, now);
    pump(now);
}

policy::admission::forecast limits_gate::explain(policy::admission::ticket who) const
{
    return admission_.explain(who, timers_.now());
}

void limits_gate::completed(
    policy::permit const& used, policy::attempt_outcome const& outcome, policy::time_point now, double random
)
{
    admission_.completed(used, outcome, now, random);
    pump(now);
}

void limits_gate::unused(policy::permit const& spare)
{
    auto const now = timers_.now();
    admission_.unused(spare, now);
    pump(now);
}

void limits_gate::pump(policy::time_point now)
{
    while (auto const decision = admission_.next(now)) {
        auto const entry = waiting_.find(decision->who);
        auto* const who = entry->second;
        waiting_.erase(entry);
        who->on_decision(*decision);
    }
    auto const wake = admission_.wake_at(now).value_or(policy::time_point::max());
    if (wake != alarm_at_) {
        alarm_at_ = wake;
        if (wake == policy::time_point::max())
            alarm_.cancel();
        else
            alarm_.start(wake, [this] {
                alarm_at_ = policy::time_point::max();
                pump(timers_.now());
            });
    }
    publish(now);
}

void limits_gate::publish(policy::time_point now)
{
    auto const state = admission_.snapshot(now);
    seen_waiting_.store(state.waiting, std::memory_order_relaxed);
    seen_in_flight_.store(state.in_flight, std::memory_order_relaxed);
    seen_window_.store(state.window, std::memory_order_relaxed);
    seen_budget_.store(state.retry_budget, std::memory_order_relaxed);
    seen_breaker_.store(state.breaker_open, std::memory_order_relaxed);
}

limits_snapshot limits_gate::snapshot() const noexcept
{
    limits_snapshot now;
    now.waiting = seen_waiting_.load(std::memory_order_relaxed);
    now.in_flight = seen_in_flight_.load(std::memory_order_relaxed);
    now.window = seen_window_.load(std::memory_order_relaxed);
    now.retry_budget = seen_budget_.load(std::memory_order_relaxed);
    now.breaker_open = seen_breaker_.load(std::memory_order_relaxed);
    return now;
}

} // namespace boxlink::client_impl
