// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/base64url.hpp"

#include <cstdint>

namespace boxlink::auth {

void append_base64url(std::string& out, std::string_view bytes)
{
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::uint32_t bits = 0;
    int count = 0;
    for (char const c : bytes) {
        bits = bits << 8 | static_cast<unsigned char>(c);
        for (count += 8; count >= 6; count -= 6)
            out += digits[bits >> (count - 6) & 0x3f];
    }
    if (count > 0)
        out += digits[bits << (6 - count) & 0x3f];
}

} // namespace boxlink::auth
