// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/request_rules.hpp"

#include "model/refusal.hpp"
#include "model/text.hpp"

#include <algorithm>
#include <array>

namespace boxlink::model {
namespace {

constexpr std::size_t max_user_id_length = 64;
constexpr std::size_t max_etag_length = 1024;
constexpr std::size_t max_field_length = 100;
constexpr std::size_t max_fields = 50;
constexpr std::size_t max_url_length = 2048;
constexpr std::size_t max_link_password_length = 512;
// Servers commonly refuse more than 8 or 16 KiB of headers; this leaves room for our own.
constexpr std::size_t max_extra_headers_size = 6144;
constexpr std::chrono::milliseconds longest_timeout = std::chrono::days(365);

// Headers that frame the message, name the parties or carry what has an option of its own.
constexpr std::array<std::string_view, 25> reserved_headers = {
    "Accept",
    "Accept-Encoding",
    "As-User",
    "Authorization",
    "Box-Notifications",
    "BoxApi",
    "Connection",
    "Content-Encoding",
    "Content-Length",
    "Content-Range",
    "Content-Type",
    "Cookie",
    "Expect",
    "Host",
    "HTTP2-Settings",
    "If-Match",
    "If-None-Match",
    "Keep-Alive",
    "Range",
    "TE",
    "Trailer",
    "Transfer-Encoding",
    "Upgrade",
    "User-Agent",
    "X-Box-UA"};

// RFC 9110, section 5.6.2.
bool is_token(std::string_view text) noexcept
{
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
        return is_alphanumeric(c) || marks.find(c) != std::string_view::npos;
    });
}

bool is_reserved(std::string_view name) noexcept
{
    return starts_with_ignoring_case(name, "Proxy-") ||
           std::any_of(reserved_headers.begin(), reserved_headers.end(), [&](std::string_view reserved) {
               return equal_ignoring_case(name, reserved);
           });
}

// Why a text cannot be the value of a header; nothing if it can.
std::string_view header_value_fault(std::string_view value) noexcept
{
    if (has_control(value))
        return "has a line end or another control character; leave it out";
    if (value.starts_with(' ') || value.ends_with(' '))
        return "begins or ends with a space, which HTTP drops; leave it out";
    return {};
}

result<void> check_etag(std::string_view option, std::optional<std::string> const& etag)
{
    if (!etag)
        return {};
    std::string_view fault = header_value_fault(*etag);
    if (etag->empty())
        fault = "is empty; give the etag of an earlier answer, or leave the option out";
    else if (etag->size() > max_etag_length)
        fault = "is longer than 1024 bytes; give the etag of an earlier answer";
    if (!fault.empty())
        return refusal(std::string(option) + ": the etag " + std::string(fault));
    return {};
}

result<void> check_preconditions(operation_kind kind, request_options const& options)
{
    bool const changes = kind == operation_kind::share || kind == operation_kind::unshare;
    if (options.if_match() && !changes) {
        return refusal(
            "if_match: " + std::string(to_string(kind)) + " changes nothing; use it with share or unshare" +
            (kind == operation_kind::get_link ? ", or if_none_match here" : "")
        );
    }
    if (options.if_none_match() && kind != operation_kind::get_link) {
        return refusal(
            "if_none_match: " + std::string(to_string(kind)) + " cannot use it; use it with get_link" +
            (changes ? ", or if_match here" : "")
        );
    }
    if (auto const checked = check_etag("if_match", options.if_match()); !checked)
        return checked;
    return check_etag("if_none_match", options.if_none_match());
}

result<void> check_fields(std::vector<std::string> const& fields)
{
    if (fields.size() > max_fields)
        return refusal("field: more than 50 are asked for; ask for fewer");
    for (std::string const& name : fields) {
        bool const good = !name.empty() && name.size() <= max_field_length &&
                          std::all_of(name.begin(), name.end(), [](char c) {
                              return is_alphanumeric(c) || c == '_' || c == '.';
                          });
        if (!good)
            return refusal(
                "field " + quoted(name) + ": not a field of Box; use 1 to 100 letters, digits, _ and ."
            );
    }
    return {};
}

result<void> check_headers(std::vector<request_options::header_field> const& headers)
{
    std::size_t size = 0;
    for (auto const& [name, value] : headers) {
        // Values may be secret and are not quoted.
        if (!is_token(name))
            return refusal(
                "header " + quoted(name) + ": not a header name; use letters, digits and - (RFC 9110)"
            );
        if (is_reserved(name))
            return refusal(
                "header " + quoted(name) + ": boxlink or HTTP sets it; use the option for it, if there is one"
            );
        if (std::string_view const fault = header_value_fault(value); !fault.empty())
            return refusal("header " + quoted(name) + ": the value " + std::string(fault));
        size += name.size() + value.size();
    }
    if (size > max_extra_headers_size)
        return refusal("header: the extra headers are longer than 6 KiB together; send less in them");
    return {};
}

result<void> check_timeout(std::string_view option, std::optional<std::chrono::milliseconds> const& duration)
{
    if (duration && (*duration < std::chrono::milliseconds(1) || *duration > longest_timeout))
        return refusal(std::string(option) + ": outside 1 ms to 365 days; give a time within");
    return {};
}

std::string_view without_scheme(std::string_view url) noexcept
{
    for (std::string_view const scheme : {"https://", "http://"}) {
        if (starts_with_ignoring_case(url, scheme))
            return url.substr(scheme.size());
    }
    return {};
}

} // namespace

result<void> check_item(item_ref const& item)
{
    if (auto const checked = item.validate(); !checked)
        return checked;
    if (item.type() == item_type::folder && item.id().find_first_not_of('0') == std::string::npos)
        return refusal(
            "folder id " + quoted(item.id()) +
            ": the root folder cannot have a shared link; choose a folder within it"
        );
    return {};
}

result<void> check_options(operation_kind kind, request_options const& options)
{
    if (auto const checked = check_preconditions(kind, options); !checked)
        return checked;
    if (auto const& user = options.as_user();
        user && (!is_digits(*user) || user->size() > max_user_id_length))
        return refusal(
            "as_user " + quoted(*user) + ": not a user id; give the 1 to 64 decimal digits of one"
        );
    if (auto const checked = check_fields(options.fields()); !checked)
        return checked;
    if (auto const checked = check_headers(options.headers()); !checked)
        return checked;
    if (auto const checked = check_timeout("attempt_timeout", options.attempt_timeout()); !checked)
        return checked;
    if (auto const checked = check_timeout("deadline", options.deadline()); !checked)
        return checked;
    if (auto const& count = options.max_attempts(); count && (*count < 1 || *count > 100))
        return refusal(
            "max_attempts: " + std::to_string(*count) + " is outside 1 to 100; give a number within"
        );
    return {};
}

result<void> check_query(link_query const& query)
{
    // Whoever has the URL can open the link: no message quotes it.
    std::string_view const url = query.url();
    if (url.size() > max_url_length)
        return refusal("link URL: longer than 2048 bytes; give the URL of a shared link");
    if (has_control(url) || url.find(' ') != std::string_view::npos)
        return refusal("link URL: has a space or a control character; leave it out or percent-encode it");
    std::string_view const rest = without_scheme(url);
    std::string_view const authority = rest.substr(0, rest.find_first_of("/?#"));
    if (rest.empty())
        return refusal("link URL: does not begin with https:// or http:// and a host; give the whole URL of "
                       "a shared link");
    if (authority.empty() || authority.starts_with(':') ||
        authority.find_first_of("@\\") != std::string_view::npos)
        return refusal("link URL: names no host, or a user; give the whole URL of a shared link, such as "
                       "https://app.box.com/s/...");
    if (auto const& password = query.password()) {
        if (password->empty())
            return refusal("link password: is empty; leave it out if the link asks for none");
        if (password->reveal().size() > max_link_password_length || !is_utf8(password->reveal()))
            return refusal("link password: longer than 512 bytes or not valid UTF-8; give the link's "
                           "password as UTF-8 text");
    }
    return {};
}

} // namespace boxlink::model
