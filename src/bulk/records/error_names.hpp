// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <boxlink/error.hpp>

#include <string_view>

namespace boxlink::bulk {

/// The name of the `errc`; `cancelled` for `operation_aborted`; `failed` for anything else.
[[nodiscard]] std::string_view error_name(error_code const& code) noexcept;

/// Whether the credentials or the configuration failed, and not the operation: what is done next with them fails too.
[[nodiscard]] bool is_of_configuration(error_code const& code) noexcept;

} // namespace boxlink::bulk
