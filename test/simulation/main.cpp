// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Runs the policies of limits in virtual time against model servers, and judges: the invariants in every run, the figures on the average of a
// scenario's runs.
//
//   simulation [--seeds N] [--seed S] [--scenario TEXT]
//
// A run that breaks an invariant is named with its seed; --seed with --scenario repeats it.

#include "bulk_job.hpp"
#include "scenarios.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace boxlink::simulation;

struct arguments
{
    std::uint64_t first_seed = 1;
    std::uint64_t seeds = 34;
    std::string_view scenario;
};

arguments parse(int argc, char** argv)
{
    arguments parsed;
    for (int i = 1; i < argc; i += 2) {
        std::string_view const name = argv[i];
        if (i + 1 == argc)
            throw std::invalid_argument(std::string(name) + ": the value is missing");
        if (name == "--seeds") {
            parsed.seeds = std::stoull(argv[i + 1]);
        } else if (name == "--seed") {
            parsed.first_seed = std::stoull(argv[i + 1]);
            parsed.seeds = 1;
        } else if (name == "--scenario") {
            parsed.scenario = argv[i + 1];
        } else {
            throw std::invalid_argument(std::string(name) + ": there are --seeds, --seed and --scenario");
        }
    }
    return parsed;
}

/// The average of a scenario's runs.
struct average
{
    double goodput = 0;
    double refused_share = 0;
    double failed = 0;
    double time_ratio = 0;
    double light_p99 = 0;
    double least_goodput = 1e9;
    double most_refused = 0;

    void add(figures const& one, double weight)
    {
        goodput += one.goodput * weight;
        refused_share += one.refused_share * weight;
        failed += static_cast<double>(one.failed) * weight;
        time_ratio += one.time_ratio * weight;
        light_p99 += one.light_p99 * weight;
        least_goodput = std::min(least_goodput, one.goodput);
        most_refused = std::max(most_refused, one.refused_share);
    }
};

bool missed(char const* what, double seen, char const* relation, double wanted)
{
    std::printf("    MISSED: %s is %.4f, wanted %s %.4f\n", what, seen, relation, wanted);
    return false;
}

bool judge(goals const& wanted, average const& seen)
{
    bool good = true;
    if (wanted.goodput && seen.goodput < *wanted.goodput)
        good = missed("goodput", seen.goodput, "at least", *wanted.goodput);
    if (wanted.refused_share && seen.refused_share > *wanted.refused_share)
        good = missed("the share of 429s", seen.refused_share, "at most", *wanted.refused_share);
    if (wanted.no_failures && seen.failed > 0)
        good = missed("the number of failures", seen.failed, "at most", 0);
    if (wanted.time_ratio && seen.time_ratio > *wanted.time_ratio)
        good = missed("the time to finish", seen.time_ratio, "at most", *wanted.time_ratio);
    if (wanted.light_p99 && seen.light_p99 > *wanted.light_p99)
        good = missed("a light user's p99", seen.light_p99, "at most", *wanted.light_p99);
    return good;
}

constexpr std::uint64_t least_sample = 10;

/// Returns whether there are none.
bool tell(std::vector<std::string> const& violations, std::uint64_t seed)
{
    for (auto const& violation : violations)
        std::printf(
            "    VIOLATED with --seed %llu: %s\n", static_cast<unsigned long long>(seed), violation.c_str()
        );
    return violations.empty();
}

bool run_all(scenario const& what, arguments const& given)
{
    bool good = true;
    average mean;
    for (auto seed = given.first_seed; seed < given.first_seed + given.seeds; ++seed) {
        auto const seen = simulate(what, contestant::boxlink, seed);
        mean.add(seen, 1 / static_cast<double>(given.seeds));
        good = tell(seen.violations, seed) && good;
    }
    std::printf(
        "%-28s %-8s goodput %6.2f %% (least %6.2f)  429s %.3f %% (most %.3f)  failed %.1f  time %.3f  light "
        "p99 %.2f s\n",
        std::string(what.name).c_str(), std::string(to_string(what.server.kind)).c_str(), 100 * mean.goodput,
        100 * mean.least_goodput, 100 * mean.refused_share, 100 * mean.most_refused, mean.failed,
        mean.time_ratio, mean.light_p99
    );
    std::fflush(stdout);
    // The goals are for the mean of many seeds; of a few, only the invariants are judged.
    if (given.seeds < least_sample)
        return good;
    return judge(what.wanted, mean) && good;
}

/// What is only told is the same for every seed but for a little.
std::uint64_t seeds_of(bulk_job const& what, arguments const& given)
{
    return what.wanted_goodput ? given.seeds : 1;
}

bool run_all(bulk_job const& what, arguments const& given)
{
    bool good = true;
    average mean;
    double took = 0;
    auto const seeds = seeds_of(what, given);
    for (auto seed = given.first_seed; seed < given.first_seed + seeds; ++seed) {
        auto const seen = simulate(what, seed);
        figures one;
        one.goodput = seen.goodput;
        one.refused_share = seen.refused_share;
        one.failed = seen.failed;
        mean.add(one, 1 / static_cast<double>(seeds));
        took += seen.took.count() / static_cast<double>(seeds);
        good = tell(seen.violations, seed) && good;
    }
    auto const opened = what.connecting ? ", opened by " + std::to_string(*what.connecting) : " open";
    std::printf(
        "%-28s %-8s goodput %6.2f %% (least %6.2f)  429s %.3f %% (most %.3f)  failed %.1f  %zu users in %.1f "
        "s: %zu connections%s, look-ahead %zu, %zu of a user\n",
        std::string(what.name).c_str(), std::string(to_string(what.kind)).c_str(), 100 * mean.goodput,
        100 * mean.least_goodput, 100 * mean.refused_share, 100 * mean.most_refused, mean.failed, what.users,
        took, what.connections, opened.c_str(), what.look_ahead, what.concurrency_per_user
    );
    std::fflush(stdout);
    if (seeds < least_sample)
        return good;
    return judge({.goodput = what.wanted_goodput}, mean) && good;
}

} // namespace

int main(int argc, char** argv)
try {
    auto const given = parse(argc, argv);
    bool good = true;
    std::uint64_t runs = 0;
    for (auto const& one : all_scenarios()) {
        if (one.name.find(given.scenario) == std::string_view::npos)
            continue;
        good = run_all(one, given) && good;
        runs += given.seeds;
    }
    for (auto const& one : all_bulk_jobs()) {
        if (one.name.find(given.scenario) == std::string_view::npos)
            continue;
        good = run_all(one, given) && good;
        runs += seeds_of(one, given);
    }
    std::printf("%llu runs: %s\n", static_cast<unsigned long long>(runs), good ? "good" : "NOT GOOD");
    return good && runs > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
} catch (std::exception const& error) {
    std::cerr << "simulation: " << error.what() << '\n';
    return 2;
}
