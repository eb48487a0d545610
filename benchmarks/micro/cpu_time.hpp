// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <ctime>
#include <stdexcept>

namespace boxlink::micro {

/// The CPU time of this thread, in seconds.
inline double cpu_time()
{
    timespec now{};
    if (::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now) != 0)
        throw std::runtime_error("the CPU time of a thread cannot be read here");
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

} // namespace boxlink::micro
