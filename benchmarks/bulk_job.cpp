// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// A bulk job of many rows by the real command, against a server in this process: how fast, in how much memory, and whether all is there
// afterwards.
//   bulk_job COMMAND [ROWS]

#include <boxlink/testing/box_server.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <spawn.h>
#include <stdexcept>
#include <string>
#include <sys/wait.h>
#include <system_error>
#include <vector>

extern char** environ;

namespace {

using boxlink::testing::box_server;
using boxlink::testing::kind;
using steady = std::chrono::steady_clock;

constexpr std::size_t parts = 10;

class scratch
{
public:
    scratch()
    {
        std::string pattern = (std::filesystem::temp_directory_path() / "boxlink-bulk-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr)
            throw std::system_error(errno, std::generic_category(), pattern);
        path_ = pattern;
    }
    ~scratch()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    scratch(scratch const&) = delete;
    scratch& operator=(scratch const&) = delete;

    [[nodiscard]] std::string file(std::string const& name) const { return (path_ / name).string(); }

private:
    std::filesystem::path path_;
};

void write_table(std::string const& path, std::vector<std::string> const& ids)
{
    std::ofstream table(path);
    table << "item,access,download\n";
    for (std::size_t i = 0; i < ids.size(); ++i)
        table << "file:" << ids[i] << (i % 2 == 0 ? ",open,no\n" : ",company,\n");
    if (!table.flush())
        throw std::runtime_error("cannot write " + path);
}

pid_t start(std::vector<std::string> words)
{
    std::vector<char*> pointers;
    for (auto& word : words)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);
    pid_t child = 0;
    int const error =
        ::posix_spawn(&child, words.front().c_str(), nullptr, nullptr, pointers.data(), environ);
    if (error != 0)
        throw std::system_error(error, std::generic_category(), words.front());
    return child;
}

// `VmRSS`: now; `VmHWM`: at most so far. 0 if the process is gone.
double mebibytes(pid_t process, std::string const& which)
{
    std::ifstream status("/proc/" + std::to_string(process) + "/status");
    double kibibytes = 0;
    for (std::string word; status >> word;) {
        if (word == which + ':')
            status >> kibibytes;
    }
    return kibibytes / 1024;
}

std::size_t count_wrong(box_server const& server, std::vector<std::string> const& ids)
{
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        auto const link = server.link_of(kind::file, ids[i]);
        bool const is_right =
            link && link->access == (i % 2 == 0 ? "open" : "company") && (i % 2 != 0 || !link->can_download);
        wrong += is_right ? 0U : 1U;
    }
    return wrong;
}

std::size_t count_lines(std::string const& path)
{
    std::ifstream file(path);
    std::size_t count = 0;
    for (std::string line; std::getline(file, line);)
        ++count;
    return count;
}

void run(std::string const& command, std::size_t rows)
{
    scratch files;
    box_server server;
    auto const ids = server.add_files(rows);
    server.write_ca_file(files.file("ca.pem"));
    write_table(files.file("jobs.csv"), ids);
    ::setenv("BOXLINK_BASE_URL", server.base_url().c_str(), 1);
    ::setenv("BOXLINK_CA_FILE", files.file("ca.pem").c_str(), 1);
    ::setenv("BOXLINK_TOKEN", server.token().c_str(), 1);

    auto const begun = steady::now();
    pid_t const child = start(
        {command, "bulk", files.file("jobs.csv"), "--rate", "600000000", "--journal", files.file("journal"),
         "--results", files.file("results.jsonl"), "--report", files.file("report.html")}
    );
    for (std::size_t part = 1; part < parts; ++part) {
        auto const requests = rows * part / parts;
        while (!server.wait_until(
            [&](auto const& seen) { return seen.requests >= requests; }, std::chrono::seconds(1)
        )) {
            if (mebibytes(child, "VmRSS") == 0)
                throw std::runtime_error("the command ended early");
        }
        std::printf(
            "%9zu requests: %6.1f MiB, at most %.1f MiB\n", requests, mebibytes(child, "VmRSS"),
            mebibytes(child, "VmHWM")
        );
        std::fflush(stdout);
    }
    int status = 0;
    if (::waitpid(child, &status, 0) != child || !WIFEXITED(status))
        throw std::runtime_error("the command did not end by itself");
    double const seconds = std::chrono::duration<double>(steady::now() - begun).count();

    std::printf("exit status      %d\n", WEXITSTATUS(status));
    std::printf(
        "rows             %zu in %.1f s: %.0f a second\n", rows, seconds, static_cast<double>(rows) / seconds
    );
    std::printf("results          %zu\n", count_lines(files.file("results.jsonl")));
    std::printf("requests         %ju\n", static_cast<std::uintmax_t>(server.counters().requests));
    std::printf("links not right  %zu\n", count_wrong(server, ids));
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2) {
        std::cerr << "bulk_job: name the command: bulk_job COMMAND [ROWS]\n";
        return 2;
    }
    try {
        run(argv[1], argc > 2 ? std::max(std::strtoul(argv[2], nullptr, 10), 10UL) : 100'000);
    } catch (std::exception const& e) {
        std::cerr << "bulk_job: " << e.what() << '\n';
        return 1;
    }
}
