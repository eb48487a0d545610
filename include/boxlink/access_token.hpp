// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/**
 * \file
 * Access tokens, and where the program's own code may get them.
 */

#include <boxlink/secret.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <concepts>
#include <optional>
#include <string>
#include <utility>

namespace boxlink {

/// An access token of Box. Usually it lasts for an hour (developer guide "Access Tokens").
class access_token
{
public:
    /// What is sent: visible ASCII characters (RFC 6750).
    secret text;
    /// When it ends, by this machine's calendar; nothing if that is not known.
    std::optional<std::chrono::system_clock::time_point> expires_at;

    /// No token.
    access_token() {}

    /// A token that was got elsewhere.
    explicit access_token(
        secret token, std::optional<std::chrono::system_clock::time_point> end = std::nullopt
    )
        : text(std::move(token)), expires_at(end)
    {}
};

/// Which token is wanted.
class token_request
{
public:
    /// The user whom it is to speak for: set only with `credentials::with_user_tokens`, for operations that act as a user.
    std::optional<std::string> user;
    /// Whether Box has refused the token that the source gave last: one that the source keeps must not be given again.
    bool last_was_refused = false;

    /// The first token that speaks for whom the source speaks for.
    token_request() {}
};

/**
 * Where access tokens come from: a function object that is called whenever a new one is needed, and that returns a coroutine for it.
 *
 * It runs on the executor of the client that needs the token, one call at a time for each user; all operations that need the token wait for
 * the one call. It is not cancelled when they are, so it must return at some time. What it throws ends them: `boxlink::error` as it is, anything else as
 * `errc::token_unavailable`. Clients in several threads with copies of the same credentials may call it from these threads, for distinct users at the
 * same time.
 */
template <class T>
concept token_source = requires(T& source, token_request request)
{
    {
        source(std::move(request))
        } -> std::same_as<boost::asio::awaitable<access_token>>;
};

} // namespace boxlink
