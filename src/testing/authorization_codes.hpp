// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "testing/http_message.hpp"
#include "testing/random_source.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace boxlink::testing {

/// What a user has agreed to: stands behind an authorization code.
class authorization
{
public:
    authorization(std::string_view whose, std::string_view uri, std::string_view s256)
        : user(whose), redirect_uri(uri), challenge(s256)
    {}

    /// Whether this verifier goes with the challenge (RFC 7636, section 4.6): none with none.
    [[nodiscard]] bool proven_by(std::string_view verifier) const;

    std::string user;
    std::string redirect_uri; ///< As in the authorize request; empty if it named none.
    std::string challenge;    ///< Empty if there was none.
};

/// Codes that were given out to redirect URIs. Each is good for one use within 30 seconds.
class authorization_codes
{
public:
    explicit authorization_codes(std::uint64_t seed);

    std::string issue(authorization what, time_point now);

    /// What became of a code.
    struct redemption
    {
        std::optional<authorization> agreed; ///< Empty for a code that is unknown, used or expired.
        bool expired = false;
    };

    /// Uses a code up, whatever comes of it.
    [[nodiscard]] redemption redeem(std::string_view code, time_point now);

private:
    struct entry
    {
        authorization what;
        time_point expires;
    };

    random_source random_;
    std::map<std::string, entry, std::less<>> codes_;
};

/// Whether this is an S256 challenge: the SHA-256 of something, in base64url.
[[nodiscard]] bool is_pkce_challenge(std::string_view text);

} // namespace boxlink::testing
