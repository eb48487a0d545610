// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "policy/admission.hpp"

#include <algorithm>

namespace boxlink::policy {
namespace {

/// After so many interactive requests in a row one of bulk goes.
constexpr int most_interactive_in_a_row = 7;

} // namespace

admission::admission(std::shared_ptr<rate_limiter> limiter, guard_options const& options)
    : limiter_(std::move(limiter)), guard_(options)
{}

admission::~admission()
{
    for (auto const& [user, lane] : lanes_)
        limiter_->give_back(user, lane.place, latest_);
}

std::optional<permit> admission::admit_at_once(admission_request const& request, time_point now)
{
    latest_ = now;
    bool const others_first = !ready_.empty() || !refusals_.empty() || !parked_.empty() ||
                              (!timed_.empty() && timed_.begin()->place.at <= now) ||
                              lanes_.contains(request.user);
    // A retry has a price, and what comes after its deadline is refused with reasons.
    if (others_first || request.is_retry || request.deadline <= now ||
        guard_.obstacle(now) != wait_reason::none)
        return std::nullopt;
    auto const rate = limiter_->claim_at_once(request.user, now);
    if (!rate)
        return std::nullopt;
    return permit{.user = request.user, .rate = *rate, .guard = guard_.enter(now)};
}

admission::ticket admission::enqueue(admission_request const& request, time_point now)
{
    latest_ = now;
    auto const who = ++tickets_;
    auto& entry = waiting_.try_emplace(who, who, request).first->second;
    bool const paid = !request.is_retry || guard_.spend_retry(now);
    if (auto const why = hopeless(request, paid, now)) {
        if (request.is_retry && paid)
            guard_.refund_retry(now);
        entry.state = waiting::where::refused;
        refusals_.push_back({.who = who, .reason = why->reason, .possible_at = why->possible_at});
    } else if (paid) {
        join(entry, now);
    } else {
        entry.state = waiting::where::parked;
        parked_.insert(who);
    }
    return who;
}

std::optional<admission::unreachable>
admission::hopeless(admission_request const& request, bool paid, time_point now) const
{
    if (!paid) {
        auto const affordable = guard_.retry_affordable_at(now);
        if (request.priority == boxlink::priority::interactive || affordable >= request.deadline)
            return unreachable{
                wait_reason::retry_budget,
                affordable == time_point::max() ? std::nullopt : std::optional(affordable)};
    }
    if (request.deadline == time_point::max())
        return std::nullopt;
    if (auto const open = guard_.open_until(); open && *open > now && *open >= request.deadline)
        return unreachable{wait_reason::breaker, *open};

    auto const view = limiter_->look(request.user);
    auto const ahead = static_cast<duration::rep>(ahead_of(request));
    auto const possible = std::max(now, view.paused_until.value_or(now)) + ahead * view.interval;
    if (view.paused_until && *view.paused_until >= request.deadline)
        return unreachable{wait_reason::rate_limited, possible};
    // The learned rate may be better tomorrow, the configured one is the best that can happen.
    auto const soonest = now + std::max<duration::rep>(0, ahead + 1 - view.burst) * view.configured_interval;
    if (soonest >= request.deadline)
        return unreachable{wait_reason::paced, std::max(possible, soonest)};
    return std::nullopt;
}

std::size_t admission::ahead_of(admission_request const& request) const
{
    auto const found = lanes_.find(request.user);
    if (found == lanes_.end() || request.after_rate_limit)
        return 0;
    auto const& queues = found->second.queues;
    return queues[0].size() + (request.priority == boxlink::priority::bulk ? queues[1].size() : 0);
}

void admission::join(waiting& entry, time_point now)
{
    auto const& request = entry.request;
    auto const [found, is_new] = lanes_.try_emplace(request.user);
    auto& lane = found->second;
    auto& others = lane.queue_of(request);
    entry.state = waiting::where::lane;
    entry.lane = &lane;
    if (request.after_rate_limit) {
        entry.place = --lane.first;
        others.push_front(entry);
    } else {
        entry.place = ++lane.last;
        others.push_back(entry);
    }
    if (request.deadline != time_point::max()) {
        lane.deadlines.insert(entry);
        deadlines_.insert(entry);
    }
    if (is_new) {
        lane.user = request.user;
        lane.number = ++lane_numbers_;
        lane.place = limiter_->reserve(request.user, now);
        wait_until(lane, lane.place.at);
    }
}

void admission::leave(waiting& entry) noexcept
{
    auto& others = entry.lane->queue_of(entry.request);
    others.erase(others.iterator_to(entry));
    entry.time_order_hook<of_all>::leave_order();
    entry.time_order_hook<of_lane>::leave_order();
}

void admission::cancel(ticket who, time_point now)
{
    latest_ = now;
    auto const found = waiting_.find(who);
    if (found == waiting_.end())
        return;
    auto& entry = found->second;
    if (entry.state == waiting::where::parked)
        parked_.erase(who);
    if (entry.state == waiting::where::lane) {
        if (entry.request.is_retry)
            guard_.refund_retry(now);
        leave(entry);
    }
    auto const user = entry.request.user;
    waiting_.erase(found);
    if (auto const its = lanes_.find(user); its != lanes_.end())
        drop_if_empty(its->second, now);
}

void admission::wait_until(user_lane& of, time_point when)
{
    if (when <= latest_)
        return make_ready(of);
    of.ready = false;
    of.place.at = when;
    timed_.insert(of);
}

void admission::make_ready(user_lane& of)
{
    of.ready = true;
    ready_.push_back(of);
}

// The time of a lane that waits for it may have come: asks now rather than when others would.
void admission::hasten(user_lane& of)
{
    if (of.ready)
        return;
    timed_.erase(timed_.iterator_to(of));
    make_ready(of);
}

void admission::drop_if_empty(user_lane& of, time_point now)
{
    if (!of.is_empty())
        return;
    limiter_->give_back(of.user, of.place, now);
    if (of.ready)
        ready_.erase(ready_.iterator_to(of));
    else
        timed_.erase(timed_.iterator_to(of));
    lanes_.erase(of.user);
}

void admission::refuse(waiting& entry, wait_reason reason, time_point possible_at)
{
    if (entry.request.is_retry)
        guard_.refund_retry(latest_);
    leave(entry);
    entry.state = waiting::where::refused;
    refusals_.push_back({.who = entry.name, .reason = reason, .possible_at = possible_at});
}

template <class Order>
void admission::refuse_all_before(Order& deadlines, time_point until, wait_reason reason)
{
    for (auto* one = deadlines.first(); one != nullptr && one->request.deadline <= until;
         one = deadlines.first())
        refuse(*one, reason, until);
}

void admission::refuse_paused(user_lane& of)
{
    if (of.deadlines.first() == nullptr)
        return;
    if (auto const until = limiter_->look(of.user).paused_until; until && *until > latest_)
        refuse_all_before(of.deadlines, *until, wait_reason::rate_limited);
}

std::optional<admission::decision> admission::refusal()
{
    while (!refusals_.empty()) {
        auto const refused = refusals_.front();
        refusals_.pop_front();
        auto const found = waiting_.find(refused.who);
        if (found == waiting_.end())
            continue; // cancelled
        auto const lane = lanes_.find(found->second.request.user);
        waiting_.erase(found);
        if (lane != lanes_.end())
            drop_if_empty(lane->second, latest_);
        return refused;
    }
    return std::nullopt;
}

void admission::unpark(time_point now)
{
    while (!parked_.empty() && guard_.spend_retry(now)) {
        auto const who = *parked_.begin();
        parked_.erase(parked_.begin());
        join(waiting_.at(who), now);
    }
}

std::optional<admission::decision> admission::next(time_point now)
{
    latest_ = now;
    if (auto const open = guard_.open_until(); open && *open > now)
        refuse_all_before(deadlines_, *open, wait_reason::breaker);
    if (auto refused = refusal())
        return refused;

    unpark(now);
    while (!timed_.empty() && timed_.begin()->place.at <= now)
        hasten(*timed_.begin());
    while (!ready_.empty() && guard_.obstacle(now) == wait_reason::none) {
        auto& lane = ready_.front();
        ready_.pop_front();
        if (auto const rate = limiter_->claim(lane.user, lane.place, now))
            return grant(lane, *rate, now);
        wait_until(lane, lane.place.at);
        refuse_paused(lane);
    }
    return refusal();
}

admission::waiting& admission::choose(user_lane& of)
{
    auto& interactive = of.queues[0];
    auto& bulk = of.queues[1];
    bool const bulk_turn =
        interactive.empty() || (!bulk.empty() && of.interactive_in_a_row >= most_interactive_in_a_row);
    of.interactive_in_a_row = bulk_turn ? 0 : of.interactive_in_a_row + 1;
    return (bulk_turn ? bulk : interactive).front();
}

admission::decision admission::grant(user_lane& of, rate_permit const& rate, time_point now)
{
    auto& chosen = choose(of);
    decision granted{
        .who = chosen.name, .granted = permit{.user = of.user, .rate = rate, .guard = guard_.enter(now)}};
    leave(chosen);
    waiting_.erase(granted.who);
    if (of.is_empty()) {
        lanes_.erase(of.user);
    } else {
        of.place = limiter_->reserve(of.user, now);
        wait_until(of, of.place.at);
    }
    return granted;
}

std::optional<time_point> admission::wake_at(time_point now) const
{
    if (!refusals_.empty())
        return now;
    std::optional<time_point> wake;
    auto const consider = [&](time_point when) { wake = std::min(wake.value_or(when), when); };
    if (!parked_.empty())
        consider(guard_.retry_affordable_at(now));
    if (!lanes_.empty()) {
        // A full window opens when a request is over, which is an event of its own.
        auto const obstacle = guard_.obstacle(now);
        if (obstacle == wait_reason::breaker)
            consider(*guard_.look_again_at(now));
        else if (obstacle == wait_reason::none)
            consider(ready_.empty() ? timed_.begin()->place.at : now);
    }
    return wake;
}

admission::forecast admission::explain(ticket who, time_point now) const
{
    auto const found = waiting_.find(who);
    if (found == waiting_.end() || found->second.state == waiting::where::refused)
        return {};
    if (found->second.state == waiting::where::parked)
        return {wait_reason::retry_budget, guard_.retry_affordable_at(now)};
    if (auto const open = guard_.open_until())
        return {wait_reason::breaker, *open > now ? open : std::nullopt};

    auto const& request = found->second.request;
    auto const view = limiter_->look(request.user);
    if (view.paused_until)
        return {wait_reason::rate_limited, *view.paused_until > now ? view.paused_until : std::nullopt};
    auto& lane = *found->second.lane;
    if (lane.ready)
        return {wait_reason::concurrency, std::nullopt};
    auto ahead = found->second.place - lane.queue_of(request).front().place;
    if (request.priority == boxlink::priority::bulk)
        ahead += static_cast<std::int64_t>(lane.queues[0].size());
    return {wait_reason::paced, lane.place.at + ahead * view.interval};
}

void admission::completed(permit const& used, attempt_outcome const& outcome, time_point now, double random)
{
    latest_ = now;
    guard_.completed(used.guard, outcome, now, random);
    limiter_->completed(used.user, used.rate, outcome, now, random);
    auto const found = lanes_.find(used.user);
    if (found == lanes_.end())
        return;
    auto& lane = found->second;
    if (outcome.status == 429)
        refuse_paused(lane);
    if (used.rate.probe != 0) // the pause may be over
        hasten(lane);
}

void admission::unused(permit const& spare, time_point now)
{
    latest_ = now;
    guard_.unused(spare.guard);
    limiter_->unused(spare.user, spare.rate, now);
    if (auto const found = lanes_.find(spare.user); found != lanes_.end())
        hasten(found->second);
}

admission::state admission::snapshot(time_point now) const
{
    return {
        .waiting = waiting_.size(),
        .in_flight = guard_.in_flight(),
        .window = guard_.window(),
        .retry_budget = guard_.budget(now),
        .breaker_open = guard_.is_open()};
}

} // namespace boxlink::policy
