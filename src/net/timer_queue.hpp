// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "net/time_source.hpp"
#include "policy/time_order.hpp"

#include <functional>
#include <memory>

namespace boxlink::net {

/**
 * All deadlines and delays of a client on one timer of Asio, which is only set again when an earlier deadline comes: an operation that ends in
 * time costs no system call for its deadlines.
 */
class timer_queue
{
public:
    using time_point = time_source::time_point;

    explicit timer_queue(std::shared_ptr<time_source> time) : time_(std::move(time)) {}
    ~timer_queue();
    timer_queue(timer_queue const&) = delete;
    timer_queue& operator=(timer_queue const&) = delete;

    /// The context is going away: forgets the timer of Asio. Deadlines may still be started and cancelled; none expires any more.
    void abandon() noexcept;

    /// The time that deadlines are measured with.
    [[nodiscard]] time_point now() const { return time_ != nullptr ? time_->now() : time_point(); }

    /// The time of the calendar. From any thread.
    [[nodiscard]] std::chrono::system_clock::time_point calendar_now() const
    {
        return time_ != nullptr ? time_->calendar_now() : std::chrono::system_clock::now();
    }

    /// One deadline. Must be destroyed before its queue.
    class timer : public policy::time_order_hook<timer_queue>
    {
    public:
        explicit timer(timer_queue& queue) noexcept : queue_(queue) {}
        ~timer() { cancel(); }
        timer(timer const&) = delete;
        timer& operator=(timer const&) = delete;

        /// Calls `expired` once, on the client's executor, at `when`. Replaces an earlier call.
        void start(time_point when, std::function<void()> expired);

        /// Does not call after all.
        void cancel() noexcept;

    private:
        friend class timer_queue;

        timer_queue& queue_;
        time_point when_{};
        std::function<void()> expired_;
    };

private:
    struct end
    {
        time_point operator()(timer const& of) const noexcept { return of.when_; }
    };

    void wake_at(time_point when);
    void expire();

    std::shared_ptr<time_source> time_;
    policy::time_order<timer, timer_queue, end, 6> running_;
    /// When the time source will wake us; the end of time if it was not asked.
    time_point armed_ = time_point::max();
};

} // namespace boxlink::net
