// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// What credentials must be so that they can be sent. Messages name the thing and quote none of it but scopes.

#include <boxlink/credentials.hpp>
#include <boxlink/error.hpp>
#include <boxlink/jwt_app.hpp>
#include <boxlink/oauth.hpp>
#include <boxlink/token_operations.hpp>
#include <boxlink/token_scope.hpp>

namespace boxlink::auth {

/// \return `errc::invalid_configuration` if not.
[[nodiscard]] result<void> check(oauth_app const& app);

/// \return `errc::invalid_configuration` if not.
[[nodiscard]] result<void> check(box_subject const& subject);

/// All but the key, which is opened to be checked (private_key.hpp). \return `errc::invalid_configuration` if not.
[[nodiscard]] result<void> check(jwt_app const& app);

/// \return `errc::invalid_argument` if not.
[[nodiscard]] result<void> check(token_scope const& scope);

/// \return `errc::invalid_argument` if not.
[[nodiscard]] result<void> check(authorization_code const& code);

} // namespace boxlink::auth
