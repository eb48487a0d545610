// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "net/dial.hpp"

#include "net/url.hpp"

#include <boost/asio/error.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace boxlink::net {
namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

error_info aborted()
{
    return error_info(asio::error::operation_aborted, "connecting was cancelled");
}

} // namespace

address_list interleave(address_list const& addresses)
{
    address_list first;
    address_list second;
    for (auto const& address : addresses)
        (address.is_v6() == addresses.front().is_v6() ? first : second).push_back(address);

    address_list out;
    out.reserve(addresses.size());
    for (std::size_t i = 0; i < std::max(first.size(), second.size()); ++i) {
        if (i < first.size())
            out.push_back(first[i]);
        if (i < second.size())
            out.push_back(second[i]);
    }
    return out;
}

// The attempts of one dial. Owned by its coroutine; the handlers of the sockets only look whether it is still there.
class dialer::race : public std::enable_shared_from_this<race>
{
public:
    race(asio::any_io_executor executor, timer_queue& timers, std::string target, std::uint16_t port)
        : executor_(executor), timers_(timers), delay_(timers), target_(std::move(target)), port_(port),
          outcome_(std::move(executor))
    {}

    void start(address_list addresses)
    {
        addresses_ = std::move(addresses);
        // Handlers hold the place of a socket, never its address, but the socket itself must stay where it is.
        sockets_.reserve(addresses_.size());
        start_next();
    }

    [[nodiscard]] asio::awaitable<result<tcp::socket>> outcome() { return outcome_.wait(); }

    void abort() { finish(aborted()); }

private:
    void start_next()
    {
        while (!outcome_.is_set() && sockets_.size() < addresses_.size()) {
            if (start_attempt())
                return wait_for_next();
        }
        if (running_ == 0)
            finish(failure());
    }

    // False if the attempt failed at once, as it does where a family of addresses is not supported.
    bool start_attempt()
    {
        auto const place = sockets_.size();
        tcp::endpoint const endpoint(addresses_[place], port_);
        auto& socket = sockets_.emplace_back(executor_);
        error_code ec;
        socket.open(endpoint.protocol(), ec);
        if (!ec)
            socket.set_option(tcp::no_delay(true), ec);
        if (ec) {
            last_error_ = ec;
            return false;
        }
        ++running_;
        socket.async_connect(endpoint, [weak = weak_from_this(), place](error_code failed) {
            if (auto const self = weak.lock())
                self->on_connected(place, failed);
        });
        return true;
    }

    void wait_for_next()
    {
        if (sockets_.size() < addresses_.size())
            delay_.start(timers_.now() + attempt_delay, [this] { start_next(); });
    }

    void on_connected(std::size_t place, error_code failed)
    {
        if (outcome_.is_set())
            return;
        --running_;
        if (!failed)
            return finish(std::move(sockets_[place]));
        last_error_ = failed;
        error_code ignored;
        sockets_[place].close(ignored);
        delay_.cancel();
        start_next();
    }

    // The first outcome counts.
    void finish(result<tcp::socket> outcome)
    {
        delay_.cancel();
        outcome_.set(std::move(outcome));
        for (auto& socket : sockets_) {
            error_code ignored;
            socket.close(ignored);
        }
    }

    [[nodiscard]] error_info failure() const
    {
        auto message = "cannot connect to " + target_ + ": " + last_error_.message();
        if (addresses_.size() > 1)
            message += " (the last of " + std::to_string(addresses_.size()) + " addresses)";
        error_info failure(errc::connect_failed, std::move(message));
        failure.cause = last_error_;
        return failure;
    }

    asio::any_io_executor executor_;
    timer_queue& timers_;
    timer_queue::timer delay_;
    std::string target_;
    std::uint16_t port_;
    address_list addresses_;
    std::vector<tcp::socket> sockets_;
    std::size_t running_ = 0;
    error_code last_error_;
    one_shot<result<tcp::socket>> outcome_;
};

dialer::dialer(asio::any_io_executor executor, timer_queue& timers, resolver_cache& resolver)
    : executor_(std::move(executor)), timers_(timers), resolver_(resolver)
{}

dialer::~dialer() = default;

asio::awaitable<result<tcp::socket>> dialer::dial(std::string host, std::uint16_t port)
{
    aborted_ = false;
    lookup_.emplace(resolver_, host, timers_.now());
    auto addresses = co_await lookup_->wait();
    lookup_.reset();
    // The answer may have been on its way when `abort` was called.
    if (aborted_)
        co_return aborted();
    if (!addresses)
        co_return std::move(addresses).error();

    race_ = std::make_shared<race>(executor_, timers_, host_and_port(host, port), port);
    race_->start(interleave(*addresses));
    auto outcome = co_await race_->outcome();
    race_.reset();
    if (aborted_)
        co_return aborted();
    co_return outcome;
}

void dialer::abort()
{
    aborted_ = true;
    if (lookup_)
        lookup_->abort();
    if (race_)
        race_->abort();
}

} // namespace boxlink::net
