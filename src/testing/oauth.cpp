// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/box_state.hpp"
#include "testing/url_codec.hpp"

#include <boost/json/serialize.hpp>

namespace boxlink::testing {

namespace json = boost::json;

namespace {

bool knows_client(const parameters& form)
{
    return form.get("client_id") == box_state::client_id &&
           form.get("client_secret") == box_state::client_secret;
}

http_response wrong_client()
{
    return oauth_error_answer("invalid_client", "The client credentials are invalid");
}

} // namespace

http_response box_state::token_request(const http_request& request, time_point now)
{
    const parameters form(request.body, true);
    if (!knows_client(form))
        return wrong_client();
    const std::string_view grant_type = form.get("grant_type");
    if (grant_type == "client_credentials") {
        const std::string_view subject_type = form.get("box_subject_type");
        // An enterprise is represented by its service account.
        if (subject_type == "enterprise")
            return grant(users_.default_user(), false, now);
        if (subject_type == "user" && users_.has_user(form.get("box_subject_id")))
            return grant(std::string(form.get("box_subject_id")), false, now);
        return oauth_error_answer("invalid_grant", "Grant credentials are invalid");
    }
    if (grant_type == "refresh_token") {
        const auto user = users_.redeem_refresh(form.get("refresh_token"));
        return user ? grant(*user, true, now) : oauth_error_answer("invalid_grant", "Invalid refresh token");
    }
    return oauth_error_answer("unsupported_grant_type", "Invalid grant_type parameter or parameter missing");
}

http_response box_state::grant(const std::string& user, bool with_refresh, time_point now)
{
    json::object body;
    body["access_token"] = users_.issue_access(user, now + token_lifetime_);
    body["expires_in"] = token_lifetime_.count();
    body["restricted_to"] = json::array();
    if (with_refresh)
        body["refresh_token"] = users_.issue_refresh(user);
    body["token_type"] = "bearer";
    ++tokens_granted_;
    http_response answer;
    answer.headers.add("Cache-Control", "no-store");
    answer.body = json::serialize(body);
    return answer;
}

http_response box_state::revoke_request(const http_request& request)
{
    const parameters form(request.body, true);
    if (!knows_client(form))
        return wrong_client();
    if (!users_.revoke(form.get("token")))
        return oauth_error_answer("invalid_token", "The token is unknown");
    return http_response(200);
}

} // namespace boxlink::testing
