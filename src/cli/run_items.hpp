// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// Many items at once on one thread, until all are done or somebody presses Ctrl-C.

#include "cli/outcome.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace boxlink::cli {

/// Does the work on the item with this index.
using operation = std::function<boost::asio::awaitable<outcome>(std::size_t index)>;

/// Takes results as they come. False means that nobody sees them any more: the rest is cancelled.
using sink = std::function<bool(std::size_t index, outcome result)>;

/// What a run came to.
struct tally
{
    std::size_t done = 0;
    std::size_t failed = 0;
    /// How many of the failed ones failed for want of a valid token or configuration.
    std::size_t refused = 0;
};

/**
 * Works on all items, at most `concurrency` of them at once, and gives the sink one result for each: also for those that were cancelled and
 * for those that were never begun.
 *
 * The first SIGINT or SIGTERM cancels what is in flight and begins nothing more; the second ends the process, as the system does by default.
 *
 * \param names the items as the results name them.
 * \param on_interrupt is told of the first signal.
 */
[[nodiscard]] tally run_items(
    boost::asio::io_context& context,
    std::vector<std::string> const& names,
    std::size_t concurrency,
    operation const& work,
    sink const& results,
    std::function<void()> const& on_interrupt
);

} // namespace boxlink::cli
