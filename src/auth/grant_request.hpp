// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// What all grants do with the token endpoint.

#include "auth/grant.hpp"
#include "auth/token_answer.hpp"

#include <boxlink/oauth.hpp>
#include <boxlink/secret.hpp>
#include <boxlink/token_scope.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>

namespace boxlink::auth {

/// The tokens of an answer, which is wiped; or its failure, with what to do about it.
[[nodiscard]] result<granted_token>
read_tokens(endpoint_answer&& answer, grant_kind kind, std::chrono::system_clock::time_point now);

/// As above, without a refresh token.
[[nodiscard]] result<fresh_token>
read_grant(endpoint_answer&& answer, grant_kind kind, std::chrono::system_clock::time_point now);

/// Whether there is a token and it may stand in a header (RFC 6750).
[[nodiscard]] bool can_be_sent(access_token const& token);

/// What is kept of granted tokens.
[[nodiscard]] fresh_token to_fresh_token(granted_token const& granted);

/// Ends a token. \return true.
[[nodiscard]] boost::asio::awaitable<result<bool>>
send_revocation(oauth_app const& app, secret const& token, token_endpoint& endpoint);

/// Makes a token of another that may do less. \param user whose token of the account it is made from; empty for its own.
[[nodiscard]] boost::asio::awaitable<result<fresh_token>> exchange_token(
    std::shared_ptr<account> parent, std::string user, token_scope const& scope, token_endpoint& endpoint
);

} // namespace boxlink::auth
