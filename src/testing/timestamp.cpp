// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/timestamp.hpp"

#include <array>
#include <charconv>
#include <cstdio>

namespace boxlink::testing {

namespace {

// Exactly `width` digits, taken off the front of `text`.
std::optional<int> take_number(std::string_view& text, std::size_t width)
{
    int value = 0;
    if (text.size() < width || text[0] < '0' || text[0] > '9')
        return std::nullopt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + width, value);
    if (error != std::errc() || end != text.data() + width)
        return std::nullopt;
    text.remove_prefix(width);
    return value;
}

bool take(std::string_view& text, char expected)
{
    if (text.empty() || text.front() != expected)
        return false;
    text.remove_prefix(1);
    return true;
}

std::optional<std::chrono::minutes> take_offset(std::string_view& text)
{
    if (take(text, 'Z'))
        return std::chrono::minutes(0);
    const bool east = take(text, '+');
    if (!east && !take(text, '-'))
        return std::nullopt;
    const auto hours = take_number(text, 2);
    const bool colon = take(text, ':');
    const auto minutes = take_number(text, 2);
    if (!hours || !colon || !minutes || *hours > 23 || *minutes > 59)
        return std::nullopt;
    const auto size = std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
    return east ? size : -size;
}

} // namespace

std::optional<std::chrono::sys_seconds> parse_timestamp(std::string_view text)
{
    const auto year = take_number(text, 4);
    const bool dash = take(text, '-');
    const auto month = take_number(text, 2);
    const bool second_dash = take(text, '-');
    const auto day = take_number(text, 2);
    const bool t = take(text, 'T');
    const auto hour = take_number(text, 2);
    const bool colon = take(text, ':');
    const auto minute = take_number(text, 2);
    const bool second_colon = take(text, ':');
    const auto second = take_number(text, 2);
    const auto offset = take_offset(text);
    if (!year || !dash || !month || !second_dash || !day || !t || !hour || !colon || !minute ||
        !second_colon || !second || !offset || !text.empty())
        return std::nullopt;
    const std::chrono::year_month_day date{
        std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
        std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 59)
        return std::nullopt;
    return std::chrono::sys_days(date) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
           std::chrono::seconds(*second) - *offset;
}

std::string format_timestamp(std::chrono::sys_seconds when)
{
    const auto local = when - std::chrono::hours(8);
    const auto day_start = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::year_month_day date(day_start);
    const std::chrono::hh_mm_ss clock(local - day_start);
    std::array<char, 48> text{};
    const int length = std::snprintf(
        text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d-08:00", static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
        static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
        static_cast<int>(clock.seconds().count())
    );
    return std::string(text.data(), static_cast<std::size_t>(length));
}

} // namespace boxlink::testing
