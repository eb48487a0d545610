// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "net/connection.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <openssl/crypto.h>

#include <span>
#include <string>
#include <utility>

namespace boxlink::net {
namespace {

namespace asio = boost::asio;

auto yielding(error_code& code)
{
    return asio::redirect_error(asio::use_awaitable, code);
}

error_info aborted()
{
    return error_info(asio::error::operation_aborted, "the connection was given up");
}

/// Reads one answer, to its end or to an error.
template <class Stream>
asio::awaitable<result<void>> read_answer(
    Stream& stream,
    std::span<char> input,
    response_reader& reader,
    std::function<void()> const& on_first_byte,
    error_code& wire
)
{
    for (bool first = true;; first = false) {
        auto const buffer = asio::buffer(input.data(), input.size());
        auto const count = co_await stream.async_read_some(buffer, yielding(wire));
        if (count > 0 && first && on_first_byte)
            on_first_byte();
        auto state = count > 0 ? reader.feed(input.first(count)) : response_reader::state::need_more;
        // It may be an access token, and the connection lives on.
        OPENSSL_cleanse(input.data(), count);
        if (state == response_reader::state::need_more && wire == asio::error::eof)
            state = reader.finish_eof();
        if (state == response_reader::state::done)
            co_return result<void>();
        if (state == response_reader::state::failed)
            co_return reader.error();
        if (wire)
            co_return error_info(errc::connection_lost, wire.message());
    }
}

} // namespace

connection::connection(std::shared_ptr<origin> server)
    : origin_(std::move(server)), background_(origin_->executor)
{}

connection::~connection()
{
    if (auto* const tls = std::get_if<tls_stream>(&stream_))
        tls_context::before_free(tls->native_handle());
}

connection::tcp_socket* connection::socket() noexcept
{
    if (auto* const tls = std::get_if<tls_stream>(&stream_))
        return &tls->next_layer();
    return std::get_if<tcp_socket>(&stream_);
}

error_info connection::wire_error(error_code cause, char const* doing) const
{
    if (aborted_)
        return aborted();
    std::string message =
        "the connection to " + host_and_port(origin_->address.host, origin_->address.port) + " broke ";
    error_info info(errc::connection_lost, message + doing + ": " + cause.message());
    info.cause = cause;
    return info;
}

asio::awaitable<result<void>> connection::open()
{
    timer_queue::timer deadline(origin_->timers);
    deadline.start(origin_->timers.now() + origin_->connect_timeout, [this] {
        timed_out_ = true;
        abort();
    });
    auto outcome = co_await connect();
    if (outcome.has_error() && timed_out_) {
        outcome = error_info(
            errc::connect_failed,
            "no connection to " + host_and_port(origin_->address.host, origin_->address.port) + " within " +
                std::to_string(origin_->connect_timeout.count()) + " ms (connect_timeout)"
        );
    }
    co_return outcome;
}

asio::awaitable<result<void>> connection::connect()
{
    if (aborted_)
        co_return aborted();
    auto const begin = origin_->timers.now();
    auto const* const proxy = origin_->proxy.proxy_for(origin_->address);
    auto const& next_hop = proxy != nullptr ? *proxy : origin_->address;

    dialer_.emplace(origin_->executor, origin_->timers, origin_->resolver);
    auto dialed = co_await dialer_->dial(next_hop.host, next_hop.port);
    if (dialed.has_error())
        co_return std::move(dialed).error();
    if (aborted_)
        co_return aborted();
    stream_.emplace<tcp_socket>(std::move(*dialed));

    if (proxy != nullptr) {
        auto tunnel = co_await open_tunnel(*proxy);
        if (tunnel.has_error())
            co_return tunnel;
    }
    auto const connected = origin_->timers.now();
    connect_time_ = connected - begin;

    if (origin_->tls != nullptr) {
        auto shaken = co_await shake_hands();
        if (shaken.has_error())
            co_return shaken;
        tls_time_ = origin_->timers.now() - connected;
    }
    co_return result<void>();
}

asio::awaitable<result<void>> connection::open_tunnel(server_address const& proxy)
{
    auto& stream = std::get<tcp_socket>(stream_);
    auto const request = origin_->proxy.connect_request(origin_->address.host, origin_->address.port);
    error_code wire;
    auto const text = asio::buffer(request.reveal());
    co_await asio::async_write(stream, text, yielding(wire));
    if (wire)
        co_return wire_error(wire, "while the proxy was asked for a tunnel");

    response_reader reader;
    reader.reset(response_reader::body_rule::tunnel);
    auto answer = co_await read_answer(stream, input_, reader, nullptr, wire);
    if (aborted_)
        co_return aborted();
    if (answer.has_error()) {
        co_return error_info(
            errc::proxy_failed, "the proxy " + host_and_port(proxy.host, proxy.port) +
                                    " gave no proper answer: " + answer.error().message
        );
    }
    if (reader.response().status / 100 != 2)
        co_return tunnel_refused(proxy, origin_->address, reader.response().status);
    if (reader.surplus() > 0)
        co_return error_info(
            errc::proxy_failed,
            "the proxy " + host_and_port(proxy.host, proxy.port) + " spoke before the tunnel was used"
        );
    co_return result<void>();
}

asio::awaitable<result<void>> connection::shake_hands()
{
    tcp_socket socket = std::move(std::get<tcp_socket>(stream_));
    auto& stream = stream_.emplace<tls_stream>(std::move(socket), origin_->tls->context());
    auto prepared = origin_->tls->prepare(stream.native_handle());
    if (prepared.has_error())
        co_return prepared;
    error_code wire;
    co_await stream.async_handshake(asio::ssl::stream_base::client, yielding(wire));
    if (aborted_)
        co_return aborted();
    if (wire)
        co_return origin_->tls->describe_failure(stream.native_handle(), wire);
    resumed_ = tls_context::resumed(stream.native_handle());
    co_return result<void>();
}

asio::awaitable<result<void>>
connection::exchange(std::string_view request, response_reader& reader, exchange_progress& progress)
{
    if (auto* const tls = std::get_if<tls_stream>(&stream_))
        return exchange_over(*tls, request, reader, progress);
    return exchange_over(std::get<tcp_socket>(stream_), request, reader, progress);
}

template <class Stream>
asio::awaitable<result<void>> connection::exchange_over(
    Stream& stream, std::string_view request, response_reader& reader, exchange_progress& progress
)
{
    auto const begin = origin_->timers.now();
    progress.request_sent = true;
    error_code wire;
    auto const text = asio::buffer(request);
    co_await asio::async_write(stream, text, yielding(wire));
    if (wire)
        co_return wire_error(wire, "while the request was sent");

    std::function<void()> const on_first_byte = [this, &progress, begin] {
        progress.answer_begun = true;
        progress.first_byte = origin_->timers.now() - begin;
    };
    reader.reset();
    auto answer = co_await read_answer(stream, input_, reader, on_first_byte, wire);
    if (aborted_)
        co_return aborted();
    if (answer.has_error() && wire && wire != asio::error::eof)
        co_return wire_error(
            wire, progress.answer_begun ? "in the middle of the answer" : "before the answer"
        );
    co_return answer;
}

void connection::abort() noexcept
{
    if (std::exchange(aborted_, true))
        return;
    if (dialer_)
        dialer_->abort();
    if (auto* const tls = std::get_if<tls_stream>(&stream_))
        tls_context::before_free(tls->native_handle());
    if (auto* const tcp = socket()) {
        error_code ignored;
        tcp->close(ignored);
    }
}

void connection::watch_idle(std::function<void()> ended)
{
    idle_ended_ = std::move(ended);
    auto const on_readable = [self = weak_from_this(), watch = ++watch_](error_code code) {
        auto const alive = self.lock();
        if (!alive || alive->watch_ != watch || code == asio::error::operation_aborted)
            return;
        // The call may drop the last other reference.
        std::exchange(alive->idle_ended_, nullptr)();
    };
    auto const wait = [this](auto handler) {
        socket()->async_wait(tcp_socket::wait_read, std::move(handler));
    };
    background_.start(wait, on_readable);
}

void connection::stop_watching() noexcept
{
    ++watch_;
    idle_ended_ = nullptr;
    error_code ignored;
    socket()->cancel(ignored);
}

} // namespace boxlink::net
