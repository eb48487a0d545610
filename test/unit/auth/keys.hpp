// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// Keys made for one run of the tests, in every format that people have them in.

#include <openssl/types.h>

#include <memory>
#include <string>
#include <string_view>

namespace boxlink::test {

/// Whether OpenSSL has the ciphers of old here.
[[nodiscard]] bool has_legacy_provider();

class test_key
{
public:
    [[nodiscard]] static test_key rsa(unsigned bits = 2048);
    [[nodiscard]] static test_key ec();
    /// One RSA key of 2048 bits for the whole program.
    [[nodiscard]] static test_key const& shared();

    /// `PRIVATE KEY`.
    [[nodiscard]] std::string plain() const;
    /// `ENCRYPTED PRIVATE KEY` by PBES2. \param prf what derives the key, as a NID; -1 is OpenSSL's choice.
    [[nodiscard]] std::string pbes2(char const* cipher, std::string_view passphrase, int prf = -1) const;
    /// `ENCRYPTED PRIVATE KEY` by PBES1 or the algorithms of PKCS #12.
    [[nodiscard]] std::string pbes1(int algorithm, std::string_view passphrase) const;
    /// `RSA PRIVATE KEY`, encrypted if there is a cipher.
    [[nodiscard]] std::string
    traditional(char const* cipher = nullptr, std::string_view passphrase = {}) const;
    /// `PUBLIC KEY`.
    [[nodiscard]] std::string public_half() const;
    /// `CERTIFICATE`.
    [[nodiscard]] std::string certificate() const;

    [[nodiscard]] bool
    verifies(char const* digest, std::string_view message, std::string_view signature) const;

private:
    explicit test_key(EVP_PKEY* key);

    std::shared_ptr<EVP_PKEY> key_;
};

} // namespace boxlink::test
