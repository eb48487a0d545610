// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace boxlink::testing {

/// What happened at `/oauth2/token`, for the counters.
class token_events
{
public:
    std::uint64_t granted = 0;
    std::uint64_t refresh_reuses = 0;
    std::uint64_t jti_reuses = 0;
    std::vector<std::string> refusals; ///< The `error` of each.
};

} // namespace boxlink::testing
