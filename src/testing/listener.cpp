// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/listener.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <future>
#include <utility>

namespace boxlink::testing {

namespace asio = boost::asio;
using error_code = boost::system::error_code;

namespace {

constexpr int bind_attempts = 20;
constexpr auto pause_without_descriptors = std::chrono::milliseconds(20);

} // namespace

listener::listener(service& shared, asio::ssl::context* tls, std::uint16_t port) : service_(shared), tls_(tls)
{
    bind(port);
}

listener::~listener()
{
    stop();
}

// `localhost` may be either address, so both listen on the same port. A port that is free on one may be taken on the
// other: then another free one is tried.
void listener::bind(std::uint16_t port)
{
    for (int attempt = 1; !try_bind_both(port); ++attempt) {
        acceptors_.clear();
        if (port != 0 || attempt == bind_attempts)
            throw boost::system::system_error(
                asio::error::address_in_use, "embedded server: port " + std::to_string(port) +
                                                 " is taken on ::1; choose another, or 0 for a free one"
            );
    }
}

bool listener::try_bind_both(std::uint16_t port)
{
    acceptors_.emplace_back(io_, tcp::endpoint(asio::ip::address_v4::loopback(), port));
    port_ = acceptors_.back().local_endpoint().port();

    const tcp::endpoint second(asio::ip::address_v6::loopback(), port_);
    tcp::acceptor acceptor(io_);
    error_code error;
    acceptor.open(second.protocol(), error);
    if (!error) {
        acceptor.set_option(tcp::acceptor::reuse_address(true), error);
        acceptor.set_option(asio::ip::v6_only(true), error);
        acceptor.bind(second, error);
    }
    if (!error)
        acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (!error)
        acceptors_.push_back(std::move(acceptor));
    return error != asio::error::address_in_use; // any other error: the machine has no IPv6
}

void listener::start()
{
    for (tcp::acceptor& acceptor : acceptors_)
        asio::co_spawn(io_, accept_from(acceptor), asio::detached);
    running_ = true;
    thread_ = std::thread([this] { io_.run(); });
}

void listener::stop()
{
    {
        const std::lock_guard lock(running_mutex_);
        if (!std::exchange(running_, false))
            return;
        asio::post(io_, [this] {
            stopping_ = true;
            for (tcp::acceptor& acceptor : acceptors_)
                acceptor.close();
            for (session* const one : sessions_)
                one->abort();
        });
    }
    // Every wait of a connection is on its socket or its timer, both closed by now: the thread runs out of work.
    thread_.join();
}

asio::awaitable<void> listener::accept_from(tcp::acceptor& acceptor)
{
    asio::steady_timer pause(io_);
    while (acceptor.is_open()) {
        error_code error;
        tcp::socket socket = co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
        if (!error) {
            asio::co_spawn(io_, serve(std::move(socket)), asio::detached);
        } else if (error == asio::error::no_descriptors) {
            pause.expires_after(pause_without_descriptors);
            co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
        }
    }
}

asio::awaitable<void> listener::serve(tcp::socket socket)
{
    if (stopping_) // accepted before the port was closed, but only looked at after
        co_return;
    session one(std::move(socket), tls_, service_);
    const auto forget = [this](session* gone) { sessions_.erase(gone); };
    const std::unique_ptr<session, decltype(forget)> registered(&one, forget);
    sessions_.insert(&one);
    co_await one.run();
}

template <class Count>
std::size_t listener::for_each_session(Count count)
{
    std::promise<std::size_t> result;
    {
        const std::lock_guard lock(running_mutex_);
        if (!running_)
            return 0;
        asio::post(io_, [&] {
            std::size_t total = 0;
            for (session* const one : sessions_)
                total += count(*one);
            result.set_value(total);
        });
    }
    return result.get_future().get();
}

std::size_t listener::close_idle()
{
    return for_each_session([](session& one) -> std::size_t { return one.close_if_idle() ? 1 : 0; });
}

std::size_t listener::reset_all()
{
    return for_each_session([](session& one) -> std::size_t {
        one.reset();
        return 1;
    });
}

} // namespace boxlink::testing
