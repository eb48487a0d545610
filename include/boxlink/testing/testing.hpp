// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// @file
/// Everything of the embedded server.

/// The embedded server: a look-alike of Box's API for tests and demos.
namespace boxlink::testing {}

#include <boxlink/testing/box_server.hpp>
#include <boxlink/testing/counters.hpp>
#include <boxlink/testing/fault.hpp>
#include <boxlink/testing/kind.hpp>
#include <boxlink/testing/latency.hpp>
#include <boxlink/testing/rate_limit.hpp>
#include <boxlink/testing/server_options.hpp>
#include <boxlink/testing/stored_link.hpp>
