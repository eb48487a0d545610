// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/authorization_codes.hpp"

#include "testing/base64url.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <utility>

namespace boxlink::testing {

namespace {

constexpr std::uint64_t for_codes = 5;
constexpr std::size_t code_length = 32;
constexpr std::chrono::seconds code_lifetime{30};
constexpr std::size_t sha256_size = 32;

std::string sha256(std::string_view text)
{
    std::array<unsigned char, sha256_size> digest{};
    EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
    return std::string(digest.begin(), digest.end());
}

// RFC 7636, section 4.1.
bool is_verifier(std::string_view text)
{
    return text.size() >= 43 && text.size() <= 128 && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      c == '-' || c == '.' || c == '_' || c == '~';
           });
}

} // namespace

bool is_pkce_challenge(std::string_view text)
{
    const auto bytes = base64url_decode(text);
    return bytes && bytes->size() == sha256_size;
}

bool authorization::proven_by(std::string_view verifier) const
{
    if (challenge.empty())
        return verifier.empty();
    return is_verifier(verifier) && base64url(sha256(verifier)) == challenge;
}

authorization_codes::authorization_codes(std::uint64_t seed) : random_(seed, for_codes) {}

std::string authorization_codes::issue(authorization what, time_point now)
{
    std::string code = random_.text(code_length);
    codes_.emplace(code, entry{std::move(what), now + code_lifetime});
    return code;
}

authorization_codes::redemption authorization_codes::redeem(std::string_view code, time_point now)
{
    redemption result;
    const auto found = codes_.find(code);
    if (found == codes_.end())
        return result;
    result.expired = found->second.expires <= now;
    if (!result.expired)
        result.agreed = std::move(found->second.what);
    codes_.erase(found);
    return result;
}

} // namespace boxlink::testing
