// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/terminal_text.hpp"

#include "model/characters.hpp"

#include <algorithm>
#include <array>

namespace boxlink::cli {
namespace {

using model::character;
using model::first_character;

struct range
{
    char32_t first;
    char32_t last;
};

template <std::size_t N>
bool contains(std::array<range, N> const& ranges, char32_t value) noexcept
{
    return std::any_of(ranges.begin(), ranges.end(), [value](range const& r) {
        return value >= r.first && value <= r.last;
    });
}

// East Asian Width W and F, by blocks: good enough to align a table.
constexpr std::array<range, 14> wide = {{
    {0x1100, 0x115f},
    {0x2e80, 0x303e},
    {0x3041, 0x33ff},
    {0x3400, 0x4dbf},
    {0x4e00, 0x9fff},
    {0xa000, 0xa4cf},
    {0xac00, 0xd7a3},
    {0xf900, 0xfaff},
    {0xfe30, 0xfe6f},
    {0xff00, 0xff60},
    {0xffe0, 0xffe6},
    {0x1f300, 0x1f64f},
    {0x1f680, 0x1f9ff},
    {0x20000, 0x3fffd},
}};

// Marks that combine with the character before them.
constexpr std::array<range, 8> zero_width = {{
    {0x300, 0x36f},
    {0x483, 0x489},
    {0x591, 0x5bd},
    {0x64b, 0x65f},
    {0x200c, 0x200d},
    {0x20d0, 0x20ff},
    {0xfe00, 0xfe0f},
    {0xfe20, 0xfe2f},
}};

} // namespace

std::string terminal_text(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        character const c = first_character(text);
        if (c.malformed || model::is_treacherous(c.value))
            out += model::escaped(c);
        else
            out += text.substr(0, c.length);
        text.remove_prefix(c.length);
    }
    return out;
}

std::size_t columns(std::string_view text) noexcept
{
    std::size_t count = 0;
    while (!text.empty()) {
        character const c = first_character(text);
        if (!contains(zero_width, c.value))
            count += contains(wide, c.value) ? 2 : 1;
        text.remove_prefix(c.length);
    }
    return count;
}

} // namespace boxlink::cli
