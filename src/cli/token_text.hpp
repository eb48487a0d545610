// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// What is said of users and of the ends of tokens.

#include <boxlink/token_operations.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace boxlink::cli {

using std::chrono::system_clock;

/// `Jane Roe (jane@example.com), id 42`, as far as it is known.
[[nodiscard]] std::string describe(user_info const& user);

/// How long it is till then: 0 if it is over.
[[nodiscard]] std::chrono::seconds
seconds_until(system_clock::time_point then, system_clock::time_point now) noexcept;

/// Local time, and in how many minutes: `2026-01-31 12:00:00 +0100, in 59 minutes`.
[[nodiscard]] std::string
describe_end(std::optional<system_clock::time_point> const& end, system_clock::time_point now);

/// As the JSON output has it.
[[nodiscard]] std::optional<std::string> rfc3339(std::optional<system_clock::time_point> const& time);

} // namespace boxlink::cli
