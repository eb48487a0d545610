// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "policy/rate_limiter.hpp"

#include <boxlink/limits.hpp>

#include <string_view>
#include <vector>

namespace boxlink::client_impl {

/// The key of the user that requests count against. Equal for equal users in all clients of a process.
/// \param who a user's id, or any text that is the same for the same user.
[[nodiscard]] policy::user_key user_key(std::string_view who);

/// What a limiter knows, with the users' ids in place of their keys.
[[nodiscard]] std::vector<user_limit>
user_limits(policy::rate_limiter const& limiter, policy::time_point now);

} // namespace boxlink::client_impl
