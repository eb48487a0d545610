// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <boxlink/testing/kind.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace boxlink::testing {

class item;

/// The file or folder that a token may be restricted to.
class token_resource
{
public:
    token_resource(kind which_kind, std::string_view which_id) : what(which_kind), id(which_id) {}

    /// From the address that token exchange names it by; nothing for any other text.
    [[nodiscard]] static std::optional<token_resource> from_url(std::string_view url);

    /// Whether an item is it, or is below it.
    [[nodiscard]] bool covers(const item& which) const;

    kind what;
    std::string id;
};

/// What a downscoped token may do (developer guide "Downscope a token").
class token_limits
{
public:
    std::vector<std::string> scopes;
    std::optional<token_resource> resource;

    [[nodiscard]] bool has_scope(std::string_view scope) const;

    /// Whether an item is within the resource, if there is one.
    [[nodiscard]] bool covers(const item& which) const { return !resource || resource->covers(which); }

    /// Whether items may be read.
    [[nodiscard]] bool may_read() const;

    /// Whether links may be changed.
    [[nodiscard]] bool may_share() const { return has_scope("item_share") || has_scope("root_readwrite"); }
};

/// The parts between single spaces. A space too much leaves an empty part, which is no scope.
[[nodiscard]] std::vector<std::string> split_scopes(std::string_view text);

/// Whether Box knows all of these scopes (developer guide "Scopes").
[[nodiscard]] bool are_token_scopes(const std::vector<std::string>& scopes);

} // namespace boxlink::testing
