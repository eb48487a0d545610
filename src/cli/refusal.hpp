// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// How the command ends, and what ends it before anything is sent.

#include <stdexcept>

namespace boxlink::cli {

/// What the command tells the shell. Scripts rely on these numbers.
enum class exit_code
{
    done = 0,
    /// Some item failed, or the run was interrupted.
    failed = 1,
    /// An option or argument is wrong; nothing was sent.
    usage = 2,
    /// No usable token, address or certificate authority.
    configuration = 3,
    /// The time for the job was over before it was done; it can be resumed.
    deadline = 4,
    /// By SIGINT or SIGTERM, as shells tell of it.
    interrupted = 130,
};

/// Ends the command with a message: the thing, what is wrong with it, what to do.
class refusal : public std::runtime_error
{
public:
    [[nodiscard]] exit_code code() const noexcept { return code_; }

protected:
    refusal(exit_code code, std::string const& message) : std::runtime_error(message), code_(code) {}

private:
    exit_code code_;
};

class usage_error : public refusal
{
public:
    explicit usage_error(std::string const& message) : refusal(exit_code::usage, message) {}
};

class configuration_error : public refusal
{
public:
    explicit configuration_error(std::string const& message) : refusal(exit_code::configuration, message) {}
};

/// What was begun, and sent nothing but readings, cannot go on.
class run_failure : public refusal
{
public:
    run_failure(exit_code code, std::string const& message) : refusal(code, message) {}
};

} // namespace boxlink::cli
