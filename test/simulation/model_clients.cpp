// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model_clients.hpp"

namespace boxlink::simulation {

boxlink_client::boxlink_client(
    world& around, std::shared_ptr<policy::rate_limiter> limiter, policy::guard_options const& guard
)
    : world_(around), admission_(std::move(limiter), guard)
{}

void boxlink_client::submit(work_item const& work)
{
    auto const one =
        std::make_shared<running>(running{work, policy::operation({.max_attempts = 5, .is_change = true})});
    auto& queue = changes_[work.item];
    queue.push_back(one);
    if (queue.size() == 1)
        wait_for_admission(one, false, false);
}

void boxlink_client::wait_for_admission(operation_ptr const& one, bool after_rate_limit, bool is_retry)
{
    auto const who = admission_.enqueue(
        {.user = one->work.user,
         .priority = one->work.priority,
         .after_rate_limit = after_rate_limit,
         .is_retry = is_retry},
        world_.clock.now()
    );
    waiting_.emplace(who, one);
    pump();
}

void boxlink_client::pump()
{
    auto const now = world_.clock.now();
    while (auto const decided = admission_.next(now)) {
        auto const found = waiting_.find(decided->who);
        auto const one = found->second;
        waiting_.erase(found);
        if (decided->granted)
            send(one, *decided->granted);
        else
            finish(one, false);
    }
    auto const wake = admission_.wake_at(now);
    if (!wake || (timer_at_ && *timer_at_ <= *wake))
        return;
    timer_at_ = wake;
    world_.clock.at(*wake, [this, number = ++timer_] {
        if (number != timer_)
            return;
        timer_at_.reset();
        pump();
    });
}

void boxlink_client::send(operation_ptr const& one, policy::permit const& permit)
{
    world_.send(one->work, [this, one, permit](attempt_outcome const& outcome) {
        auto const now = world_.clock.now();
        admission_.completed(permit, outcome, now, world_.random.uniform());
        follow(one, one->operation.attempted(outcome, now, world_.random.uniform()), outcome);
        pump();
    });
}

void boxlink_client::follow(operation_ptr const& one, policy::action const& what, attempt_outcome const& last)
{
    switch (what.what) {
    case policy::action::kind::attempt:
        return wait_for_admission(one, false, true);
    case policy::action::kind::wait:
        // The limiter knows when a user may go on after 429.
        if (last.status == 429)
            return wait_for_admission(one, true, false);
        world_.clock.after(what.delay, [this, one] { wait_for_admission(one, false, true); });
        return;
    case policy::action::kind::succeed:
        return finish(one, true);
    case policy::action::kind::fail:
        return finish(one, false);
    }
}

void boxlink_client::finish(operation_ptr const& one, bool succeeded)
{
    auto const found = changes_.find(one->work.item);
    found->second.pop_front();
    auto const next = found->second.empty() ? nullptr : found->second.front();
    if (!next)
        changes_.erase(found);
    on_end(one->work, succeeded);
    if (next)
        wait_for_admission(next, false, false);
}

} // namespace boxlink::simulation
