// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// How links are to be, as CLI11 reads it.

#include "cli/arguments.hpp"

#include <CLI/CLI.hpp>

namespace boxlink::cli {

/// Where a link's password is.
CLI::Option* add_password(CLI::App& app, password_source& source);

/// All settings of links but the vanity name, which one item can have only.
void add_link(CLI::App& app, link_arguments& args);

} // namespace boxlink::cli
