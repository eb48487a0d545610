// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "client/client_state.hpp"
#include "model/http_message.hpp"
#include "net/connection_pool.hpp"
#include "net/http_wire.hpp"
#include "net/timer_queue.hpp"
#include "policy/retry.hpp"

#include <boxlink/observer.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>

namespace boxlink::client_impl {

/// One attempt after another to get an answer: a connection of the pool, the request, the answer within its time.
class http_attempt
{
public:
    explicit http_attempt(client_state& client) : client_(client), timer_(client.timers()) {}
    http_attempt(http_attempt const&) = delete;
    http_attempt& operator=(http_attempt const&) = delete;

    /// Forgets the last attempt.
    void begin(policy::time_point now);

    /// Takes an idle connection, if there is one; if not, `connect`. As soon as the attempt has begun.
    [[nodiscard]] bool connect_at_once();

    /// Waits for a connection. \param fresh whether one that was used before will not do.
    [[nodiscard]] boost::asio::awaitable<result<void>> connect(bool fresh);

    /// Makes the request ready to be sent. On an error there is nothing to exchange.
    [[nodiscard]] result<void> prepare(model::http_request const& request, secret const& token);

    /// Sends the request over the connection and reads the answer, then calls `ended` as `net::connection::exchange` does. To be followed by `conclude`.
    void exchange(
        std::chrono::milliseconds timeout, policy::time_point now, net::connection::exchange_handler ended
    );

    /// The exchange is over. \param outcome of `prepare` or `exchange`; it may be explained better.
    void conclude(result<void>& outcome);

    /// Gives the connection back, and its answer with it.
    void release(policy::time_point now);

    /// Ends what is being awaited. \param why what a wait for a connection ends with.
    void abort(error_info why);

    /// What is known of the attempt, for policies. `exchanged` is whether there is an answer.
    [[nodiscard]] policy::attempt_outcome outcome(result<void> const& exchanged, policy::time_point now);

    /// Whether the request has left and is not answered.
    [[nodiscard]] bool is_on_wire() const noexcept { return progress_.request_sent && !concluded_; }

    /// Whether a byte of the request may have left.
    [[nodiscard]] bool is_sent() const noexcept { return progress_.request_sent; }

    /// Whether something was waited for, so that whoever called has returned.
    [[nodiscard]] bool has_suspended() const noexcept { return suspended_; }

    /// The answer, after an exchange without error, until `release`.
    [[nodiscard]] model::http_response& answer() noexcept { return connection_->reader().response(); }

    /// What observers are told. Its `total` and `status` are set by `outcome`.
    attempt_report report;

private:
    void begin_use(std::chrono::nanoseconds queued);

    client_state& client_;
    std::unique_ptr<net::connection_pool::waiter> waiter_;
    std::shared_ptr<net::connection> connection_;
    policy::time_point begun_;
    net::timer_queue::timer timer_;
    std::chrono::milliseconds timeout_{};
    bool timed_out_ = false;
    bool concluded_ = false;
    bool may_be_stale_ = false;
    /// Whether others may have the connection after this.
    bool reusable_ = true;
    bool suspended_ = false;
    net::exchange_progress progress_;
};

} // namespace boxlink::client_impl
