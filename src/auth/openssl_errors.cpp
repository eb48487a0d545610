// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/openssl_errors.hpp"

#include <openssl/err.h>
#include <openssl/evperr.h>
#include <openssl/pemerr.h>
#include <openssl/proverr.h>

namespace boxlink::auth {

openssl_errors::openssl_errors() noexcept
{
    ERR_clear_error();
}

openssl_errors::~openssl_errors()
{
    ERR_clear_error();
}

std::string openssl_errors::first_reason() const
{
    char const* const reason = ERR_reason_error_string(ERR_peek_error());
    return reason ? reason : "no reason given";
}

bool openssl_errors::name_unknown_algorithm() const noexcept
{
    bool found = false;
    while (unsigned long const error = ERR_get_error()) {
        int const library = ERR_GET_LIB(error);
        int const reason = ERR_GET_REASON(error);
        if (reason == ERR_R_UNSUPPORTED)
            found = true;
        else if (library == ERR_LIB_EVP)
            found = found || reason == EVP_R_UNSUPPORTED_ALGORITHM || reason == EVP_R_UNKNOWN_PBE_ALGORITHM ||
                    reason == EVP_R_UNSUPPORTED_CIPHER || reason == EVP_R_UNKNOWN_CIPHER ||
                    reason == EVP_R_UNSUPPORTED_PRF || reason == EVP_R_UNSUPPORTED_KEY_DERIVATION_FUNCTION;
        else if (library == ERR_LIB_PEM)
            found = found || reason == PEM_R_UNSUPPORTED_ENCRYPTION;
    }
    return found;
}

} // namespace boxlink::auth
