// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "net/time_source.hpp"

#include <boost/intrusive/list.hpp>
#include <boost/intrusive/set.hpp>

#include <array>
#include <functional>
#include <memory>

namespace boxlink::net {

/**
 * All deadlines and delays of a client on one timer of Asio, which is only set again when an earlier deadline comes: an operation that ends in
 * time costs no system call for its deadlines.
 *
 * There are few kinds of deadlines, and those of one kind mostly last equally long: they end in the order in which they begin. So a few lists, each in the order
 * of time, take nearly all of them at their ends, however many there are; a tree takes the rest.
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

private:
    using unlinked_alone = boost::intrusive::link_mode<boost::intrusive::auto_unlink>;
    using list_hook = boost::intrusive::list_base_hook<unlinked_alone>;
    using tree_hook = boost::intrusive::set_base_hook<unlinked_alone, boost::intrusive::optimize_size<true>>;

public:
    /// One deadline. Must be destroyed before its queue.
    class timer : public list_hook, public tree_hook
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

        void unlink() noexcept;

        friend bool operator<(timer const& a, timer const& b) noexcept { return a.when_ < b.when_; }

        timer_queue& queue_;
        time_point when_{};
        std::function<void()> expired_;
    };

private:
    using fifo = boost::intrusive::
        list<timer, boost::intrusive::base_hook<list_hook>, boost::intrusive::constant_time_size<false>>;
    using ordered = boost::intrusive::
        multiset<timer, boost::intrusive::base_hook<tree_hook>, boost::intrusive::constant_time_size<false>>;

    void insert(timer& started);
    /// The one that ends next; null if none runs.
    [[nodiscard]] timer* first() noexcept;
    void wake_at(time_point when);
    void expire();

    std::shared_ptr<time_source> time_;
    /// Those that run, the next one of each list first.
    std::array<fifo, 6> lists_;
    ordered rest_;
    /// When the time source will wake us; the end of time if it was not asked.
    time_point armed_ = time_point::max();
};

} // namespace boxlink::net
