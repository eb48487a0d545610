// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace boxlink::auth {

/// How long that many bytes are as base64url.
[[nodiscard]] constexpr std::size_t base64url_size(std::size_t bytes) noexcept
{
    return (bytes * 4 + 2) / 3;
}

/// Appends the bytes in the alphabet of URLs, without padding (RFC 4648, section 5): `base64url_size` characters, so that a caller who has reserved
/// as much leaves no copies of a secret behind.
void append_base64url(std::string& out, std::string_view bytes);

} // namespace boxlink::auth
