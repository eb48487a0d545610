// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// Numbers and times for people, as the progress of a long job shows them.

#include <chrono>
#include <string>

namespace boxlink::cli {

/// So many a second: `0.4/s`, `16.4/s`, `1,067/s`.
[[nodiscard]] std::string a_second(double rate);

/// A time in its two largest units, rounded up: `45 s`, `3 min 20 s`, `1 h 29 min`, `2 d 3 h`. Less than nothing is nothing.
[[nodiscard]] std::string span_text(std::chrono::duration<double> span);

} // namespace boxlink::cli
