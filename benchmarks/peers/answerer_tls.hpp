// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

// The TLS of the answerer.
#include "freed_by.hpp"

#include <openssl/ssl.h>

#include <cstddef>
#include <memory>
#include <string>

namespace answering {

using bench::freed_by;
using tls_context = std::unique_ptr<SSL_CTX, freed_by<&SSL_CTX_free>>;
using tls_connection = std::unique_ptr<SSL, freed_by<&SSL_free>>;

class tls_options
{
public:
    std::string cert;
    std::string key;
    /// Where to write the certificate that is made if none is given.
    std::string write_cert;
    std::size_t tickets = 2;
};

/// Throws std::runtime_error, saying what of OpenSSL's did not work, unless it is good.
void ensure(bool good, char const* what);

[[nodiscard]] tls_context make_context(tls_options const& wanted);

} // namespace answering
