// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/random_text.hpp"

#include "auth/base64url.hpp"
#include "auth/openssl_errors.hpp"
#include "model/wipe.hpp"

#include <openssl/rand.h>

#include <string>

namespace boxlink::auth {

result<secret> random_text()
{
    openssl_errors const errors;
    model::wiped_buffer<32> bytes;
    auto* const first = reinterpret_cast<unsigned char*>(bytes.data());
    if (RAND_priv_bytes(first, static_cast<int>(bytes.size())) != 1)
        return error_info(
            errc::invalid_configuration, "random numbers: OpenSSL has none (" + errors.first_reason() +
                                             "); look at the configuration of OpenSSL on this machine"
        );
    std::string text;
    text.reserve(base64url_size(bytes.size()));
    append_base64url(text, {bytes.data(), bytes.size()});
    return secret(std::move(text));
}

} // namespace boxlink::auth
