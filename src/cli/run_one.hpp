// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// One piece of work on one thread, until it is done or somebody presses Ctrl-C.

#include "cli/surroundings.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

namespace boxlink::cli {

/// Runs a coroutine, and all that it leaves behind, to the end. The first SIGINT or SIGTERM cancels it, the second ends the process, as the system does
/// by default.
/// \throws what the coroutine throws.
void run_one(boost::asio::io_context& context, boost::asio::awaitable<void> work, surroundings const& around);

} // namespace boxlink::cli
