// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/durations.hpp"

#include "model/refusal.hpp"
#include "model/text.hpp"
#include "model/timestamp.hpp"

#include <array>
#include <charconv>
#include <optional>
#include <string>

namespace boxlink::model {
namespace {

using std::chrono::milliseconds;

struct unit
{
    std::string_view name;
    milliseconds length;
};

constexpr std::array<unit, 6> units = {{
    {"ms", milliseconds(1)},
    {"s", std::chrono::seconds(1)},
    {"m", std::chrono::minutes(1)},
    {"h", std::chrono::hours(1)},
    {"d", std::chrono::days(1)},
    {"w", std::chrono::weeks(1)},
}};

constexpr milliseconds longest = std::chrono::days(36525);

std::optional<milliseconds> length_of(std::string_view name)
{
    for (unit const& u : units) {
        if (u.name == name)
            return u.length;
    }
    return std::nullopt;
}

error_info unreadable(std::string_view text)
{
    return refusal(
        quoted(text) +
        " is not a duration; write a whole number and a unit (ms, s, m, h, d, w), such as 250ms, 5s or 30d"
    );
}

} // namespace

result<milliseconds> parse_duration(std::string_view text)
{
    std::int64_t number = 0;
    auto const [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    bool const has_digits = !text.empty() && is_digit(text.front());
    std::string_view const name = text.substr(static_cast<std::size_t>(rest - text.data()));
    std::optional<milliseconds> const length = length_of(name);
    if (!has_digits || !length)
        return unreadable(text);
    if (error != std::errc() || number > longest / *length)
        return refusal(quoted(text) + " is too long; 100 years is the limit");
    if (number == 0)
        return refusal(quoted(text) + " is no time at all; give a duration above zero");
    return number * *length;
}

result<expiry> parse_expiry(std::string_view text)
{
    if (text == "never")
        return expiry(never());
    if (auto const instant = parse_rfc3339(text)) {
        // What the clock cannot hold has been clamped, but a link must not end at another time than the one asked for.
        if (*instant >=
            std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::time_point::max()))
            return refusal(quoted(text) + " is too far away; use never for a link that does not end");
        return expiry(*instant);
    }
    result<milliseconds> const duration = parse_duration(text);
    if (!duration && text.find_first_of("-:") == std::string_view::npos)
        return duration.error();
    if (!duration)
        return refusal(
            quoted(text) + " is no point of time; write it with its offset from UTC, such as "
                           "2027-01-31T00:00:00Z, or a duration such as 30d, or never"
        );
    if (*duration % std::chrono::seconds(1) != milliseconds(0))
        return refusal(quoted(text) + " is no whole number of seconds; links end at whole seconds");
    return expiry(std::chrono::duration_cast<std::chrono::seconds>(*duration));
}

} // namespace boxlink::model
