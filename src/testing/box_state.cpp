// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/box_state.hpp"

#include <stdexcept>

namespace boxlink::testing {

namespace {

constexpr std::uint64_t for_ids = 2;

// The credentials of `Authorization: Bearer …`; the scheme in any case (RFC 9110, 11.1).
std::string_view bearer_token(const http_request& request)
{
    constexpr std::string_view scheme = "Bearer ";
    const std::string_view value = request.headers.find("Authorization").value_or("");
    return equal_ignoring_case(value.substr(0, scheme.size()), scheme) ? value.substr(scheme.size())
                                                                       : std::string_view();
}

// Takes the text up to the next slash off the front of a path.
std::string_view take_segment(std::string_view& path)
{
    const auto slash = path.find('/');
    const std::string_view segment = path.substr(0, slash);
    path = slash == path.npos ? std::string_view() : path.substr(slash + 1);
    return segment;
}

} // namespace

box_state::box_state(const server_options& options, time_point now)
    : default_access_(options.default_access()), token_lifetime_(options.token_lifetime()),
      random_(options.seed(), for_ids), users_(options.seed(), now),
      items_(std::chrono::floor<std::chrono::seconds>(now)), limit_(options.limit()), codes_(options.seed()),
      consent_(users_.default_user()), jwt_keys_(options.seed())
{
    if (default_access_ != "open" && default_access_ != "company" && default_access_ != "collaborators")
        throw std::invalid_argument(
            "default access \"" + default_access_ + "\" is unknown: use open, company or collaborators"
        );
}

http_response box_state::handle(const http_request& request, time_point now)
{
    if (request.path() == "/oauth2/token")
        return request.method == "POST" ? token_request(request, now) : method_not_allowed("POST");
    if (request.path() == "/oauth2/revoke")
        return request.method == "POST" ? revoke_request(request) : method_not_allowed("POST");
    if (request.path() == "/api/oauth2/authorize")
        return request.method == "GET" ? authorize_request(request, now) : method_not_allowed("GET");
    if (!request.path().starts_with("/2.0/"))
        return error(404);

    if (auto refused = authenticate(request, now))
        return std::move(*refused);
    if (auto refused = act_as(request))
        return std::move(*refused);
    const token_limits* const limits = users_.limits_of(bearer_token(request));
    const call the_call{request, std::string(user_of(request)), limits, now};
    if (auto refused = limit(the_call.user, now))
        return std::move(*refused);
    return route(the_call);
}

std::string_view box_state::user_of(const http_request& request) const
{
    const auto as_user = request.headers.find("As-User");
    return as_user ? *as_user : users_.user_of(bearer_token(request));
}

std::optional<http_response> box_state::authenticate(const http_request& request, time_point now)
{
    const std::string_view token = bearer_token(request);
    if (token.empty())
        return unauthorized_answer({}, {});
    switch (users_.state_of(token, now)) {
    case token_state::valid:
        return std::nullopt;
    case token_state::refused:
        return error(401);
    case token_state::expired: // Box makes no difference
    case token_state::unknown:
        break;
    }
    return unauthorized_answer("invalid_token", "The access token provided is invalid.");
}

// The service account may act as others, unless its token was downscoped.
std::optional<http_response> box_state::act_as(const http_request& request)
{
    const auto as_user = request.headers.find("As-User");
    const std::string_view token = bearer_token(request);
    const std::string_view own = users_.user_of(token);
    const bool may_act = own == users_.default_user() && !users_.limits_of(token);
    if (!as_user || *as_user == own || (may_act && users_.has_user(*as_user)))
        return std::nullopt;
    return error(403);
}

std::optional<http_response> box_state::limit(const std::string& user, time_point now)
{
    if (!limit_)
        return std::nullopt;
    rate_limiter& limiter = limiters_.try_emplace(user, *limit_).first->second;
    const auto wait = limiter.admit(now);
    if (wait <= wait.zero())
        return std::nullopt;
    ++rate_limited_;
    http_response answer = error(429);
    if (const auto text = retry_after_text(limit_->retry_after(), wait, now))
        answer.headers.add("Retry-After", *text);
    return answer;
}

void box_state::set_rate_limit(std::optional<rate_limit> limit)
{
    limit_ = limit;
    limiters_.clear();
}

http_response box_state::route(const call& the_call)
{
    std::string_view rest = the_call.request.path();
    rest.remove_prefix(std::string_view("/2.0/").size());
    const bool open_end = rest.ends_with('/'); // `files/` names no item
    const std::string_view collection = take_segment(rest);
    const std::string_view id = take_segment(rest);
    const std::string_view below = take_segment(rest);
    if (open_end || !rest.empty())
        return error(404);
    if (collection == "shared_items" && id.empty())
        return shared_items(the_call);
    if (collection == "users" && id == "me" && below.empty())
        return current_user(the_call);
    if (collection == "folders" && below == "items")
        return folder_items(the_call, id);
    if (!below.empty() || id.empty())
        return error(404);
    if (collection == "files")
        return item_request(the_call, kind::file, id);
    if (collection == "folders")
        return item_request(the_call, kind::folder, id);
    if (collection == "web_links")
        return item_request(the_call, kind::web_link, id);
    return error(404);
}

http_response box_state::error(
    unsigned status, std::string_view code, std::string_view message, const std::vector<field_error>& errors
)
{
    return error_answer(status, request_id(), code, message, errors);
}

http_response box_state::not_found(kind what, std::string_view id)
{
    // Box prefixes the id with the first letter of the kind: `f_123`; folders are directories to it.
    const std::string named =
        (what == kind::folder ? "d_" : std::string(name_of(what).substr(0, 1)) + "_") + std::string(id);
    return error(
        404, {}, {},
        {field_error(
            "invalid_parameter", "item",
            "Invalid value '" + named + "'. 'item' with value '" + named + "' not found"
        )}
    );
}

http_response box_state::method_not_allowed(std::string_view allowed)
{
    http_response answer = error(405);
    answer.headers.add("Allow", allowed);
    return answer;
}

} // namespace boxlink::testing
