// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// What a whole share() costs, so many at once: checks, limits, token, deadlines, pool, the request, the answer's head and JSON, and the way to the handler and back.
// In `null_transport` that is all; in `micro_benchmarks` there is plain HTTP between, with the kernel's part and the server's. Each thread has an io_context, a
// client and a server to itself: on two cores, two threads do twice as much, unless they share something.
#include "canned_server.hpp"
#include "sharing.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <benchmark/benchmark.h>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <stdexcept>
#include <string>
#include <utility>

namespace {

namespace asio = boost::asio;

class own_world
{
public:
    explicit own_world(std::size_t connections)
        : box_(io_, boxlink::bearer_token("token"), bench::loopback_options(server_.port(), connections))
    {
        for (std::size_t i = 0; i < connections; ++i)
            asio::co_spawn(io_, share_again_and_again(), [this](std::exception_ptr const& fault) {
                fault_ = fault ? fault : fault_;
            });
    }

    /// Until so many have ended in all.
    void run_until(std::uint64_t ended)
    {
        while (ended_ < ended) {
            if (fault_)
                std::rethrow_exception(fault_);
            io_.run_one();
        }
    }

private:
    asio::awaitable<void> share_again_and_again()
    {
        for (;;) {
            auto const target = box_.file(std::to_string(10'000'000 + started_++ % 1'000'000));
            auto const link = co_await share(target, settings_);
            if (link.url.empty())
                throw std::runtime_error("share: the answer has no link");
            ++ended_;
        }
    }

    asio::io_context io_{1};
    // Over no transport, connections to it are made, and that is all.
    boxlink::micro::canned_server server_{io_};
    boxlink::client box_;
    boxlink::link_settings settings_ = bench::company_link();
    std::uint64_t started_ = 0;
    std::uint64_t ended_ = 0;
    std::exception_ptr fault_;
};

void share_by_thread(benchmark::State& state)
try {
    auto const at_once = static_cast<std::size_t>(state.range(0));
    own_world world(at_once);
    auto ended = 100 * at_once;
    world.run_until(ended);
    while (state.KeepRunningBatch(static_cast<std::int64_t>(at_once)))
        world.run_until(ended += at_once);
    state.SetItemsProcessed(state.iterations());
} catch (std::exception const& failure) {
    state.SkipWithError(failure.what());
}

BENCHMARK(share_by_thread)->ArgName("at_once")->Arg(1)->Arg(64)->Threads(1)->Threads(2)->UseRealTime();

} // namespace
