// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// Which errors say that the command cannot work as it is set up.

#include <boxlink/error.hpp>

namespace boxlink::cli {

/// Whether the credentials or the configuration failed, and not the operation: exit status 3.
[[nodiscard]] bool is_of_configuration(error_code const& code) noexcept;

} // namespace boxlink::cli
