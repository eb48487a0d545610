// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "client/operation_plan.hpp"

#include "client/user_keys.hpp"

#include <utility>

namespace boxlink::client_impl {

std::string operation_order::text() const
{
    std::string name(model::to_string(kind));
    if (item)
        name.append(" ").append(item->to_string());
    return name;
}

operation_plan::operation_plan(
    client_state const& client, operation_order&& what, model::http_request&& checked
)
    : order(std::move(what)), request(std::move(checked)), deadline(order.options.deadline()),
      attempt_timeout(order.options.attempt_timeout().value_or(client.options().attempt_timeout())),
      user(order.options.as_user() ? user_key(*order.options.as_user()) : client.own_user()),
      priority(order.options.priority().value_or(client.options().priority()))
{
    if (client.account()->has_user_tokens())
        token_user = order.options.as_user().value_or("");
    adapt(request);
    if (!deadline && priority == boxlink::priority::interactive)
        deadline = client.options().deadline();
    limits.max_attempts = order.options.max_attempts().value_or(client.options().max_attempts());
    limits.not_modified_expected = order.options.if_none_match().has_value();
    limits.is_change = order.is_change;
}

void operation_plan::adapt(model::http_request& to_be_sent) const
{
    if (!token_user.empty())
        std::erase_if(to_be_sent.headers, [](auto const& header) { return header.name == "As-User"; });
}

} // namespace boxlink::client_impl
