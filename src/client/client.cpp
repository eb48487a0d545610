// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "client/client_state.hpp"

#include <boxlink/client.hpp>

#include <boost/asio/dispatch.hpp>

#include <utility>

namespace boxlink {

client::client(executor_type executor, credentials who, client_options options)
    : state_(client_state::make(std::move(executor), std::move(who), std::move(options)).value())
{}

boxlink::item client::item(item_ref ref) const
{
    return {state_, std::move(ref), as_user_};
}

client client::as_user(std::string user_id) const
{
    return {state_, std::move(user_id)};
}

client::executor_type client::get_executor() const
{
    return state_->user_executor();
}

pool_counters client::counters() const
{
    return state_->counters();
}

limits_snapshot client::limits() const
{
    return state_->limits();
}

void client::close()
{
    boost::asio::dispatch(state_->executor(), [state = state_] { state->close(); });
}

item::executor_type item::get_executor() const
{
    return state_->user_executor();
}

} // namespace boxlink
