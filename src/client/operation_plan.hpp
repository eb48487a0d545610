// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "client/client_state.hpp"
#include "client/read_back.hpp"
#include "model/box_request.hpp"
#include "model/http_message.hpp"
#include "policy/operation.hpp"
#include "policy/rate_limiter.hpp"

#include <boxlink/request_options.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace boxlink::client_impl {

/// What an operation sends, and what it may take.
class operation_plan
{
public:
    /// For people, such as `share file:123`.
    std::string text;
    model::http_request request;
    /// The deadline is set when the operation begins.
    policy::operation_limits limits;
    /// From the beginning; nothing if there is none.
    std::optional<std::chrono::milliseconds> deadline;
    std::chrono::milliseconds attempt_timeout{};
    /// Whose token it is sent with: a user's, or empty for that of the credentials themselves.
    std::string token_user;
    /// Whose rate limit it counts against, and how urgent it is.
    policy::user_key user = 0;
    boxlink::priority priority = boxlink::priority::interactive;
    /// The item that is changed; empty if nothing is.
    std::string changed_item;
    /// How to learn what became of a change.
    std::optional<client_impl::read_back> read_back;
    /// What the caller gave in confidence, passwords and links: to be cut out of errors, should a server echo it.
    std::vector<secret> secrets;

    /// Merges the options of the operation with those of the client.
    operation_plan(
        client_state const& client,
        std::string operation_text,
        model::http_request checked_request,
        request_options const& options
    );

    /// Leaves out what the token says already.
    void adapt(model::http_request& to_be_sent) const;

    /// The operation changes this item; `asked` is nothing if its link is removed.
    void change(item_ref item, std::optional<link_settings> asked, request_options options);
};

} // namespace boxlink::client_impl
