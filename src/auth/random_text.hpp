// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <boxlink/error.hpp>
#include <boxlink/secret.hpp>

namespace boxlink::auth {

/// 43 characters of base64url that nobody can guess: 256 bits of OpenSSL's random numbers for secrets.
/// \return `errc::invalid_configuration` if OpenSSL has none.
[[nodiscard]] result<secret> random_text();

} // namespace boxlink::auth
