// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "policy/rate_limiter.hpp"

#include <boxlink/limits.hpp>
#include <boxlink/secret.hpp>

#include <optional>
#include <string>
#include <vector>

namespace boxlink::client_impl {

/// The key of the user that requests count against: the one that they act as, or else the token's own. Equal for equal users in all clients of a process.
[[nodiscard]] policy::user_key
user_key(std::optional<std::string> const& as_user, secret const& access_token);

/// What a limiter knows, with the users' ids in place of their keys.
[[nodiscard]] std::vector<user_limit>
user_limits(policy::rate_limiter const& limiter, policy::time_point now);

} // namespace boxlink::client_impl
