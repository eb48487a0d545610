// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// What a command line says, as plain values. Nothing has been read, checked against Box's rules, or sent.

#include "cli/durations.hpp"
#include "cli/secrets.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace boxlink::cli {

/// What all commands that talk to Box understand. What is not set comes from the environment or the library.
struct common_arguments
{
    std::optional<std::string> base_url;
    std::optional<std::string> ca_file;
    std::optional<std::string> token_file;
    std::optional<std::string> as_user;
    std::optional<std::chrono::milliseconds> timeout;
    std::optional<std::chrono::milliseconds> deadline;
    std::optional<int> max_attempts;
    std::optional<std::uint32_t> requests_per_minute;
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

struct share_arguments
{
    common_arguments common;
    std::vector<std::string> items;
    std::optional<access_choice> access;
    password_source password;
    bool no_password = false;
    std::optional<expiry> expires;
    std::optional<std::string> vanity_name;
    bool no_vanity_name = false;
    std::optional<bool> download;
    std::optional<bool> edit;
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
    bool plain_http = false;
    bool json = false;
};

/// A text that was asked for: the help or the version.
struct shown_text
{
    std::string text;
};

using arguments = std::
    variant<share_arguments, unshare_arguments, get_arguments, find_arguments, serve_arguments, shown_text>;

} // namespace boxlink::cli
