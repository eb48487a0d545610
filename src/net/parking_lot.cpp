// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "net/parking_lot.hpp"

namespace boxlink::net {

void parked::park(boost::asio::execution_context& context)
{
    lot_ = &boost::asio::use_service<parking_lot>(context);
    lot_->link(*this);
}

void parked::unpark() noexcept
{
    if (lot_ != nullptr)
        lot_->unlink(*this);
}

boost::asio::execution_context::id parking_lot::id;

parking_lot::parking_lot(boost::asio::execution_context& context) : service(context) {}

void parking_lot::shutdown()
{
    // The oldest first: a client is told before what waits in it. An entry may destroy others, so the list is read anew.
    for (;;) {
        parked* entry = nullptr;
        {
            std::lock_guard const lock(mutex_);
            entry = first_;
        }
        if (entry == nullptr)
            return;
        unlink(*entry);
        entry->abandon();
    }
}

void parking_lot::link(parked& entry) noexcept
{
    std::lock_guard const lock(mutex_);
    entry.previous_ = last_;
    entry.next_ = nullptr;
    (last_ != nullptr ? last_->next_ : first_) = &entry;
    last_ = &entry;
}

void parking_lot::unlink(parked& entry) noexcept
{
    std::lock_guard const lock(mutex_);
    (entry.previous_ != nullptr ? entry.previous_->next_ : first_) = entry.next_;
    (entry.next_ != nullptr ? entry.next_->previous_ : last_) = entry.previous_;
    entry.lot_ = nullptr;
}

} // namespace boxlink::net
