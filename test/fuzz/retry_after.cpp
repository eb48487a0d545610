// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// The input: our clock in nanoseconds since 1970 on a line, then headers.

#include "model/retry_after.hpp"

#include "fuzz/fuzz.hpp"
#include "model/error_body.hpp"
#include "model/text.hpp"
#include "model/timestamp.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

using namespace boxlink::model;
using namespace std::chrono_literals;
using boxlink::fuzz::require;
using std::chrono::milliseconds;
using std::chrono::system_clock;

namespace {

using wait = std::optional<milliseconds>;

wait wait_of(http_response const& response, system_clock::time_point now)
{
    auto const value = response.find("Retry-After");
    return value ? parse_retry_after(*value, response.find("Date"), now) : std::nullopt;
}

// Counted in another way than the reader does.
wait whole_seconds(std::string_view value)
{
    if (!is_digits(value))
        return std::nullopt;
    value.remove_prefix(std::min(value.find_first_not_of('0'), value.size()));
    if (value.size() > 5)
        return 24h;
    return std::min<milliseconds>(
        std::chrono::seconds(value.empty() ? 0 : std::stoi(std::string(value))), 24h
    );
}

// Whether what a text means as a date depends on the century that it is read in.
bool has_short_year(std::string_view value)
{
    auto const comma = value.find(',');
    return comma != std::string_view::npos && comma != 3;
}

void check_value(std::string_view value, std::optional<std::string_view> date, system_clock::time_point now)
{
    auto const expected = parse_retry_after(value, date, now);
    if (expected)
        require(
            *expected >= 0ms && *expected <= max_retry_after, "the wait is neither negative nor too long"
        );
    auto const blank = " \t" + std::string(value) + "\t ";
    require(parse_retry_after(blank, date, now) == expected, "blanks around the value mean nothing");

    if (auto const seconds = whole_seconds(value))
        require(expected == seconds, "whole seconds are what they say");
    if (has_short_year(value))
        return;

    auto const alone = parse_retry_after(value, std::nullopt, now);
    require(alone.has_value() == expected.has_value(), "whether it is a wait does not depend on a Date");
    auto const servers_clock = date ? parse_http_date(trimmed(*date), now) : std::nullopt;
    auto const counted_from = parse_retry_after(value, std::nullopt, servers_clock.value_or(now));
    require(expected == counted_from, "a Date stands for the clock");
    if (alone && now < system_clock::time_point::max() - 1s) {
        auto const later = parse_retry_after(value, std::nullopt, now + 1s);
        require(
            later && *later <= *alone && *later >= *alone - 1s, "a second later, it is a second less at most"
        );
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    boxlink::fuzz::input input(data, size);
    system_clock::time_point const now{std::chrono::nanoseconds(input.number())};
    http_response const response(429, input.headers());

    auto const expected = wait_of(response, now);
    require(read_error(response, now).retry_after == expected, "the error has the same wait");
    if (auto const value = response.find("Retry-After"))
        check_value(*value, response.find("Date"), now);

    http_response swapped(429);
    for (auto const header : response.headers) {
        std::string name(header.name);
        for (char& c : name)
            c = to_lower(c) == c && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : to_lower(c);
        swapped.headers.add(name, header.value);
    }
    require(wait_of(swapped, now) == expected, "the case of a header's name means nothing");
    return 0;
}
