// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace boxlink::testing {

/// Encodes bytes as JWTs and PKCE do (RFC 4648, section 5, without padding).
[[nodiscard]] std::string base64url(std::string_view bytes);

/// Undoes `base64url()`. Nothing for padding, foreign characters, and what `base64url()` would write in another way.
[[nodiscard]] std::optional<std::string> base64url_decode(std::string_view text);

} // namespace boxlink::testing
