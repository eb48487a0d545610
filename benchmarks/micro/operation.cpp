// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// What a whole share() costs without the network, the kernel and TLS, so many at once: checks, limits, token, deadlines, pool, the request, the answer's head and JSON, and the way to
// the handler and back.
#include "sharing.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <benchmark/benchmark.h>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <stdexcept>
#include <string>
#include <utility>

namespace {

namespace asio = boost::asio;

class quiet_world
{
public:
    explicit quiet_world(std::size_t connections)
        : box_(
              io_,
              boxlink::bearer_token("token"),
              bench::loopback_options(nobody_.local_endpoint().port(), connections)
          )
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
    // Connections to it are made; nobody accepts them.
    asio::ip::tcp::acceptor nobody_{io_, {asio::ip::address_v4::loopback(), 0}};
    boxlink::client box_;
    boxlink::link_settings settings_ = bench::company_link();
    std::uint64_t started_ = 0;
    std::uint64_t ended_ = 0;
    std::exception_ptr fault_;
};

void share_over_nothing(benchmark::State& state)
try {
    auto const at_once = static_cast<std::size_t>(state.range(0));
    quiet_world world(at_once);
    auto ended = 100 * at_once;
    world.run_until(ended);
    while (state.KeepRunningBatch(static_cast<std::int64_t>(at_once)))
        world.run_until(ended += at_once);
} catch (std::exception const& failure) {
    state.SkipWithError(failure.what());
}

BENCHMARK(share_over_nothing)->ArgName("at_once")->Arg(1)->Arg(64);

} // namespace
