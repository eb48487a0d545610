// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/redaction.hpp"

#include "model/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>

namespace boxlink::model {
namespace {

constexpr std::string_view mark = "[secret]";
constexpr std::size_t min_redacted_length = 4;

/// One or more bytes and how many bytes of text stand for them.
struct decoded
{
    std::array<char, 4> bytes{};
    std::size_t size = 0;
    std::size_t length = 0;

    [[nodiscard]] std::string_view view() const noexcept { return {bytes.data(), size}; }
};

decoded one_byte(char byte, std::size_t length)
{
    return {{byte}, 1, length};
}

decoded code_point(std::uint32_t value, std::size_t length)
{
    auto const last_six = [](std::uint32_t bits) { return static_cast<char>(0x80 | (bits & 0x3f)); };
    if (value < 0x80)
        return one_byte(static_cast<char>(value), length);
    if (value < 0x800)
        return {{static_cast<char>(0xc0 | value >> 6), last_six(value)}, 2, length};
    if (value < 0x10000)
        return {{static_cast<char>(0xe0 | value >> 12), last_six(value >> 6), last_six(value)}, 3, length};
    return {
        {static_cast<char>(0xf0 | (value >> 18 & 7)), last_six(value >> 12), last_six(value >> 6),
         last_six(value)},
        4,
        length};
}

/// The number that the first `digits` characters are; nothing if one of them is no digit.
std::optional<std::uint32_t> number(std::string_view text, std::size_t digits, int base)
{
    std::uint32_t value = 0;
    if (digits == 0 || text.size() < digits)
        return std::nullopt;
    auto const* const end = text.data() + digits;
    auto const [stop, error] = std::from_chars(text.data(), end, value, base);
    return error == std::errc() && stop == end ? std::optional(value) : std::nullopt;
}

// `\uXXXX`, or two of them for what is beyond the basic plane. The text begins behind the backslash.
std::optional<decoded> decode_utf16(std::string_view text)
{
    auto const first = number(text.substr(1), 4, 16);
    if (!first || *first < 0xd800 || *first > 0xdbff)
        return first ? std::optional(code_point(*first, 5)) : std::nullopt;
    if (!text.substr(5).starts_with("\\u"))
        return std::nullopt;
    auto const second = number(text.substr(7), 4, 16);
    if (!second || *second < 0xdc00 || *second > 0xdfff)
        return std::nullopt;
    return code_point(0x10000 + ((*first - 0xd800) << 10) + (*second - 0xdc00), 11);
}

// Behind one backslash or several, which stand there when what was escaped is quoted once more.
std::optional<decoded> decode_backslash(std::string_view text)
{
    constexpr std::size_t longest_run = 8;
    auto const run =
        std::min(text.substr(0, longest_run).find_first_not_of('\\'), std::min(text.size(), longest_run));
    auto const rest = text.substr(run);
    constexpr std::string_view names = "\"/bfnrt";
    constexpr std::string_view meanings = "\"/\b\f\n\r\t";
    std::optional<decoded> inner;
    if (rest.starts_with('u'))
        inner = decode_utf16(rest);
    else if (auto const byte = rest.starts_with('x') ? number(rest.substr(1), 2, 16) : std::nullopt)
        inner = one_byte(static_cast<char>(*byte), 3);
    else if (auto const name = rest.empty() ? names.npos : names.find(rest.front()); name != names.npos)
        inner = one_byte(meanings[name], 1);
    if (inner)
        inner->length += run;
    else if (run >= 2)
        inner = one_byte('\\', 2);
    return inner;
}

std::optional<decoded> decode_entity(std::string_view text)
{
    constexpr std::array<std::pair<std::string_view, char>, 5> named = {
        {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}}};
    for (auto const& [name, meaning] : named) {
        if (text.starts_with(name))
            return one_byte(meaning, name.size());
    }
    if (!text.starts_with("&#"))
        return std::nullopt;
    bool const is_hex = text.substr(2, 1) == "x" || text.substr(2, 1) == "X";
    std::size_t const start = is_hex ? 3 : 2;
    constexpr std::size_t longest_entity = 10;
    std::size_t const end = text.substr(0, longest_entity).find(';');
    if (end == std::string_view::npos)
        return std::nullopt;
    auto const value = end > start ? number(text.substr(start), end - start, is_hex ? 16 : 10) : std::nullopt;
    return value && *value < 0x110000 ? std::optional(code_point(*value, end + 1)) : std::nullopt;
}

/// What an escape at the beginning of a text stands for.
std::optional<decoded> decode(std::string_view text)
{
    switch (text.front()) {
    case '\\':
        return decode_backslash(text);
    case '&':
        return decode_entity(text);
    case '+':
        return one_byte(' ', 1);
    case '%':
        if (auto const byte = number(text.substr(1), 2, 16))
            return one_byte(static_cast<char>(*byte), 3);
        return std::nullopt;
    default:
        return std::nullopt;
    }
}

/// How much of a secret a text begins with.
struct match
{
    /// Bytes of text.
    std::size_t length = 0;
    /// Bytes of the secret.
    std::size_t shown = 0;
};

// A secret may itself have what looks like an escape, so that one reading of the text does not suffice.
enum class reading
{
    plain_first,
    decoded_first,
};

match compare(std::string_view text, std::string_view secret, reading way)
{
    match so_far;
    while (so_far.shown < secret.size() && so_far.length < text.size()) {
        auto const rest = text.substr(so_far.length);
        auto const wanted = secret.substr(so_far.shown);
        bool const is_plain = rest.front() == wanted.front();
        auto const escape = is_plain && way == reading::plain_first ? std::nullopt : decode(rest);
        if (escape && wanted.starts_with(escape->view())) {
            so_far.length += escape->length;
            so_far.shown += escape->size;
        } else if (is_plain) {
            ++so_far.length;
            ++so_far.shown;
        } else {
            break;
        }
    }
    return so_far;
}

// Whether a text can be the beginning of an escape that was cut off.
bool is_cut_escape(std::string_view text)
{
    auto const is_plain = [](char c) { return is_alphanumeric(c) || c == '#' || c == '\\'; };
    if (!std::all_of(text.begin() + 1, text.end(), is_plain))
        return false;
    constexpr std::size_t longest_entity = 9;
    switch (text.front()) {
    case '%':
        return text.size() <= 2;
    case '&':
        return text.size() <= longest_entity;
    case '\\':
        return text.size() <= 5 || (text.size() <= 11 && text.starts_with("\\u"));
    default:
        return false;
    }
}

// Whether a text that was cut off shows nothing but the beginning of a secret.
bool is_beginning(std::string_view text, std::string_view secret, reading way)
{
    auto const begun = compare(text, secret, way);
    if (begun.shown < min_redacted_length)
        return false;
    constexpr std::size_t longest_cut_escape = 11;
    auto const first = text.size() - std::min(text.size(), longest_cut_escape);
    for (std::size_t end = first; end < text.size(); ++end) {
        if (is_cut_escape(text.substr(end)) && compare(text.substr(0, end), secret, way).length == end)
            return true;
    }
    return begun.length == text.size();
}

/// How many bytes from here on show the secret, or what is left of it where the text was cut off at `end`.
std::size_t find_here(std::string_view text, std::size_t at, std::size_t end, std::string_view secret)
{
    for (reading const way : {reading::plain_first, reading::decoded_first}) {
        if (auto const whole = compare(text.substr(at), secret, way); whole.shown == secret.size())
            return whole.length;
        if (at < end && is_beginning(text.substr(at, end - at), secret, way))
            return end - at;
    }
    return 0;
}

} // namespace

void redact(std::string& text, std::string_view secret_text)
{
    if (secret_text.size() < min_redacted_length)
        return;
    auto const end_before_cut = [&text] {
        auto const cut = text.rfind(ellipsis);
        return cut == std::string::npos ? 0 : cut;
    };
    auto end = end_before_cut();
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (auto const length = find_here(text, at, end, secret_text); length > 0) {
            text.replace(at, length, mark);
            at += mark.size() - 1;
            end = end_before_cut();
        }
    }
}

} // namespace boxlink::model
