// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <cstdint>

namespace boxlink::cli {

/// What became of the rows of a bulk job.
struct bulk_tally
{
    std::uint64_t done = 0;
    std::uint64_t failed = 0;
    /// Failed, but may have changed something.
    std::uint64_t unknown = 0;
    /// Wrong rows that were passed over.
    std::uint64_t rejected = 0;

    [[nodiscard]] std::uint64_t over() const noexcept { return done + failed + unknown + rejected; }
};

} // namespace boxlink::cli
