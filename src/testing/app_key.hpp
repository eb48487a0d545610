// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <string>

namespace boxlink::testing {

/// An RSA key pair of an app, as the developer console makes it.
class app_key
{
public:
    /// Makes a pair of 2048 bits. @throws std::runtime_error when OpenSSL cannot.
    app_key();

    std::string public_pem;
    std::string passphrase;
    std::string private_pem; ///< PKCS#8, encrypted with the passphrase.
};

} // namespace boxlink::testing
