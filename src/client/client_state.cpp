// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "client/client_state.hpp"

#include "client/option_rules.hpp"
#include "client/user_keys.hpp"

#include <boost/asio/dispatch.hpp>
#include <boost/asio/strand.hpp>

#include <utility>
#include <vector>

namespace boxlink {
namespace asio = boost::asio;

namespace {

policy::pool_limits pool_limits_of(client_options const& options)
{
    policy::pool_limits limits;
    limits.max_connections = options.max_connections();
    limits.max_connecting = options.max_connecting();
    limits.idle_timeout = options.idle_timeout();
    limits.max_lifetime = options.max_connection_lifetime();
    return limits;
}

policy::guard_options guard_options_of(client_options const& options)
{
    policy::guard_options limits;
    limits.max_in_flight = options.max_connections();
    return limits;
}

std::uint64_t fresh_seed()
{
    std::random_device source;
    return (std::uint64_t{source()} << 32) | source();
}

} // namespace

result<std::shared_ptr<client_state>> client_state::make(
    asio::any_io_executor executor,
    credentials who,
    client_options options,
    std::shared_ptr<net::time_source> time
)
{
    auto route = client_impl::check_options(options, who);
    if (route.has_error())
        return std::move(route).error();
    asio::any_io_executor own =
        options.thread_safe() ? asio::any_io_executor(asio::make_strand(executor)) : executor;
    if (time == nullptr)
        time = net::make_machine_time(own);

    bool const on_strand = options.thread_safe();
    auto state = std::unique_ptr<client_state>(new client_state(
        std::move(executor), std::move(own), std::move(who), std::move(options), std::move(time),
        std::move(*route)
    ));
    if (auto const& grant = state->account()->how()) {
        if (auto const warning = grant->warning(); !warning.empty())
            state->tell(&observer::on_warning, warning);
    }
    auto* const raw = state.release();
    return std::shared_ptr<client_state>(raw, [on_strand](client_state* last) {
        std::unique_ptr<client_state> owned(last);
        // Sockets and timers belong to the strand; the last handle may be dropped anywhere.
        if (on_strand && !owned->abandoned_) {
            auto const strand = owned->executor();
            asio::dispatch(strand, [owned = std::move(owned)]() mutable { owned.reset(); });
        }
    });
}

client_state::client_state(
    asio::any_io_executor user_executor,
    asio::any_io_executor executor,
    credentials who,
    client_options options,
    std::shared_ptr<net::time_source> time,
    client_impl::route way
)
    : user_executor_(std::move(user_executor)), account_(who.state()),
      own_user_(client_impl::user_key(account_->whose())), options_(std::move(options)),
      origin_(std::make_shared<net::origin>(
          executor,
          std::move(time),
          std::move(way.server),
          std::move(way.proxy),
          std::move(way.tls),
          options_.connect_timeout()
      )),
      writer_(origin_->address, options_.user_agent_suffix()), random_(fresh_seed()),
      pool_(std::make_shared<net::connection_pool>(
          origin_, pool_limits_of(options_), [this] { return random(); }
      )),
      limiter_(options_.limits() ? options_.limits()->state() : shared_limits().state()),
      gate_(origin_->timers, limiter_, guard_options_of(options_))
{
    park(asio::query(executor, asio::execution::context));
}

client_state::~client_state()
{
    unpark();
    if (!abandoned_)
        pool_->close();
}

limits_snapshot client_state::limits() const
{
    auto now = gate_.snapshot();
    now.users = client_impl::user_limits(*limiter_, origin_->timers.now());
    return now;
}

bool client_state::enter(client_impl::interruptible& what)
{
    if (!closed_)
        in_flight_.push_back(what);
    return !closed_;
}

void client_state::leave(client_impl::interruptible& what) noexcept
{
    what.unlink();
}

void client_state::close()
{
    closed_ = true;
    // Interrupting runs no handler, but posts, so the set stays as it is.
    for (auto& what : in_flight_)
        what.interrupt(make_error_code(errc::client_closed));
    pool_->close();
}

void client_state::abandon() noexcept
{
    abandoned_ = true;
    closed_ = true;
    pool_->abandon();
    origin_->timers.abandon();
}

} // namespace boxlink
