// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "auth/account.hpp"
#include "client/interruptible.hpp"
#include "client/limits_gate.hpp"
#include "client/option_rules.hpp"
#include "net/connection_pool.hpp"
#include "net/http_wire.hpp"
#include "net/origin.hpp"
#include "net/parking_lot.hpp"
#include "net/time_source.hpp"
#include "net/timer_queue.hpp"

#include <boxlink/client.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/intrusive/list.hpp>

#include <memory>
#include <random>

namespace boxlink {

/**
 * What all handles of a client share. Its functions are called on its executor, but for those that say otherwise.
 */
class client_state final : public std::enable_shared_from_this<client_state>, private net::parked
{
public:
    /**
     * Checks everything and makes the state. The last reference may be dropped on any thread if the client is thread-safe.
     *
     * \param time null for the clocks of the machine.
     */
    [[nodiscard]] static result<std::shared_ptr<client_state>> make(
        boost::asio::any_io_executor executor,
        credentials who,
        client_options options,
        std::shared_ptr<net::time_source> time = nullptr
    );

    /// A client on a state, for tests that make the state themselves.
    [[nodiscard]] static client handle(std::shared_ptr<client_state> state)
    {
        return {std::move(state), std::nullopt};
    }

    ~client_state();

    /// The executor that the user gave. From any thread.
    [[nodiscard]] boost::asio::any_io_executor const& user_executor() const noexcept
    {
        return user_executor_;
    }

    /// The executor that everything runs on: the user's, or a strand on it. From any thread.
    [[nodiscard]] boost::asio::any_io_executor const& executor() const noexcept { return origin_->executor; }

    /// From any thread.
    [[nodiscard]] client_options const& options() const noexcept { return options_; }

    /// From any thread.
    [[nodiscard]] std::shared_ptr<auth::account> const& account() const noexcept { return account_; }

    /// Whose rate limit requests count against that act as nobody. From any thread.
    [[nodiscard]] policy::user_key own_user() const noexcept { return own_user_; }

    /// From any thread.
    [[nodiscard]] net::request_writer const& writer() const noexcept { return writer_; }

    /// The calendar's time. From any thread.
    [[nodiscard]] std::chrono::system_clock::time_point calendar_now() const
    {
        return origin_->timers.calendar_now();
    }

    /// From any thread.
    [[nodiscard]] pool_counters counters() const noexcept { return pool_->counters(); }

    /// What holds operations up. From any thread.
    [[nodiscard]] limits_snapshot limits() const;

    [[nodiscard]] net::timer_queue& timers() noexcept { return origin_->timers; }
    [[nodiscard]] net::connection_pool& pool() noexcept { return *pool_; }
    [[nodiscard]] client_impl::limits_gate& gate() noexcept { return gate_; }

    /// Tells the observer, if there is one. Its faults must not change the outcome of what it watches.
    template <class Report>
    void tell(void (observer::*event)(Report const&), Report const& report) const
    {
        if (auto const& watcher = options_.observer()) {
            try {
                (watcher.get()->*event)(report);
            } catch (...) {
            }
        }
    }

    /// Whether attempts and waits are to be told.
    [[nodiscard]] bool tells_attempts() const noexcept
    {
        auto const& watcher = options_.observer();
        return watcher != nullptr && watcher->wants_attempts();
    }

    /// A uniform number in [0, 1).
    [[nodiscard]] double random() { return std::uniform_real_distribution<double>()(random_); }

    /// Registers what ends with the client; false if that has ended already.
    [[nodiscard]] bool enter(client_impl::interruptible& what);

    /// It is over.
    void leave(client_impl::interruptible& what) noexcept;

    /// Ends all operations and closes all connections.
    void close();

private:
    client_state(
        boost::asio::any_io_executor user_executor,
        boost::asio::any_io_executor executor,
        credentials who,
        client_options options,
        std::shared_ptr<net::time_source> time,
        client_impl::route way
    );

    /// The context is being destroyed before the client.
    void abandon() noexcept override;

    boost::asio::any_io_executor user_executor_;
    std::shared_ptr<auth::account> account_;
    policy::user_key own_user_;
    client_options options_;
    std::shared_ptr<net::origin> origin_;
    net::request_writer writer_;
    std::mt19937_64 random_;
    std::shared_ptr<net::connection_pool> pool_;
    std::shared_ptr<policy::rate_limiter> limiter_;
    client_impl::limits_gate gate_;
    boost::intrusive::list<client_impl::interruptible, boost::intrusive::constant_time_size<false>>
        in_flight_;
    bool closed_ = false;
    bool abandoned_ = false;
};

} // namespace boxlink
