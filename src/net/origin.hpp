// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "net/dial.hpp"
#include "net/proxy.hpp"
#include "net/resolver_cache.hpp"
#include "net/timer_queue.hpp"
#include "net/tls_context.hpp"
#include "net/url.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <memory>

namespace boxlink::net {

/// The server that all connections of a client go to, and what it takes to get there.
struct origin
{
    boost::asio::any_io_executor executor;
    server_address address;
    proxy_settings proxy;
    /// Null for plain HTTP.
    std::unique_ptr<tls_context> tls;
    std::chrono::milliseconds connect_timeout;
    timer_queue& timers;
    resolver_cache resolver;
};

}  // namespace boxlink::net
