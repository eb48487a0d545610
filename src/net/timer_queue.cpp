// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "net/timer_queue.hpp"

#include <utility>

namespace boxlink::net {

timer_queue::~timer_queue()
{
    if (time_ != nullptr)
        time_->cancel();
}

void timer_queue::abandon() noexcept
{
    time_->cancel();
    time_.reset();
}

void timer_queue::timer::start(time_point when, std::function<void()> expired)
{
    leave_order();
    when_ = when;
    expired_ = std::move(expired);
    queue_.running_.insert(*this);
    queue_.wake_at(when);
}

void timer_queue::timer::cancel() noexcept
{
    leave_order();
    expired_ = nullptr;
}

void timer_queue::wake_at(time_point when)
{
    // A wake-up that turns out to be too early is cheaper than setting the timer at every change.
    if (time_ == nullptr || when >= armed_)
        return;
    armed_ = when;
    time_->wake_at(armed_, [this] { expire(); });
}

void timer_queue::expire()
{
    armed_ = time_point::max();
    auto const now = time_->now();
    for (auto* due = running_.first(); due != nullptr; due = running_.first()) {
        if (due->when_ > now)
            return wake_at(due->when_);
        due->leave_order();
        // The call may destroy or restart the timer.
        std::exchange(due->expired_, nullptr)();
    }
}

} // namespace boxlink::net
