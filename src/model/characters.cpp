// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/characters.hpp"

#include "model/text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace boxlink::model {
namespace {

struct range
{
    char32_t first;
    char32_t last;
};

// Unicode 15: category Cc, the directional characters of Bidi_Control, line and paragraph separator, and the invisible ones of Cf.
// The joiners U+200C and U+200D stay: scripts and emoji need them.
constexpr std::array<range, 12> treacherous = {{
    {0x00, 0x1f},
    {0x7f, 0x9f},
    {0xad, 0xad},
    {0x61c, 0x61c},
    {0x180e, 0x180e},
    {0x200b, 0x200b},
    {0x200e, 0x200f},
    {0x2028, 0x202e},
    {0x2060, 0x206f},
    {0xfeff, 0xfeff},
    {0xfff9, 0xfffb},
    {0xe0000, 0xe007f},
}};

} // namespace

character first_character(std::string_view text) noexcept
{
    auto const byte = [text](std::size_t at) {
        return static_cast<char32_t>(static_cast<unsigned char>(text[at]));
    };
    std::size_t const length = utf8_sequence_length(text);
    if (length == 0)
        return {byte(0), 1, true};
    constexpr std::array<char32_t, 5> payload = {0, 0x7f, 0x1f, 0x0f, 0x07};
    char32_t value = byte(0) & payload[length];
    for (std::size_t at = 1; at < length; ++at)
        value = (value << 6) | (byte(at) & 0x3f);
    return {value, length, false};
}

bool is_treacherous(char32_t value) noexcept
{
    return std::any_of(treacherous.begin(), treacherous.end(), [value](range const& r) {
        return value >= r.first && value <= r.last;
    });
}

std::string escaped(character c)
{
    switch (c.value) {
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    default:
        break;
    }
    char text[16];
    auto const number = static_cast<unsigned>(c.value);
    bool const is_byte = c.malformed || number < 0x80;
    std::snprintf(text, sizeof text, is_byte ? "\\x%02x" : "\\u{%x}", number);
    return text;
}

} // namespace boxlink::model
