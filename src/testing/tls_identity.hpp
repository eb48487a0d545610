// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <boxlink/testing/server_options.hpp>

#include <openssl/ossl_typ.h>

#include <memory>
#include <string>

namespace boxlink::testing {

/// The certificates of one server: made at start-up, never stored.
class server_certificates
{
public:
    /// @throws std::runtime_error when OpenSSL fails.
    explicit server_certificates(tls_identity identity);

    /// The authority that clients are told to trust; with some identities, not the one that signed the leaf.
    [[nodiscard]] const std::string& ca_pem() const noexcept { return ca_pem_; }

    /// Puts leaf and key into a context.
    void install(SSL_CTX* context) const;

private:
    struct free_key
    {
        void operator()(EVP_PKEY* key) const noexcept;
    };
    struct free_certificate
    {
        void operator()(X509* certificate) const noexcept;
    };
    using key_ptr = std::unique_ptr<EVP_PKEY, free_key>;
    using certificate_ptr = std::unique_ptr<X509, free_certificate>;
    class builder;

    key_ptr leaf_key_;
    certificate_ptr leaf_;
    std::string ca_pem_;
};

} // namespace boxlink::testing
