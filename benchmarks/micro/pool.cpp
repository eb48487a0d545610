// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// What it costs to take an idle connection of the pool and to give it back.
#include "unit/net/pool_world.hpp"

#include <benchmark/benchmark.h>
#include <cstddef>

namespace {

using namespace boxlink::net::test;

/// \param settles whether the pool gets to watch the connection before it is taken again, as it does when nobody needs it at once.
void pool_acquire_and_release(benchmark::State& state, bool settles)
{
    auto const connections = static_cast<std::size_t>(state.range(0));
    pool_world world(caps(connections, connections));
    for (auto const& one : world.serve_new(connections))
        world.release(one);
    for (auto _ : state) {
        auto link = world.pool->try_acquire(world.time->now());
        if (link == nullptr)
            return state.SkipWithError("no connection is idle");
        world.pool->release(std::move(link), true, world.time->now());
        if (settles)
            run_ready(world.io);
    }
}

BENCHMARK_CAPTURE(pool_acquire_and_release, at_once, false)->ArgName("connections")->Arg(1)->Arg(64);
BENCHMARK_CAPTURE(pool_acquire_and_release, settled, true)->ArgName("connections")->Arg(1)->Arg(64);

} // namespace
