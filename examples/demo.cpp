// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Thousands of items at once: shares files, folders and web links on the embedded server, over TLS, while the
// server limits the rate and fails in many ways. demo.sh builds and runs it.
#include "demo_figures.hpp"

#include <boxlink/boxlink.hpp>
#include <boxlink/testing/testing.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>
#include <vector>

namespace asio = boost::asio;
using namespace std::chrono_literals;
using boxlink::testing::box_server;
using boxlink::testing::fault;
using boxlink::testing::kind;
using boxlink::testing::latency;
using boxlink::testing::rate_limit;
using demo::grouped;
using demo::milliseconds;
using steady = std::chrono::steady_clock;

// --- What is to be done, and what came of it ---------------------------------------------------------------

// One item, and the link that boxlink says it has.
class job
{
public:
    job(boxlink::item item, kind type) : target(std::move(item)), what(type) {}

    boxlink::item target;
    kind what;
    std::string url;
    std::string failure;
    milliseconds took{};
};

// Counts the attempts of the client.
class attempt_counter : public boxlink::observer
{
public:
    void on_attempt(boxlink::attempt_report const& report) override
    {
        if (report.retry != boxlink::retry_reason::none)
            ++retries[std::string(to_string(report.retry))];
        if (report.status == 200)
            answer_times.push_back(report.first_byte);
    }

    std::map<std::string, std::uint64_t> retries;
    std::vector<milliseconds> answer_times;
};

// All that the coroutines share. They run on one thread, so nothing is locked.
class board
{
public:
    explicit board(asio::io_context& io) : refresh(io) {}

    [[nodiscard]] bool finished() const { return done + failed == jobs.size(); }

    std::vector<job> jobs;
    std::size_t done = 0;
    std::size_t failed = 0;
    steady::time_point begin = steady::now();
    asio::steady_timer refresh;
};

// --- The part that an application would have ---------------------------------------------------------------

asio::awaitable<void> share_one(job& one, boxlink::link_settings const& settings, board& all)
{
    boxlink::result<boxlink::shared_link> link = co_await share(one.target, settings, boxlink::as_result);
    one.took = steady::now() - all.begin;
    if (link) {
        one.url = link->url;
        ++all.done;
    } else {
        one.failure = link.error().to_string();
        ++all.failed;
    }
    if (all.finished())
        all.refresh.cancel();
}

void rethrow(std::exception_ptr failure)
{
    if (failure)
        std::rethrow_exception(failure); // leaves io.run()
}

// All at once: the client has 32 connections, and the rest waits in line.
void share_all(asio::io_context& io, board& all)
{
    boxlink::link_settings settings;
    settings.access(boxlink::access_level::company).expires_in(std::chrono::days(30));
    for (job& one : all.jobs)
        asio::co_spawn(io, share_one(one, settings, all), rethrow);
    io.run();
    io.restart();
}

// --- The stage ---------------------------------------------------------------------------------------------

class command_line
{
public:
    command_line(int argc, char** argv)
    {
        for (int i = 1; i < argc; ++i) {
            std::string_view const word = argv[i];
            if (word == "--calm")
                calm = true;
            else if (word == "--json")
                json = true;
            else if (word == "--help")
                help = true;
            else if (word == "--items" && i + 1 < argc)
                items = read_count(argv[++i]);
            else
                throw std::invalid_argument(std::string(word) + ": no such option; try --help");
        }
    }

    std::size_t items = 5000;
    bool calm = false;
    bool json = false;
    bool help = false;

private:
    static std::size_t read_count(std::string_view text)
    {
        std::size_t count = 0;
        auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
        if (error != std::errc() || end != text.data() + text.size() || count < 3 || count > 1'000'000)
            throw std::invalid_argument(
                "--items: '" + std::string(text) + "' is not in the range 3 to 1000000"
            );
        return count;
    }
};

constexpr char const* usage = "usage: boxlink_demo [--items N] [--calm] [--json]\n"
                              "  --items N  how many files, folders and web links to share (5000)\n"
                              "  --calm     no rate limit, no faults, no latency\n"
                              "  --json     the summary as one JSON object\n";

// A fault in force, and what to call it.
using named_fault = std::pair<std::string, boxlink::testing::fault_id>;

// What a bad day at Box is like, in fast motion.
std::vector<named_fault> make_trouble(box_server& server)
{
    server.set_latency(latency::lognormal(20ms, 0.5));
    // Less than the client is told, and than its connections can do with that latency.
    server.set_rate_limit(rate_limit::token_bucket(320, 1s));

    fault const blocked = fault().every(230).status(409).code("operation_blocked_temporary");
    return {
        {"connections reset at once", server.inject(fault().on_accept().every(9).reset())},
        {"requests reset", server.inject(fault().every(110).reset())},
        {"answers lost after the change was made", server.inject(fault().every(130).applied().reset())},
        {"answers cut short", server.inject(fault().every(150).cut_after(150))},
        {"connections closed unannounced", server.inject(fault().every(90).close())},
        {"503 Service Unavailable", server.inject(fault().every(70).status(503))},
        {"409 blocked temporarily", server.inject(blocked)},
    };
}

void fill(board& all, boxlink::client box, box_server& server, std::size_t count)
{
    all.jobs.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        std::string const number = std::to_string(i / 3 + 1);
        if (i % 3 == 0)
            all.jobs.emplace_back(box.file(server.add_file("report " + number + ".pdf")), kind::file);
        else if (i % 3 == 1)
            all.jobs.emplace_back(box.folder(server.add_folder("project " + number)), kind::folder);
        else
            all.jobs.emplace_back(box.web_link(server.add_web_link("bookmark " + number)), kind::web_link);
    }
}

boxlink::client
connect(asio::io_context& io, box_server const& server, std::shared_ptr<boxlink::observer> watcher, bool calm)
{
    boxlink::limit_options permitted;
    permitted.requests_per_minute(calm ? 6'000'000 : 24'000).burst(calm ? 10'000 : 40);
    boxlink::client_options options;
    options.base_url(server.base_url())
        .ca_pem(server.ca_pem())
        .system_trust(false)
        .limits(boxlink::shared_limits(permitted))
        .priority(boxlink::priority::bulk)
        .observer(std::move(watcher))
        // With so much going wrong, an item in a million meets five failures in a row, which is the default's
        // limit.
        .max_attempts(10);
    return boxlink::client(io, boxlink::bearer_token(server.token()), options);
}

// --- What is shown -----------------------------------------------------------------------------------------

double seconds_since(steady::time_point begin)
{
    return std::chrono::duration<double>(steady::now() - begin).count();
}

std::string bar(std::size_t part, std::size_t whole)
{
    constexpr std::size_t width = 24;
    std::size_t const filled = part * width / whole;
    return '[' + std::string(filled, '#') + std::string(width - filled, '.') + ']';
}

// One line that is written over and over, until all is done.
asio::awaitable<void> show_progress(board& all, boxlink::client box, attempt_counter const& attempts)
{
    while (!all.finished()) {
        auto const counters = box.counters();
        std::uint64_t retries = 0;
        for (auto const& [reason, count] : attempts.retries)
            retries += count;
        std::printf(
            "\r%s %s of %s links  %.0f/s  %llu connections  %llu retries\x1b[K",
            bar(all.done, all.jobs.size()).c_str(), grouped(all.done).c_str(),
            grouped(all.jobs.size()).c_str(), static_cast<double>(all.done) / seconds_since(all.begin),
            static_cast<unsigned long long>(counters.open), static_cast<unsigned long long>(retries)
        );
        std::fflush(stdout);
        all.refresh.expires_after(100ms);
        boxlink::error_code woken;
        co_await all.refresh.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    }
    std::fputs("\r\x1b[K", stdout);
}

demo::figures sum_up(
    board const& all,
    attempt_counter const& attempts,
    boxlink::client const& box,
    box_server const& server,
    std::vector<named_fault> const& faults
)
{
    auto const seen = server.counters();
    demo::figures sum;
    sum.items = all.jobs.size();
    sum.links = all.done;
    sum.took = steady::now() - all.begin;
    std::vector<milliseconds> times;
    for (job const& one : all.jobs)
        times.push_back(one.took);
    sum.operations = demo::spread(std::move(times));
    sum.answers = demo::spread(attempts.answer_times);
    sum.connections = box.counters();
    sum.most_connections = seen.connections_high_water;
    sum.retries.assign(attempts.retries.begin(), attempts.retries.end());
    for (auto const& [name, fault] : faults)
        sum.trouble.emplace_back(name, server.fired(fault));
    if (seen.rate_limited != 0)
        sum.trouble.emplace_back("429 Too Many Requests", seen.rate_limited);
    return sum;
}

// --- The proof ---------------------------------------------------------------------------------------------

// Compares what boxlink said with what the server has, item by item.
std::size_t count_missing(board const& all, box_server const& server)
{
    std::size_t missing = 0;
    for (job const& one : all.jobs) {
        auto const stored = server.link_of(one.what, one.target.ref().id());
        if (stored && stored->url == one.url && stored->access == "company" && stored->unshared_at)
            continue;
        if (++missing <= 5)
            std::cerr << one.target.ref().to_string() << ": "
                      << (one.failure.empty() ? "no such link" : one.failure) << '\n';
    }
    return missing;
}

// Reads the link of one item back by the API.
asio::awaitable<void> read_back(job const& one, bool quiet)
{
    boxlink::request_options options;
    options.field("name");
    boxlink::link_lookup found = co_await get_link(one.target, options);
    if (!found.link || found.link->url != one.url)
        throw std::runtime_error(one.target.ref().to_string() + ": the server tells of another link");
    if (!quiet)
        std::cout << "  " << found.link->url << "  " << found.item.name.value_or("") << '\n';
}

bool prove(asio::io_context& io, board const& all, box_server& server, bool quiet)
{
    server.clear_faults();
    server.set_rate_limit(std::nullopt);
    std::size_t const missing = count_missing(all, server);
    if (missing != 0) {
        std::cerr << grouped(missing) << " of " << grouped(all.jobs.size())
                  << " items do not have their link\n";
        return false;
    }
    if (!quiet)
        std::cout << "\nThe server has all " << grouped(all.jobs.size())
                  << " links. Three of them, read back:\n";
    for (std::size_t i = 0; i < 3; ++i)
        asio::co_spawn(io, read_back(all.jobs[i], quiet), rethrow);
    io.run();
    return true;
}

int main(int argc, char** argv)
try {
    command_line const options(argc, argv);
    if (options.help) {
        std::cout << usage;
        return EXIT_SUCCESS;
    }

    box_server server; // on a thread of its own
    asio::io_context io;
    auto const attempts = std::make_shared<attempt_counter>();
    boxlink::client box = connect(io, server, attempts, options.calm);
    board all(io);
    fill(all, box, server, options.items);
    std::vector<named_fault> trouble;
    if (!options.calm)
        trouble = make_trouble(server);

    all.begin = steady::now();
    if (!options.json && ::isatty(STDOUT_FILENO) != 0)
        asio::co_spawn(io, show_progress(all, box, *attempts), rethrow);
    share_all(io, all);

    demo::figures const sum = sum_up(all, *attempts, box, server, trouble);
    if (options.json)
        print_json(sum);
    else
        print(sum);
    std::fflush(stdout);
    return prove(io, all, server, options.json) ? EXIT_SUCCESS : EXIT_FAILURE;
} catch (std::exception const& e) {
    std::cerr << "boxlink_demo: " << e.what() << '\n';
    return EXIT_FAILURE;
}
