// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "auth/private_key.hpp"

#include <boxlink/credentials.hpp>
#include <boxlink/error.hpp>
#include <boxlink/jwt_app.hpp>
#include <boxlink/secret.hpp>

#include <chrono>
#include <string>

namespace boxlink::auth {

/// Box refuses assertions that are good for more than 60 s; the rest is for the way there and clocks that differ a little.
inline constexpr std::chrono::seconds assertion_lifetime{45};

/// What an assertion says, but for what is new in each.
class assertion_claims
{
public:
    std::string client_id;
    box_subject subject;
    std::string public_key_id;
    jwt_algorithm algorithm;

    assertion_claims(
        std::string issuer, box_subject whom, std::string key_id, jwt_algorithm signing = jwt_algorithm::rs256
    )
        : client_id(std::move(issuer)), subject(std::move(whom)), public_key_id(std::move(key_id)),
          algorithm(signing)
    {}
};

/**
 * A JWT that Box takes once (RFC 7523; developer guide "JWT without SDKs"): signed, with a `jti` of its own.
 *
 * \param box_now the time by Box's clock.
 * \return `errc::invalid_configuration` if OpenSSL cannot sign or has no random numbers.
 */
[[nodiscard]] result<secret> make_assertion(
    assertion_claims const& claims, private_key const& key, std::chrono::system_clock::time_point box_now
);

} // namespace boxlink::auth
