// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

// The certificate authorities of the system, read when they are needed.

#include <openssl/types.h>

namespace boxlink::net {

/**
 * Trusts the authorities of the system, as `SSL_CTX_set_default_verify_paths` does, but reads none of them yet.
 *
 * The directory of hashed certificates is asked for single ones. The file of all certificates, which takes some 20 to 70 ms, is
 * read once: in the first handshake whose certificate would be refused without it. To be called once, and the context used from
 * one thread at a time. False if OpenSSL fails, whose queue of errors says why; that there is no directory or no file is no error.
 */
[[nodiscard]] bool trust_system_authorities(SSL_CTX* context);

} // namespace boxlink::net
