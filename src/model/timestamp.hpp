// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// The timestamps of Box (RFC 3339) and of HTTP (RFC 9110, section 5.6.7). Instants that `system_clock`
/// cannot hold are clamped to the nearest one that it can; the real calendar is checked; a leap second counts
/// as the second before it.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace boxlink::model {

/// `2027-01-31T00:00:00+00:00`: whole seconds, rounded down, in UTC, with an offset. Box refuses anything
/// else.
[[nodiscard]] std::string format_rfc3339(std::chrono::system_clock::time_point instant);

/// Reads any offset (`Z`, `-08:00`, `-0800`); fractions of a second are cut off. Nothing if it is no
/// timestamp.
[[nodiscard]] std::optional<std::chrono::system_clock::time_point> parse_rfc3339(std::string_view text);

/// Reads the three forms of an HTTP-date. A two-digit year that seems to be more than 50 years after `now` is
/// in the past.
[[nodiscard]] std::optional<std::chrono::system_clock::time_point>
parse_http_date(std::string_view text, std::chrono::system_clock::time_point now);

/// `instant + duration`, or the last or first instant that there is.
[[nodiscard]] std::chrono::system_clock::time_point
add_clamped(std::chrono::system_clock::time_point instant, std::chrono::seconds duration) noexcept;

} // namespace boxlink::model
