// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

// One TCP connection to a host that may have many addresses (RFC 8305, "happy eyeballs").

#include "net/resolver_cache.hpp"
#include "net/timer_queue.hpp"

#include <boxlink/error.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace boxlink::net {

/// The addresses with the families taking turns (RFC 8305, 4), beginning with the family of the first, each family in its own order.
[[nodiscard]] address_list interleave(address_list const& addresses);

/// Makes one connection. Used on one executor; `abort` is the only way to interrupt it.
class dialer
{
public:
    /// How long an attempt has before the next address is tried beside it (RFC 8305, 8).
    static constexpr std::chrono::milliseconds attempt_delay{250};

    dialer(boost::asio::any_io_executor executor, timer_queue& timers, resolver_cache& resolver);
    ~dialer();
    dialer(dialer const&) = delete;
    dialer& operator=(dialer const&) = delete;

    /**
     * Resolves and connects; the first connection that stands wins, the others are closed. Has no time-out of its own. Call once at a time.
     *
     * \return a socket without Nagle's delay, or `errc::resolve_failed` or `errc::connect_failed` with the last error as `cause`, or
     *         `operation_aborted` after `abort`.
     */
    [[nodiscard]] boost::asio::awaitable<result<boost::asio::ip::tcp::socket>>
    dial(std::string host, std::uint16_t port);

    /// Closes everything now and lets `dial` end with `operation_aborted`. Does nothing if no `dial` is going on.
    void abort();

private:
    class race;

    boost::asio::any_io_executor executor_;
    timer_queue& timers_;
    resolver_cache& resolver_;
    // Members, not locals of `dial`: they are valid for `abort` wherever the coroutine is, or if it is gone.
    std::optional<resolver_cache::lookup> lookup_;
    std::shared_ptr<race> race_;
    bool aborted_ = false;
};

} // namespace boxlink::net
