// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "baselines.hpp"

#include <algorithm>
#include <cmath>

namespace boxlink::simulation {
namespace {

using namespace std::chrono_literals;

constexpr int most_retries = 5;

bool is_retryable(attempt_outcome const& outcome)
{
    return outcome.status == 0 || outcome.status == 429 || outcome.status >= 500;
}

} // namespace

void worker_client::submit(work_item const& work)
{
    // Only a bulk job has workers; other calls are made when they come.
    if (work.priority == boxlink::priority::interactive)
        return attempt(work, 0);
    queue_.push_back(work);
    start();
}

void worker_client::start()
{
    while (idle_ > 0 && !queue_.empty()) {
        --idle_;
        auto const work = queue_.front();
        queue_.pop_front();
        attempt(work, 0);
    }
}

void worker_client::attempt(work_item const& work, int nth)
{
    send(work, nth);
}

void worker_client::send(work_item const& work, int nth)
{
    world_.send(work, [this, work, nth](attempt_outcome const& outcome) {
        answered(outcome);
        if (!is_retryable(outcome))
            return end(work, outcome.status < 300);
        if (nth == most_retries)
            return end(work, false);
        if (auto const delay = retry_after(outcome, nth))
            world_.clock.after(*delay, [this, work, nth] { attempt(work, nth + 1); });
        else
            end(work, false);
    });
}

void worker_client::end(work_item const& work, bool succeeded)
{
    idle_ += work.priority == boxlink::priority::bulk ? 1 : 0;
    on_end(work, succeeded);
    start();
}

std::optional<seconds> box_sdk_client::retry_after(attempt_outcome const& outcome, int nth)
{
    if (outcome.retry_after && outcome.retry_after->count() > 0)
        return seconds(*outcome.retry_after);
    return 1s * std::exp2(nth) * world_.random.between(0.5, 1.5);
}

void aws_adaptive_client::attempt(work_item const& work, int nth)
{
    blocked_.emplace_back(work, nth);
    drain();
}

void aws_adaptive_client::refill()
{
    auto const now = world_.clock.now();
    tokens_ = std::min(capacity_, tokens_ + seconds(now - filled_).count() * rate_);
    filled_ = now;
}

void aws_adaptive_client::drain()
{
    if (draining_)
        return;
    while (!blocked_.empty()) {
        if (limited_) {
            refill();
            if (tokens_ < 1 - 1e-9) {
                draining_ = true;
                world_.clock.after(seconds((1 - tokens_) / rate_) + 1us, [this] {
                    draining_ = false;
                    drain();
                });
                return;
            }
            tokens_ -= 1;
        }
        auto const [work, nth] = blocked_.front();
        blocked_.pop_front();
        send(work, nth);
    }
}

std::optional<seconds> aws_adaptive_client::retry_after(attempt_outcome const&, int nth)
{
    if (quota_ < 5)
        return std::nullopt;
    quota_ -= 5;
    return std::min(1s * std::exp2(nth), seconds(20)) * world_.random.uniform();
}

void aws_adaptive_client::measure()
{
    auto const slot = std::floor(seconds(world_.clock.elapsed()).count() * 2) / 2;
    ++in_slot_;
    if (slot > slot_) {
        measured_ = 0.8 * (in_slot_ / (slot - slot_)) + 0.2 * measured_;
        in_slot_ = 0;
        slot_ = slot;
    }
}

void aws_adaptive_client::set_rate(double rate)
{
    refill();
    rate_ = std::max(rate, 0.5);
    capacity_ = std::max(rate, 1.0);
    tokens_ = std::min(tokens_, capacity_);
}

void aws_adaptive_client::answered(attempt_outcome const& outcome)
{
    constexpr double scale = 0.4;
    constexpr double beta = 0.7;
    measure();
    auto const now = world_.clock.now();
    double rate = 0;
    if (outcome.status == 429) {
        auto const used = limited_ ? std::min(measured_, rate_) : measured_;
        last_max_ = used;
        last_refused_ = now;
        limited_ = true;
        rate = used * beta;
    } else {
        if (outcome.status == 200)
            quota_ = std::min(500.0, quota_ + 1);
        auto const window = std::cbrt(last_max_ * (1 - beta) / scale);
        rate = scale * std::pow(seconds(now - last_refused_).count() - window, 3) + last_max_;
    }
    set_rate(std::min(rate, 2 * measured_));
}

} // namespace boxlink::simulation
