// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "testing/content.hpp"

#include <boost/json/object.hpp>

#include <string_view>

namespace boxlink::testing {

/// Which representation of an item is answered where the request names no `fields`.
enum class representation : unsigned char
{
    standard, ///< Of a single item.
    mini      ///< Of an entry in a list.
};

/// An item as Box writes it.
/// @param fields the `fields` parameter: only these and `type`, `id`, `etag` are written; all if it is empty.
/// @param link the item's link, or null.
[[nodiscard]] boost::json::object to_json(
    const item& which,
    const stored_link* link,
    std::string_view owner,
    std::string_view fields,
    representation form
);

/// A link as Box writes it.
[[nodiscard]] boost::json::object to_json(const stored_link& link, const item& which);

} // namespace boxlink::testing
