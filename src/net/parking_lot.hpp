// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <boost/asio/execution_context.hpp>

#include <mutex>

namespace boxlink::net {

class parking_lot;

/// Something that waits outside of Asio's own queues, and that owns, perhaps in a circle, what owns it; or that other threads post to.
class parked
{
public:
    parked() = default;
    parked(parked const&) = delete;
    parked& operator=(parked const&) = delete;

protected:
    virtual ~parked() { unpark(); }

    /// Registers for `abandon`. Once only until `unpark`.
    void park(boost::asio::execution_context& context);

    /// Takes the registration back, if there is one.
    void unpark() noexcept;

private:
    friend class parking_lot;

    /**
     * The context is being destroyed: drop what is owned, and call nobody. May destroy this object.
     *
     * Coroutines that are dropped here end later: Asio posts their end, and destroys it while it empties the context's queue, without a lock. No other
     * thread may post to the context by then, so what others post to must leave here, not in a destructor that such a coroutine calls.
     */
    virtual void abandon() noexcept = 0;

    parking_lot* lot_ = nullptr;
    parked* previous_ = nullptr;
    parked* next_ = nullptr;
};

/**
 * Knows everything of boxlink that waits outside of Asio's queues, and drops it when the context is destroyed, as Asio drops the handlers of its own
 * operations. Without it, a coroutine that waits in the pool's queue would own the pool that owns it, for ever.
 */
class parking_lot : public boost::asio::execution_context::service
{
public:
    explicit parking_lot(boost::asio::execution_context& context);

    /// How Asio tells services apart.
    static boost::asio::execution_context::id id;

private:
    friend class parked;

    void shutdown() override;
    void link(parked& entry) noexcept;
    void unlink(parked& entry) noexcept;

    std::mutex mutex_;
    parked* first_ = nullptr;
    parked* last_ = nullptr;
};

} // namespace boxlink::net
