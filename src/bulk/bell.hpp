// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "net/one_shot.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <optional>
#include <utility>
#include <variant>

namespace boxlink::bulk {

/// One coroutine waits until others say that something has changed. What is said before it waits is not lost. All on one executor.
class bell
{
public:
    explicit bell(boost::asio::any_io_executor executor) : executor_(std::move(executor)) {}

    void ring()
    {
        if (listening_)
            listening_->set({});
        else
            rung_ = true;
    }

    [[nodiscard]] boost::asio::awaitable<void> wait()
    {
        if (std::exchange(rung_, false))
            co_return;
        listening_.emplace(executor_);
        co_await listening_->wait();
        listening_.reset();
    }

private:
    boost::asio::any_io_executor executor_;
    std::optional<net::one_shot<std::monostate>> listening_;
    bool rung_ = false;
};

} // namespace boxlink::bulk
