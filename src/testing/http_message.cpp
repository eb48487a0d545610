// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/http_message.hpp"

#include <boost/beast/http/status.hpp>

#include <algorithm>
#include <array>
#include <cstdio>

namespace boxlink::testing {

namespace {

char lower(char c) noexcept
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

// RFC 9110: these never carry content; 304 may give a length, but it would be that of another answer.
bool has_no_content(unsigned status) noexcept
{
    return status < 200 || status == 204 || status == 304;
}

} // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        return lower(x) == lower(y);
    });
}

std::optional<std::string_view> header_list::find(std::string_view name) const noexcept
{
    for (const auto& [field, value] : fields_)
        if (equal_ignoring_case(field, name))
            return value;
    return std::nullopt;
}

void header_list::set(std::string_view name, std::string_view value)
{
    for (auto& [field, old] : fields_) {
        if (equal_ignoring_case(field, name)) {
            old = value;
            return;
        }
    }
    add(name, value);
}

std::string_view http_request::path() const noexcept
{
    const std::string_view all = target;
    return all.substr(0, all.find('?'));
}

std::string_view http_request::query() const noexcept
{
    const std::string_view all = target;
    const auto mark = all.find('?');
    return mark == all.npos ? std::string_view() : all.substr(mark + 1);
}

std::string_view reason_phrase(unsigned status) noexcept
{
    namespace http = boost::beast::http;
    const auto known = http::int_to_status(status);
    return known == http::status::unknown ? std::string_view()
                                          : std::string_view(http::obsolete_reason(known));
}

std::string http_date(time_point when)
{
    static constexpr std::array<const char*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(when);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(when - day));
    std::array<char, 64> text{};
    const int length = std::snprintf(
        text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
        days[std::chrono::weekday(day).c_encoding()], static_cast<unsigned>(date.day()),
        months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
        static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
        static_cast<int>(clock.seconds().count())
    );
    return std::string(text.data(), static_cast<std::size_t>(length));
}

std::string serialize(
    const http_response& response, std::string_view date, std::string_view request_id, bool close, bool head
)
{
    std::string out;
    out.reserve(256 + response.body.size());
    const auto field = [&out](std::string_view name, std::string_view value) {
        out.append(name).append(": ").append(value).append("\r\n");
    };
    // A fault may set any field; what it set stands in place of ours.
    const auto own_field = [&](std::string_view name, std::string_view value) {
        if (!response.headers.find(name))
            field(name, value);
    };

    out.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
    out.append(reason_phrase(response.status)).append("\r\n");
    own_field("Date", date);
    if (!response.body.empty())
        own_field("Content-Type", response.content_type);
    if (!has_no_content(response.status))
        own_field("Content-Length", std::to_string(response.body.size()));
    if (close)
        own_field("Connection", "close");
    own_field("box-request-id", request_id);
    for (const auto& [name, value] : response.headers)
        field(name, value);
    out.append("\r\n");
    if (!head && !has_no_content(response.status))
        out.append(response.body);
    return out;
}

} // namespace boxlink::testing
