// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "net/connection.hpp"

#include <boost/asio/error.hpp>
#include <openssl/crypto.h>

#include <string>
#include <utility>

namespace boxlink::net {
namespace {

namespace asio = boost::asio;
using step = socket_stream::step;

error_info aborted()
{
    return error_info(asio::error::operation_aborted, "the connection was given up");
}

} // namespace

connection::connection(std::shared_ptr<origin> server)
    : origin_(std::move(server)), peer_(&origin_->address), background_(origin_->executor)
{}

connection::~connection() = default;

error_info connection::broken(char const* when) const
{
    if (aborted_)
        return aborted();
    auto const& cause = stream_->error();
    std::string message = "the connection to " + host_and_port(peer_->host, peer_->port);
    error_info info(errc::connection_lost, message.append(" broke ").append(when) + ": " + cause.message());
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
    stream_.emplace(std::move(*dialed));

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
    peer_ = &proxy;
    auto const text = origin_->proxy.connect_request(origin_->address.host, origin_->address.port);
    request_.start(text.reveal().size());
    request_.append(text.reveal());
    exchange_progress progress;
    auto answer = co_await exchange(progress, response_reader::body_rule::tunnel);
    peer_ = &origin_->address;
    if (aborted_)
        co_return aborted();
    if (answer.has_error()) {
        co_return error_info(
            errc::proxy_failed, "the proxy " + host_and_port(proxy.host, proxy.port) +
                                    " gave no proper answer: " + answer.error().message
        );
    }
    if (reader_.response().status / 100 != 2)
        co_return tunnel_refused(proxy, origin_->address, reader_.response().status);
    if (reader_.surplus() > 0)
        co_return error_info(
            errc::proxy_failed,
            "the proxy " + host_and_port(proxy.host, proxy.port) + " spoke before the tunnel was used"
        );
    co_return result<void>();
}

asio::awaitable<result<void>> connection::shake_hands()
{
    auto prepared = stream_->start_tls(*origin_->tls);
    if (prepared.has_error())
        co_return prepared;
    auto shaken = stream_->shake_hands();
    while (shaken == step::wants_input || shaken == step::wants_output) {
        co_await wait_for(shaken);
        shaken = stream_->shake_hands();
    }
    if (aborted_)
        co_return aborted();
    if (shaken == step::failed)
        co_return origin_->tls->describe_failure(stream_->tls(), stream_->error());
    resumed_ = tls_context::resumed(stream_->tls());
    co_return result<void>();
}

asio::awaitable<result<void>>
connection::exchange(exchange_progress& progress, response_reader::body_rule body)
{
    auto const begin = origin_->timers.now();
    progress.request_sent = true;
    reader_.reset(body);
    auto rest = request_.text();
    auto written = stream_->write(rest);
    while (written == step::wants_input || written == step::wants_output) {
        co_await wait_for(written);
        written = stream_->write(rest);
    }
    request_.wipe();
    if (written == step::failed)
        co_return broken("while the request was sent");

    for (;;) {
        std::size_t count = 0;
        auto const read = stream_->read(origin_->scratch, count);
        if (read == step::wants_input) {
            auto receive = stream_->receive();
            auto const [code, size] = co_await std::move(receive);
            stream_->received(code, size);
            continue;
        }
        if (read == step::wants_output) {
            co_await wait_for(read);
            continue;
        }
        if (count > 0 && !std::exchange(progress.answer_begun, true))
            progress.first_byte = origin_->timers.now() - begin;
        auto state = take_input(count);
        if (read == step::failed && stream_->error() == asio::error::eof)
            state = reader_.finish_eof();
        if (state == response_reader::state::done)
            co_return result<void>();
        if (aborted_)
            co_return aborted();
        if (state == response_reader::state::failed)
            co_return reader_.error();
        if (read == step::failed)
            co_return broken(progress.answer_begun ? "in the middle of the answer" : "before the answer");
    }
}

response_reader::state connection::take_input(std::size_t count)
{
    if (count == 0)
        return response_reader::state::need_more;
    auto const bytes = std::span(origin_->scratch).first(count);
    auto const state = reader_.feed(bytes);
    // It may be an access token, and the client lives on.
    OPENSSL_cleanse(bytes.data(), bytes.size());
    return state;
}

asio::awaitable<void> connection::wait_for(step wanted)
{
    if (wanted == step::wants_output) {
        auto writable = stream_->writable();
        (void)co_await std::move(writable);
    } else {
        auto receive = stream_->receive();
        auto const [code, count] = co_await std::move(receive);
        stream_->received(code, count);
    }
}

void connection::abort() noexcept
{
    if (std::exchange(aborted_, true))
        return;
    if (dialer_)
        dialer_->abort();
    if (stream_)
        stream_->close();
}

void connection::watch_idle(std::function<void()> ended)
{
    stream_->release_memory();
    idle_ended_ = std::move(ended);
    auto const on_readable = [self = weak_from_this(), watch = ++watch_](error_code code) {
        auto const alive = self.lock();
        if (!alive || alive->watch_ != watch || code == asio::error::operation_aborted)
            return;
        // The call may drop the last other reference.
        std::exchange(alive->idle_ended_, nullptr)();
    };
    auto const wait = [this](auto handler) {
        stream_->socket().async_wait(asio::ip::tcp::socket::wait_read, std::move(handler));
    };
    background_.start(wait, on_readable);
}

void connection::stop_watching() noexcept
{
    ++watch_;
    idle_ended_ = nullptr;
    error_code ignored;
    stream_->socket().cancel(ignored);
}

} // namespace boxlink::net
