// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/report/axes.hpp"

#include "bulk/report/text.hpp"
#include "model/text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace boxlink::bulk {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

constexpr std::size_t most_ticks = 6;

// 1, 2 or 5 times a power of ten, not below the number.
double round_up(double number)
{
    double const power = std::pow(10.0, std::floor(std::log10(number)));
    for (double const factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= number * (1 - 1e-9))
            return factor * power;
    }
    return 10 * power;
}

std::string tick_text(double value)
{
    return value < 1 ? decimal_text(value) : model::counted(static_cast<std::uint64_t>(std::llround(value)));
}

milliseconds time_step(nanoseconds length)
{
    constexpr std::array<std::int64_t, 30> steps = {
        1,          2,          5,          10,          20,          50,         100,       200,
        500,        1'000,      2'000,      5'000,       10'000,      15'000,     30'000,    60'000,
        120'000,    300'000,    600'000,    900'000,     1'800'000,   3'600'000,  7'200'000, 10'800'000,
        21'600'000, 43'200'000, 86'400'000, 172'800'000, 432'000'000, 864'000'000};
    for (std::int64_t const step : steps) {
        if (length / milliseconds(step) < static_cast<std::int64_t>(most_ticks))
            return milliseconds(step);
    }
    return std::chrono::ceil<std::chrono::days>(length / static_cast<std::int64_t>(most_ticks - 1));
}

// All ticks have the unit of the step, so that they can be compared.
std::string time_text(milliseconds time, milliseconds step)
{
    if (time == milliseconds(0))
        return "0";
    if (step < std::chrono::seconds(1))
        return std::to_string(time.count()) + " ms";
    if (step < std::chrono::minutes(1))
        return std::to_string(time / std::chrono::seconds(1)) + " s";
    if (step < std::chrono::hours(1))
        return std::to_string(time / std::chrono::minutes(1)) + " min";
    if (step < std::chrono::days(1))
        return std::to_string(time / std::chrono::hours(1)) + " h";
    return std::to_string(time / std::chrono::days(1)) + " d";
}

double log_of(nanoseconds duration)
{
    return std::log10(static_cast<double>(duration.count()));
}

} // namespace

count_axis::count_axis(double most)
{
    double const step = round_up(std::max(most, 1e-3) / 4);
    auto const steps = static_cast<int>(std::ceil(most / step * (1 - 1e-9)));
    top_ = step * std::max(steps, 1);
    for (int i = 1; i <= std::max(steps, 1); ++i)
        ticks_.emplace_back(step * i / top_, tick_text(step * i));
}

std::vector<axis_tick> time_ticks(nanoseconds length)
{
    milliseconds const step = time_step(length);
    std::vector<axis_tick> out;
    for (milliseconds at{}; at <= length; at += step)
        out.emplace_back(
            static_cast<double>(nanoseconds(at).count()) / static_cast<double>(length.count()),
            time_text(at, step)
        );
    return out;
}

latency_axis::latency_axis(nanoseconds least, nanoseconds most) : first_(log_of(least)), last_(log_of(most))
{}

double latency_axis::place(nanoseconds duration) const
{
    return (log_of(std::max(duration, nanoseconds(1))) - first_) / (last_ - first_);
}

std::vector<axis_tick> latency_axis::ticks() const
{
    std::vector<axis_tick> out;
    auto const add = [this, &out](double value) {
        auto const at = nanoseconds(std::llround(value));
        if (place(at) >= 0 && place(at) <= 1)
            out.emplace_back(place(at), latency_text(at));
    };
    // Between the powers of ten, as long as there is room.
    double const decades = last_ - first_;
    std::vector<double> factors = {1};
    if (decades < 1.3)
        factors = {1, 2, 5};
    else if (decades < 2.6)
        factors = {1, 3};
    int const stride = std::max(1, static_cast<int>(std::ceil(decades / most_ticks)));
    for (int power = static_cast<int>(std::floor(first_)); power <= last_; power += stride) {
        for (double const factor : factors)
            add(factor * std::pow(10.0, power));
    }
    return out;
}

} // namespace boxlink::bulk
