// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "client/operation_plan.hpp"

#include "client/user_keys.hpp"

#include <utility>

namespace boxlink::client_impl {

operation_plan::operation_plan(
    client_state const& client,
    std::string operation_text,
    model::http_request checked_request,
    request_options const& options
)
    : text(std::move(operation_text)), request(std::move(checked_request)), deadline(options.deadline()),
      attempt_timeout(options.attempt_timeout().value_or(client.options().attempt_timeout())),
      user(options.as_user() ? user_key(*options.as_user()) : client.own_user()),
      priority(options.priority().value_or(client.options().priority()))
{
    if (client.account()->has_user_tokens())
        token_user = options.as_user().value_or("");
    adapt(request);
    if (!deadline && priority == boxlink::priority::interactive)
        deadline = client.options().deadline();
    limits.max_attempts = options.max_attempts().value_or(client.options().max_attempts());
    limits.not_modified_expected = options.if_none_match().has_value();
}

void operation_plan::adapt(model::http_request& to_be_sent) const
{
    if (!token_user.empty())
        std::erase_if(to_be_sent.headers, [](auto const& header) { return header.name == "As-User"; });
}

void operation_plan::change(item_ref item, std::optional<link_settings> asked, request_options options)
{
    limits.is_change = true;
    changed_item = item.to_string();
    read_back.emplace(std::move(item), std::move(asked), std::move(options));
}

} // namespace boxlink::client_impl
