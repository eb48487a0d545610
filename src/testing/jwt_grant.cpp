// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/box_state.hpp"
#include "testing/url_codec.hpp"

namespace boxlink::testing {

namespace json = boost::json;

namespace {

// Fixed, also where the API is served at another address.
constexpr std::string_view audience = "https://api.box.com/oauth2/token";
constexpr std::int64_t longest_life = 60; // seconds
constexpr std::size_t shortest_jti = 16;
constexpr std::size_t longest_jti = 128;

// Empty for a claim that is missing or no string.
std::string_view text_of(const json::object& claims, std::string_view name)
{
    const json::value* const found = claims.if_contains(name);
    return found && found->is_string() ? std::string_view(found->get_string()) : std::string_view();
}

std::string_view fault_of_expiry(const json::object& claims, time_point now)
{
    const json::value* const found = claims.if_contains("exp");
    if (!found || !found->is_int64())
        return "Please check the 'exp' claim. Should be an integer.";
    const auto present = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
    if (found->get_int64() <= present)
        return "Current date/time MUST be before the expiration date/time listed in the 'exp' claim";
    if (found->get_int64() - present > longest_life)
        return "Please check the 'exp' claim. The 'exp' value exceeds the maximum value of 60 seconds beyond "
               "the issue time.";
    return {};
}

} // namespace

http_response box_state::jwt_grant(const parameters& form, time_point now)
{
    if (form.get("assertion").empty())
        return refuse("invalid_request", "Missing parameter. \"assertion\" is required");
    const verified_assertion assertion = jwt_keys_.verify(form.get("assertion"));
    if (!assertion.refusal.empty())
        return refuse("invalid_grant", assertion.refusal);
    if (const auto fault = fault_of_claims(assertion.claims, now); !fault.empty())
        return refuse("invalid_grant", fault);
    const bool for_enterprise = text_of(assertion.claims, "box_sub_type") == "enterprise";
    return grant_app(for_enterprise ? users_.default_user() : text_of(assertion.claims, "sub"), now);
}

// What is wrong with the claims of an assertion that is well signed; empty for nothing. The `jti` counts as seen also
// where something else is wrong, so that whoever sends an assertion of the same `jti` again is found out.
std::string_view box_state::fault_of_claims(const json::object& claims, time_point now)
{
    const std::string_view jti = text_of(claims, "jti");
    if (jti.size() < shortest_jti || jti.size() > longest_jti)
        return "Please check the 'jti' claim. A string of 16 to 128 characters is required.";
    if (!jtis_.emplace(jti).second) {
        ++token_events_.jti_reuses;
        return "Please check the 'jti' claim. A unique 'jti' value is required.";
    }
    if (text_of(claims, "iss") != client_id)
        return "Please check the 'iss' claim. The client id specified is invalid.";
    if (text_of(claims, "aud") != audience)
        return "Please check the 'aud' claim. The 'aud' specified is invalid.";
    if (const auto fault = fault_of_expiry(claims, now); !fault.empty())
        return fault;
    const std::string_view type = text_of(claims, "box_sub_type");
    if (type != "enterprise" && type != "user")
        return "Please check the 'box_sub_type' claim. The 'box_sub_type' specified is invalid.";
    const std::string_view subject = text_of(claims, "sub");
    if (type == "enterprise" ? subject != enterprise_id : !users_.has_user(subject))
        return "Please check the 'sub' claim. The 'sub' specified is invalid.";
    return {};
}

} // namespace boxlink::testing
