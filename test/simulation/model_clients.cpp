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
    auto const one = std::make_shared<running>(changes_, work);
    waiting_for_turn_.emplace(&one->turn, one);
    if (changes_->enter(one->turn))
        begin(one->turn);
}

void boxlink_client::begin(policy::mutation_queue::change& turn)
{
    auto const one = waiting_for_turn_.extract(&turn).mapped();
    follow(one, one->operation.start());
}

void boxlink_client::wait_for_admission(operation_ptr const& one, policy::admission_need need)
{
    auto const who = admission_.enqueue(
        {.user = one->work.user,
         .priority = one->work.priority,
         .after_rate_limit = need == policy::admission_need::first_place,
         .is_retry = need == policy::admission_need::retry},
        world_.clock.now()
    );
    waiting_.emplace(who, one);
    pump();
}

void boxlink_client::pump()
{
    auto const now = world_.clock.now();
    while (auto const decided = admission_.next(now)) {
        auto const one = waiting_.extract(decided->who).mapped();
        if (decided->granted)
            send(one, *decided->granted);
        else
            follow(one, one->operation.refused(decided->reason));
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
        follow(one, one->operation.attempted(outcome, now, world_.random.uniform()));
        pump();
    });
}

void boxlink_client::follow(operation_ptr const& one, policy::action const& what)
{
    switch (what.what) {
    case policy::action::kind::attempt:
        // The simulated server closes no idle connection, so there is no attempt in the place of another.
        return wait_for_admission(one, what.admission);
    case policy::action::kind::wait:
        world_.clock.after(what.delay, [this, one] { follow(one, one->operation.waited()); });
        return;
    case policy::action::kind::succeed:
        return finish(one, true);
    case policy::action::kind::fail:
        return finish(one, false);
    }
}

void boxlink_client::finish(operation_ptr const& one, bool succeeded)
{
    auto* const next = changes_->leave(one->turn);
    on_end(one->work, succeeded);
    if (next != nullptr)
        begin(*next);
}

} // namespace boxlink::simulation
