// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/retry_after.hpp"

#include "model/text.hpp"
#include "model/timestamp.hpp"

#include <algorithm>

namespace boxlink::model {
namespace {

using std::chrono::milliseconds;
using std::chrono::system_clock;

constexpr milliseconds longest = max_retry_after;

// Digits with an optional fraction. Stops counting once the limit is passed, so that no number of digits
// overflows.
std::optional<milliseconds> parse_seconds(std::string_view text)
{
    std::size_t const point = text.find('.');
    std::string_view const whole = text.substr(0, point);
    std::string_view const fraction = point == std::string_view::npos ? "" : text.substr(point + 1);
    if (!is_digits(whole) || (point != std::string_view::npos && !is_digits(fraction)))
        return std::nullopt;

    milliseconds::rep wait = 0;
    for (char const digit : whole)
        wait = std::min(wait * 10 + (digit - '0'), longest.count());
    wait *= 1000;
    milliseconds::rep weight = 100;
    for (char const digit : fraction.substr(0, 3)) {
        wait += (digit - '0') * weight;
        weight /= 10;
    }
    if (fraction.size() > 3 && fraction.find_first_not_of('0', 3) != std::string_view::npos)
        ++wait;
    return std::min(milliseconds(wait), longest);
}

} // namespace

std::optional<milliseconds> parse_retry_after(
    std::string_view value, std::optional<std::string_view> date_header, system_clock::time_point now
)
{
    value = trimmed(value);
    if (auto const seconds = parse_seconds(value))
        return seconds;
    auto const until = parse_http_date(value, now);
    if (!until)
        return std::nullopt;
    auto const since = date_header ? parse_http_date(trimmed(*date_header), now) : std::nullopt;
    system_clock::time_point const start = since.value_or(now);
    if (*until <= start)
        return milliseconds(0);
    // The order of the comparison keeps the difference within what the clock can hold.
    if (*until >= add_clamped(start, max_retry_after))
        return longest;
    return std::chrono::ceil<milliseconds>(*until - start);
}

} // namespace boxlink::model
