// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/url_codec.hpp"

namespace boxlink::testing {

namespace {

int hex_digit(char c) noexcept
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool is_unreserved(char c) noexcept
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

} // namespace

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus_is_space) {
            out.push_back(' ');
        } else if (text[i] != '%') {
            out.push_back(text[i]);
        } else {
            const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
            const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
            if (high < 0 || low < 0)
                return std::nullopt;
            out.push_back(static_cast<char>(high * 16 + low));
            i += 2;
        }
    }
    return out;
}

std::string percent_encode(std::string_view text)
{
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        if (is_unreserved(c)) {
            out.push_back(c);
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out.push_back('%');
            out.push_back(digits[byte >> 4]);
            out.push_back(digits[byte & 15]);
        }
    }
    return out;
}

parameters::parameters(std::string_view text, bool plus_is_space)
{
    while (!text.empty()) {
        const auto end = text.find('&');
        const std::string_view pair = text.substr(0, end);
        const auto equals = pair.find('=');
        auto name = percent_decode(pair.substr(0, equals), plus_is_space);
        auto value =
            percent_decode(equals == pair.npos ? std::string_view() : pair.substr(equals + 1), plus_is_space);
        if (name && value)
            pairs_.emplace_back(std::move(*name), std::move(*value));
        text = end == text.npos ? std::string_view() : text.substr(end + 1);
    }
}

const std::string* parameters::find(std::string_view name) const noexcept
{
    for (const auto& [key, value] : pairs_)
        if (key == name)
            return &value;
    return nullptr;
}

bool parameters::has_repeated_names() const
{
    for (auto one = pairs_.begin(); one != pairs_.end(); ++one)
        if (find(one->first) != &one->second)
            return true;
    return false;
}

std::string_view parameters::get(std::string_view name) const noexcept
{
    const std::string* found = find(name);
    return found ? std::string_view(*found) : std::string_view();
}

} // namespace boxlink::testing
