// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// The characters of a text that others wrote.

#include <cstddef>
#include <string>
#include <string_view>

namespace boxlink::model {

/// One character of a text, or one byte that is no part of well-formed UTF-8.
struct character
{
    /// The code point; the byte if it is malformed.
    char32_t value = 0;
    /// How many bytes of the text it takes.
    std::size_t length = 0;
    bool malformed = false;
};

/// The character that a text, which is not empty, begins with.
[[nodiscard]] character first_character(std::string_view text) noexcept;

/// Whether a character could move the cursor, change what is shown of the text around it, or hide: controls of both kinds (C0, C1), line
/// separators, directional overrides and isolates, invisible operators, tags.
[[nodiscard]] bool is_treacherous(char32_t value) noexcept;

/// The character as `\n`, `\x1b`, `\u{202e}`: for those that must not be shown as they are.
[[nodiscard]] std::string escaped(character c);

} // namespace boxlink::model
