// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "testing/error_bodies.hpp"

#include <boxlink/testing/kind.hpp>
#include <boxlink/testing/stored_link.hpp>

#include <boost/json/object.hpp>

#include <string_view>
#include <vector>

namespace boxlink::testing {

/// What becomes of a link: the link as it will be, or why the settings are refused.
class link_change
{
public:
    /// Meaningful where `errors` is empty. A new link has no `url` yet.
    stored_link link;
    std::vector<field_error> errors;
};

/// Merges the `shared_link` object of a `PUT` into a link by the rules of the API: what is absent stays, `null` clears.
/// @param current the link there is; a default-constructed one where there is none.
[[nodiscard]] link_change change_link(
    const stored_link& current,
    const boost::json::object& settings,
    kind what,
    std::string_view default_access,
    time_point now
);

} // namespace boxlink::testing
