// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// Answers that are no success.

#include "model/http_message.hpp"

#include <boxlink/error.hpp>

#include <chrono>
#include <string_view>

namespace boxlink::model {

/**
 * All that an answer tells of a failure, whatever its body is: one of Box's error objects, an OAuth error,
 * HTML, text, broken JSON or nothing. The status is never lost, and all text is bounded in length.
 *
 * `operation`, `attempts` and `elapsed` are left to the caller.
 *
 * \param now what an HTTP-date in `Retry-After` is compared with if the answer has no `Date`.
 */
[[nodiscard]] error_info read_error(http_response const& response, std::chrono::system_clock::time_point now);

/// Whether a fresh token would help: 401 whose `WWW-Authenticate` says `invalid_token` (RFC 6750,
/// section 3.1).
[[nodiscard]] bool is_expired_token(http_response const& response) noexcept;

/// Whether a 409 is one that Box calls temporary.
[[nodiscard]] bool is_transient_conflict(error_info const& failure) noexcept;

/// Removes a secret from all text of a failure.
void redact(error_info& failure, std::string_view secret_text);

} // namespace boxlink::model
