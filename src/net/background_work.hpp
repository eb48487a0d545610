// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <boost/asio/any_io_executor.hpp>

namespace boxlink::net {

/**
 * Lets an asynchronous operation run without keeping `io_context::run()` from returning.
 *
 * Idle connections are watched and timers tick for as long as a client lives; an application that only waits for its operations must not wait
 * for these. Asio counts every operation as outstanding work, so an operation is taken out of that count (`enter`) and put back by its
 * handler, before anything else (`leave`), for the scheduler then subtracts it once more.
 *
 * Knows the executors of `io_context` and `thread_pool` and strands of them. On others it does nothing: `run()` then waits for the idle time-out.
 */
class background_work
{
public:
    explicit background_work(boost::asio::any_io_executor executor);

    /// Call on the executor, right after the operation was started.
    void enter() const;

    /// Call first thing in the operation's handler, whatever the handler's error code is.
    void leave() const;

private:
    using count_function = void (*)(boost::asio::any_io_executor const&);

    boost::asio::any_io_executor executor_;
    count_function finished_ = nullptr;
    count_function started_ = nullptr;
};

}  // namespace boxlink::net
