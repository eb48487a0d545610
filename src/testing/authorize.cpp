// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/box_state.hpp"
#include "testing/url_codec.hpp"

#include <algorithm>
#include <stdexcept>

namespace boxlink::testing {

namespace {

// An absolute address to which parameters can be added, and that may stand in a header (RFC 6749, 3.1.2).
bool is_redirect_uri(std::string_view uri)
{
    return (uri.starts_with("http://") || uri.starts_with("https://")) &&
           std::all_of(uri.begin(), uri.end(), [](char c) { return c > ' ' && c < '\x7f' && c != '#'; });
}

http_response redirect(std::string_view uri, std::string_view parameters_out, std::string_view state)
{
    std::string location(uri);
    location.append(uri.find('?') == uri.npos ? "?" : "&").append(parameters_out);
    if (!state.empty())
        location.append("&state=").append(percent_encode(state));
    http_response answer(302);
    answer.headers.add("Cache-Control", "no-store");
    answer.headers.add("Location", location);
    return answer;
}

// What is wrong with a request that may be told to the redirect URI (RFC 6749, 4.1.2.1); empty for nothing.
std::string_view fault_of_query(const parameters& query)
{
    if (query.get("response_type") != "code")
        return "unsupported_response_type";
    const bool bound = query.find("code_challenge") || query.find("code_challenge_method");
    if (bound &&
        (query.get("code_challenge_method") != "S256" || !is_pkce_challenge(query.get("code_challenge"))))
        return "invalid_request";
    const std::string* const scope = query.find("scope");
    return !scope || are_token_scopes(split_scopes(*scope)) ? "" : "invalid_scope";
}

} // namespace

std::string box_state::issue_code(authorization what, time_point now)
{
    users_.require_user(what.user);
    if (!what.challenge.empty() && !is_pkce_challenge(what.challenge))
        throw std::invalid_argument("the challenge is no S256 challenge: give the SHA-256 of the verifier in "
                                    "base64url without padding");
    return codes_.issue(std::move(what), now);
}

void box_state::set_consent(std::optional<std::string> user)
{
    if (user)
        users_.require_user(*user);
    consent_ = std::move(user);
}

// Stands for the page at which a user logs in and agrees, or refuses: answers at once.
http_response box_state::authorize_request(const http_request& request, time_point now)
{
    const parameters query(request.query(), true);
    const std::string_view uri = query.get("redirect_uri");
    const std::string_view state = query.get("state");
    if (query.get("client_id") != client_id)
        return oauth_error_answer("invalid_client", "The client id is unknown");
    if (!is_redirect_uri(uri))
        return oauth_error_answer("redirect_uri_mismatch", "The redirect URI is missing or is no address");
    if (query.has_repeated_names())
        return redirect(uri, "error=invalid_request", state);
    if (const auto fault = fault_of_query(query); !fault.empty())
        return redirect(uri, "error=" + std::string(fault), state);
    if (!consent_)
        return redirect(
            uri,
            "error=access_denied&error_description=The%20user%20denied%20access%20to%20your%20application",
            state
        );
    return redirect(
        uri, "code=" + issue_code(authorization(*consent_, uri, query.get("code_challenge")), now), state
    );
}

http_response box_state::code_grant(const parameters& form, time_point now)
{
    if (form.get("code").empty())
        return refuse("invalid_request", "Missing parameter. \"code\" is required");
    const authorization_codes::redemption redeemed = codes_.redeem(form.get("code"), now);
    if (redeemed.expired)
        return refuse("invalid_grant", "The authorization code has expired");
    if (!redeemed.agreed)
        return refuse("invalid_grant", "Auth code doesn't exist or is invalid for the client");
    if (redeemed.agreed->redirect_uri != form.get("redirect_uri"))
        return refuse("redirect_uri_mismatch", "The redirect URI is missing or does not match");
    if (!redeemed.agreed->proven_by(form.get("code_verifier")))
        return refuse("invalid_grant", "The code verifier does not match the code challenge");
    return grant_login(users_.log_in(redeemed.agreed->user), now);
}

} // namespace boxlink::testing
