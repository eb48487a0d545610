// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// The charts of a report: SVG that is as wide as the page, with text that keeps its size.

#include "bulk/report/markup.hpp"
#include "bulk/report/run_statistics.hpp"

#include <chrono>

namespace boxlink::bulk {

/// Jobs a second over the time of the run, pauses, and the answers 429 below. \param length of the run.
void throughput_chart(markup& out, run_statistics const& run, std::chrono::nanoseconds length);

/// How long attempts and jobs took. There must be either.
void latency_chart(markup& out, run_statistics const& run);

} // namespace boxlink::bulk
