// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "net/parking_lot.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <memory>
#include <utility>
#include <vector>

namespace boxlink::net {

/**
 * Lets those who have sent something read when all that is ready now has been dealt with. Just after it was sent nothing is answered yet, and to look in
 * vain costs a system call; by then, if there is much to do, the answer has come. One post of Asio serves all of them.
 *
 * On the client's executor.
 */
class reading_round final : public std::enable_shared_from_this<reading_round>, private parked
{
public:
    /// Somebody who reads.
    class reader
    {
    public:
        virtual void read() = 0;

    protected:
        ~reader() = default;
    };

    explicit reading_round(boost::asio::any_io_executor executor) : executor_(std::move(executor)) {}

    /// Calls `read` once, never from within, and never if the context goes away.
    void add(std::shared_ptr<reader> who);

private:
    void schedule();
    void run();
    void forget_first(std::size_t count);
    void abandon() noexcept override;

    boost::asio::any_io_executor executor_;
    std::vector<std::shared_ptr<reader>> waiting_;
    bool scheduled_ = false;
};

} // namespace boxlink::net
