// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// The requests for tokens: forms, as OAuth 2.0 has them (developer guide "Authentication"). What goes into them has been checked (credential_rules.hpp); all of
/// it is encoded all the same.

#include "model/http_message.hpp"

#include <boxlink/credentials.hpp>
#include <boxlink/oauth.hpp>
#include <boxlink/secret.hpp>
#include <boxlink/token_operations.hpp>
#include <boxlink/token_scope.hpp>

namespace boxlink::auth {

[[nodiscard]] model::http_request
client_credentials_request(oauth_app const& app, box_subject const& subject);

/// RFC 7523.
[[nodiscard]] model::http_request jwt_request(oauth_app const& app, secret const& assertion);

/// The refresh token is spent once this is sent.
[[nodiscard]] model::http_request refresh_request(oauth_app const& app, secret const& refresh_token);

/// The code is spent once this is sent.
[[nodiscard]] model::http_request code_request(oauth_app const& app, authorization_code const& code);

/// RFC 8693: a token that may do less than `subject_token`.
[[nodiscard]] model::http_request downscope_request(secret const& subject_token, token_scope const& scope);

/// RFC 7009. \param token an access token or a refresh token; Box ends both of a pair.
[[nodiscard]] model::http_request revoke_request(oauth_app const& app, secret const& token);

} // namespace boxlink::auth
