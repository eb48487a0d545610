// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// What a client tells of its work: `-v`, and warnings.

#include "cli/surroundings.hpp"

#include <boxlink/observer.hpp>

#include <string>

namespace boxlink::cli {

/// One line of text for an attempt.
[[nodiscard]] std::string describe(attempt_report const& report);

/// One line of text for a wait.
[[nodiscard]] std::string describe(wait_report const& report);

/// One line of text for a token, or the want of one.
[[nodiscard]] std::string describe(token_report const& report);

/// Writes warnings to standard error, and, if it is verbose, a line for each attempt, wait and token. The surroundings must outlive the object.
class attempt_log final : public observer
{
public:
    attempt_log(surroundings const& around, bool verbose) noexcept : around_(around), verbose_(verbose) {}

    [[nodiscard]] bool wants_attempts() const noexcept override { return verbose_; }
    void on_attempt(attempt_report const& report) override { tell(report); }
    void on_wait(wait_report const& report) override { tell(report); }
    void on_token(token_report const& report) override { tell(report); }
    void on_warning(std::string const& text) override { around_.say("warning: " + text); }

private:
    template <class Report>
    void tell(Report const& report)
    {
        if (verbose_)
            around_.say(describe(report));
    }

    surroundings const& around_;
    bool verbose_;
};

} // namespace boxlink::cli
