// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// Links, items and failures as members of JSON: what the command prints and what the results of bulk jobs hold.

#include "model/json_writer.hpp"

#include <boxlink/error.hpp>
#include <boxlink/shared_link.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace boxlink::bulk {

/// The members of a link, always the same ones in the same order; all `null` without a link.
[[nodiscard]] model::json_writer link_members(std::optional<shared_link> const& link);

/// `etag` and `name`.
[[nodiscard]] model::json_writer item_members(item_info const& item);

/// The members of a failure, always the same ones in the same order.
[[nodiscard]] model::json_writer error_members(error_info const& failure);

/// The access by the name that Box gives it, also where this version does not know it.
[[nodiscard]] std::string access_of(shared_link const& link);

/// The same of the access that holds.
[[nodiscard]] std::string effective_access_of(shared_link const& link);

/// The same of the permission that holds.
[[nodiscard]] std::string permission_of(shared_link const& link);

/// The expiry (RFC 3339); nothing if the link has none.
[[nodiscard]] std::optional<std::string> expiry_of(shared_link const& link);

/// The message of a failure, or what its code says.
[[nodiscard]] std::string message_of(error_info const& failure);

} // namespace boxlink::bulk
