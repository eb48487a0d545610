// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "net/system_authorities.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

namespace boxlink::net {
namespace {

// OpenSSL refuses to verify twice, unless nothing is left of the first time.
void forget_verdict(X509_STORE_CTX* chain)
{
    X509_STORE_CTX_set0_verified_chain(chain, nullptr);
    X509_STORE_CTX_set_error(chain, X509_V_OK);
    ERR_clear_error();
}

// Called by OpenSSL in place of X509_verify_cert, with the SSL_CTX, until the file is read.
//
// A lookup of the store could read it as well, as the directory is read. But OpenSSL asks the store for the issuer of each
// certificate before it looks at those that the server sent: every server with an intermediate authority would have it read.
int verify_lazily(X509_STORE_CTX* chain, void* owner)
{
    if (X509_verify_cert(chain) == 1)
        return 1;
    auto* const context = static_cast<SSL_CTX*>(owner);
    SSL_CTX_set_cert_verify_callback(context, nullptr, nullptr);
    // That there is no such file is no error: the verdict is the same then.
    if (SSL_CTX_set_default_verify_file(context) != 1)
        return 0;
    forget_verdict(chain);
    return X509_verify_cert(chain) == 1 ? 1 : 0;
}

} // namespace

bool trust_system_authorities(SSL_CTX* context)
{
    // The "store" is the directory again, which OpenSSL lets be a URI too.
    if (SSL_CTX_set_default_verify_dir(context) != 1 || SSL_CTX_set_default_verify_store(context) != 1)
        return false;
    SSL_CTX_set_cert_verify_callback(context, &verify_lazily, context);
    return true;
}

} // namespace boxlink::net
