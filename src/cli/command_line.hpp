// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// From the words of a command line to `arguments`: pure, no file and no variable is looked at.

#include "cli/arguments.hpp"

#include <string>
#include <vector>

namespace boxlink::cli {

/// Reads a command line, the program's name left off.
/// \throws usage_error that names the option and shows no value that could be a secret.
[[nodiscard]] arguments parse_command_line(std::vector<std::string> const& words);

} // namespace boxlink::cli
