// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// The name of an error in the JSON output.

#include <boxlink/error.hpp>

#include <string_view>

namespace boxlink::cli {

/// The name of the `errc`; `cancelled` for `operation_aborted`; `failed` for anything else.
[[nodiscard]] std::string_view error_name(error_code const& code) noexcept;

} // namespace boxlink::cli
