// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/jwt_assertion.hpp"

#include "auth/base64url.hpp"
#include "auth/random_text.hpp"
#include "model/json_text.hpp"
#include "model/wipe.hpp"

namespace boxlink::auth {
namespace {

// The same with another base URL: Box compares the text.
constexpr std::string_view audience = "https://api.box.com/oauth2/token";

std::string_view name_of(jwt_algorithm algorithm) noexcept
{
    switch (algorithm) {
    case jwt_algorithm::rs256:
        return "RS256";
    case jwt_algorithm::rs384:
        return "RS384";
    case jwt_algorithm::rs512:
        break;
    }
    return "RS512";
}

std::string header_of(assertion_claims const& claims)
{
    std::string json = R"({"alg":")";
    json.append(name_of(claims.algorithm)).append(R"(","typ":"JWT","kid":)");
    model::append_json_string(json, claims.public_key_id);
    return json += '}';
}

std::string payload_of(assertion_claims const& claims, std::string_view id, std::chrono::sys_seconds end)
{
    std::string json = R"({"iss":)";
    model::append_json_string(json, claims.client_id);
    model::append_json_string(json += R"(,"sub":)", claims.subject.id());
    model::append_json_string(json += R"(,"box_sub_type":)", claims.subject.type());
    model::append_json_string(json += R"(,"aud":)", audience);
    model::append_json_string(json += R"(,"jti":)", id);
    json.append(R"(,"exp":)").append(std::to_string(end.time_since_epoch().count()));
    return json += '}';
}

} // namespace

result<secret> make_assertion(
    assertion_claims const& claims, private_key const& key, std::chrono::system_clock::time_point box_now
)
{
    auto const id = random_text();
    if (!id)
        return id.error();
    auto const end = std::chrono::floor<std::chrono::seconds>(box_now) + assertion_lifetime;
    auto const header = header_of(claims);
    auto const payload = payload_of(claims, id->reveal(), end);

    std::string unsigned_text;
    append_base64url(unsigned_text, header);
    unsigned_text += '.';
    append_base64url(unsigned_text, payload);
    auto signature = key.sign(claims.algorithm, unsigned_text);
    if (!signature)
        return signature.error();

    // Only the signature makes it worth hiding.
    std::string text;
    text.reserve(unsigned_text.size() + 1 + base64url_size(signature->size()));
    text.append(unsigned_text).append(".");
    append_base64url(text, *signature);
    model::wipe(*signature);
    return secret(std::move(text));
}

} // namespace boxlink::auth
