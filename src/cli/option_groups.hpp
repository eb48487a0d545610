// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// The options that several commands have, as CLI11 reads them.

#include "cli/arguments.hpp"

#include <CLI/CLI.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace boxlink::cli {

/// A check whose range the help of the option tells in words.
[[nodiscard]] CLI::Validator between(int least, int most);

/// An option such as `--timeout 30s`.
CLI::Option* add_duration(
    CLI::App& app,
    std::string const& name,
    std::optional<std::chrono::milliseconds>& target,
    std::string const& help
);

/// How to reach Box, and `-v`.
void add_connection(CLI::App& app, common_arguments& args);

/// All of the above, every kind of credentials, and how much effort to make for each item.
void add_common(CLI::App& app, common_arguments& args);

/// The same for a bulk job.
void add_common_of_bulk(CLI::App& app, common_arguments& args);

/// `--client-id` and `--client-secret-file`.
void add_app(CLI::App& app, credential_arguments& args);

/// `--token-store`.
CLI::Option* add_token_store(CLI::App& app, credential_arguments& args);

} // namespace boxlink::cli
