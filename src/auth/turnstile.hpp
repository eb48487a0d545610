// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <boost/asio/awaitable.hpp>

#include <list>
#include <memory>
#include <mutex>

namespace boxlink::auth {

/// Lets one coroutine pass at a time, in the order in which they come, whatever threads they run on. Made by `std::make_shared`.
class turnstile : public std::enable_shared_from_this<turnstile>
{
public:
    /// Waits until nobody else is inside. Whoever holds the pointer is; who goes away while waiting makes room.
    [[nodiscard]] boost::asio::awaitable<std::shared_ptr<void>> enter();

private:
    class visitor;

    std::mutex mutex_;
    bool is_taken_ = false;
    std::list<visitor*> waiting_;
};

} // namespace boxlink::auth
