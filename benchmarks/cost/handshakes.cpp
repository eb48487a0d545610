// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// What a connection costs the client in CPU time: with a full handshake, with a resumed session, and none at all.
//
//   handshakes ANSWERER [CONNECTIONS]
#include "answerer_process.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <csignal>
#include <cstdio>
#include <exception>
#include <iostream>
#include <sched.h>
#include <stdexcept>
#include <sys/resource.h>

namespace {

namespace asio = boost::asio;

double cpu_microseconds()
{
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    auto const in_microseconds = [](timeval const& time) {
        return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
    };
    return in_microseconds(used.ru_utime) + in_microseconds(used.ru_stime);
}

/// Client and server have their turns one after the other. On two processors each would fall asleep meanwhile, and what waking up costs would be most
/// of what is measured.
void stay_on_one_processor()
{
    int const here = ::sched_getcpu();
    cpu_set_t only;
    CPU_ZERO(&only);
    if (here >= 0)
        CPU_SET(static_cast<std::size_t>(here), &only);
    if (here < 0 || ::sched_setaffinity(0, sizeof only, &only) != 0)
        throw std::runtime_error("the processor to run on cannot be chosen here");
}

class reconnecting
{
public:
    double cost = 0;
    double resumed = 0;
};

asio::awaitable<void> share_one_by_one(boxlink::client box, std::size_t count)
{
    auto const settings = bench::company_link();
    for (std::size_t i = 0; i < count; ++i)
        co_await share(box.file(std::to_string(1'000'000 + i)), settings);
}

reconnecting measure(std::string const& answerer, std::vector<std::string> options, std::size_t count)
{
    bench::answerer_process const server(answerer, std::move(options));
    asio::io_context io{1};
    boxlink::client box(io.get_executor(), boxlink::bearer_token("T0ken"), server.client_options());
    auto const run = [&](std::size_t requests) {
        asio::co_spawn(io, share_one_by_one(box, requests), [](std::exception_ptr failure) {
            if (failure)
                std::rethrow_exception(failure);
        });
        io.run();
        io.restart();
    };
    run(20);
    auto const seen = box.counters();
    auto const begin = cpu_microseconds();
    run(count);
    reconnecting one;
    one.cost = (cpu_microseconds() - begin) / static_cast<double>(count);
    auto const now = box.counters();
    auto const connects = static_cast<double>(now.connects - seen.connects);
    if (connects > 0)
        one.resumed = static_cast<double>(now.tls_resumptions - seen.tls_resumptions) / connects;
    return one;
}

} // namespace

int main(int argc, char** argv)
try {
    CLI::App app(
        "What a connection costs the client: with a full handshake, with a resumed session, and none."
    );
    std::string answerer;
    std::size_t count = 2'000;
    bench::add_answerer(app, answerer);
    bench::add_count(app, "connections", count, "of each kind");
    CLI11_PARSE(app, argc, argv);
    stay_on_one_processor();
    auto const kept = measure(answerer, {}, count);
    auto const full = measure(answerer, {"--requests-a-connection", "1", "--tls-tickets", "0"}, count);
    auto const resumed = measure(answerer, {"--requests-a-connection", "1"}, count);
    std::printf(
        "CPU time of the client for one share(), one after another, on one processor with the server\n"
    );
    std::printf("the server has one certificate, signed by itself: a chain costs a full handshake more\n");
    std::printf("%-34s %8.1f µs\n", "on a connection that is kept", kept.cost);
    std::printf("%-34s %8.1f µs, %5.1f %% resumed\n", "on a new one", full.cost, 100 * full.resumed);
    std::printf(
        "%-34s %8.1f µs, %5.1f %% resumed\n", "on a new one with a session", resumed.cost,
        100 * resumed.resumed
    );
    auto const full_alone = full.cost - kept.cost;
    auto const resumed_alone = resumed.cost - kept.cost;
    std::printf(
        "%-34s %8.2f, %.1f µs of %.1f µs\n", "resumed / full, connection alone", resumed_alone / full_alone,
        resumed_alone, full_alone
    );
    return EXIT_SUCCESS;
} catch (std::exception const& e) {
    std::cerr << "handshakes: " << e.what() << '\n';
    return EXIT_FAILURE;
}
