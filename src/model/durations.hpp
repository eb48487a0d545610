// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// Spans and points of time as people write them on a command line or in a table.

#include <boxlink/error.hpp>

#include <chrono>
#include <string_view>
#include <variant>

namespace boxlink::model {

/// Reads a whole number and its unit: `250ms`, `5s`, `2m`, `12h`, `30d`, `4w`. More than nothing, at most 100 years.
[[nodiscard]] result<std::chrono::milliseconds> parse_duration(std::string_view text);

/// A link that does not end.
struct never
{
    friend bool operator==(never, never) = default;
};

/// When a link ends: never, so long after now, or at an instant.
using expiry = std::variant<never, std::chrono::seconds, std::chrono::system_clock::time_point>;

/// Reads `never`, a duration of whole seconds such as `30d`, or an instant such as `2027-01-31T00:00:00Z` (RFC 3339 with an offset).
[[nodiscard]] result<expiry> parse_expiry(std::string_view text);

} // namespace boxlink::model
