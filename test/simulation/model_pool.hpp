// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "policy/pool_policy.hpp"
#include "virtual_time.hpp"

#include <deque>
#include <functional>
#include <utility>

namespace boxlink::simulation {

/// Connections as the pool of the library opens them, none at first. They are neither lost nor closed.
class model_pool
{
public:
    model_pool(policy::pool_limits const& limits, virtual_time& clock) : limits_(limits), clock_(clock) {}

    /// Calls this when there is a connection for it.
    void take(std::function<void()> ready)
    {
        waiting_.push_back(std::move(ready));
        serve();
    }

    void give_back()
    {
        --load_.busy;
        ++load_.idle;
        serve();
    }

private:
    /// TCP and TLS 1.3 take two ways there and back, of 50 ms.
    static constexpr seconds handshake{0.1};

    void serve()
    {
        while (load_.idle > 0 && !waiting_.empty()) {
            --load_.idle;
            ++load_.busy;
            auto const ready = std::move(waiting_.front());
            waiting_.pop_front();
            ready();
        }
        for (load_.waiting = waiting_.size(); policy::should_connect(load_, limits_); ++load_.connecting) {
            clock_.after(handshake, [this] {
                --load_.connecting;
                ++load_.idle;
                serve();
            });
        }
    }

    policy::pool_limits limits_;
    virtual_time& clock_;
    policy::pool_load load_;
    std::deque<std::function<void()>> waiting_;
};

} // namespace boxlink::simulation
