// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "model/http_message.hpp"
#include "policy/retry.hpp"

#include <boxlink/item_ref.hpp>
#include <boxlink/link_settings.hpp>
#include <boxlink/request_options.hpp>

#include <optional>

namespace boxlink::client_impl {

/// How to learn what became of a change whose answer was lost: by reading the item's link.
class read_back
{
public:
    /// \param asked what was asked for; nothing if the link was to be removed.
    /// \param options of the change. They have been checked.
    read_back(item_ref item, std::optional<link_settings> asked, request_options options);

    /// Reads what the change would have answered: the same fields, as the same user.
    [[nodiscard]] model::http_request request() const;

    /// What a successful answer to that says about the change.
    [[nodiscard]] policy::evidence judge(model::http_response const& answer) const;

private:
    item_ref item_;
    std::optional<link_settings> asked_;
    request_options options_;
};

} // namespace boxlink::client_impl
