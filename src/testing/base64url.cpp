// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/base64url.hpp"

#include <cstdint>

namespace boxlink::testing {

namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

} // namespace

std::string base64url(std::string_view bytes)
{
    std::string out;
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : bytes) {
        bits = bits << 8 | static_cast<unsigned char>(c);
        for (count += 8; count >= 6; count -= 6)
            out.push_back(alphabet[bits >> (count - 6) & 63]);
    }
    if (count > 0)
        out.push_back(alphabet[bits << (6 - count) & 63]);
    return out;
}

std::optional<std::string> base64url_decode(std::string_view text)
{
    std::string out;
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : text) {
        const auto digit = alphabet.find(c);
        if (digit == alphabet.npos)
            return std::nullopt;
        bits = bits << 6 | static_cast<std::uint32_t>(digit);
        count += 6;
        if (count >= 8) {
            count -= 8;
            out.push_back(static_cast<char>(bits >> count & 255));
        }
    }
    // A rest of six bits is no byte, and bits that no byte took must be zero.
    if (count == 6 || (bits & ((1u << count) - 1)) != 0)
        return std::nullopt;
    return out;
}

} // namespace boxlink::testing
