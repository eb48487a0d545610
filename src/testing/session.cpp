// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/session.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <utility>

namespace boxlink::testing {

namespace asio = boost::asio;
using error_code = boost::system::error_code;

namespace {

constexpr std::size_t read_size = 8 * 1024;

std::string_view view_of(const boost::beast::flat_buffer& buffer)
{
    return {static_cast<const char*>(buffer.cdata().data()), buffer.size()};
}

} // namespace

session::session(channel::tcp::socket socket, asio::ssl::context* tls, service& shared)
    : service_(shared), channel_(std::move(socket), tls), timer_(channel_.executor()),
      ordinal_(shared.seen().accepted())
{}

session::~session()
{
    service_.seen().closed();
}

asio::awaitable<void> session::run()
{
    bool more = co_await greet();
    if (more)
        more = co_await handshake();
    while (more)
        more = co_await serve_one();
}

bool session::close_if_idle()
{
    if (!idle_ || aborted_)
        return false;
    channel_.end_tls_now();
    abort();
    return true;
}

void session::reset()
{
    aborted_ = true;
    timer_.cancel();
    channel_.reset();
}

void session::abort()
{
    aborted_ = true;
    timer_.cancel();
    channel_.close();
}

// Faults that befall the connection as such.
asio::awaitable<bool> session::greet()
{
    const auto trouble = service_.with([](exchange& box, time_point) { return box.on_accept(); });
    if (!trouble)
        co_return true;
    service_.seen().connection_fault();
    co_await wait(trouble->delay);
    if (aborted_)
        co_return false;
    if (trouble->what == reply::action::reset) {
        channel_.reset();
        co_return false;
    }
    if (trouble->what == reply::action::stall) {
        co_await channel_.read_away(buffer_.prepare(read_size));
        co_return false;
    }
    error_code error;
    co_await channel_.write_raw(trouble->bytes, error);
    co_return !error && trouble->then == reply::ending::keep_open;
}

asio::awaitable<bool> session::handshake()
{
    if (!channel_.is_tls())
        co_return true;
    error_code error;
    co_await channel_.handshake(error);
    if (error)
        service_.seen().handshake(handshake_result::failed);
    else
        service_.seen().handshake(channel_.resumed() ? handshake_result::resumed : handshake_result::full);
    co_return !error;
}

asio::awaitable<bool> session::serve_one()
{
    request_reader reader;
    if (!co_await receive(reader))
        co_return false;
    if (reader.refused() != 0)
        co_return co_await refuse(reader);

    const request_context context(++requests_, reader.keep_alive());
    const http_request request = reader.take();
    const reply fate =
        service_.with([&](exchange& box, time_point now) { return box.on_request(request, context, now); });
    service_.seen().decided(request.method, reader.size(), fate);
    keep(reader, fate);
    co_return co_await carry_out(fate);
}

// Reads until the request is complete or refused; false when the connection ended first.
asio::awaitable<bool> session::receive(request_reader& reader)
{
    constexpr std::string_view interim = "HTTP/1.1 100 Continue\r\n\r\n";
    error_code error;
    for (;;) {
        if (reader.size() == 0)
            reader.keep_raw(service_.seen().recording());
        buffer_.consume(reader.feed(view_of(buffer_)));
        if (reader.done() || reader.refused() != 0)
            co_return true;
        if (reader.wants_continue())
            co_await channel_.write(interim, error);
        idle_ = buffer_.size() == 0 && reader.size() == 0;
        const asio::mutable_buffer space = buffer_.prepare(read_size);
        buffer_.commit(co_await channel_.read(space, error));
        idle_ = false;
        if (error || aborted_)
            co_return false;
    }
}

asio::awaitable<bool> session::refuse(request_reader& reader)
{
    const unsigned status = reader.refused();
    const reply fate =
        service_.with([status](exchange& box, time_point now) { return box.on_bad_request(status, now); });
    service_.seen().refused(reader.size(), fate);
    keep(reader, fate);
    if (co_await send(fate))
        co_await end(fate.then);
    co_return false;
}

void session::keep(request_reader& reader, const reply& fate)
{
    if (reader.raw().empty())
        return;
    recorded_request record;
    record.raw = std::move(reader.raw());
    record.connection = ordinal_;
    record.server_name = channel_.server_name();
    record.tls_version = channel_.tls_version();
    record.status = fate.status;
    service_.seen().keep(std::move(record));
}

// Does with a decided request what is to be done; false when the connection is over.
asio::awaitable<bool> session::carry_out(const reply& fate)
{
    co_await wait(fate.delay);
    bool answered = false;
    if (fate.what == reply::action::stall && !aborted_)
        co_await channel_.read_away(buffer_.prepare(read_size));
    else if (fate.what == reply::action::send && !aborted_)
        answered = co_await send(fate);
    service_.seen().finished(answered);
    if (fate.what == reply::action::reset)
        channel_.reset(); // counted by now, so that whoever meets the reset finds it in the counters
    if (!answered)
        co_return false;
    if (fate.then == reply::ending::keep_open)
        co_return true;
    co_await end(fate.then);
    co_return false;
}

asio::awaitable<bool> session::send(const reply& fate)
{
    std::string_view rest = fate.bytes;
    const std::size_t piece = fate.piece == 0 ? rest.size() : fate.piece;
    error_code error;
    while (!rest.empty() && !error) {
        const std::string_view part = rest.substr(0, piece);
        rest.remove_prefix(part.size());
        co_await channel_.write(part, error);
    }
    co_return !error && !aborted_;
}

asio::awaitable<void> session::end(reply::ending how)
{
    if (how != reply::ending::cut)
        co_await channel_.end_tls();
    channel_.shut_down();
    // Closing with unread bytes would send a reset, which could overtake the answer.
    if (how == reply::ending::announced && !aborted_)
        co_await channel_.read_away(buffer_.prepare(read_size));
    channel_.close();
}

asio::awaitable<void> session::wait(std::chrono::microseconds delay)
{
    if (delay <= delay.zero())
        co_return;
    error_code ignored;
    timer_.expires_after(delay);
    co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

} // namespace boxlink::testing
