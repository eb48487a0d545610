// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "net/connection.hpp"

#include "net/one_shot.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <openssl/crypto.h>

#include <string>
#include <utility>
#include <variant>

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
    one_shot<result<void>> ended(origin_->executor);
    exchange(
        progress, [&ended](result<void> outcome) { ended.set(std::move(outcome)); },
        response_reader::body_rule::tunnel
    );
    auto answer = co_await ended.wait();
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
    while (socket_stream::must_wait(shaken)) {
        one_shot<std::monostate> ready(origin_->executor);
        stream_->async_wait(shaken, [&ready, self = shared_from_this()] { ready.set({}); });
        co_await ready.wait();
        shaken = stream_->shake_hands();
    }
    if (aborted_)
        co_return aborted();
    if (shaken == step::failed)
        co_return origin_->tls->describe_failure(stream_->tls(), stream_->error());
    resumed_ = tls_context::resumed(stream_->tls());
    co_return result<void>();
}

void connection::exchange(
    exchange_progress& progress, exchange_handler ended, response_reader::body_rule body
)
{
    progress_ = &progress;
    progress.request_sent = true;
    exchange_ended_ = std::move(ended);
    rest_ = request_.text();
    reader_.reset(body);
    is_starting_exchange_ = true;
    send_rest();
    is_starting_exchange_ = false;
}

void connection::send_rest()
{
    auto const written = stream_->write(rest_);
    if (socket_stream::must_wait(written))
        return stream_->async_wait(written, [self = shared_from_this()] { self->send_rest(); });
    request_.wipe();
    if (written == step::failed)
        return end_exchange(broken("while the request was sent"));
    origin_->readings->add(std::shared_ptr<reading_round::reader>(shared_from_this(), this));
}

void connection::read()
{
    for (;;) {
        std::size_t count = 0;
        auto const outcome = stream_->read(origin_->scratch, count);
        if (socket_stream::must_wait(outcome))
            return stream_->async_wait(outcome, [self = shared_from_this()] { self->read(); });
        if (count > 0 && !std::exchange(progress_->answer_begun, true))
            progress_->first_byte = origin_->timers.now() - progress_->begun;
        auto state = take_input(count);
        if (outcome == step::failed && stream_->error() == asio::error::eof)
            state = reader_.finish_eof();
        if (state == response_reader::state::done)
            return end_exchange({});
        if (aborted_)
            return end_exchange(aborted());
        if (state == response_reader::state::failed)
            return end_exchange(reader_.error());
        if (outcome == step::failed)
            return end_exchange(
                broken(progress_->answer_begun ? "in the middle of the answer" : "before the answer")
            );
    }
}

void connection::end_exchange(result<void> outcome)
{
    auto ended = std::exchange(exchange_ended_, nullptr);
    if (is_starting_exchange_) {
        asio::post(origin_->executor, [ended = std::move(ended), outcome = std::move(outcome)]() mutable {
            ended(std::move(outcome));
        });
    } else {
        ended(std::move(outcome));
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
    ++watch_;
    watch_on();
}

void connection::watch_on()
{
    auto const on_readable = [self = weak_from_this(), watch = watch_](error_code code) {
        auto const alive = self.lock();
        if (!alive || alive->watch_ != watch || code == asio::error::operation_aborted)
            return;
        // News of what has been read already may come late.
        if (!alive->stream_->is_readable())
            return alive->watch_on();
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
