// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// From the common arguments and the environment to the options of the library.

#include "cli/arguments.hpp"
#include "cli/surroundings.hpp"
#include "model/box_request.hpp"

#include <boxlink/client_options.hpp>
#include <boxlink/request_options.hpp>

#include <memory>

namespace boxlink::cli {

/// The options of the client. An option of the command line wins over the variable.
[[nodiscard]] client_options make_client_options(common_arguments const& args, surroundings const& around);

/// The options of every operation.
[[nodiscard]] request_options make_request_options(common_arguments const& args);

/// Checks the options before anything is sent.
/// \throws usage_error that names the option.
void check_request_options(model::operation_kind kind, request_options const& options);

} // namespace boxlink::cli
