// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "testing/channel.hpp"
#include "testing/request_reader.hpp"
#include "testing/service.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include <cstdint>

namespace boxlink::testing {

/// One connection from accept to close. Used on the server's thread only.
class session
{
public:
    session(channel::tcp::socket socket, boost::asio::ssl::context* tls, service& shared);
    ~session();

    session(const session&) = delete;
    session& operator=(const session&) = delete;

    /// The whole life of the connection.
    [[nodiscard]] boost::asio::awaitable<void> run();

    /// Closes the connection if it is between two requests. @returns whether it was.
    bool close_if_idle();

    /// Breaks the connection off with a TCP reset.
    void reset();

    /// Closes the connection, whatever it is doing.
    void abort();

private:
    [[nodiscard]] boost::asio::awaitable<bool> greet();
    [[nodiscard]] boost::asio::awaitable<bool> handshake();
    [[nodiscard]] boost::asio::awaitable<bool> serve_one();
    [[nodiscard]] boost::asio::awaitable<bool> receive(request_reader& reader);
    [[nodiscard]] boost::asio::awaitable<bool> refuse(request_reader& reader);
    [[nodiscard]] boost::asio::awaitable<bool> carry_out(const reply& fate);
    [[nodiscard]] boost::asio::awaitable<bool> send(const reply& fate);
    [[nodiscard]] boost::asio::awaitable<void> end(reply::ending how);
    [[nodiscard]] boost::asio::awaitable<void> wait(std::chrono::microseconds delay);
    void keep(request_reader& reader, const reply& fate);

    service& service_;
    channel channel_;
    boost::asio::steady_timer timer_;
    boost::beast::flat_buffer buffer_;
    std::uint64_t ordinal_;
    std::uint64_t requests_ = 0;
    bool idle_ = false;
    bool aborted_ = false;
};

} // namespace boxlink::testing
