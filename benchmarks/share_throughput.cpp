// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// How fast boxlink shares, and what it costs: operations a second, latency, and CPU time of the client alone
// (the embedded server has a process of its own), beside a plain loop over Beast with the same request in the
// same run.
//
//   share_throughput [--smoke] [--operations N] [--rounds N]
//
// The figures of a round depend on what else the machine does: medians of the rounds are shown, and the ratio
// of the two.
#include "throughput.hpp"

#include <boxlink/testing/testing.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <sys/resource.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace {

using namespace bench;

[[noreturn]] void fail(char const* what)
{
    throw std::system_error(errno, std::generic_category(), what);
}

constexpr std::size_t most_connections = 32;

class temporary_folder
{
public:
    temporary_folder()
    {
        if (::mkdtemp(path_.data()) == nullptr)
            fail("mkdtemp");
    }
    ~temporary_folder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    temporary_folder(temporary_folder const&) = delete;
    temporary_folder& operator=(temporary_folder const&) = delete;

    [[nodiscard]] std::string file(char const* name) const { return path_ + '/' + name; }

private:
    std::string path_ = (std::filesystem::temp_directory_path() / "share-throughput-XXXXXX").string();
};

// The embedded server in a process of its own, which ends with this object.
class server_process
{
public:
    // Forks, so no thread may have been started before.
    server_process()
    {
        std::array<int, 2> told{};
        std::array<int, 2> alive{};
        if (::pipe(told.data()) != 0 || ::pipe(alive.data()) != 0)
            fail("pipe");
        child_ = ::fork();
        if (child_ < 0)
            fail("fork");
        ::close(child_ == 0 ? told[0] : told[1]);
        ::close(child_ == 0 ? alive[1] : alive[0]);
        if (child_ == 0)
            serve(told[1], alive[0]);
        alive_ = alive[1];
        listen_to(told[0]);
    }
    ~server_process()
    {
        ::close(alive_);
        ::waitpid(child_, nullptr, 0);
    }
    server_process(server_process const&) = delete;
    server_process& operator=(server_process const&) = delete;

    [[nodiscard]] target const& where() const noexcept { return where_; }

private:
    [[noreturn]] void serve(int tell, int alive) const
    {
        int status = EXIT_SUCCESS;
        try {
            boxlink::testing::box_server server;
            server.write_ca_file(folder_.file("ca.pem"));
            std::string line = std::to_string(server.port()) + ' ' + server.token();
            for (auto const& id : server.add_files(most_connections))
                line.append(" ").append(id);
            if (::write(tell, line.data(), line.size()) < 0)
                fail("write");
            ::close(tell);
            char nothing = 0;
            while (::read(alive, &nothing, 1) < 0 && errno == EINTR) {
            }
        } catch (std::exception const& e) {
            std::cerr << "server: " << e.what() << '\n';
            status = EXIT_FAILURE;
        }
        ::_exit(status);
    }

    void listen_to(int told)
    {
        std::string line;
        std::array<char, 256> part{};
        for (ssize_t size = 1; size > 0;) {
            size = ::read(told, part.data(), part.size());
            line.append(part.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
        }
        ::close(told);
        std::istringstream words(line);
        words >> where_.port >> where_.token;
        for (std::string id; words >> id;)
            where_.file_ids.push_back(id);
        if (where_.file_ids.size() != most_connections)
            throw std::runtime_error("the server did not start");
        where_.ca_file = folder_.file("ca.pem");
    }

    temporary_folder folder_;
    target where_;
    pid_t child_ = -1;
    int alive_ = -1;
};

// What one round, or the median of several, came to.
class figures
{
public:
    double per_second = 0;
    double p50 = 0;
    double p99 = 0;
    double user = 0;
    double system = 0;

    [[nodiscard]] double cpu() const { return user + system; }
};

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

double percentile(std::vector<microseconds> times, double share)
{
    std::sort(times.begin(), times.end());
    return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))].count();
}

double in_microseconds(timeval const& time)
{
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
}

figures measure(contender& client, std::size_t connections, std::size_t operations)
{
    work warming_up(connections * 20);
    client.run(warming_up);

    work todo(operations);
    rusage before{};
    rusage after{};
    ::getrusage(RUSAGE_SELF, &before);
    auto const begin = steady::now();
    client.run(todo);
    microseconds const took = steady::now() - begin;
    ::getrusage(RUSAGE_SELF, &after);

    auto const count = static_cast<double>(operations);
    figures one;
    one.per_second = count * 1e6 / took.count();
    one.p50 = percentile(todo.times(), 0.5);
    one.p99 = percentile(todo.times(), 0.99);
    one.user = (in_microseconds(after.ru_utime) - in_microseconds(before.ru_utime)) / count;
    one.system = (in_microseconds(after.ru_stime) - in_microseconds(before.ru_stime)) / count;
    return one;
}

figures medians(std::vector<figures> const& rounds)
{
    auto const of = [&rounds](double figures::*member) {
        std::vector<double> values;
        for (figures const& round : rounds)
            values.push_back(round.*member);
        return median(std::move(values));
    };
    figures middle;
    middle.per_second = of(&figures::per_second);
    middle.p50 = of(&figures::p50);
    middle.p99 = of(&figures::p99);
    middle.user = of(&figures::user);
    middle.system = of(&figures::system);
    return middle;
}

void print(std::size_t connections, char const* name, figures const& f)
{
    std::printf(
        "%11zu  %-15s %8.0f %9.0f %9.0f %9.1f %9.1f %9.1f\n", connections, name, f.per_second, f.p50, f.p99,
        f.user, f.system, f.cpu()
    );
}

void print_ratio(char const* name, figures const& ours, figures const& theirs)
{
    std::printf(
        "%11s  %-15s %8.2f %9.2f %9.2f %9.2f %9.2f %9.2f\n", "", name, ours.per_second / theirs.per_second,
        ours.p50 / theirs.p50, ours.p99 / theirs.p99, ours.user / theirs.user, ours.system / theirs.system,
        ours.cpu() / theirs.cpu()
    );
    std::fflush(stdout);
}

std::size_t read_count(std::string_view option, char const* text)
{
    char* end = nullptr;
    unsigned long const count = std::strtoul(text, &end, 10);
    if (*end != '\0' || count < 1 || count > 10'000'000)
        throw std::invalid_argument(
            std::string(option) + ": '" + text + "' is not in the range 1 to 10000000"
        );
    return count;
}

} // namespace

int main(int argc, char** argv)
try {
    std::size_t operations = 8000;
    std::size_t rounds = 5;
    for (int i = 1; i < argc; ++i) {
        std::string_view const word = argv[i];
        if (word == "--smoke")
            operations = 64, rounds = 1;
        else if (word == "--operations" && i + 1 < argc)
            operations = read_count(word, argv[++i]);
        else if (word == "--rounds" && i + 1 < argc)
            rounds = read_count(word, argv[++i]);
        else
            throw std::invalid_argument("usage: share_throughput [--smoke] [--operations N] [--rounds N]");
    }

    server_process const server;
    std::printf(
        "%zu operations a round, medians of %zu rounds; times in µs, CPU time for each operation\n\n",
        operations, rounds
    );
    std::printf(
        "%11s  %-15s %8s %9s %9s %9s %9s %9s\n", "connections", "client", "ops/s", "p50", "p99", "user",
        "system", "CPU"
    );
    for (std::size_t const connections : {std::size_t{1}, std::size_t{8}, most_connections}) {
        std::vector<figures> ours;
        std::vector<figures> plain;
        std::vector<figures> parsing;
        for (std::size_t i = 0; i < rounds; ++i) {
            auto const& where = server.where();
            ours.push_back(measure(*make_boxlink(where, connections), connections, operations));
            plain.push_back(
                measure(*make_beast(where, connections, answer_use::look_at_status), connections, operations)
            );
            parsing.push_back(
                measure(*make_beast(where, connections, answer_use::read_link), connections, operations)
            );
        }
        print(connections, "boxlink", medians(ours));
        print(connections, "Beast", medians(plain));
        print_ratio("boxlink / Beast", medians(ours), medians(plain));
        print(connections, "Beast and JSON", medians(parsing));
        print_ratio("boxlink / both", medians(ours), medians(parsing));
        std::puts("");
    }
    return EXIT_SUCCESS;
} catch (std::exception const& e) {
    std::cerr << "share_throughput: " << e.what() << '\n';
    return EXIT_FAILURE;
}
