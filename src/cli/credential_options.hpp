// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// Who the command is to Box: the one place that decides it.

#include "cli/arguments.hpp"
#include "cli/surroundings.hpp"

#include <boxlink/credentials.hpp>

#include <optional>
#include <string>

namespace boxlink::cli {

enum class credential_kind
{
    access_token,
    jwt,
    client_credentials,
    login,
};

/// The name of the kind in the JSON output.
[[nodiscard]] std::string_view to_string(credential_kind kind) noexcept;

/// What the options and the environment choose. Nothing has been read.
class credential_choice
{
public:
    credential_kind kind;
    /// Of the token, of the app, or of the token store. An access token without one is in the environment.
    std::optional<std::string> file;
    std::string client_id;
    /// Nothing if the app's file says it.
    std::optional<box_subject> subject;

    explicit credential_choice(credential_kind chosen) : kind(chosen) {}

    /// What they are, for people.
    [[nodiscard]] std::string describe() const;
};

/**
 * Chooses one kind of credentials. The options do; where none of them names a kind, the environment does.
 *
 * \throws usage_error if options contradict each other or leave something out, configuration_error if there is nothing to choose, or too much of it in the
 * environment.
 */
[[nodiscard]] credential_choice
choose_credentials(credential_arguments const& args, surroundings const& around);

/// The app of a login or of client credentials.
/// \throws configuration_error if there is no client secret.
[[nodiscard]] oauth_app
find_app(credential_choice const& choice, credential_arguments const& args, surroundings const& around);

/// Makes the credentials; reads the files and variables that it takes.
/// \throws refusal
[[nodiscard]] credentials make_credentials(
    credential_choice const& choice, credential_arguments const& args, surroundings const& around
);

} // namespace boxlink::cli
