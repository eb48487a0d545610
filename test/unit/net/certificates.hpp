// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

// Certificates made on the spot, good and bad ones, for the tests of TLS.

#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <chrono>
#include <memory>
#include <string>

namespace boxlink::net::test {

class openssl_deleter
{
public:
    void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const noexcept { X509_free(certificate); }
    void operator()(SSL_CTX* context) const noexcept { SSL_CTX_free(context); }
    void operator()(SSL* connection) const noexcept { SSL_free(connection); }
};

template <class T>
using openssl_ptr = std::unique_ptr<T, openssl_deleter>;

/// A certificate and its key.
class identity
{
public:
    openssl_ptr<EVP_PKEY> key;
    openssl_ptr<X509> certificate;

    [[nodiscard]] std::string pem() const;
};

/// An authority. Signed by itself without an issuer.
[[nodiscard]] identity make_authority(std::string const& name, identity const* issuer = nullptr);

/// A server's certificate. `names` is a subjectAltName such as `DNS:box.example,IP:127.0.0.1`. Signed by itself without an issuer.
[[nodiscard]] identity make_server(
    std::string const& names, identity const* issuer, std::chrono::days valid_for = std::chrono::days(2)
);

/// The context of a server with that certificate, TLS 1.2 and 1.3.
[[nodiscard]] openssl_ptr<SSL_CTX> make_server_context(identity const& server);

/// A file in the folder of temporary files, gone with the object.
class temporary_file
{
public:
    explicit temporary_file(std::string const& content);
    ~temporary_file();
    temporary_file(temporary_file const&) = delete;
    temporary_file& operator=(temporary_file const&) = delete;

    [[nodiscard]] std::string const& path() const noexcept { return path_; }

private:
    std::string path_;
};

} // namespace boxlink::net::test
