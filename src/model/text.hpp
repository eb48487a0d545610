// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// Text as it is met in headers, ids and bodies. Independent of the locale.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace boxlink::model {

[[nodiscard]] constexpr bool is_digit(char c) noexcept
{
    return c >= '0' && c <= '9';
}

[[nodiscard]] constexpr bool is_upper(char c) noexcept
{
    return c >= 'A' && c <= 'Z';
}

[[nodiscard]] constexpr char to_lower(char c) noexcept
{
    return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}

[[nodiscard]] constexpr bool is_alphanumeric(char c) noexcept
{
    return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'z');
}

/// Blanks, tabs and line ends: what JSON has between its values, and what surrounds the values of headers at most.
[[nodiscard]] constexpr bool is_white_space(char c) noexcept
{
    return c <= ' ' && (c == ' ' || c == '\n' || c == '\r' || c == '\t');
}

/// C0 controls and DEL. Bytes of UTF-8 sequences are none.
[[nodiscard]] constexpr bool is_control(char c) noexcept
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

/// Whether all of it is ASCII that is to be seen: no blank, no control character.
[[nodiscard]] bool is_visible_ascii(std::string_view text) noexcept;

/// Whether there is a text and all of it is decimal digits.
[[nodiscard]] bool is_digits(std::string_view text) noexcept;

[[nodiscard]] bool has_control(std::string_view text) noexcept;

/// Equal but for the case of ASCII letters.
[[nodiscard]] bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept;

[[nodiscard]] bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) noexcept;

/// Without surrounding white space.
[[nodiscard]] std::string_view trimmed(std::string_view text) noexcept;

/// The length of the well-formed UTF-8 sequence that the text begins with; 0 if there is none (RFC 3629: no
/// surrogates, no overlong forms).
[[nodiscard]] std::size_t utf8_sequence_length(std::string_view text) noexcept;

[[nodiscard]] bool is_utf8(std::string_view text) noexcept;

/// The number of code points of well-formed UTF-8.
[[nodiscard]] std::size_t code_points(std::string_view text) noexcept;

/// What `bounded` puts where it has cut a text off.
inline constexpr std::string_view ellipsis = "\xe2\x80\xa6";

/// At most `limit` bytes of the text and an ellipsis if it is longer, as well-formed UTF-8: bytes that are
/// none become U+FFFD.
[[nodiscard]] std::string bounded(std::string_view text, std::size_t limit);

/// On one line: control characters are written as `\n`, `\r`, `\t` or `\x1b`.
[[nodiscard]] std::string on_one_line(std::string_view text);

/// In quotation marks, on one line and bounded, for a message that quotes what it was given.
[[nodiscard]] std::string quoted(std::string_view text, std::size_t limit = 80);

/// A count with its thousands apart: `12,345`.
[[nodiscard]] std::string counted(std::uint64_t count);

} // namespace boxlink::model
