// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// What the commands that talk to Box have in common.

#include "cli/arguments.hpp"
#include "cli/outcome.hpp"
#include "cli/refusal.hpp"
#include "cli/surroundings.hpp"

#include <boxlink/client.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace boxlink::cli {

/// Does the work on the item with this index.
using box_operation = std::function<boost::asio::awaitable<outcome>(client box, std::size_t index)>;

/// The names of items, as results show them.
[[nodiscard]] std::vector<std::string> names_of(std::vector<item_ref> const& items);

/// \throws configuration_error if the library refuses the credentials or an option.
[[nodiscard]] client make_client(boost::asio::io_context& context, credentials who, client_options options);

/**
 * Makes a client, does the work on all items, and writes the results.
 *
 * \param names the items as the results name them.
 * \param headings of the cells of the outcomes.
 * \throws refusal if there are no credentials, or if the library refuses them or an option.
 */
[[nodiscard]] exit_code run_on_box(
    common_arguments const& args,
    std::vector<std::string> const& names,
    std::vector<std::string> headings,
    box_operation const& work,
    surroundings const& around
);

} // namespace boxlink::cli
