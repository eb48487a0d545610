// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/progress_text.hpp"

#include "model/text.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iterator>

namespace boxlink::cli {
namespace {

struct unit
{
    std::uint64_t seconds;
    char const* name;
};

constexpr unit units[] = {{86'400, " d"}, {3'600, " h"}, {60, " min"}, {1, " s"}};
/// What nobody waits for is not told more exactly.
constexpr double longest = 999 * 86'400.0;

std::string in(unit const& which, std::uint64_t seconds)
{
    return std::to_string(seconds / which.seconds) + which.name;
}

} // namespace

std::string a_second(double rate)
{
    // 99.95 would be written as 100.0.
    if (rate >= 99.95)
        return model::counted(static_cast<std::uint64_t>(std::llround(rate))) + "/s";
    char text[32];
    std::snprintf(text, sizeof text, "%.1f/s", rate);
    return text;
}

std::string span_text(std::chrono::duration<double> span)
{
    if (span.count() > longest)
        return "over " + in(units[0], static_cast<std::uint64_t>(longest));
    auto seconds = static_cast<std::uint64_t>(std::ceil(std::max(0.0, span.count())));
    for (std::size_t i = 0; i + 1 < std::size(units); ++i) {
        if (seconds < units[i].seconds)
            continue;
        auto const& next = units[i + 1];
        // Up to a whole one of the smaller unit, which may be one of the larger.
        seconds = (seconds + next.seconds - 1) / next.seconds * next.seconds;
        auto const rest = seconds % units[i].seconds;
        // 23 h and 59.5 min are one day.
        if (i > 0 && seconds >= units[i - 1].seconds)
            return in(units[i - 1], seconds);
        auto text = in(units[i], seconds);
        if (rest != 0)
            text.append(" ").append(in(next, rest));
        return text;
    }
    return in(units[3], seconds);
}

} // namespace boxlink::cli
