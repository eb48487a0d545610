// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "net/tls_context.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <utility>

namespace boxlink::net {

/**
 * The bytes of a connected socket, in plain text until `start_tls`.
 *
 * Asio's own stream has four buffers of 17 KiB for each connection, and copies everything through two of them. Here OpenSSL takes what
 * was received from one small buffer, and what it sends goes straight to the socket. Each step is tried at once; one that must wait says for what.
 *
 * Used from one thread or strand at a time. It must not move while it is waited for.
 */
class socket_stream
{
public:
    /// What a step came to.
    enum class step
    {
        done,
        /// `async_wait` for bytes to come, then try again.
        wants_input,
        /// `async_wait` for room to send, then try again.
        wants_output,
        /// `error` says why. The stream is of no use any more.
        failed,
    };

    [[nodiscard]] static bool must_wait(step made) noexcept
    {
        return made == step::wants_input || made == step::wants_output;
    }

    explicit socket_stream(boost::asio::ip::tcp::socket connected);
    ~socket_stream();
    socket_stream(socket_stream const&) = delete;
    socket_stream& operator=(socket_stream const&) = delete;

    /// From now on the bytes are those of TLS. To be followed by `shake_hands`. Call once.
    [[nodiscard]] result<void> start_tls(tls_context& context);

    [[nodiscard]] step shake_hands();

    /// Writes, and takes what was written off the front of `rest`, until that is empty. The text must stay where it is.
    [[nodiscard]] step write(std::string_view& rest);

    /// Reads some bytes. \param[out] count how many; 0 unless done. The orderly end of the stream is a failure with `asio::error::eof`.
    [[nodiscard]] step read(std::span<char> into, std::size_t& count);

    /// Waits for what a step wants, then calls `ready()` on the socket's executor, or never if the context goes away. Not from within.
    template <class Ready>
    void async_wait(step wanted, Ready ready)
    {
        socket_.async_wait(
            wanted == step::wants_output ? boost::asio::ip::tcp::socket::wait_write
                                         : boost::asio::ip::tcp::socket::wait_read,
            // If that fails, the next step will say so.
            [ready = std::move(ready)](error_code const&) mutable { ready(); }
        );
    }

    /// Whether the socket has something to read, be it the end.
    [[nodiscard]] bool is_readable();

    /// Why a step failed.
    [[nodiscard]] error_code const& error() const noexcept { return error_; }

    /// Gives memory back until the next step: for a stream that will rest for a while.
    void release_memory() noexcept;

    /// Closes the socket at once; what is awaited ends.
    void close() noexcept;

    [[nodiscard]] boost::asio::ip::tcp::socket& socket() noexcept { return socket_; }

    /// Null before `start_tls`.
    [[nodiscard]] SSL* tls() const noexcept { return tls_.get(); }

private:
    class ssl_deleter
    {
    public:
        void operator()(SSL* connection) const noexcept;
    };
    class bio;

    /// Received bytes, into the buffer of whoever reads. \return how many.
    std::size_t take(std::span<char> into);
    /// False if there is nothing yet.
    bool receive();
    [[nodiscard]] step judge(int returned);
    [[nodiscard]] step fail(error_code code);
    [[nodiscard]] bool is_drained() const noexcept { return unread_.empty() && !received_; }

    boost::asio::ip::tcp::socket socket_;
    std::unique_ptr<SSL, ssl_deleter> tls_;
    /// The part of the input that nobody has taken yet, and how the last reception ended.
    std::span<char> unread_;
    error_code received_;
    error_code sent_;
    error_code error_;
    /// Nearly every answer comes in one piece of less than this; larger ones in several.
    std::array<char, 4 * 1024> input_;
};

} // namespace boxlink::net
