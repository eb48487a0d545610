// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/**
 * \file
 * Apps of Box that users log in to (OAuth 2.0), as far as nothing is sent: who the app is, and the address at which a user agrees.
 */

#include <boxlink/secret.hpp>

#include <optional>
#include <string>
#include <utility>

namespace boxlink {

/// An app, as the developer console shows it under "Configuration". Checked by the constructor of `client`.
class oauth_app
{
public:
    /// \param id the client id. \param app_secret the client secret.
    oauth_app(std::string id, secret app_secret) : client_id_(std::move(id)), secret_(std::move(app_secret))
    {}

    /// The client id.
    [[nodiscard]] std::string const& client_id() const noexcept { return client_id_; }
    /// The client secret.
    [[nodiscard]] secret const& client_secret() const noexcept { return secret_; }

private:
    std::string client_id_;
    secret secret_;
};

/**
 * Proof Key for Code Exchange (RFC 7636, method S256): ties an authorization code to who asked for it. Box's documentation does not name it; a server that
 * does not know it ignores it, as OAuth 2.0 demands, so it does no harm.
 */
class pkce
{
public:
    /// A new, random verifier: 43 characters, 256 bits.
    [[nodiscard]] static pkce make();

    /// To be kept until the code is exchanged, and given to `authorization_code::verifier`.
    [[nodiscard]] secret const& verifier() const noexcept { return verifier_; }

    /// What is sent with the authorize URL.
    [[nodiscard]] std::string const& challenge() const noexcept { return challenge_; }

private:
    pkce(secret verifier, std::string challenge)
        : verifier_(std::move(verifier)), challenge_(std::move(challenge))
    {}

    secret verifier_;
    std::string challenge_;
};

/// A random text of 32 characters, to be sent as `state` and compared with what comes back: it shows that an answer belongs to a request of one's own.
[[nodiscard]] std::string make_oauth_state();

/// Builds the address at which a user lets an app act for them. The browser then goes to the redirect URI with `code` and `state`.
class authorize_url
{
public:
    /// The page of Box for the app with this client id.
    explicit authorize_url(std::string client_id) : client_id_(std::move(client_id)) {}

    /// Where the answer goes; must be one of those in the app's configuration. By default the one that is there.
    authorize_url& redirect_uri(std::string uri);

    /// See `make_oauth_state`. Always set it.
    authorize_url& state(std::string text);

    /// Asks for these scopes only, separated by spaces. By default all that the app has.
    authorize_url& scope(std::string text);

    /// Ties the code to a verifier.
    authorize_url& challenge(pkce const& proof);

    /// Another page than `https://account.box.com/api/oauth2/authorize`, without a query.
    authorize_url& endpoint(std::string url);

    /// The address.
    [[nodiscard]] std::string to_string() const;

private:
    std::string client_id_;
    std::string endpoint_ = "https://account.box.com/api/oauth2/authorize";
    std::optional<std::string> redirect_uri_;
    std::optional<std::string> state_;
    std::optional<std::string> scope_;
    std::string challenge_;
};

} // namespace boxlink
