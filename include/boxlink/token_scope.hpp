// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/**
 * \file
 * Tokens that may do less (token exchange), to be handed to a browser or another program.
 */

#include <boxlink/item_ref.hpp>

#include <optional>
#include <string>
#include <vector>

namespace boxlink {

/// What a downscoped token may do (developer guide "Downscope a token").
class token_scope
{
public:
    /// Adds a scope, such as `item_preview` or `base_explorer`: lower-case letters, digits, `_`, `.` and `:`. At least one is needed.
    token_scope& allow(std::string scope);

    /// Restricts it to one file, or a folder and what is in it. By default everything that the token may reach that it is made from.
    token_scope& only(item_ref item);

    /// The scopes.
    [[nodiscard]] std::vector<std::string> const& scopes() const noexcept { return scopes_; }
    /// The file or folder.
    [[nodiscard]] std::optional<item_ref> const& item() const noexcept { return item_; }

private:
    std::vector<std::string> scopes_;
    std::optional<item_ref> item_;
};

} // namespace boxlink
