// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

// The characters of HTTP's names and values.

#include "model/text.hpp"

#include <array>
#include <cstddef>
#include <string_view>

namespace boxlink::net {

template <class Predicate>
[[nodiscard]] constexpr std::array<bool, 256> characters(Predicate predicate) noexcept
{
    std::array<bool, 256> all = {};
    for (std::size_t c = 0; c < all.size(); ++c)
        all[c] = predicate(static_cast<char>(static_cast<unsigned char>(c)));
    return all;
}

/// RFC 9110, 5.6.2.
inline constexpr auto token_characters = characters([](char c) {
    return model::is_alphanumeric(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
});
/// RFC 9110, 5.5.
inline constexpr auto text_characters = characters([](char c) { return c == '\t' || !model::is_control(c); });

/// What may surround a value: RFC 9110, 5.6.3.
[[nodiscard]] constexpr bool is_blank(char c) noexcept
{
    return c == ' ' || c == '\t';
}

[[nodiscard]] inline bool is_token_character(char c) noexcept
{
    return token_characters[static_cast<unsigned char>(c)];
}

[[nodiscard]] inline bool is_text_character(char c) noexcept
{
    return text_characters[static_cast<unsigned char>(c)];
}

} // namespace boxlink::net
