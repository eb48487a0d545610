// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// What waits and what rests takes room: bytes of an operation that waits for its limit, and of an idle connection.
//
//   footprint ANSWERER [OPERATIONS [CONNECTIONS]]
#include "answerer_process.hpp"

#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iostream>
#include <malloc.h>

namespace {

namespace asio = boost::asio;

double heap_bytes()
{
    auto const info = ::mallinfo2();
    return static_cast<double>(info.uordblks + info.hblkhd);
}

double resident_bytes()
{
    std::ifstream statm("/proc/self/statm");
    double total = 0;
    double resident = 0;
    statm >> total >> resident;
    return resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

double waiting_operation(std::size_t count)
{
    asio::io_context io{1};
    boxlink::client_options options;
    // One finds nobody there; the others wait for their minute.
    options.base_url("https://localhost:1").max_attempts(1).priority(boxlink::priority::bulk);
    options.limits(boxlink::shared_limits(boxlink::limit_options().requests_per_minute(1).burst(1)));
    boxlink::client box(io.get_executor(), boxlink::bearer_token("T0ken"), options);
    auto const settings = bench::company_link();
    auto const before = heap_bytes();
    for (std::size_t i = 0; i < count; ++i)
        share(box.file(std::to_string(1'000'000 + i)), settings, [](boxlink::error_code, auto const&) {});
    io.poll();
    return (heap_bytes() - before) / static_cast<double>(count);
}

/// What an idle connection takes, in bytes.
class resting
{
public:
    double resident = 0;
    /// Without what malloc holds ready for the next ones.
    double trimmed = 0;
    double heap = 0;
};

resting idle_connection(std::string const& answerer, std::size_t count)
{
    bench::answerer_process const server(answerer, {});
    asio::io_context io{1};
    // How many are opened at a time.
    constexpr std::size_t step = 64;
    auto options = server.client_options();
    options.max_connections(count + 1).max_connecting(step);
    boxlink::client box(io.get_executor(), boxlink::bearer_token("T0ken"), options);
    auto const settings = bench::company_link();
    std::size_t failures = 0;
    auto const share_at_once = [&](std::size_t requests) {
        for (std::size_t i = 0; i < requests; ++i)
            share(
                box.file(std::to_string(1'000'000 + i)), settings,
                [&failures](boxlink::error_code code, auto const&) { failures += code ? 1 : 0; }
            );
        io.run();
        io.restart();
    };
    // What does not depend on the connections.
    share_at_once(1);
    auto const open_before = box.counters().open;
    auto const heap_before = heap_bytes();
    auto const resident_before = resident_bytes();
    // Answers come so soon that many requests at once would be content with few connections: each time there are more requests than connections.
    for (std::size_t reached = 1; reached <= count;) {
        reached = std::min(reached + step, count + 1);
        share_at_once(reached);
    }
    auto const opened = static_cast<double>(box.counters().open - open_before);
    if (failures > 0)
        throw std::runtime_error(std::to_string(failures) + " requests failed");
    if (opened <= 0)
        throw std::runtime_error("no connection is open after all requests");
    resting one;
    one.heap = (heap_bytes() - heap_before) / opened;
    one.resident = (resident_bytes() - resident_before) / opened;
    ::malloc_trim(0);
    one.trimmed = (resident_bytes() - resident_before) / opened;
    return one;
}

} // namespace

int main(int argc, char** argv)
try {
    CLI::App app("What takes room: operations that wait, and connections that rest.");
    std::string answerer;
    std::size_t operations = 100'000;
    std::size_t connections = 1'000;
    bench::add_answerer(app, answerer);
    bench::add_count(app, "operations", operations, "that wait");
    bench::add_count(app, "connections", connections, "that rest");
    CLI11_PARSE(app, argc, argv);
    // First, as long as no memory was given back that could be used again.
    auto const idle = idle_connection(answerer, connections);
    std::printf(
        "%-28s %8.1f KiB resident, %.1f without malloc's reserve, %.1f of heap\n", "an idle connection",
        idle.resident / 1024, idle.trimmed / 1024, idle.heap / 1024
    );
    std::printf("%-28s %8.0f bytes of heap\n", "a waiting operation", waiting_operation(operations));
    return EXIT_SUCCESS;
} catch (std::exception const& e) {
    std::cerr << "footprint: " << e.what() << '\n';
    return EXIT_FAILURE;
}
