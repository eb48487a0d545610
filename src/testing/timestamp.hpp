// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace boxlink::testing {

/// Reads a timestamp as Box accepts it in settings: RFC 3339, whole seconds, with an offset. Nothing for anything else.
[[nodiscard]] std::optional<std::chrono::sys_seconds> parse_timestamp(std::string_view text);

/// Writes a timestamp as Box answers it: with the offset of its own time zone, not that of the request.
[[nodiscard]] std::string format_timestamp(std::chrono::sys_seconds when);

} // namespace boxlink::testing
