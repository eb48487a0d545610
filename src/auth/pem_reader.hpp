// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "auth/pem.hpp"

#include <boxlink/secret.hpp>

#include <openssl/types.h>

#include <memory>
#include <string_view>
#include <variant>

namespace boxlink::auth {

struct free_pkey
{
    void operator()(EVP_PKEY* key) const noexcept;
};
using pkey_ptr = std::unique_ptr<EVP_PKEY, free_pkey>;

/// Reads the first private key of a PEM text, of whatever algorithm and size, or tells why not.
[[nodiscard]] std::variant<pkey_ptr, key_fault>
read_private_key(std::string_view pem, secret const& passphrase);

} // namespace boxlink::auth
