// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/error_body.hpp"

#include "model/auth_challenge.hpp"
#include "model/json_text.hpp"
#include "model/redaction.hpp"
#include "model/retry_after.hpp"
#include "model/text.hpp"

#include <algorithm>

namespace boxlink::model {
namespace {

// Errors are logged and kept in bulk: no answer may make them large.
constexpr std::size_t max_name_length = 256;
constexpr std::size_t max_message_length = 2048;
constexpr std::size_t max_excerpt_length = 200;
constexpr std::size_t max_context_entries = 16;
constexpr std::size_t max_context_json_length = 16 * 1024;

errc code_of(int status) noexcept
{
    switch (status) {
    case 202:
        return errc::not_ready;
    case 401:
        return errc::unauthorized;
    case 403:
        return errc::forbidden;
    case 404:
        return errc::not_found;
    case 405:
        return errc::method_not_allowed;
    case 408:
        return errc::unavailable;
    case 409:
        return errc::conflict;
    case 412:
        return errc::precondition_failed;
    case 429:
        return errc::rate_limited;
    default:
        break;
    }
    if (status >= 400 && status < 500)
        return errc::bad_request;
    return status >= 500 && status < 600 ? errc::unavailable : errc::unexpected_status;
}

std::string bounded_text(json_object const& object, std::string_view name, std::size_t limit)
{
    return bounded(object.text(name).value_or(""), limit);
}

error_context read_context_entry(json_object const& object)
{
    error_context entry;
    entry.reason = bounded_text(object, "reason", max_name_length);
    entry.name = bounded_text(object, "name", max_name_length);
    entry.message = bounded_text(object, "message", max_message_length);
    return entry;
}

bool is_empty(error_context const& entry) noexcept
{
    return entry.reason.empty() && entry.name.empty() && entry.message.empty();
}

// `{message}`, `{errors: [{reason, name, message}]}` or `{conflicts: …}`, the last of which stays JSON.
void read_context(json_value value, error_info& info)
{
    if (value.text().size() <= max_context_json_length)
        info.context_json = value.text();
    json_object const object(value);
    std::vector<json_value> errors;
    if (auto const list = object.find("errors"))
        errors = list->is_object() ? std::vector<json_value>{*list} : list->elements();
    if (object.string("message"))
        errors.insert(errors.begin(), value);
    for (json_value const each : errors) {
        error_context entry = read_context_entry(json_object(each));
        if (info.context.size() < max_context_entries && !is_empty(entry))
            info.context.push_back(std::move(entry));
    }
}

// The forms of Box and OAuth, which are met mixed as well.
void read_error_object(json_object const& object, error_info& info)
{
    info.box_code = bounded_text(object, "code", max_name_length);
    if (info.box_code.empty())
        info.box_code = bounded_text(object, "error", max_name_length);
    info.message = bounded_text(object, "message", max_message_length);
    if (info.message.empty())
        info.message = bounded_text(object, "error_description", max_message_length);
    info.request_id = bounded_text(object, "request_id", max_name_length);
    info.help_url = bounded_text(object, "help_url", max_message_length);
    if (auto const context = object.find_value("context_info"))
        read_context(*context, info);
    if (info.message.empty() && !info.context.empty())
        info.message = info.context.front().message;
}

// The text between `<title>` and `</title>`, on one line; empty if there is none.
std::string title_of(std::string_view html)
{
    std::string lower(html);
    std::transform(lower.begin(), lower.end(), lower.begin(), to_lower);
    std::size_t const tag = lower.find("<title");
    std::size_t const begin = lower.find('>', tag);
    if (tag == std::string::npos || begin == std::string::npos)
        return {};
    std::size_t const end = std::min(lower.find('<', begin), html.size());
    return std::string(trimmed(html.substr(begin + 1, end - begin - 1)));
}

// What kind of body it was, for a person who has nothing else to go by.
std::string describe_body(http_response const& response, bool is_json)
{
    std::string_view const body = trimmed(response.body);
    if (body.empty())
        return "with an empty body";
    if (is_json)
        return "with a JSON body: " + quoted(body, max_excerpt_length);
    if (body.front() == '<') {
        std::string const title = title_of(body);
        return title.empty() ? "with an HTML body"
                             : "with an HTML body: " + quoted(title, max_excerpt_length);
    }
    if (body.front() == '{' || body.front() == '[')
        return "with a body that is not JSON: " + quoted(body, max_excerpt_length);
    return "with a text body: " + quoted(body, max_excerpt_length);
}

std::string without_backslashes(std::string_view text)
{
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\\' && at + 1 < text.size())
            ++at;
        out += text[at];
    }
    return out;
}

// RFC 6750 puts into a header what other errors have in the body.
void read_challenge(http_response const& response, error_info& info)
{
    if (auto const code = challenge_parameter(response, "error"); code && info.box_code.empty())
        info.box_code = bounded(without_backslashes(*code), max_name_length);
    if (auto const text = challenge_parameter(response, "error_description"); text && info.message.empty())
        info.message = bounded(without_backslashes(*text), max_message_length);
}

bool is_redirect(int status) noexcept
{
    return status >= 300 && status < 400;
}

// What to say where the answer has no words of its own.
std::string describe(http_response const& response, bool is_json, bool is_object)
{
    std::string text = std::to_string(response.status) + ' ';
    if (is_redirect(response.status))
        return text + "is no answer of the API, and redirects are never followed; check the base URL";
    return text + (is_object ? "without a message" : describe_body(response, is_json));
}

template <class Change>
void for_each_text(error_info& info, Change change)
{
    for (std::string* const text :
         {&info.box_code, &info.message, &info.operation, &info.request_id, &info.box_request_id,
          &info.help_url, &info.context_json})
        change(*text);
    for (error_context& entry : info.context) {
        for (std::string* const text : {&entry.reason, &entry.name, &entry.message})
            change(*text);
    }
}

} // namespace

error_info read_error(http_response const& response, std::chrono::system_clock::time_point now)
{
    error_info info;
    info.code = make_error_code(code_of(response.status));
    info.status = response.status;
    info.box_request_id = bounded(response.find("box-request-id").value_or(""), max_name_length);
    if (auto const wait = response.find("Retry-After"))
        info.retry_after = parse_retry_after(*wait, response.find("Date"), now);

    auto const body = parse_json(response.body);
    bool const is_object = body && body->is_object();
    if (is_object)
        read_error_object(json_object(*body), info);
    read_challenge(response, info);
    if (info.message.empty() || is_redirect(response.status))
        info.message = describe(response, body.has_value(), is_object);
    return info;
}

bool is_expired_token(http_response const& response) noexcept
{
    return response.status == 401 && challenge_parameter(response, "error") == "invalid_token";
}

bool is_transient_conflict(error_info const& failure) noexcept
{
    return failure.status == 409 && (failure.box_code == "operation_blocked_temporary" ||
                                     failure.box_code == "name_temporarily_reserved");
}

void redact(error_info& failure, std::string_view secret_text)
{
    for_each_text(failure, [secret_text](std::string& text) { redact(text, secret_text); });
}

} // namespace boxlink::model
