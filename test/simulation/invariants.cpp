// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "invariants.hpp"

#include "virtual_time.hpp"

namespace boxlink::simulation {

using namespace std::chrono_literals;

void invariants::violated(std::string what)
{
    if (known_.checked && violations_.size() < 10)
        violations_.push_back(std::move(what));
}

void invariants::on_send(user_key user, std::uint64_t item, time_point now)
{
    if (!known_.checked)
        return;
    auto const at = " at " + std::to_string(seconds(now - virtual_time::start).count()) + " s, user " +
                    std::to_string(user);
    auto& its = users_[user];
    if (now < its.paused_until)
        violated("sent before Retry-After was over" + at);
    if (known_.cap > 0) {
        its.last_minute.push_back(now);
        while (its.last_minute.front() <= now - 60s)
            its.last_minute.pop_front();
        if (static_cast<double>(its.last_minute.size()) > known_.cap)
            violated("more than the cap in a minute" + at);
    }
    if (++under_way_[item] > 1)
        violated("two changes of one item under way" + at);
}

void invariants::on_answer(user_key user, std::uint64_t item, attempt_outcome const& outcome, time_point now)
{
    if (!known_.checked)
        return;
    if (--under_way_[item] == 0)
        under_way_.erase(item);
    if (outcome.status == 429 && outcome.retry_after) {
        auto& until = users_[user].paused_until;
        until = std::max(until, now + std::min<duration>(*outcome.retry_after, known_.max_pause));
    }
}

void invariants::on_submit(std::uint64_t number, std::uint64_t item)
{
    ++unfinished_;
    if (known_.checked)
        order_[item].push_back(number);
}

void invariants::on_end(std::uint64_t number, std::uint64_t item)
{
    if (unfinished_-- == 0)
        violated("work " + std::to_string(number) + " ended twice");
    if (!known_.checked)
        return;
    auto const its = order_.find(item);
    if (its == order_.end() || its->second.front() != number) {
        violated("work " + std::to_string(number) + " overtook another of its item, or ended twice");
        return;
    }
    its->second.pop_front();
    if (its->second.empty())
        order_.erase(its);
}

void invariants::on_rest()
{
    if (unfinished_ != 0)
        violated(std::to_string(unfinished_) + " never ended");
}

} // namespace boxlink::simulation
