// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// All that the command sees of the process that it runs in, so that tests can give it another.

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace boxlink::cli {

/// A variable of the environment. One that is set to nothing counts as not set.
using environment = std::function<std::optional<std::string>(std::string const& name)>;

/// The environment of this process.
[[nodiscard]] environment process_environment();

/// Makes failures of the standard streams harmless: to be called first. A closed pipe or a file that may not grow becomes an error of the write and not the death of
/// the process, and a stream that the caller had closed is taken, so that no socket gets its number and is written to by mistake.
void guard_standard_streams();

/// The standard streams and the environment. The streams must outlive the object.
class surroundings
{
public:
    surroundings(environment variables, std::istream& in, std::ostream& out, std::ostream& err)
        : variables_(std::move(variables)), in_(in), out_(out), err_(err)
    {}

    [[nodiscard]] std::optional<std::string> variable(std::string const& name) const
    {
        return variables_(name);
    }
    [[nodiscard]] std::istream& in() const noexcept { return in_; }
    [[nodiscard]] std::ostream& out() const noexcept { return out_; }

    /// Writes a line to standard error, marked as ours and harmless to a terminal whatever is in it.
    void say(std::string_view message) const;

    /// Has this called before each line of `say`: for what has to be taken off the terminal first.
    void before_saying(std::function<void()> hook) { before_saying_ = std::move(hook); }

private:
    environment variables_;
    std::istream& in_;
    std::ostream& out_;
    std::ostream& err_;
    std::function<void()> before_saying_;
};

} // namespace boxlink::cli
