// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/latency_sampler.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace boxlink::testing {

std::chrono::microseconds sample(const latency& distribution, random_source& random)
{
    using std::chrono::microseconds;
    switch (distribution.kind()) {
    case latency::shape::none:
        return microseconds(0);
    case latency::shape::fixed:
        return distribution.low();
    case latency::shape::uniform: {
        const auto span = static_cast<double>((distribution.high() - distribution.low()).count());
        return distribution.low() + microseconds(static_cast<microseconds::rep>(random.unit() * span));
    }
    case latency::shape::lognormal: {
        // Box-Muller; 1 - unit() is never zero.
        const double radius = std::sqrt(-2 * std::log(1 - random.unit()));
        const double normal = radius * std::cos(2 * std::numbers::pi * random.unit());
        const double delay =
            static_cast<double>(distribution.low().count()) * std::exp(distribution.sigma() * normal);
        constexpr double hour = 3.6e9; // a cap, so that no sigma overflows the count
        return microseconds(static_cast<microseconds::rep>(std::min(delay, hour)));
    }
    }
    return microseconds(0);
}

} // namespace boxlink::testing
