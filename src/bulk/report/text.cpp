// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/report/text.hpp"

#include "model/characters.hpp"
#include "model/text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>
#include <utility>

namespace boxlink::bulk {
namespace {

using std::chrono::nanoseconds;
using std::chrono::seconds;

std::string formatted(double number, int digits)
{
    char text[64];
    int const length = std::snprintf(text, sizeof text, "%.*f", digits, number);
    return std::string(text, static_cast<std::size_t>(length));
}

// Three digits where there is a fraction, none that is nothing but noughts.
std::string three_digits(double number)
{
    int digits = 0;
    if (number < 9.995)
        digits = 2;
    else if (number < 99.95)
        digits = 1;
    std::string text = formatted(number, digits);
    if (digits == 0)
        return text;
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.')
        text.pop_back();
    return text;
}

// The first space between words, or what else cannot belong to an address.
bool ends_word(char c) noexcept
{
    return static_cast<unsigned char>(c) <= ' ' ||
           std::string_view("\"'<>()[]{},;`").find(c) != std::string_view::npos;
}

std::size_t find_ignoring_case(std::string_view text, std::string_view what) noexcept
{
    auto const found = std::search(text.begin(), text.end(), what.begin(), what.end(), [](char a, char b) {
        return model::to_lower(a) == b;
    });
    return found == text.end() ? std::string_view::npos : static_cast<std::size_t>(found - text.begin());
}

// How much of a word may be shown: all, or an address up to its path.
std::size_t harmless_length(std::string_view word) noexcept
{
    for (std::string_view const scheme : {"://", ":\\/\\/", "%3a%2f%2f"}) {
        auto const at = find_ignoring_case(word, scheme);
        if (at == std::string_view::npos)
            continue;
        auto const host = at + scheme.size();
        return std::min(word.find_first_of("/\\%?#", host), word.size());
    }
    // Without a scheme: the paths of links.
    for (std::string_view const path :
         {"/s/", "/v/", "/shared/static/", "\\/s\\/", "\\/v\\/", "%2fs%2f", "%2fv%2f"}) {
        auto const at = find_ignoring_case(word, path);
        if (at != std::string_view::npos)
            return at;
    }
    return word.size();
}

// XML has no such characters.
bool is_noncharacter(char32_t value) noexcept
{
    return (value & 0xfffe) == 0xfffe;
}

} // namespace

std::string decimal_text(double number)
{
    if (number >= 99.95)
        return model::counted(static_cast<std::uint64_t>(number + 0.5));
    if (number <= 0)
        return "0";
    return formatted(number, number < 0.995 ? 2 : 1);
}

std::string share_text(std::uint64_t part, std::uint64_t whole)
{
    if (part == 0 || whole == 0)
        return "0 %";
    if (part == whole)
        return "100 %";
    double const percent = 100 * static_cast<double>(part) / static_cast<double>(whole);
    if (percent < 0.1)
        return "< 0.1 %";
    return formatted(std::min(percent, 99.9), 1) + " %";
}

std::string duration_text(nanoseconds duration)
{
    if (duration < seconds(10))
        return three_digits(std::chrono::duration<double>(duration).count()) + " s";
    constexpr std::array<std::pair<std::int64_t, char const*>, 4> units = {
        {{86'400, " d"}, {3'600, " h"}, {60, " min"}, {1, " s"}}};
    auto const whole = std::chrono::round<seconds>(duration).count();
    std::size_t first = 0;
    while (whole < units[first].first)
        ++first;
    std::string out = std::to_string(whole / units[first].first) + units[first].second;
    if (first + 1 < units.size()) {
        auto const rest = whole % units[first].first / units[first + 1].first;
        if (rest != 0)
            out += ' ' + std::to_string(rest) + units[first + 1].second;
    }
    return out;
}

std::string latency_text(nanoseconds duration)
{
    auto const in_us = static_cast<double>(duration.count()) / 1e3;
    if (in_us < 999.5)
        return three_digits(in_us) + " µs";
    if (in_us < 999.5e3)
        return three_digits(in_us / 1e3) + " ms";
    if (in_us < 99.95e6)
        return three_digits(in_us / 1e6) + " s";
    return duration_text(duration);
}

std::string size_text(std::uint64_t bytes)
{
    constexpr std::array<char const*, 5> units = {" bytes", " kB", " MB", " GB", " TB"};
    auto size = static_cast<double>(bytes);
    std::size_t unit = 0;
    for (; size >= 999.5 && unit + 1 < units.size(); ++unit)
        size /= 1'000;
    return three_digits(size) + units[unit];
}

std::string instant_text(std::chrono::system_clock::time_point instant)
{
    constexpr std::array<char const*, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto const whole = std::chrono::floor<seconds>(instant);
    auto const day = std::chrono::floor<std::chrono::days>(whole);
    std::chrono::year_month_day const date(day);
    std::chrono::hh_mm_ss const clock(whole - day);
    char text[80];
    int const length = std::snprintf(
        text, sizeof text, "%u %s %d, %02d:%02d:%02d UTC", static_cast<unsigned>(date.day()),
        months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
        static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
        static_cast<int>(clock.seconds().count())
    );
    return std::string(text, static_cast<std::size_t>(length));
}

std::string without_links(std::string_view text)
{
    std::string out;
    while (!text.empty()) {
        auto const length =
            static_cast<std::size_t>(std::find_if(text.begin(), text.end(), ends_word) - text.begin());
        std::string_view const word = text.substr(0, length);
        auto const shown = harmless_length(word);
        out += word.substr(0, shown);
        if (shown < word.size())
            out.append("/").append(model::ellipsis);
        out += text.substr(length, 1);
        text.remove_prefix(std::min(length + 1, text.size()));
    }
    return out;
}

std::string visible_text(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        model::character const c = model::first_character(text);
        if (c.malformed || model::is_treacherous(c.value) || is_noncharacter(c.value))
            out += model::escaped(c);
        else
            out += text.substr(0, c.length);
        text.remove_prefix(c.length);
    }
    return out;
}

} // namespace boxlink::bulk
