// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// What `-v` shows.

#include "cli/surroundings.hpp"

#include <boxlink/observer.hpp>

#include <string>

namespace boxlink::cli {

/// One line of text for an attempt.
[[nodiscard]] std::string describe(attempt_report const& report);

/// One line of text for a wait.
[[nodiscard]] std::string describe(wait_report const& report);

/// Writes a line to standard error for each attempt and wait. The surroundings must outlive the object.
class attempt_log final : public observer
{
public:
    explicit attempt_log(surroundings const& around) noexcept : around_(around) {}

    void on_attempt(attempt_report const& report) override { around_.say(describe(report)); }
    void on_wait(wait_report const& report) override { around_.say(describe(report)); }

private:
    surroundings const& around_;
};

} // namespace boxlink::cli
