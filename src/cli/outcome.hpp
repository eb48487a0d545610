// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// What became of one item, ready for either form of output.

#include "model/json_writer.hpp"

#include <boxlink/error.hpp>
#include <boxlink/shared_link.hpp>

#include <optional>
#include <string>
#include <vector>

namespace boxlink::cli {

/// What became of one item.
class outcome
{
public:
    /// The item as `item_ref` writes it, such as `file:123`. Empty if it is not known, as when `find` fails.
    std::string item;
    /// The failure; nothing if all went well.
    std::optional<error_info> failure;
    /// What is told of a success after `item` and `ok`.
    model::json_writer members;
    /// The cells of a success after those of the item.
    std::vector<std::string> cells;

    outcome() {}

    /// An item that was not begun before the run was interrupted.
    [[nodiscard]] static outcome not_started(std::string item);

    /// A failure.
    [[nodiscard]] static outcome failed(std::string item, error_info failure);
};

/// One line of JSON: `item`, `ok`, then the members of the success or `error`.
[[nodiscard]] std::string json_line(outcome const& result);

/// The failure for people: the item, what happened, what Box's support asks for.
[[nodiscard]] std::string complaint(outcome const& result);

/// The headings of `link_cells`, that of the result left off.
[[nodiscard]] std::vector<std::string> link_headings();

/// The result in a word, then the cells of a link, which are empty without one, and the item's name.
[[nodiscard]] std::vector<std::string>
link_cells(std::string word, std::optional<shared_link> const& link, item_info const& item);

} // namespace boxlink::cli
