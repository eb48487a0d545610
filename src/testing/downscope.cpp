// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/box_state.hpp"
#include "testing/url_codec.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace boxlink::testing {

namespace json = boost::json;

namespace {

constexpr std::string_view access_token_type = "urn:ietf:params:oauth:token-type:access_token";

// Whether Box knows all, and the token that is exchanged has them.
bool are_granted(const std::vector<std::string>& scopes, const token_limits* had)
{
    return are_token_scopes(scopes) &&
           std::all_of(scopes.begin(), scopes.end(), [had](const std::string& scope) {
               return !had || had->has_scope(scope);
           });
}

json::array restrictions(const token_limits& limits, const item* target)
{
    json::array list;
    for (const std::string& scope : limits.scopes) {
        json::object entry{{"scope", scope}};
        if (target)
            entry["object"] = {
                {"type", name_of(target->what)},
                {"id", target->id},
                {"etag", std::to_string(target->etag)},
                {"sequence_id", std::to_string(target->etag)},
                {"name", target->name}};
        list.push_back(std::move(entry));
    }
    return list;
}

} // namespace

// The item that a token is to be restricted to, or null if it is none that the subject may reach.
item* box_state::exchange_target(const token_resource& resource, std::string_view subject) const
{
    item* const found = items_.find(resource.what, resource.id);
    const token_limits* const had = users_.limits_of(subject);
    const bool reached = found && visible(*found, users_.user_of(subject)) && (!had || had->covers(*found));
    return reached ? found : nullptr;
}

http_response box_state::exchange_grant(const parameters& form, time_point now)
{
    const std::string_view subject = form.get("subject_token");
    if (form.get("subject_token_type") != access_token_type)
        return refuse("invalid_request", "The subject_token_type must be an access token's");
    if (form.find("box_shared_link") || form.find("actor_token"))
        return refuse("invalid_request", "The embedded server knows no box_shared_link and no actor_token");
    if (users_.state_of(subject, now) != token_state::valid)
        return refuse("invalid_grant", "Invalid subject token");

    const token_limits* const had = users_.limits_of(subject);
    token_limits limits;
    limits.scopes = split_scopes(form.get("scope"));
    if (!are_granted(limits.scopes, had))
        return refuse("invalid_scope", "An unsupported scope was requested.");

    item* target = nullptr;
    if (const std::string* const url = form.find("resource")) {
        limits.resource = token_resource::from_url(*url);
        target = limits.resource ? exchange_target(*limits.resource, subject) : nullptr;
        if (!target)
            return refuse("invalid_resource", "The target resource is invalid.");
    } else if (had) {
        limits.resource = had->resource;
    }

    json::object body;
    body["access_token"] = users_.issue_downscoped(subject, limits);
    body["expires_in"] = std::chrono::floor<std::chrono::seconds>(users_.expiry_of(subject) - now).count();
    body["token_type"] = "bearer";
    body["restricted_to"] = restrictions(limits, target);
    body["issued_token_type"] = access_token_type;
    ++token_events_.granted;
    http_response answer;
    answer.headers.add("Cache-Control", "no-store");
    answer.body = json::serialize(body);
    return answer;
}

} // namespace boxlink::testing
