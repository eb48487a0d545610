// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

// The answerer in a process of its own, and a client for it.
#include "sharing.hpp"

#include <CLI/CLI.hpp>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace bench {

/// The programs' first argument.
inline void add_answerer(CLI::App& app, std::string& path)
{
    app.add_option("answerer", path, "the program of that name")->required()->check(CLI::ExistingFile);
}

/// Their next ones.
inline void add_count(CLI::App& app, char const* name, std::size_t& count, char const* what)
{
    app.add_option(name, count, what)
        ->check(CLI::Range(std::size_t{1}, std::size_t{100'000'000}))
        ->capture_default_str();
}

class answerer_process
{
public:
    answerer_process(std::string const& program, std::vector<std::string> options)
    {
        if (::mkdtemp(folder_.data()) == nullptr)
            throw std::runtime_error("no temporary folder can be made");
        std::array<int, 2> told{};
        if (::pipe(told.data()) != 0)
            throw std::runtime_error("no pipe can be made");
        options.insert(options.begin(), {program, "--port", "0", "--write-cert", certificate()});
        std::vector<char*> words;
        for (auto& word : options)
            words.push_back(word.data());
        words.push_back(nullptr);
        child_ = ::fork();
        if (child_ == 0) {
            ::dup2(told[1], STDOUT_FILENO);
            ::close(told[0]);
            ::execv(program.c_str(), words.data());
            ::_exit(127);
        }
        ::close(told[1]);
        std::string line;
        for (char c = 0; ::read(told[0], &c, 1) == 1 && c != '\n';)
            line += c;
        told_ = told[0];
        auto const digits = line.find_first_of("0123456789");
        if (child_ < 0 || digits == std::string::npos)
            throw std::runtime_error(program + " does not start: it said '" + line + '\'');
        port_ = line.substr(digits);
    }
    ~answerer_process()
    {
        ::kill(child_, SIGTERM);
        ::waitpid(child_, nullptr, 0);
        ::close(told_);
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    answerer_process(answerer_process const&) = delete;
    answerer_process& operator=(answerer_process const&) = delete;

    /// Options for a client of it whose limits never hold it up.
    [[nodiscard]] boxlink::client_options client_options() const
    {
        boxlink::client_options options;
        options.base_url("https://localhost:" + port_)
            .ca_file(certificate())
            .system_trust(false)
            .limits(unreached_limits());
        return options;
    }

private:
    [[nodiscard]] std::string certificate() const { return folder_ + "/cert.pem"; }

    std::string folder_ = (std::filesystem::temp_directory_path() / "boxlink-bench-XXXXXX").string();
    std::string port_;
    pid_t child_ = -1;
    int told_ = -1;
};

} // namespace bench
