// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// The items that a command line names.

#include <boxlink/item_ref.hpp>

#include <iosfwd>
#include <string>
#include <vector>

namespace boxlink::cli {

/// Reads all items. `-` stands for the lines of `in`, one item a line; empty lines are skipped.
/// \throws usage_error that names the argument or line, if one is no item or there is none at all.
[[nodiscard]] std::vector<item_ref> read_items(std::vector<std::string> const& texts, std::istream& in);

} // namespace boxlink::cli
