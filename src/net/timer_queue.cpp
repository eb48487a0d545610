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
    cancel();
    when_ = when;
    expired_ = std::move(expired);
    queue_.timers_.insert(queue_.timers_.end(), *this);
    queue_.schedule();
}

void timer_queue::timer::cancel() noexcept
{
    if (is_linked())
        queue_.timers_.erase(queue_.timers_.iterator_to(*this));
    expired_ = nullptr;
}

void timer_queue::schedule()
{
    // A wake-up that turns out to be too early is cheaper than setting the timer at every change.
    if (time_ == nullptr || timers_.empty() || timers_.begin()->when_ >= armed_)
        return;
    armed_ = timers_.begin()->when_;
    time_->wake_at(armed_, [this] { expire(); });
}

void timer_queue::expire()
{
    armed_ = time_point::max();
    auto const now = time_->now();
    while (!timers_.empty() && timers_.begin()->when_ <= now) {
        auto& due = *timers_.begin();
        timers_.erase(timers_.begin());
        // The call may destroy or restart the timer.
        std::exchange(due.expired_, nullptr)();
    }
    schedule();
}

} // namespace boxlink::net
