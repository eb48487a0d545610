// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "net/connection.hpp"
#include "net/one_shot.hpp"
#include "net/timer_queue.hpp"
#include "policy/pool_policy.hpp"

#include <boxlink/observer.hpp>

#include <boost/asio/awaitable.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <vector>

namespace boxlink::net {

/**
 * The connections of a client: idle ones are reused last in, first out; waiters are served first in, first out; a few are opened at a time.
 *
 * All functions but `counters` are called on the client's executor. `close` or `abandon` must be called before the owner lets go: connections
 * that are being opened hold a reference until they have noticed.
 */
class connection_pool : public std::enable_shared_from_this<connection_pool>
{
public:
    /// A uniform number in [0, 1).
    using random_source = std::function<double()>;

    connection_pool(std::shared_ptr<origin> server, policy::pool_limits limits, random_source random);

    /// Somebody in the queue for a connection. Must be out of the queue (served or cancelled) when it is destroyed.
    class waiter
    {
    public:
        /// \param fresh_only whether it must be a connection that has served no request.
        explicit waiter(boost::asio::any_io_executor executor, bool fresh_only = false)
            : slot_(std::move(executor)), fresh_only_(fresh_only)
        {}

        /// Waits for the connection, or for the error of an attempt to open one, or of `cancel`.
        [[nodiscard]] boost::asio::awaitable<result<std::shared_ptr<connection>>> wait()
        {
            return slot_.wait();
        }

    private:
        friend class connection_pool;

        one_shot<result<std::shared_ptr<connection>>> slot_;
        std::optional<std::list<waiter*>::iterator> place_;
        bool fresh_only_;
    };

    /// Takes an idle connection if nobody waits for one; null if there is none.
    [[nodiscard]] std::shared_ptr<connection> try_acquire(time_source::time_point now);

    /// Queues up for a new connection, or one that has just served a request; connections that are idle now are left to `try_acquire`.
    void enqueue(waiter& who);

    /// Leaves the queue with an error; nothing happens if `who` has been served already.
    void cancel(waiter& who, error_info why);

    /// Gives a connection back.
    /// \param reusable whether the server kept it and the last exchange was whole.
    void release(std::shared_ptr<connection> used, bool reusable, time_source::time_point now);

    /// Fails all waiters, closes all connections but those in use, and opens none from now on.
    void close();

    /// The context is going away: drops all connections and calls nobody.
    void abandon() noexcept;

    /// What happened so far. From any thread.
    [[nodiscard]] pool_counters counters() const noexcept;

private:
    struct idle_connection
    {
        std::shared_ptr<connection> link;
        /// How long it may be kept.
        time_source::time_point until;
        /// Null until it has settled.
        std::unique_ptr<timer_queue::timer> expiry = nullptr;
    };

    struct atomic_counters
    {
        std::atomic<std::uint64_t> open = 0;
        std::atomic<std::uint64_t> idle = 0;
        std::atomic<std::uint64_t> waiting = 0;
        std::atomic<std::uint64_t> connects = 0;
        std::atomic<std::uint64_t> connect_failures = 0;
        std::atomic<std::uint64_t> tls_resumptions = 0;
        std::atomic<std::uint64_t> reuses = 0;
        std::atomic<std::uint64_t> idle_drops = 0;
        std::atomic<std::uint64_t> expired = 0;
    };

    [[nodiscard]] policy::pool_load load() const noexcept;
    void grow();
    void start_connecting();
    static boost::asio::awaitable<void>
    connect_one(std::shared_ptr<connection_pool> self, std::shared_ptr<connection> opening);
    void on_opened(std::shared_ptr<connection> const& opened, result<void> outcome);
    void offer(std::shared_ptr<connection> ready, time_source::time_point now);
    void serve(waiter& who, result<std::shared_ptr<connection>> outcome);
    void make_idle(std::shared_ptr<connection> ready, time_source::time_point now);
    void settle();
    void drop_idle(connection const* gone, std::atomic<std::uint64_t>& counter);
    void hand_out(connection& link);
    void publish_load() noexcept;

    std::shared_ptr<origin> origin_;
    policy::pool_limits limits_;
    random_source random_;
    /// The last one became idle last.
    std::vector<idle_connection> idle_;
    std::vector<std::shared_ptr<connection>> connecting_;
    std::list<waiter*> waiters_;
    std::size_t busy_ = 0;
    bool closed_ = false;
    /// Whether `settle` will be called.
    bool settling_ = false;
    atomic_counters counters_;
};

} // namespace boxlink::net
