// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/base64url.hpp"
#include "auth/random_text.hpp"
#include "model/percent_encoding.hpp"

#include <boxlink/error.hpp>
#include <boxlink/oauth.hpp>

#include <openssl/sha.h>

#include <string_view>

namespace boxlink {

pkce pkce::make()
{
    auto verifier = auth::random_text().value();
    auto const text = verifier.reveal();
    unsigned char digest[SHA256_DIGEST_LENGTH];
    SHA256(reinterpret_cast<unsigned char const*>(text.data()), text.size(), digest);
    std::string challenge;
    auth::append_base64url(challenge, {reinterpret_cast<char const*>(digest), sizeof digest});
    return {std::move(verifier), std::move(challenge)};
}

std::string make_oauth_state()
{
    constexpr std::size_t length = 32;
    return std::string(auth::random_text().value().reveal().substr(0, length));
}

authorize_url& authorize_url::redirect_uri(std::string uri)
{
    redirect_uri_ = std::move(uri);
    return *this;
}

authorize_url& authorize_url::state(std::string text)
{
    state_ = std::move(text);
    return *this;
}

authorize_url& authorize_url::scope(std::string text)
{
    scope_ = std::move(text);
    return *this;
}

authorize_url& authorize_url::challenge(pkce const& proof)
{
    challenge_ = proof.challenge();
    return *this;
}

authorize_url& authorize_url::endpoint(std::string url)
{
    endpoint_ = std::move(url);
    return *this;
}

std::string authorize_url::to_string() const
{
    std::string url = endpoint_ + "?response_type=code";
    auto const add = [&url](std::string_view name, std::string_view value) {
        url.append("&").append(name).append("=");
        model::append_percent_encoded(url, value);
    };
    add("client_id", client_id_);
    if (redirect_uri_)
        add("redirect_uri", *redirect_uri_);
    if (state_)
        add("state", *state_);
    if (scope_)
        add("scope", *scope_);
    if (!challenge_.empty()) {
        add("code_challenge", challenge_);
        add("code_challenge_method", "S256");
    }
    return url;
}

} // namespace boxlink
