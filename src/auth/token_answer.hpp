// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// What Box answers to a request for a token.

#include "model/http_message.hpp"

#include <boxlink/access_token.hpp>
#include <boxlink/error.hpp>
#include <boxlink/secret.hpp>

#include <chrono>
#include <optional>

namespace boxlink::auth {

/// What was granted.
class granted_token
{
public:
    access_token access;
    /// How long it lasts; nothing if the answer does not say, or what nobody can mean.
    std::optional<std::chrono::seconds> lifetime;
    /// Empty where the grant has none.
    secret refresh_token;

    granted_token() {}
};

/**
 * Reads the answer to a request that succeeded (RFC 6749, section 5.1). No copy of a token stays behind in memory that is given back; the body itself is the
 * caller's to wipe.
 *
 * \param now what the token's end is counted from.
 * \return `errc::malformed_response` with a message that quotes nothing if there is no token in it that can be sent.
 */
[[nodiscard]] result<granted_token>
read_token_answer(model::http_response const& response, std::chrono::system_clock::time_point now);

/// What a request was for.
enum class grant_kind
{
    client_credentials,
    jwt,
    refresh_token,
    authorization_code,
    token_exchange,
    revocation,
};

/**
 * Adds what to do to a failure that OAuth has a word for (400, 401, 403), and makes it `errc::authentication_failed`, or `errc::login_required` where a user
 * has to agree anew. Other failures, such as those of the network, 429 and 5xx, stay as they are.
 *
 * \param failure as `model::read_error` has it: `box_code` is the `error` of the answer, `message` its description.
 */
[[nodiscard]] error_info explain_grant_failure(error_info failure, grant_kind kind);

/// Whether Box refused an assertion because of its `exp`, so that another one, made by Box's clock, may do. Before or after `explain_grant_failure`.
[[nodiscard]] bool blames_clock(error_info const& failure) noexcept;

/// How far Box's clock is ahead of this machine's, by the `Date` of an answer; nothing if that is missing or no date.
[[nodiscard]] std::optional<std::chrono::seconds>
clock_difference(model::http_response const& response, std::chrono::system_clock::time_point now);

} // namespace boxlink::auth
