// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "net/dial.hpp"
#include "net/proxy.hpp"
#include "net/reading_round.hpp"
#include "net/resolver_cache.hpp"
#include "net/timer_queue.hpp"
#include "net/tls_context.hpp"
#include "net/url.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <array>
#include <chrono>
#include <memory>
#include <utility>

namespace boxlink::net {

/**
 * The server that all connections of a client go to, and what it takes to get there. Shared by everything that uses it: connections that are
 * being opened may end after their client.
 */
struct origin
{
    /// \param resolve null for the resolver of the system.
    origin(
        boost::asio::any_io_executor runs_on,
        std::shared_ptr<time_source> time,
        server_address server,
        proxy_settings through,
        std::unique_ptr<tls_context> secured_by,
        std::chrono::milliseconds longest_connect,
        resolve_function resolve = nullptr
    )
        : executor(std::move(runs_on)), timers(std::move(time)),
          resolver(executor, resolve ? std::move(resolve) : make_system_resolver(executor)),
          address(std::move(server)), proxy(std::move(through)),
          readings(std::make_shared<reading_round>(executor)), tls(std::move(secured_by)),
          connect_timeout(longest_connect)
    {}

    boost::asio::any_io_executor executor;
    timer_queue timers;
    resolver_cache resolver;
    server_address address;
    proxy_settings proxy;
    std::shared_ptr<reading_round> readings;
    /// Null for plain HTTP.
    std::unique_ptr<tls_context> tls;
    std::chrono::milliseconds connect_timeout;
    /// What was received last, on whichever connection, while it is looked at: as large as the largest record of TLS.
    std::array<char, 16 * 1024> scratch;
};

} // namespace boxlink::net
