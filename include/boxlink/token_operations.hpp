// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/**
 * \file
 * The operations on tokens and logins. They follow the rules of `operations.hpp`: executors, cancellation, errors, completion tokens.
 */

#include <boxlink/access_token.hpp>
#include <boxlink/operations.hpp>
#include <boxlink/token_scope.hpp>
#include <boxlink/user_info.hpp>

#include <string>
#include <utility>

namespace boxlink {

/// The code that Box sends to the redirect URI when a user has agreed. It lasts for 30 seconds.
class authorization_code
{
public:
    /// The `code` of the redirect.
    explicit authorization_code(secret code) : code_(std::move(code)) {}

    /// The redirect URI of the authorize URL, if it had one.
    authorization_code& redirect_uri(std::string uri);

    /// `pkce::verifier()` of the authorize URL's challenge, if it had one.
    authorization_code& verifier(secret text);

    /// The code.
    [[nodiscard]] secret const& code() const noexcept { return code_; }
    /// The redirect URI; empty if there is none.
    [[nodiscard]] std::string const& redirect_uri() const noexcept { return redirect_uri_; }
    /// The verifier; empty if there is none.
    [[nodiscard]] secret const& verifier() const noexcept { return verifier_; }

private:
    secret code_;
    std::string redirect_uri_;
    secret verifier_;
};

namespace detail {
void start_get_token(client box, erased_handler<access_token> handler);
void start_log_in(client box, authorization_code code, erased_handler<access_token> handler);
void start_downscope(client box, token_scope scope, erased_handler<access_token> handler);
void start_revoke(client box, erased_handler<bool> handler);
void start_current_user(client box, request_options options, erased_handler<user_info> handler);
} // namespace detail

/**
 * The token that the client uses now, of the user whom it acts as if its credentials have user tokens. Asks for one if there is none, or none that is good for
 * long. For other programs and libraries; operations of boxlink take care of tokens themselves.
 *
 * Yields: `access_token`. Errors: `errc::authentication_failed`, `errc::login_required`, `errc::token_unavailable`, and those of the network.
 */
template <detail::token_for<access_token> CompletionToken = use_boxlink_t>
auto get_token(client box, CompletionToken&& token = CompletionToken())
{
    return detail::initiate<access_token, &detail::start_get_token>(
        std::forward<CompletionToken>(token), std::move(box)
    );
}

/**
 * Exchanges the code of a user's login for tokens, and keeps them in the store of the credentials. Sent once only: a code is good for one use.
 *
 * \param box a client with `oauth2` credentials; others fail with `errc::invalid_argument`.
 * Yields: the first `access_token`.
 */
template <detail::token_for<access_token> CompletionToken = use_boxlink_t>
auto log_in(client box, authorization_code code, CompletionToken&& token = CompletionToken())
{
    return detail::initiate<access_token, &detail::start_log_in>(
        std::forward<CompletionToken>(token), std::move(box), std::move(code)
    );
}

/// Makes a token that may do less of the client's token, to be handed on. Yields: `access_token`, which ends with the one that it is made from.
template <detail::token_for<access_token> CompletionToken = use_boxlink_t>
auto downscope(client box, token_scope scope, CompletionToken&& token = CompletionToken())
{
    return detail::initiate<access_token, &detail::start_downscope>(
        std::forward<CompletionToken>(token), std::move(box), std::move(scope)
    );
}

/**
 * Ends the client's token at Box, and with it, for `oauth2`, the refresh token; the store is emptied. Operations that follow ask for a new token, or fail with
 * `errc::login_required`. Not for `bearer_token`, `downscoped` and `custom_tokens`, which do not know the app: `errc::invalid_argument`.
 *
 * Yields: `bool`, whether there was anything to revoke.
 */
template <detail::token_for<bool> CompletionToken = use_boxlink_t>
auto revoke(client box, CompletionToken&& token = CompletionToken())
{
    return detail::initiate<bool, &detail::start_revoke>(
        std::forward<CompletionToken>(token), std::move(box)
    );
}

/// Reads who the client acts as. Yields: `user_info`.
template <detail::token_for<user_info> CompletionToken = use_boxlink_t>
auto current_user(client box, CompletionToken&& token = CompletionToken())
{
    return detail::initiate<user_info, &detail::start_current_user>(
        std::forward<CompletionToken>(token), std::move(box)
    );
}

} // namespace boxlink
