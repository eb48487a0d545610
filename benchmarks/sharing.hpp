// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

// What the benchmarks ask boxlink for.
#include <boxlink/boxlink.hpp>

#include <cstddef>
#include <cstdint>
#include <string>

namespace bench {

/// Everything is on, and the server permits more than anyone can send.
inline boxlink::shared_limits unreached_limits()
{
    return boxlink::shared_limits(boxlink::limit_options().requests_per_minute(600'000'000).burst(10'000));
}

/// A server on this machine that speaks without TLS, and so many connections to it, opened at once.
inline boxlink::client_options loopback_options(std::uint16_t port, std::size_t connections)
{
    boxlink::client_options chosen;
    chosen.base_url("http://127.0.0.1:" + std::to_string(port))
        .allow_plain_http_to_loopback(true)
        .max_connections(connections)
        .max_connecting(connections)
        .limits(unreached_limits());
    return chosen;
}

inline boxlink::link_settings company_link()
{
    return boxlink::link_settings().access(boxlink::access_level::company);
}

} // namespace bench
