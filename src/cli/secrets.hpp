// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// Where secrets come from: the environment or a file, never the command line, which every user of the machine can read.

#include "cli/surroundings.hpp"

#include <boxlink/secret.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace boxlink::cli {

/// Refuses `--token`, `--password` and the like, which people try. The message tells what to use instead, and not the value.
/// \throws usage_error
void refuse_secrets(std::vector<std::string> const& arguments);

/// The first line of a file, without its line end. Says so if others can read the file.
/// \param option what named the file, for messages.
/// \throws usage_error if there is no such line.
[[nodiscard]] secret
read_secret_file(std::string const& path, std::string const& option, surroundings const& around);

/// What a secret is called, and where it is looked for.
struct secret_place
{
    std::string_view what;
    std::string_view variable;
    std::string_view option;
};

inline constexpr secret_place access_token_place = {"access token", "BOXLINK_TOKEN", "--token-file"};
inline constexpr secret_place client_secret_place = {
    "client secret", "BOXLINK_CLIENT_SECRET", "--client-secret-file"};

/// A secret: from the file if there is one, else from the variable.
/// \throws configuration_error if there is none.
[[nodiscard]] secret
find_secret(std::optional<std::string> const& file, secret_place const& place, surroundings const& around);

/// Where a link's password comes from; at most one is set.
struct password_source
{
    /// The name of a variable. Never shown: people type passwords here.
    std::optional<std::string> variable;
    std::optional<std::string> file;
};

/// The password, if a source is named.
/// \throws usage_error if the source has none.
[[nodiscard]] std::optional<secret> find_password(password_source const& source, surroundings const& around);

} // namespace boxlink::cli
