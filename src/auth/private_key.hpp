// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <boxlink/error.hpp>
#include <boxlink/jwt_app.hpp>
#include <boxlink/secret.hpp>

#include <openssl/types.h>

#include <memory>
#include <string>
#include <string_view>

namespace boxlink::auth {

/// An RSA key that signs: a handle, whose copies share the one key. Distinct objects may be used from distinct threads, also if they are copies of each
/// other.
class private_key
{
public:
    /**
     * Opens a key of 2048 bits or more: `ENCRYPTED PRIVATE KEY`, `PRIVATE KEY` or `RSA PRIVATE KEY` as PEM, with any line ends, also written as
     * `\n`. Ciphers of old are taken where OpenSSL has its legacy provider; it is loaded for the time of the call and for nobody else. Nobody is asked for a
     * passphrase.
     *
     * \param passphrase is not needed for a key that is not encrypted, and does no harm there.
     * \return the key, or `errc::invalid_configuration`.
     */
    [[nodiscard]] static result<private_key> open(secret const& pem, secret const& passphrase);

    /// RSASSA-PKCS1-v1_5 (RFC 7518, section 3.3). \return the bytes of the signature.
    [[nodiscard]] result<std::string> sign(jwt_algorithm algorithm, std::string_view message) const;

private:
    explicit private_key(std::shared_ptr<EVP_PKEY> key) noexcept : key_(std::move(key)) {}

    std::shared_ptr<EVP_PKEY> key_;
};

} // namespace boxlink::auth
