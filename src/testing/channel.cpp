// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/channel.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <openssl/ssl.h>

namespace boxlink::testing {

namespace asio = boost::asio;
using asio::redirect_error;
using asio::use_awaitable;

channel::channel(tcp::socket socket, asio::ssl::context* tls) : socket_(std::move(socket))
{
    error_code ignored;
    socket_.set_option(tcp::no_delay(true), ignored);
    if (tls) {
        stream_.emplace(socket_, *tls);
        // Asio sets this mode to save memory on idle connections; it costs three allocations of 17 KiB a request.
        SSL_clear_mode(stream_->native_handle(), SSL_MODE_RELEASE_BUFFERS);
    }
}

asio::awaitable<void> channel::handshake(error_code& error)
{
    if (stream_)
        co_await stream_->async_handshake(
            asio::ssl::stream_base::server, redirect_error(use_awaitable, error)
        );
}

asio::awaitable<std::size_t> channel::read(asio::mutable_buffer into, error_code& error)
{
    if (stream_)
        co_return co_await stream_->async_read_some(into, redirect_error(use_awaitable, error));
    co_return co_await socket_.async_read_some(into, redirect_error(use_awaitable, error));
}

asio::awaitable<void> channel::write(std::string_view bytes, error_code& error)
{
    if (stream_)
        co_await asio::async_write(*stream_, asio::buffer(bytes), redirect_error(use_awaitable, error));
    else
        co_await asio::async_write(socket_, asio::buffer(bytes), redirect_error(use_awaitable, error));
}

asio::awaitable<void> channel::write_raw(std::string_view bytes, error_code& error)
{
    co_await asio::async_write(socket_, asio::buffer(bytes), redirect_error(use_awaitable, error));
}

asio::awaitable<void> channel::read_away(asio::mutable_buffer scratch)
{
    error_code error;
    while (!error)
        co_await socket_.async_read_some(scratch, redirect_error(use_awaitable, error));
}

asio::awaitable<void> channel::end_tls()
{
    if (!stream_)
        co_return;
    // Pretends that the client has ended TLS too: only then does the shutdown not wait for it.
    SSL_set_shutdown(stream_->native_handle(), SSL_RECEIVED_SHUTDOWN);
    error_code ignored;
    co_await stream_->async_shutdown(redirect_error(use_awaitable, ignored));
}

void channel::end_tls_now()
{
    if (!stream_)
        return;
    SSL_set_shutdown(stream_->native_handle(), SSL_RECEIVED_SHUTDOWN);
    error_code ignored;
    stream_->shutdown(ignored);
}

void channel::shut_down() noexcept
{
    error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
}

void channel::close() noexcept
{
    error_code ignored;
    socket_.close(ignored);
}

void channel::reset() noexcept
{
    error_code ignored;
    socket_.set_option(asio::socket_base::linger(true, 0), ignored);
    socket_.close(ignored);
}

bool channel::resumed()
{
    return stream_ && SSL_session_reused(stream_->native_handle()) == 1;
}

std::string channel::server_name()
{
    const char* const name =
        stream_ ? SSL_get_servername(stream_->native_handle(), TLSEXT_NAMETYPE_host_name) : nullptr;
    return name ? name : "";
}

std::string channel::tls_version()
{
    return stream_ ? SSL_get_version(stream_->native_handle()) : "";
}

} // namespace boxlink::testing
