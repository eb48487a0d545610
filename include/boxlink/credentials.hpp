// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/**
 * \file
 * How a client shows that it may act for a user.
 */

#include <boxlink/secret.hpp>

#include <string>
#include <utility>

namespace boxlink {

/**
 * The credentials of a client. Made by a function that is named after the kind, such as `bearer_token`.
 *
 * Thread safety: a value; distinct objects may be used from distinct threads.
 */
class credentials
{
public:
    /// The access token that is sent.
    [[nodiscard]] secret const& access_token() const noexcept { return access_token_; }

private:
    friend credentials bearer_token(secret token);

    explicit credentials(secret token) : access_token_(std::move(token)) {}

    secret access_token_;
};

/**
 * A ready access token, such as a developer token. It is sent as it is and never renewed: once it has
 * expired, operations fail with `errc::unauthorized`.
 *
 * \param token visible ASCII characters (RFC 6750); anything else lets the client's construction fail.
 */
[[nodiscard]] credentials bearer_token(secret token);

/// As above.
[[nodiscard]] inline credentials bearer_token(std::string token)
{
    return bearer_token(secret(std::move(token)));
}

} // namespace boxlink
