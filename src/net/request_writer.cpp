// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/text.hpp"
#include "net/http_text.hpp"
#include "net/http_wire.hpp"

#include <boxlink/version.hpp>

#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace boxlink::net {
namespace {

bool is_token(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), is_token_character);
}

// RFC 9110, 5.5, without the tabs and spaces at the ends that a recipient would drop.
bool is_field_value(std::string_view text)
{
    if (!text.empty() && (is_blank(text.front()) || is_blank(text.back())))
        return false;
    return std::all_of(text.begin(), text.end(), is_text_character);
}

bool is_target(std::string_view text)
{
    auto const is_allowed = [](char c) { return c > ' ' && c < '\x7f' && c != '#'; };
    return text.starts_with('/') && std::all_of(text.begin(), text.end(), is_allowed);
}

// What frames the message, or what `request_writer` says itself.
bool is_reserved(std::string_view name)
{
    static constexpr std::array<std::string_view, 13> reserved = {
        "Host",           "User-Agent", "X-Box-UA",   "Authorization", "Accept", "Accept-Encoding",
        "Content-Length", "Expect",     "Connection", "Keep-Alive",    "TE",     "Transfer-Encoding",
        "Upgrade",
    };
    return std::any_of(reserved.begin(), reserved.end(), [name](std::string_view one) {
        return model::equal_ignoring_case(one, name);
    });
}

error_info refused(std::string what)
{
    return error_info(
        errc::invalid_argument, std::move(what.append(" cannot be sent over HTTP: it was not validated"))
    );
}

result<void> check(model::http_request const& request, secret const& token)
{
    if (!is_token(request.method))
        return refused("the method");
    if (!is_target(request.target()))
        return refused("the target of the request");
    if (!model::is_visible_ascii(token.reveal()))
        return refused("the access token");
    if (!is_field_value(request.content_type))
        return refused("the content type");
    for (auto const& header : request.headers) {
        if (!is_token(header.name) || is_reserved(header.name))
            return refused("the name of a header");
        if (!is_field_value(header.value.reveal()))
            return refused("the value of the header " + header.name);
    }
    return {};
}

} // namespace

request_buffer::~request_buffer()
{
    wipe();
}

void request_buffer::start(std::size_t capacity)
{
    if (capacity > text_.capacity()) {
        wipe();
        text_.reserve(capacity);
    }
    text_.clear();
}

void request_buffer::wipe() noexcept
{
    // What an earlier, longer request left beyond the end goes too.
    text_.resize(text_.capacity());
    OPENSSL_cleanse(text_.data(), text_.size());
    text_.clear();
}

request_writer::request_writer(server_address const& server, std::string_view user_agent_suffix)
{
    common_headers_.append(" HTTP/1.1\r\nHost: ").append(authority(server));
    common_headers_.append("\r\nUser-Agent: boxlink/" BOXLINK_VERSION);
    if (!user_agent_suffix.empty())
        common_headers_.append(" ").append(user_agent_suffix);
    common_headers_.append("\r\nX-Box-UA: agent=boxlink/" BOXLINK_VERSION "; env=C++/20");
    common_headers_.append("\r\nAccept: application/json\r\n");
    user_agent_is_valid_ = is_field_value(user_agent_suffix);
}

result<void>
request_writer::write(request_buffer& out, model::http_request const& request, secret const& token) const
{
    out.start(0);
    if (!user_agent_is_valid_)
        return refused("user_agent_suffix");
    if (auto checked = check(request, token); !checked)
        return checked.error();

    constexpr std::string_view authorization = "Authorization: Bearer ";
    constexpr std::string_view content_type = "Content-Type: ";
    constexpr std::string_view content_length = "Content-Length: ";
    auto const body = request.body();
    std::array<char, 24> digits;
    auto const digits_end = std::to_chars(digits.data(), digits.data() + digits.size(), body.size()).ptr;
    std::size_t size = request.method.size() + request.target().size() + common_headers_.size() +
                       authorization.size() + token.reveal().size() + content_type.size() +
                       request.content_type.size() + content_length.size() + digits.size() + body.size() + 32;
    for (auto const& header : request.headers)
        size += header.name.size() + header.value.reveal().size() + 4;

    out.start(size);
    out.append(request.method);
    out.append(" ");
    out.append(request.target());
    out.append(common_headers_);
    if (!token.empty()) {
        out.append(authorization);
        out.append(token.reveal());
        out.append("\r\n");
    }
    if (!request.content_type.empty()) {
        out.append(content_type);
        out.append(request.content_type);
        out.append("\r\n");
    }
    for (auto const& header : request.headers) {
        out.append(header.name);
        out.append(": ");
        out.append(header.value.reveal());
        out.append("\r\n");
    }
    // RFC 9110, 8.6: a method that expects content says its length even if there is none.
    if (!body.empty() || request.method == "PUT" || request.method == "POST") {
        out.append(content_length);
        out.append(std::string_view(digits.data(), digits_end));
        out.append("\r\n");
    }
    out.append("\r\n");
    out.append(body);
    return {};
}

} // namespace boxlink::net
