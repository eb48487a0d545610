// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// The options that several commands have, as CLI11 reads them.

#include "cli/arguments.hpp"

#include <CLI/CLI.hpp>

#include <chrono>
#include <map>
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

/// An option whose value is one of some words.
template <class Value, class Target>
void add_choice(
    CLI::App& app,
    std::string const& name,
    std::map<std::string, Value> const& choices,
    Target& target,
    std::string const& help
)
{
    std::string words;
    for (auto const& [word, value] : choices)
        words += (words.empty() ? "" : ", ") + word;
    auto const read = [name, choices, words, &target](std::string const& text) {
        auto const found = choices.find(text);
        if (found == choices.end())
            throw CLI::ValidationError(name, "'" + text + "' is none of them; use one of " + words);
        target = found->second;
    };
    app.add_option_function<std::string>(name, read, help)->type_name("WORD");
}

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
