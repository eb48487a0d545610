// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "net/response_head.hpp"

#include "model/text.hpp"
#include "net/http_text.hpp"

#include <algorithm>
#include <charconv>

namespace boxlink::net {
namespace {

using model::equal_ignoring_case;

constexpr std::size_t line_end_size = 2;

std::string_view between(char const* begin, char const* end) noexcept
{
    return {begin, static_cast<std::size_t>(end - begin)};
}

// Null if there is another control character before the end of the line.
char const* find_line_end(char const* at) noexcept
{
    while (is_text_character(*at))
        ++at;
    return at[0] == '\r' && at[1] == '\n' ? at : nullptr;
}

// Calls `take` for each element between commas, the empty ones too, until it says no. Whether it never did.
template <class Take>
bool for_each_element(std::string_view list, Take take)
{
    while (true) {
        auto const comma = list.find(',');
        if (!take(model::trimmed(list.substr(0, comma))))
            return false;
        if (comma == std::string_view::npos)
            return true;
        list.remove_prefix(comma + 1);
    }
}

} // namespace

// Scans stop at the end of a line at the latest, and there is always one: none needs to look for the end of the text.
std::string_view response_head::parse(std::string_view text, model::http_headers& headers)
{
    *this = response_head();
    headers.start(text);
    char const* at = find_line_end(text.data());
    if (!at)
        return "the answer is not valid HTTP: its first line has a control character";
    if (auto const fault = read_status_line(between(text.data(), at)); !fault.empty())
        return fault;
    at += line_end_size;
    while (*at != '\r') {
        if (is_blank(*at))
            return "the answer has a header that is folded over two lines";
        char const* const name = at;
        while (is_token_character(*at))
            ++at;
        char const* const colon = at;
        if (colon == name || *colon != ':')
            return "the answer is not valid HTTP: a line of its header does not begin with a name and a "
                   "colon";
        at = find_line_end(colon + 1);
        if (!at)
            return "the answer is not valid HTTP: a header has a control character";
        auto const value = model::trimmed(between(colon + 1, at));
        headers.add_part(between(name, colon), value);
        if (auto const fault = read_framing(between(name, colon), value); !fault.empty())
            return fault;
        at += line_end_size;
    }
    return at[1] == '\n' ? std::string_view() : "the answer is not valid HTTP: its header has a stray CR";
}

// `HTTP/1.1 200 OK`; the words at the end may be missing, the blank before them may not.
std::string_view response_head::read_status_line(std::string_view line)
{
    line.remove_prefix(std::min(line.size(), std::string_view("HTTP/1.").size()));
    if (!line.starts_with("0 ") && !line.starts_with("1 "))
        return "the answer is not valid HTTP: its version is neither 1.0 nor 1.1";
    is_http11 = line.front() == '1';
    line.remove_prefix(2);
    auto const digits = line.substr(0, 3);
    if (line.size() < 4 || !model::is_digits(digits) || line[3] != ' ')
        return "the answer is not valid HTTP: its status is no number of three digits";
    for (char const digit : digits)
        status = 10 * status + (digit - '0');
    return {};
}

std::string_view response_head::read_framing(std::string_view name, std::string_view value)
{
    switch (name.size()) {
    case std::string_view("Connection").size():
        return equal_ignoring_case(name, "Connection") ? read_connection(value) : std::string_view();
    case std::string_view("Content-Length").size():
        return equal_ignoring_case(name, "Content-Length") ? read_content_length(value) : std::string_view();
    case std::string_view("Content-Encoding").size():
        if (equal_ignoring_case(name, "Proxy-Connection"))
            return read_connection(value);
        is_encoded |= equal_ignoring_case(name, "Content-Encoding") && !value.empty() &&
                      !equal_ignoring_case(value, "identity");
        return {};
    case std::string_view("Transfer-Encoding").size():
        return equal_ignoring_case(name, "Transfer-Encoding") ? read_transfer_encoding(value)
                                                              : std::string_view();
    default:
        return {};
    }
}

// RFC 9110, 7.6.1.
std::string_view response_head::read_connection(std::string_view value)
{
    bool const is_list = for_each_element(value, [this](std::string_view option) {
        has_close |= equal_ignoring_case(option, "close");
        return std::all_of(option.begin(), option.end(), is_token_character);
    });
    return is_list ? std::string_view() : "the answer is not valid HTTP: its header Connection is no list";
}

// RFC 9110, 8.6: the same number may be said more than once.
std::string_view response_head::read_content_length(std::string_view value)
{
    if (has_transfer_encoding)
        return has_other_transfer_encoding
                   ? other_transfer_encoding
                   : "the answer is not valid HTTP: it has a transfer encoding and a Content-Length";
    bool const is_length = for_each_element(value, [this](std::string_view element) {
        std::uint64_t length = 0;
        char const* const end = element.data() + element.size();
        auto const [stop, error] = std::from_chars(element.data(), end, length);
        if (element.empty() || error != std::errc() || stop != end ||
            content_length.value_or(length) != length)
            return false;
        content_length = length;
        return true;
    });
    return is_length ? std::string_view()
                     : "the answer is not valid HTTP: its Content-Length is not one number";
}

std::string_view response_head::read_transfer_encoding(std::string_view value)
{
    bool const is_other = !equal_ignoring_case(value, "chunked");
    if (has_transfer_encoding)
        return is_other || has_other_transfer_encoding
                   ? other_transfer_encoding
                   : "the answer is not valid HTTP: it has two transfer encodings";
    if (content_length)
        return "the answer is not valid HTTP: it has a Content-Length and a transfer encoding";
    has_transfer_encoding = true;
    has_other_transfer_encoding = is_other;
    return {};
}

} // namespace boxlink::net
