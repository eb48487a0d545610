// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// A program that a test starts, talks to and waits for.

#include <map>
#include <string>
#include <sys/types.h>
#include <vector>

/// How a program ended, and what it said.
struct ended_process
{
    /// The exit status; -1 if a signal ended it.
    int status = -1;
    /// The signal that ended it; 0 if none did.
    int signal = 0;
    std::string out;
    std::string err;
};

class child_process
{
public:
    using environment = std::map<std::string, std::string>;

    /// What becomes of the program's standard output.
    enum class output
    {
        /// The test reads it.
        read,
        /// Nobody does: the pipe is closed from the start.
        closed,
    };

    /// Starts a program with this environment and nothing else, and gives it all of `input`, which must fit into a pipe.
    child_process(
        std::string const& program,
        std::vector<std::string> const& arguments,
        environment const& variables,
        std::string const& input = "",
        output what = output::read
    );

    /// Kills the program if it has not been waited for.
    ~child_process();

    child_process(child_process const&) = delete;
    child_process& operator=(child_process const&) = delete;

    [[nodiscard]] pid_t id() const noexcept { return pid_; }

    void send(int signal) const;

    /// Reads one line of its standard output, or what there is at its end.
    [[nodiscard]] std::string read_line();

    /// The same of its standard error.
    [[nodiscard]] std::string read_error_line();

    /// Reads all that it says and waits for its end.
    [[nodiscard]] ended_process wait();

private:
    pid_t pid_ = -1;
    int out_ = -1;
    int err_ = -1;
};
