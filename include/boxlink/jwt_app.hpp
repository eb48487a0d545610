// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/**
 * \file
 * Apps of Box that sign their token requests with a private key (JWT).
 */

#include <boxlink/error.hpp>
#include <boxlink/oauth.hpp>
#include <boxlink/secret.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace boxlink {

/// How token requests are signed (RFC 7518, section 3.3). Box takes all of these.
enum class jwt_algorithm
{
    rs256,
    rs384,
    rs512,
};

/**
 * An app with "Server Authentication (with JWT)". What it holds is checked, the key opened and then dropped as text, by `boxlink::jwt`; a fault of it is thrown by the
 * constructor of `client`.
 */
class jwt_app
{
public:
    /**
     * From its parts.
     *
     * \param app the client id and secret.
     * \param public_key_id the id that the developer console gave to the public key.
     * \param private_key an RSA key of 2048 bits or more as PEM: `ENCRYPTED PRIVATE KEY`, `PRIVATE KEY` or `RSA PRIVATE KEY`.
     * \param passphrase opens the key if it is encrypted.
     */
    jwt_app(oauth_app app, std::string public_key_id, secret private_key, secret passphrase = secret());

    /// From the text of the JSON file that the developer console made. The text itself is the caller's to wipe.
    /// \return the app, or `errc::invalid_configuration` with a message that names the member and quotes nothing.
    [[nodiscard]] static result<jwt_app> from_json(std::string_view text);

    /// From the JSON file that the developer console made. That others can read it is reported by `observer::on_warning` when a client is made.
    /// \return the app, or `errc::invalid_configuration`.
    [[nodiscard]] static result<jwt_app> from_file(std::string const& path);

    /// RS256 by default.
    jwt_app& algorithm(jwt_algorithm signing);

    /// \name The values.
    /// \{

    /// Client id and secret.
    [[nodiscard]] oauth_app const& app() const noexcept { return app_; }
    /// The id of the public key.
    [[nodiscard]] std::string const& public_key_id() const noexcept { return public_key_id_; }
    /// The key, as PEM.
    [[nodiscard]] secret const& private_key() const noexcept { return private_key_; }
    /// What opens the key.
    [[nodiscard]] secret const& passphrase() const noexcept { return passphrase_; }
    /// How to sign.
    [[nodiscard]] jwt_algorithm algorithm() const noexcept { return algorithm_; }
    /// The enterprise of the file; nothing for an app made of parts, or one that acts for users only.
    [[nodiscard]] std::optional<std::string> const& enterprise_id() const noexcept { return enterprise_id_; }
    /// What its user should know: that others can read the file. Usually empty.
    [[nodiscard]] std::string const& warning() const noexcept { return warning_; }
    /// \}

private:
    oauth_app app_;
    std::string public_key_id_;
    secret private_key_;
    secret passphrase_;
    jwt_algorithm algorithm_ = jwt_algorithm::rs256;
    std::optional<std::string> enterprise_id_;
    std::string warning_;
};

} // namespace boxlink
