// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "testing/random_source.hpp"

#include <boost/json/object.hpp>
#include <openssl/types.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace boxlink::testing {

/// An assertion (RFC 7515, compact form), as far as its signature goes.
class verified_assertion
{
public:
    /// Empty for a good signature. Otherwise what Box says.
    std::string refusal;
    /// The claims, which nobody has looked at yet.
    boost::json::object claims;
};

/// The public keys that an app has registered.
class jwt_keys
{
public:
    explicit jwt_keys(std::uint64_t seed);

    /// Registers a key and returns its id. @throws std::invalid_argument for anything but an RSA key of 2048 bits or more.
    std::string add(std::string_view public_key_pem);

    /// Checks header and signature.
    [[nodiscard]] verified_assertion verify(std::string_view assertion) const;

private:
    struct free_key
    {
        void operator()(EVP_PKEY* key) const noexcept;
    };
    using key_ptr = std::unique_ptr<EVP_PKEY, free_key>;

    random_source random_;
    std::map<std::string, key_ptr, std::less<>> keys_; // by id
};

} // namespace boxlink::testing
