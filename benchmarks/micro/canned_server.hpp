// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <memory>

namespace boxlink::micro {

/// A server on a loopback port that answers each `PUT` of a file with the same link: plain HTTP, no JSON.
class canned_server
{
public:
    /// On a thread of its own.
    canned_server();
    /// On the thread of whoever runs the context, which must outlive it.
    explicit canned_server(boost::asio::io_context& io);
    ~canned_server();
    canned_server(canned_server const&) = delete;
    canned_server& operator=(canned_server const&) = delete;

    [[nodiscard]] std::uint16_t port() const;

private:
    class state;
    std::unique_ptr<state> state_;
};

} // namespace boxlink::micro
