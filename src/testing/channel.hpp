// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace boxlink::testing {

/// A connection's byte stream, with TLS or without.
class channel
{
public:
    using tcp = boost::asio::ip::tcp;
    using error_code = boost::system::error_code;

    /// @param tls the context for TLS; null for plain TCP.
    channel(tcp::socket socket, boost::asio::ssl::context* tls);

    [[nodiscard]] boost::asio::awaitable<void> handshake(error_code& error);
    [[nodiscard]] boost::asio::awaitable<std::size_t>
    read(boost::asio::mutable_buffer into, error_code& error);
    [[nodiscard]] boost::asio::awaitable<void> write(std::string_view bytes, error_code& error);

    /// Sends bytes past TLS.
    [[nodiscard]] boost::asio::awaitable<void> write_raw(std::string_view bytes, error_code& error);

    /// Reads whatever comes, past TLS, until the client closes or the socket is closed.
    [[nodiscard]] boost::asio::awaitable<void> read_away(boost::asio::mutable_buffer scratch);

    /// Ends TLS in the sending direction (close_notify), without waiting for the client to do so.
    [[nodiscard]] boost::asio::awaitable<void> end_tls();

    /// The same at once, for a connection on which nothing is being written.
    void end_tls_now();

    /// Sends FIN.
    void shut_down() noexcept;
    void close() noexcept;
    /// Closes so that the client sees a reset.
    void reset() noexcept;

    [[nodiscard]] tcp::socket::executor_type executor() { return socket_.get_executor(); }
    [[nodiscard]] bool is_tls() const noexcept { return stream_.has_value(); }
    [[nodiscard]] bool resumed();
    [[nodiscard]] std::string server_name();
    [[nodiscard]] std::string tls_version();

private:
    tcp::socket socket_;
    std::optional<boost::asio::ssl::stream<tcp::socket&>> stream_;
};

} // namespace boxlink::testing
