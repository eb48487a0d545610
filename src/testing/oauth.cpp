// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/box_state.hpp"
#include "testing/url_codec.hpp"

#include <boost/json/serialize.hpp>

namespace boxlink::testing {

namespace json = boost::json;

namespace {

constexpr std::string_view token_exchange = "urn:ietf:params:oauth:grant-type:token-exchange";

// Whether the body is a form by its type, whatever its charset.
bool is_form(const http_request& request)
{
    std::string_view type = request.headers.find("Content-Type").value_or("");
    type = type.substr(0, type.find(';'));
    type = type.substr(0, type.find_last_not_of(' ') + 1);
    return equal_ignoring_case(type, "application/x-www-form-urlencoded");
}

// What is wrong with any request to an OAuth endpoint.
std::string_view fault_of_form(const http_request& request, const parameters& form)
{
    if (!is_form(request))
        return "The content type must be application/x-www-form-urlencoded";
    if (!request.query().empty())
        return "The parameters belong into the body";
    return form.has_repeated_names() ? "A parameter is given more than once" : "";
}

bool names_client(const parameters& form)
{
    return form.find("client_id") || form.find("client_secret");
}

bool knows_client(const parameters& form)
{
    return form.get("client_id") == box_state::client_id &&
           form.get("client_secret") == box_state::client_secret;
}

constexpr std::string_view wrong_client = "The client credentials are invalid";

// RFC 6749, 5.1.
http_response token_answer(const json::object& body)
{
    http_response answer;
    answer.headers.add("Cache-Control", "no-store");
    answer.body = json::serialize(body);
    return answer;
}

json::object bearer_body(std::string_view token, std::chrono::seconds lifetime)
{
    return {
        {"access_token", token},
        {"expires_in", lifetime.count()},
        {"restricted_to", json::array()},
        {"token_type", "bearer"}};
}

} // namespace

http_response box_state::token_request(const http_request& request, time_point now)
{
    const parameters form(request.body, true);
    if (const auto fault = fault_of_form(request, form); !fault.empty())
        return refuse("invalid_request", fault);
    const std::string_view grant_type = form.get("grant_type");
    // Who has a token may exchange it (developer guide "Downscope a token"): only a wrong client is refused then.
    const bool must_name_client = grant_type != token_exchange || names_client(form);
    if (must_name_client && !knows_client(form))
        return refuse("invalid_client", wrong_client);

    if (grant_type == "client_credentials")
        return client_credentials_grant(form, now);
    if (grant_type == "refresh_token")
        return refresh_grant(form, now);
    if (grant_type == "authorization_code")
        return code_grant(form, now);
    if (grant_type == "urn:ietf:params:oauth:grant-type:jwt-bearer")
        return jwt_grant(form, now);
    if (grant_type == token_exchange)
        return exchange_grant(form, now);
    return refuse("unsupported_grant_type", "Invalid grant_type parameter or parameter missing");
}

http_response box_state::client_credentials_grant(const parameters& form, time_point now)
{
    const std::string_view type = form.get("box_subject_type");
    const std::string_view id = form.get("box_subject_id");
    if (type == "enterprise" && id == enterprise_id)
        return grant_app(users_.default_user(), now);
    if (type == "user" && users_.has_user(id))
        return grant_app(id, now);
    return refuse("invalid_grant", "Grant credentials are invalid");
}

http_response box_state::refresh_grant(const parameters& form, time_point now)
{
    if (form.get("refresh_token").empty())
        return refuse("invalid_request", "Missing parameter. \"refresh_token\" is required");
    const redemption redeemed = users_.redeem_refresh(form.get("refresh_token"), now);
    if (redeemed.spent_before)
        ++token_events_.refresh_reuses;
    if (redeemed.by)
        return grant_login(*redeemed.by, now);
    return refuse("invalid_grant", redeemed.known ? "Refresh token has expired" : "Invalid refresh token");
}

http_response box_state::grant_app(std::string_view user, time_point now)
{
    ++token_events_.granted;
    return token_answer(bearer_body(users_.issue_access(user, now + token_lifetime_), token_lifetime_));
}

http_response box_state::grant_login(const login& by, time_point now)
{
    ++token_events_.granted;
    json::object body = bearer_body(users_.issue_access(by, now + token_lifetime_), token_lifetime_);
    body["refresh_token"] = users_.issue_refresh(by, now);
    return token_answer(body);
}

http_response box_state::refuse(std::string_view error, std::string_view description)
{
    token_events_.refusals.emplace_back(error);
    return oauth_error_answer(error, description);
}

// Ends what it can, and says 200 also where there is nothing to end: the caller has what it asked for (RFC 7009, 2.2).
http_response box_state::revoke_request(const http_request& request)
{
    const parameters form(request.body, true);
    if (const auto fault = fault_of_form(request, form); !fault.empty())
        return oauth_error_answer("invalid_request", fault);
    if (!knows_client(form))
        return oauth_error_answer("invalid_client", wrong_client);
    if (form.get("token").empty())
        return oauth_error_answer("invalid_request", "Missing parameter. \"token\" is required");
    users_.revoke(form.get("token"));
    return http_response(200);
}

} // namespace boxlink::testing
