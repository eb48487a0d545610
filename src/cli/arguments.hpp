// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// What a command line says, as plain values. Nothing has been read, checked against Box's rules, or sent.

#include "cli/secrets.hpp"
#include "model/durations.hpp"

#include <boxlink/bulk.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace boxlink::cli {

/// Who the command is to Box. See `choose_credentials`.
struct credential_arguments
{
    /// Its first line is an access token.
    std::optional<std::string> token_file;
    /// The JSON file of an app with JWT.
    std::optional<std::string> jwt_config;
    std::optional<std::string> client_id;
    /// Its first line is the client secret.
    std::optional<std::string> client_secret_file;
    /// For whom an app asks for tokens; at most one of them is set.
    std::optional<std::string> enterprise;
    std::optional<std::string> user;
    /// The file with the tokens of a login.
    std::optional<std::string> token_store;
    /// Whether operations as another user get a token of that user.
    bool user_tokens = false;
};

/// What all commands that talk to Box understand. What is not set comes from the environment or the library.
struct common_arguments
{
    std::optional<std::string> base_url;
    std::optional<std::string> ca_file;
    credential_arguments credentials;
    std::optional<std::string> as_user;
    std::optional<std::chrono::milliseconds> timeout;
    std::optional<std::chrono::milliseconds> deadline;
    std::optional<int> max_attempts;
    std::optional<std::uint32_t> rate;
    std::size_t concurrency = 16;
    bool allow_http_loopback = false;
    bool json = false;
    bool verbose = false;
};

/// How the link's access is to be; `by_default` leaves it to Box.
enum class access_choice
{
    open,
    company,
    collaborators,
    by_default,
};

/// How links are to be.
struct link_arguments
{
    std::optional<access_choice> access;
    password_source password;
    bool no_password = false;
    std::optional<model::expiry> expires;
    std::optional<std::string> vanity_name;
    bool no_vanity_name = false;
    std::optional<bool> download;
    std::optional<bool> edit;
};

struct share_arguments
{
    common_arguments common;
    std::vector<std::string> items;
    link_arguments link;
    std::optional<std::string> if_match;
};

struct unshare_arguments
{
    common_arguments common;
    std::vector<std::string> items;
    std::optional<std::string> if_match;
};

struct get_arguments
{
    common_arguments common;
    std::vector<std::string> items;
    std::optional<std::string> if_none_match;
};

struct find_arguments
{
    common_arguments common;
    std::string url;
    password_source password;
};

struct bulk_arguments
{
    /// The deadline is that of the whole job.
    common_arguments common;

    bulk_arguments()
    {
        // What 64 users need who may each make 1000 requests a minute, and who wait a quarter of a second for each.
        common.concurrency = 320;
    }

    /// The table of jobs; `-` for standard input. Either this or a folder is set.
    std::optional<std::string> input;
    /// The id of the folder whose items are the jobs.
    std::optional<std::string> from_folder;
    bool recursive = false;
    /// What is done where no row tells.
    bulk_action action = bulk_action::share;
    /// How links are to be where no row tells.
    link_arguments link;
    std::optional<std::string> results;
    std::optional<std::string> failed;
    std::optional<std::string> journal;
    std::optional<std::string> report;
    bool resume = false;
    bool retry_failed = false;
    bool dry_run = false;
    bool skip_invalid = false;
    bool ignore_unknown_columns = false;
    /// Jobs that are begun at most.
    std::optional<std::uint64_t> limit;
};

struct login_arguments
{
    /// Of the credentials, those of a login; how to connect.
    common_arguments common;
    /// Where the browser is sent back to; a free port if not set.
    std::optional<std::uint16_t> redirect_port;
    /// Box's page, if the base URL does not tell it.
    std::optional<std::string> authorize_url;
    bool no_browser = false;
    /// How long to wait for the user.
    std::optional<std::chrono::milliseconds> patience;
};

struct token_arguments
{
    common_arguments common;
    /// Whether to print the token itself.
    bool show = false;
};

struct serve_arguments
{
    std::size_t items = 30;
    std::uint16_t port = 0;
    /// Requests a minute that each user may make.
    std::optional<std::uint32_t> rate_limit;
    std::optional<std::chrono::milliseconds> latency;
    /// Every so many requests fail.
    std::optional<std::uint64_t> fail_every;
    /// Where to write the certificate of the server's authority; a temporary file if not set.
    std::optional<std::string> ca_out;
    /// Where to write the JSON file of an app with JWT.
    std::optional<std::string> jwt_config_out;
    bool plain_http = false;
    bool json = false;
};

/// A text that was asked for: the help or the version.
struct shown_text
{
    std::string text;
};

using arguments = std::variant<
    share_arguments,
    unshare_arguments,
    get_arguments,
    find_arguments,
    bulk_arguments,
    login_arguments,
    token_arguments,
    serve_arguments,
    shown_text>;

} // namespace boxlink::cli
