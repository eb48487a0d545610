// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "driver.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <algorithm>
#include <barrier>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <regex>
#include <stdexcept>
#include <sys/resource.h>
#include <thread>

namespace bench {
namespace {

constexpr std::uint64_t first_id = 1'000'000;

struct load
{
    std::size_t count = 100'000;
    std::size_t connections = 64;
    std::size_t threads = 1;
    std::size_t warmup = 1'000;
};

class usage
{
public:
    usage() { ::getrusage(RUSAGE_SELF, &usage_); }

    [[nodiscard]] double user() const { return in_seconds(usage_.ru_utime); }
    [[nodiscard]] double system() const { return in_seconds(usage_.ru_stime); }
    [[nodiscard]] std::int64_t max_rss_kb() const { return usage_.ru_maxrss; }

private:
    static double in_seconds(timeval const& time)
    {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    }

    rusage usage_{};
};

target parse_url(std::string const& url)
{
    static std::regex const shape("https://([A-Za-z0-9.-]+):([0-9]+)/?");
    std::smatch parts;
    if (!std::regex_match(url, parts, shape))
        throw std::invalid_argument("--url: '" + url + "' is not of the form https://HOST:PORT");
    target where;
    where.host = parts[1];
    where.port = parts[2];
    return where;
}

double percentile_in_ms(std::vector<std::chrono::nanoseconds>& times, double share)
{
    auto const nth =
        times.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(times.size() - 1));
    std::nth_element(times.begin(), nth, times.end());
    return std::chrono::duration<double, std::milli>(*nth).count();
}

/// The load of one thread.
class share_of_load
{
public:
    share_of_load(target const& where, load const& all, std::size_t thread, peer_factory make)
        : client_(make(where, part_of(all.connections, all.threads, thread))),
          warmup_(first_id, part_of(all.warmup, all.threads, thread)),
          work_(first_id + thread * (all.count / all.threads + 1), part_of(all.count, all.threads, thread))
    {}

    void warm_up() { client_->run(warmup_); }
    void run() { client_->run(work_); }

    [[nodiscard]] work const& done() const noexcept { return work_; }
    [[nodiscard]] std::size_t errors() const noexcept { return warmup_.errors() + work_.errors(); }
    [[nodiscard]] std::size_t connections() const { return client_->connections(); }

private:
    static std::size_t part_of(std::size_t whole, std::size_t threads, std::size_t thread)
    {
        return whole / threads + (thread < whole % threads ? 1 : 0);
    }

    std::unique_ptr<peer> client_;
    work warmup_;
    work work_;
};

boost::json::object measure(target const& where, load const& all, peer_factory make)
{
    std::vector<std::unique_ptr<share_of_load>> parts;
    for (std::size_t i = 0; i < all.threads; ++i)
        parts.push_back(std::make_unique<share_of_load>(where, all, i, make));

    // The main thread takes a part itself: a run with one thread has no other.
    std::barrier warm(static_cast<std::ptrdiff_t>(all.threads));
    std::barrier begun(static_cast<std::ptrdiff_t>(all.threads));
    std::vector<std::exception_ptr> failures(all.threads);
    auto const work_on = [&](std::size_t i, auto const& when_warm) {
        auto const guarded = [&](auto const& what) {
            try {
                what();
            } catch (...) {
                failures[i] = std::current_exception();
            }
        };
        guarded([&] { parts[i]->warm_up(); });
        warm.arrive_and_wait();
        when_warm();
        begun.arrive_and_wait();
        if (!failures[i])
            guarded([&] { parts[i]->run(); });
    };
    std::vector<std::thread> others;
    for (std::size_t i = 1; i < all.threads; ++i)
        others.emplace_back(work_on, i, [] {});
    usage before;
    steady::time_point begin;
    work_on(0, [&] {
        before = usage();
        begin = steady::now();
    });
    for (auto& other : others)
        other.join();
    auto const wall = std::chrono::duration<double>(steady::now() - begin).count();
    usage const after;
    for (auto const& failure : failures) {
        if (failure)
            std::rethrow_exception(failure);
    }

    std::vector<std::chrono::nanoseconds> times;
    std::size_t connections = 0;
    std::size_t errors = 0;
    for (auto const& part : parts) {
        times.insert(times.end(), part->done().times().begin(), part->done().times().end());
        connections += part->connections();
        errors += part->errors();
    }
    boost::json::object line;
    line["n"] = all.count;
    line["c"] = all.connections;
    line["wall_s"] = wall;
    line["rps"] = static_cast<double>(all.count) / wall;
    line["cpu_user_s"] = after.user() - before.user();
    line["cpu_sys_s"] = after.system() - before.system();
    line["p50_ms"] = percentile_in_ms(times, 0.5);
    line["p99_ms"] = percentile_in_ms(times, 0.99);
    line["max_rss_kb"] = after.max_rss_kb();
    line["connections"] = connections;
    line["errors"] = errors;
    return line;
}

} // namespace

void work::failed(steady::time_point begin, char const* what)
{
    done(begin);
    if (errors_++ == 0)
        std::cerr << "a request failed: " << what << '\n';
}

int drive(int argc, char** argv, char const* name, peer_factory make)
try {
    CLI::App app(std::string("Shares the links of many files with ") + name + ", and tells what it took.");
    std::string url;
    std::string ca_file;
    load all;
    auto const at_least_one = CLI::Range(std::size_t{1}, std::size_t{100'000'000});
    app.add_option("--url", url, "https://HOST:PORT of the server")->required();
    app.add_option("--ca", ca_file, "the certificate to trust, in PEM")->required()->check(CLI::ExistingFile);
    app.add_option("--count", all.count, "measured requests")->check(at_least_one)->capture_default_str();
    app.add_option("--connections", all.connections, "requests on the wire at a time")
        ->check(at_least_one)
        ->capture_default_str();
    app.add_option("--threads", all.threads, "threads, a client each")
        ->check(CLI::Range(std::size_t{1}, std::size_t{64}))
        ->capture_default_str();
    app.add_option(
           "--warmup", all.warmup, "requests before those that are measured; they open the connections"
    )
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    if (all.connections < all.threads || all.count < all.threads)
        throw std::invalid_argument("--threads: each needs at least one connection and one request");

    auto where = parse_url(url);
    where.ca_file = ca_file;
    boost::json::object line{{"peer", name}};
    for (auto const& [key, value] : measure(where, all, make))
        line[key] = value;
    std::cout << boost::json::serialize(line) << '\n';
    return EXIT_SUCCESS;
} catch (std::exception const& e) {
    std::cerr << name << ": " << e.what() << '\n';
    return EXIT_FAILURE;
}

} // namespace bench
