// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/text.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace boxlink::model {

bool is_digits(std::string_view text) noexcept
{
    return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

bool is_visible_ascii(std::string_view text) noexcept
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

bool has_control(std::string_view text) noexcept
{
    return std::any_of(text.begin(), text.end(), is_control);
}

bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        return x == y || to_lower(x) == to_lower(y);
    });
}

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) noexcept
{
    return equal_ignoring_case(text.substr(0, prefix.size()), prefix);
}

std::string_view trimmed(std::string_view text) noexcept
{
    while (!text.empty() && is_white_space(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_white_space(text.back()))
        text.remove_suffix(1);
    return text;
}

std::size_t utf8_sequence_length(std::string_view text) noexcept
{
    if (text.empty())
        return 0;
    auto const byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    unsigned const lead = byte(0);
    if (lead < 0x80)
        return 1;

    // The second byte's range depends on the first; that is what rules out overlong forms, surrogates and >
    // U+10FFFF.
    std::size_t length = 0;
    unsigned low = 0x80;
    unsigned high = 0xbf;
    if (lead >= 0xc2 && lead <= 0xdf) {
        length = 2;
    } else if (lead >= 0xe0 && lead <= 0xef) {
        length = 3;
        low = lead == 0xe0 ? 0xa0 : low;
        high = lead == 0xed ? 0x9f : high;
    } else if (lead >= 0xf0 && lead <= 0xf4) {
        length = 4;
        low = lead == 0xf0 ? 0x90 : low;
        high = lead == 0xf4 ? 0x8f : high;
    }
    if (length == 0 || text.size() < length || byte(1) < low || byte(1) > high)
        return 0;
    for (std::size_t at = 2; at < length; ++at) {
        if ((byte(at) & 0xc0) != 0x80)
            return 0;
    }
    return length;
}

bool is_utf8(std::string_view text) noexcept
{
    for (;;) {
        // Most text is ASCII: eight bytes at a time.
        std::uint64_t eight = 0;
        while (text.size() >= sizeof eight) {
            std::memcpy(&eight, text.data(), sizeof eight);
            if ((eight & 0x8080'8080'8080'8080) != 0)
                break;
            text.remove_prefix(sizeof eight);
        }
        if (text.empty())
            return true;
        std::size_t const length = utf8_sequence_length(text);
        if (length == 0)
            return false;
        text.remove_prefix(length);
    }
}

std::size_t code_points(std::string_view text) noexcept
{
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    }));
}

std::string bounded(std::string_view text, std::size_t limit)
{
    std::string out;
    while (!text.empty()) {
        std::size_t const length = utf8_sequence_length(text);
        std::string_view const piece = length == 0 ? "\xef\xbf\xbd" : text.substr(0, length);
        if (out.size() + piece.size() > limit)
            return out += ellipsis;
        out += piece;
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return out;
}

std::string on_one_line(std::string_view text)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    out.reserve(text.size());
    for (char const c : text) {
        if (!is_control(c)) {
            out += c;
            continue;
        }
        out += '\\';
        switch (c) {
        case '\n':
            out += 'n';
            break;
        case '\r':
            out += 'r';
            break;
        case '\t':
            out += 't';
            break;
        default:
            out += 'x';
            out += digits[static_cast<unsigned char>(c) >> 4];
            out += digits[static_cast<unsigned char>(c) & 0xf];
        }
    }
    return out;
}

std::string quoted(std::string_view text, std::size_t limit)
{
    return '"' + on_one_line(bounded(text, limit)) + '"';
}

std::string counted(std::uint64_t count)
{
    auto text = std::to_string(count);
    for (std::size_t at = text.size(); at > 3;) {
        at -= 3;
        text.insert(at, 1, ',');
    }
    return text;
}

} // namespace boxlink::model
