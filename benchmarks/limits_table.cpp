// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// What boxlink makes of a rate limit, beside what the official Box SDKs and AWS's adaptive retry mode make of it: one table, in virtual time.
//
//   limits_table [--smoke] [--seeds N]
//
// Each figure is the mean of the seeds. At the end, what it costs to let a request wait and to send it when very many wait.
#include "policy/admission.hpp"
#include "scenarios.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace {

using namespace boxlink::simulation;

constexpr std::array contestants = {contestant::boxlink, contestant::box_sdk, contestant::aws_adaptive};

struct row
{
    double goodput = 0;
    double refused = 0;
    double failed = 0;
    double time = 0;
    double light = 0;
};

row mean(scenario const& what, contestant who, std::uint64_t seeds)
{
    row sum;
    auto const weight = 1 / static_cast<double>(seeds);
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        auto const seen = simulate(what, who, seed);
        sum.goodput += 100 * seen.goodput * weight;
        sum.refused += 100 * seen.refused_share * weight;
        sum.failed += static_cast<double>(seen.failed) * weight;
        sum.time += seen.time_ratio * weight;
        sum.light += seen.light_p99 * weight;
    }
    return sum;
}

void print_heading()
{
    std::printf("%-25s %-8s", "", "");
    for (auto const* name : {"boxlink", "Box SDK", "AWS adaptive"})
        std::printf(" | %-37s", name);
    std::printf("\n%-25s %-8s", "scenario", "counting");
    for (std::size_t i = 0; i < contestants.size(); ++i)
        std::printf(" | %7s %6s %7s %6s %7s", "goodput", "429s", "failed", "time", "p99");
    std::printf("\n");
}

void print_row(scenario const& what, std::uint64_t seeds)
{
    std::printf(
        "%-25s %-8s", std::string(what.name).c_str(), std::string(to_string(what.server.kind)).c_str()
    );
    for (auto const who : contestants) {
        auto const seen = mean(what, who, seeds);
        std::printf(" | %5.1f %% %4.1f %% %7.0f %6.2f", seen.goodput, seen.refused, seen.failed, seen.time);
        if (what.light_users != 0)
            std::printf(" %5.2f s", seen.light);
        else
            std::printf(" %7s", "");
    }
    std::printf("\n");
    std::fflush(stdout);
}

/// What a request costs with so many waiting, in nanoseconds: first to enqueue it, then to grant it.
std::array<double, 2> cost(std::size_t waiting, std::size_t users)
{
    using namespace boxlink::policy;
    using stopwatch = std::chrono::steady_clock;
    auto now = virtual_time::start;
    admission desk(std::make_shared<rate_limiter>(rate_options{}), {.max_in_flight = waiting});
    auto const begin = stopwatch::now();
    for (std::size_t i = 0; i < waiting; ++i)
        static_cast<void>(desk.enqueue(
            {.user = i % users, .deadline = now + std::chrono::hours(1) + std::chrono::seconds(i)}, now
        ));
    auto const enqueued = stopwatch::now();
    for (std::size_t granted = 0; granted < waiting;) {
        if (auto const decided = desk.next(now)) {
            ++granted;
            if (decided->granted)
                desk.completed(*decided->granted, {.status = 200, .retry_after = std::nullopt}, now, 0.5);
        } else if (auto const wake = desk.wake_at(now)) {
            now = *wake;
        }
    }
    auto const done = stopwatch::now();
    auto const each = [waiting](auto span) {
        return std::chrono::duration<double, std::nano>(span).count() / static_cast<double>(waiting);
    };
    return {each(enqueued - begin), each(done - enqueued)};
}

} // namespace

int main(int argc, char** argv)
try {
    std::uint64_t seeds = 10;
    bool smoke = false;
    for (int i = 1; i < argc; ++i) {
        std::string_view const name = argv[i];
        if (name == "--smoke")
            smoke = true;
        else if (name == "--seeds" && i + 1 < argc)
            seeds = std::stoull(argv[++i]);
        else
            throw std::invalid_argument(std::string(name) + ": there are --smoke and --seeds N");
    }
    std::printf("Goodput: of what is permitted, within the time that it takes at least. 429s: of all "
                "requests. Failed: operations. Time: to finish, of the\n"
                "least possible. p99: of an interactive call. The SDKs have 32 workers (5,000 at once: as "
                "many) and retry five times.\n\n");
    print_heading();
    for (auto& one : all_scenarios()) {
        if (smoke)
            one.horizon = std::chrono::seconds(30);
        print_row(one, smoke ? 1 : seeds);
    }
    std::printf("\n%10s %10s %16s %16s\n", "waiting", "users", "ns to enqueue", "ns to grant");
    for (std::size_t const waiting : {1'000U, 10'000U, 100'000U}) {
        auto const [enqueue, grant] = cost(waiting, waiting / 10);
        std::printf("%10zu %10zu %16.0f %16.0f\n", waiting, waiting / 10, enqueue, grant);
    }
    return EXIT_SUCCESS;
} catch (std::exception const& error) {
    std::cerr << "limits_table: " << error.what() << '\n';
    return EXIT_FAILURE;
}
