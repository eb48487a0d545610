// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/auth_challenge.hpp"

#include "model/text.hpp"

#include <algorithm>

namespace boxlink::model {
namespace {

std::size_t end_of_quoted(std::string_view text) noexcept
{
    std::size_t at = 1;
    while (at < text.size() && text[at] != '"')
        at += text[at] == '\\' ? 2 : 1;
    return std::min(at, text.size());
}

// Takes `"quoted"` or `token` off the front.
std::string_view take_value(std::string_view& rest) noexcept
{
    if (rest.starts_with('"')) {
        std::size_t const end = end_of_quoted(rest);
        std::string_view const value = rest.substr(1, end - 1);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        return value;
    }
    std::size_t const end = std::min(rest.find_first_of(", \t"), rest.size());
    std::string_view const value = rest.substr(0, end);
    rest.remove_prefix(end);
    return value;
}

// Schemes, parameters and commas follow each other; only what is followed by an equals sign is a parameter.
std::optional<std::string_view> parameter(std::string_view rest, std::string_view name) noexcept
{
    constexpr std::string_view separators = " \t,";
    while (true) {
        rest.remove_prefix(std::min(rest.find_first_not_of(separators), rest.size()));
        if (rest.empty())
            return std::nullopt;
        std::size_t const end = std::min(rest.find_first_of(" \t,=\""), rest.size());
        std::string_view const word = rest.substr(0, end);
        rest.remove_prefix(end);
        rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
        if (rest.starts_with('=')) {
            rest.remove_prefix(1);
            rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
            std::string_view const value = take_value(rest);
            if (equal_ignoring_case(word, name))
                return value;
        } else if (word.empty()) {
            take_value(rest); // a stray quoted string
        }
    }
}

} // namespace

std::optional<std::string_view>
challenge_parameter(http_response const& response, std::string_view name) noexcept
{
    for (auto const header : response.headers) {
        if (!equal_ignoring_case(header.name, "WWW-Authenticate"))
            continue;
        if (auto const value = parameter(header.value, name))
            return value;
    }
    return std::nullopt;
}

} // namespace boxlink::model
