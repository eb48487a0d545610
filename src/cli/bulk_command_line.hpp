// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// The command line of `boxlink bulk`, as CLI11 reads it.

#include "cli/arguments.hpp"

#include <CLI/CLI.hpp>

namespace boxlink::cli {

/// Adds the command. \return it, to ask whether it was given.
CLI::App* add_bulk(CLI::App& root, bulk_arguments& args);

} // namespace boxlink::cli
