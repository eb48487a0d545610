// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// What a whole share() costs the thread of its client, the kernel's part included, against how many operations wait and for how many users:
// over plain HTTP to a server on another thread, with 64 connections and limits that nothing reaches.
#include "canned_server.hpp"
#include "cpu_time.hpp"
#include "sharing.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <benchmark/benchmark.h>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <stdexcept>
#include <string>
#include <utility>

namespace {

constexpr std::size_t connections = 64;

using boxlink::micro::cpu_time;

class sharing_world
{
public:
    explicit sharing_world(std::int64_t users)
        : box_(io_, boxlink::bearer_token("token"), bench::loopback_options(server_.port(), connections)),
          users_(users)
    {
        // Opens the connections.
        start(4 * connections);
        finish();
    }

    /// Starts so many operations.
    void start(std::size_t count)
    {
        for (std::size_t i = 0; i < count; ++i)
            start_one();
    }

    /// Lets those that have been started begin to wait: starting one only posts it.
    void settle()
    {
        bool last = false;
        boost::asio::post(io_, [&last] { last = true; });
        while (!last)
            run_one();
    }

    /// Lets all of them end.
    void finish()
    {
        while (unfinished_ > 0)
            run_one();
        check();
    }

    /// Lets so many of them end, and starts another for each of those.
    void renew(std::size_t count)
    {
        renewed_ = count;
        while (renewed_ > 0)
            run_one();
        check();
    }

private:
    void run_one()
    {
        if (io_.stopped())
            io_.restart();
        io_.run_one();
    }

    void check() const
    {
        if (failed_ > 0)
            throw std::runtime_error("share: " + failure_);
    }

    void start_one()
    {
        ++unfinished_;
        boxlink::request_options as;
        as.as_user(std::to_string(1'000'000 + started_ % users_));
        // Ids that come again, yet never while they are in use: changes of one item wait for each other.
        auto const id = std::to_string(10'000'000 + started_++ % 1'000'000);
        share(
            box_.file(id), settings_, std::move(as),
            boxlink::as_result([this](boxlink::result<boxlink::shared_link> got) { ended(got); })
        );
    }

    void ended(boxlink::result<boxlink::shared_link> const& got)
    {
        --unfinished_;
        if (got.has_error()) {
            ++failed_;
            failure_ = got.error().message;
        }
        if (renewed_ > 0) {
            --renewed_;
            start_one();
        }
    }

    boxlink::micro::canned_server server_;
    boost::asio::io_context io_{1};
    boxlink::client box_;
    boxlink::link_settings settings_ = bench::company_link();
    std::int64_t users_;
    std::int64_t started_ = 0;
    std::size_t unfinished_ = 0;
    std::size_t renewed_ = 0;
    std::size_t failed_ = 0;
    std::string failure_;
};

void count(benchmark::State& state, char const* name, double seconds, std::size_t each_time)
{
    auto const operations = static_cast<double>(state.iterations()) * static_cast<double>(each_time);
    state.counters[name] = 1e6 * seconds / operations;
}

/// So many operations are started at once: what starting one costs, and what the rest does.
void share_bulk(benchmark::State& state)
try {
    auto const operations = static_cast<std::size_t>(state.range(0));
    sharing_world world(state.range(1));
    double starting = 0;
    double rest = 0;
    while (state.KeepRunning()) {
        auto const begin = cpu_time();
        world.start(operations);
        auto const started = cpu_time();
        world.finish();
        auto const end = cpu_time();
        starting += started - begin;
        rest += end - started;
        state.SetIterationTime(end - begin);
    }
    count(state, "us_per_op", starting + rest, operations);
    count(state, "us_start", starting, operations);
    count(state, "us_rest", rest, operations);
} catch (std::exception const& failure) {
    state.SkipWithError(failure.what());
}

/// The number that waits stays the same: each operation that ends starts another one.
void share_while_waiting(benchmark::State& state)
try {
    constexpr std::size_t operations = 10'000;
    auto const waiting = static_cast<std::size_t>(state.range(0));
    sharing_world world(state.range(1));
    world.start(connections + waiting);
    world.settle();
    world.renew(operations);
    double spent = 0;
    while (state.KeepRunning()) {
        auto const begin = cpu_time();
        world.renew(operations);
        auto const took = cpu_time() - begin;
        spent += took;
        state.SetIterationTime(took);
    }
    world.finish();
    count(state, "us_per_op", spent, operations);
} catch (std::exception const& failure) {
    state.SkipWithError(failure.what());
}

void users_and(benchmark::internal::Benchmark* which, std::int64_t least)
{
    which->UseManualTime()->Unit(benchmark::kMillisecond)->ArgNames({"operations", "users"});
    for (std::int64_t const users : {1, 100, 10'000}) {
        for (std::int64_t const operations :
             {least, std::int64_t(1000), std::int64_t(10'000), std::int64_t(100'000)})
            which->Args({operations, users});
    }
}

void bulks(benchmark::internal::Benchmark* which)
{
    users_and(which, connections);
}

void waits(benchmark::internal::Benchmark* which)
{
    users_and(which, 1);
}

BENCHMARK(share_bulk)->Apply(bulks);
BENCHMARK(share_while_waiting)->Apply(waits);

} // namespace
