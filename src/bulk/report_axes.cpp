// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/report_axes.hpp"

#include "bulk/report_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace boxlink::bulk {
namespace {

using std::chrono::nanoseconds;
using std::chrono::seconds;

constexpr std::size_t most_ticks = 7;

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
    return value < 1 ? decimal_text(value) : number_text(static_cast<std::uint64_t>(std::llround(value)));
}

seconds time_step(nanoseconds length)
{
    constexpr std::array<int, 20> steps = {1,      2,      5,      10,     15,      30,     60,
                                           120,    300,    600,    900,    1'800,   3'600,  7'200,
                                           10'800, 21'600, 43'200, 86'400, 172'800, 432'000};
    for (int const step : steps) {
        if (length / seconds(step) < static_cast<std::int64_t>(most_ticks))
            return seconds(step);
    }
    return std::chrono::ceil<std::chrono::days>(length / static_cast<std::int64_t>(most_ticks - 1));
}

// All ticks have the unit of the step, so that they can be compared.
std::string time_text(seconds time, seconds step)
{
    if (step < seconds(60))
        return std::to_string(time.count()) + " s";
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
    seconds const step = time_step(length);
    std::vector<axis_tick> out;
    for (seconds at{}; at <= length; at += step)
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
    double const decades = last_ - first_;
    int const stride = std::max(1, static_cast<int>(std::ceil(decades / most_ticks)));
    for (int power = static_cast<int>(std::floor(first_)); power <= last_; power += stride) {
        double const value = std::pow(10.0, power);
        add(value);
        if (decades < 2.3) {
            add(2 * value);
            add(5 * value);
        }
    }
    return out;
}

} // namespace boxlink::bulk
