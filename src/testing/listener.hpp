// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "testing/service.hpp"
#include "testing/session.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <thread>
#include <unordered_set>
#include <vector>

namespace boxlink::testing {

/// Listens on the loopback addresses and runs all connections on one thread.
class listener
{
public:
    /// Binds; connections are served from `start()` on.
    /// @param tls the context for TLS; null for plain TCP. @param port 0 for a free one.
    listener(service& shared, boost::asio::ssl::context* tls, std::uint16_t port);
    ~listener();

    listener(const listener&) = delete;
    listener& operator=(const listener&) = delete;

    void start();
    void stop();

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

    /// @returns how many connections were closed, once they are.
    std::size_t close_idle();

    /// @returns how many connections were reset, once they are.
    std::size_t reset_all();

private:
    using tcp = boost::asio::ip::tcp;

    void bind(std::uint16_t port);
    bool try_bind_both(std::uint16_t port);
    [[nodiscard]] boost::asio::awaitable<void> accept_from(tcp::acceptor& acceptor);
    [[nodiscard]] boost::asio::awaitable<void> serve(tcp::socket socket);

    // Calls `count(session)` for each connection on the server's thread and waits for the sum.
    template <class Count>
    std::size_t for_each_session(Count count);

    service& service_;
    boost::asio::ssl::context* tls_;
    std::uint16_t port_ = 0;
    // Touched on the server's thread only.
    std::unordered_set<session*> sessions_;
    bool stopping_ = false;
    std::mutex running_mutex_;
    bool running_ = false;
    boost::asio::io_context io_{1};
    std::vector<tcp::acceptor> acceptors_;
    std::thread thread_;
};

} // namespace boxlink::testing
