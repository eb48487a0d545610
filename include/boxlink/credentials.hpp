// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/**
 * \file
 * How a client shows that it may act for somebody.
 */

#include <boxlink/access_token.hpp>
#include <boxlink/jwt_app.hpp>
#include <boxlink/oauth.hpp>
#include <boxlink/secret.hpp>
#include <boxlink/token_scope.hpp>
#include <boxlink/token_store.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

namespace boxlink {

namespace auth {
class account;
}

/// For whom an app of an enterprise asks for tokens.
class box_subject
{
public:
    /// The enterprise: the app's service account. \param id decimal digits.
    [[nodiscard]] static box_subject enterprise(std::string id) { return {"enterprise", std::move(id)}; }

    /// A user: of the enterprise, or one that the app made. \param id decimal digits.
    [[nodiscard]] static box_subject user(std::string id) { return {"user", std::move(id)}; }

    /// Box's word for the kind: `enterprise` or `user`.
    [[nodiscard]] std::string const& type() const noexcept { return type_; }
    /// The id.
    [[nodiscard]] std::string const& id() const noexcept { return id_; }

private:
    box_subject(std::string type, std::string id) : type_(std::move(type)), id_(std::move(id)) {}

    std::string type_;
    std::string id_;
};

/**
 * The credentials of a client. Made by a function that is named after the kind, such as `bearer_token` or `jwt`. They are checked when a client is made of
 * them.
 *
 * A handle on shared state: all clients that are made of copies share the tokens, so that one refresh serves them all.
 *
 * Tokens are got when they are first needed, and renewed in the background, while the old one is still good, when less than a twelfth of their life is left
 * (5 minutes of an hour). When Box says that a token has expired, one request for a new one serves all operations that wait for it.
 *
 * Thread safety: distinct objects may be used from distinct threads, also if they are copies of each other; clients on distinct threads may share
 * them.
 */
class credentials
{
public:
    /**
     * The same, but operations that act as a user (`client::as_user`) get a token of that user in place of the `As-User` header. For `jwt` and
     * `client_credentials`, and for sources of one's own, which are told the user.
     *
     * \param max_users how many tokens of users are kept at most, 1 to 1,000,000; those that were not used for longest go first.
     */
    [[nodiscard]] credentials with_user_tokens(std::size_t max_users = 10'000) const;

    /// The shared state. Internal.
    [[nodiscard]] std::shared_ptr<auth::account> const& state() const noexcept { return state_; }

    /// Internal.
    explicit credentials(std::shared_ptr<auth::account> state) : state_(std::move(state)) {}

private:
    std::shared_ptr<auth::account> state_;
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

/// An app with "Server Authentication (Client Credentials Grant)". An administrator must have authorized it.
[[nodiscard]] credentials client_credentials(oauth_app app, box_subject subject);

/// An app with "Server Authentication (with JWT)". An administrator must have authorized it. The clock of the machine may be wrong by an hour: the difference is
/// learned from Box's answers.
[[nodiscard]] credentials jwt(jwt_app app, box_subject subject);

/// As above, for the enterprise that the JSON file of the app names.
[[nodiscard]] credentials jwt(jwt_app app);

/**
 * An app that a user has logged in to. The refresh token, which Box takes once, comes from the store, and the next one goes there. Until there is one, operations fail with
 * `errc::login_required`; `log_in` puts it there.
 *
 * Two credentials must not share a memory store: copy the credentials instead.
 */
[[nodiscard]] credentials oauth2(oauth_app app, std::shared_ptr<token_store> store);

/// Tokens of other credentials that may do less. \param parent any but downscoped ones.
[[nodiscard]] credentials downscoped(credentials parent, token_scope scope);

namespace detail {
using token_function = std::function<boost::asio::awaitable<access_token>(token_request)>;
[[nodiscard]] credentials make_custom_credentials(token_function source);
} // namespace detail

/// Tokens from the program's own code. \param source must be copyable.
template <token_source Source>
[[nodiscard]] credentials custom_tokens(Source source)
{
    return detail::make_custom_credentials(detail::token_function(std::move(source)));
}

} // namespace boxlink
