// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <functional>
#include <memory>

namespace boxlink::net {

/// Where a client's time comes from: the clocks of the machine, or a test that turns the hands itself.
class time_source
{
public:
    using time_point = std::chrono::steady_clock::time_point;

    virtual ~time_source() = default;

    /// The time that deadlines and delays are measured with.
    [[nodiscard]] virtual time_point now() const = 0;

    /// The time of the calendar. From any thread.
    [[nodiscard]] virtual std::chrono::system_clock::time_point calendar_now() const = 0;

    /// Calls `wake` once, on the executor, at `when` or soon after. A second call replaces the first.
    virtual void wake_at(time_point when, std::function<void()> wake) = 0;

    /// Forgets the call that was asked for.
    virtual void cancel() = 0;
};

/// The clocks of the machine. Its timer does not keep `io_context::run()` from returning.
[[nodiscard]] std::shared_ptr<time_source> make_machine_time(boost::asio::any_io_executor executor);

} // namespace boxlink::net
