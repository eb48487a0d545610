// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

// What the benchmarks ask boxlink for.
#include <boxlink/boxlink.hpp>

namespace bench {

/// Everything is on, and the server permits more than anyone can send.
inline boxlink::shared_limits unreached_limits()
{
    return boxlink::shared_limits(boxlink::limit_options().requests_per_minute(600'000'000).burst(10'000));
}

inline boxlink::link_settings company_link()
{
    return boxlink::link_settings().access(boxlink::access_level::company);
}

} // namespace bench
