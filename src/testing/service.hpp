// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "testing/exchange.hpp"
#include "testing/meters.hpp"

#include <mutex>
#include <optional>

namespace boxlink::testing {

/// What all connections share: the exchange behind a lock, the clock and the meters.
class service
{
public:
    explicit service(const server_options& options)
        : clock_(options.clock() ? options.clock() : &std::chrono::system_clock::now),
          exchange_(options, clock_())
    {}

    /// Calls `use(exchange, now)` with the exchange locked.
    template <class Use>
    auto with(Use use)
    {
        const time_point now = clock_();
        const std::lock_guard lock(mutex_);
        return use(exchange_, now);
    }

    [[nodiscard]] meters& seen() noexcept { return meters_; }

private:
    server_options::clock_function clock_;
    std::mutex mutex_;
    exchange exchange_;
    meters meters_;
};

} // namespace boxlink::testing
