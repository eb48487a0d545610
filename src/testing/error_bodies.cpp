// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/error_bodies.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace boxlink::testing {

namespace json = boost::json;

namespace {

struct usual_error
{
    unsigned status;
    std::string_view code;
    std::string_view message;
};

constexpr usual_error usual_errors[] = {
    {400, "bad_request", "Bad Request"},
    {401, "unauthorized", "Unauthorized"},
    {403, "access_denied_insufficient_permissions", "Access denied - insufficient permission"},
    {404, "not_found", "Not Found"},
    {405, "method_not_allowed", "Method Not Allowed"},
    {408, "request_timeout", "Request Timeout"},
    {409, "conflict", "A resource with this value already exists"},
    {412, "precondition_failed",
     "The resource has been modified. Please retrieve the resource again and retry"},
    {413, "request_entity_too_large", "Request Entity Too Large"},
    {429, "rate_limit_exceeded", "Request rate limit exceeded, please try again later"},
    {431, "request_header_fields_too_large", "Request Header Fields Too Large"},
    {500, "internal_server_error", "Internal Server Error"},
    {502, "bad_gateway", "Bad Gateway"},
    {503, "unavailable", "Unavailable"},
    {504, "gateway_timeout", "Gateway Timeout"},
};

usual_error usual(unsigned status)
{
    for (const auto& entry : usual_errors)
        if (entry.status == status)
            return entry;
    return {status, "error", reason_phrase(status)};
}

} // namespace

http_response error_answer(
    unsigned status,
    std::string_view request_id,
    std::string_view code,
    std::string_view message,
    const std::vector<field_error>& errors
)
{
    const usual_error defaults = usual(status);
    json::object body;
    body["type"] = "error";
    body["status"] = status;
    body["code"] = code.empty() ? defaults.code : code;
    if (!errors.empty()) {
        json::array list;
        for (const auto& error : errors)
            list.push_back({{"reason", error.reason}, {"name", error.name}, {"message", error.message}});
        body["context_info"] = {{"errors", std::move(list)}};
    }
    body["help_url"] = "http://developers.box.com/docs/#errors";
    body["message"] = message.empty() ? defaults.message : message;
    body["request_id"] = request_id;

    http_response answer(status);
    answer.body = json::serialize(body);
    return answer;
}

http_response unauthorized_answer(std::string_view error, std::string_view description)
{
    std::string challenge = "Bearer realm=\"Service\"";
    if (!error.empty())
        challenge.append(", error=\"")
            .append(error)
            .append("\", error_description=\"")
            .append(description)
            .append("\"");
    http_response answer(401);
    answer.headers.add("WWW-Authenticate", challenge);
    return answer;
}

http_response oauth_error_answer(std::string_view error, std::string_view description)
{
    http_response answer(400);
    answer.headers.add("Cache-Control", "no-store");
    answer.body = json::serialize(json::object{{"error", error}, {"error_description", description}});
    return answer;
}

} // namespace boxlink::testing
