// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "net/parking_lot.hpp"

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <optional>
#include <utility>

namespace boxlink::net {

/**
 * A value that one coroutine waits for and somebody else sets, once, both on the same executor. The coroutine goes on by a post, never from within
 * `set`.
 */
template <class T>
class one_shot final : private parked
{
public:
    explicit one_shot(boost::asio::any_io_executor executor) : executor_(std::move(executor)) {}

    /// Whether the value was set already; then there is nothing to wait for.
    [[nodiscard]] bool is_set() const noexcept { return is_set_; }

    /// Sets the value. A second value is ignored: the first one is what happened.
    void set(T value)
    {
        if (std::exchange(is_set_, true))
            return;
        if (!handler_) {
            value_.emplace(std::move(value));
            return;
        }
        unpark();
        handler_type handler(std::move(*handler_));
        handler_.reset();
        boost::asio::post(executor_, [handler = std::move(handler), value = std::move(value)]() mutable {
            std::move(handler)(std::move(value));
        });
    }

    /// Waits for the value and takes it. Call once.
    [[nodiscard]] boost::asio::awaitable<T> wait()
    {
        if (value_)
            co_return std::move(*value_);
        auto start = [this](auto handler) {
            // Between the test above and this point nothing else runs on the executor.
            handler_.emplace(std::move(handler));
            park(boost::asio::query(executor_, boost::asio::execution::context));
        };
        co_return co_await boost::asio::async_initiate<boost::asio::use_awaitable_t<> const, void(T)>(
            start, boost::asio::use_awaitable
        );
    }

private:
    // Never move-assign one: that recurses without end in Boost 1.81.
    using handler_type = boost::asio::any_completion_handler<void(T)>;

    void abandon() noexcept override
    {
        handler_type const dropped(std::move(*handler_));
        handler_.reset();
    }

    boost::asio::any_io_executor executor_;
    std::optional<handler_type> handler_;
    std::optional<T> value_;
    bool is_set_ = false;
};

} // namespace boxlink::net
