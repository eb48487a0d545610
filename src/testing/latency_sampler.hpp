// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "testing/random_source.hpp"

#include <boxlink/testing/latency.hpp>

namespace boxlink::testing {

/// Draws one delay.
[[nodiscard]] std::chrono::microseconds sample(const latency& distribution, random_source& random);

} // namespace boxlink::testing
