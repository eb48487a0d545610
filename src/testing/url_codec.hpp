// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace boxlink::testing {

/// Undoes percent-encoding; `plus_is_space` as in forms. Nothing for a `%` without two hexadecimal digits.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);

/// Percent-encodes everything but the unreserved characters of RFC 3986.
[[nodiscard]] std::string percent_encode(std::string_view text);

/// The parameters of a query, a form or a `BoxApi` header: `name=value&…`, decoded.
class parameters
{
public:
    /// What cannot be decoded is left out.
    parameters(std::string_view text, bool plus_is_space);

    /// The first value with this name, or null.
    [[nodiscard]] const std::string* find(std::string_view name) const noexcept;

    /// Whether a name occurs more than once.
    [[nodiscard]] bool has_repeated_names() const;

    /// The first value with this name, or an empty text.
    [[nodiscard]] std::string_view get(std::string_view name) const noexcept;

private:
    std::vector<std::pair<std::string, std::string>> pairs_;
};

/// Calls `use` with each part of `text` between commas, without the blanks around it. Empty parts are left out.
template <class Use>
void for_each_in_list(std::string_view text, Use use)
{
    while (!text.empty()) {
        const auto comma = text.find(',');
        std::string_view part = text.substr(0, comma);
        const auto first = part.find_first_not_of(' ');
        if (first != part.npos)
            use(part.substr(first, part.find_last_not_of(' ') - first + 1));
        text = comma == text.npos ? std::string_view() : text.substr(comma + 1);
    }
}

} // namespace boxlink::testing
