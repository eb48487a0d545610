// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// What errors are called in the JSON output, and which of them say that the command cannot work as it is set up.

#include <boxlink/error.hpp>

#include <string_view>

namespace boxlink::cli {

/// The name of the `errc`; `cancelled` for `operation_aborted`; `failed` for anything else.
[[nodiscard]] std::string_view error_name(error_code const& code) noexcept;

/// Whether the credentials or the configuration failed, and not the operation: exit status 3.
[[nodiscard]] bool is_of_configuration(error_code const& code) noexcept;

} // namespace boxlink::cli
