// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "client/client_state.hpp"
#include "model/box_request.hpp"
#include "model/http_message.hpp"
#include "policy/operation.hpp"
#include "policy/rate_limiter.hpp"

#include <boxlink/item_ref.hpp>
#include <boxlink/link_settings.hpp>
#include <boxlink/request_options.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace boxlink::client_impl {

/// What is asked for.
struct operation_order
{
    model::operation_kind kind;
    /// Unless something is looked for.
    std::optional<item_ref> item;
    request_options options;
    /// What the caller gave in confidence.
    std::vector<secret> secrets = {};
    bool is_change = false;
    /// The settings of the item's link, unless it is removed.
    std::optional<link_settings> asked = std::nullopt;

    /// For people, such as `share file:123`.
    [[nodiscard]] std::string text() const;
};

/// What an operation sends, and what it may take.
class operation_plan
{
public:
    /// \param checked the request of the order.
    operation_plan(client_state const& client, operation_order&& order, model::http_request&& checked);

    operation_order order;
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

    /// Leaves out what the token says already.
    void adapt(model::http_request& to_be_sent) const;
};

} // namespace boxlink::client_impl
