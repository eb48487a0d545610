// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/token_answer.hpp"

#include "model/json_text.hpp"
#include "model/text.hpp"
#include "model/timestamp.hpp"

#include <charconv>
#include <string>
#include <string_view>
#include <utility>

namespace boxlink::auth {
namespace {

using std::chrono::seconds;
using std::chrono::system_clock;

// As much as servers take in a header. Box's own tokens have 32 characters to some 2 KiB.
constexpr std::size_t max_token_length = 16 * 1024;
constexpr seconds longest_lifetime = std::chrono::days(3653);

error_info malformed(int status, std::string_view fault)
{
    error_info info(
        errc::malformed_response, std::string("answer to a token request: ")
                                      .append(fault)
                                      .append("; is the base URL that of Box's API?")
    );
    info.status = status;
    return info;
}

// Nothing if it is no token.
std::optional<secret> read_token(model::json_value value)
{
    auto text = value.as_secret();
    if (!text || text->empty() || text->reveal().size() > max_token_length ||
        !model::is_visible_ascii(text->reveal()))
        return std::nullopt;
    return text;
}

std::optional<seconds> read_lifetime(model::json_object const& answer)
{
    auto const text = answer.text("expires_in").value_or("");
    seconds::rep count = 0;
    auto const* const end = text.data() + text.size();
    auto const [stop, error] = std::from_chars(text.data(), end, count);
    if (error != std::errc() || stop != end || count < 1 || count > longest_lifetime.count())
        return std::nullopt;
    return seconds(count);
}

bool is_bearer(model::json_object const& answer)
{
    auto const type = answer.find_value("token_type");
    return !type || model::equal_ignoring_case(type->as_string().value_or(""), "bearer");
}

} // namespace

result<granted_token> read_token_answer(model::http_response const& response, system_clock::time_point now)
{
    auto const body = model::parse_json(response.body);
    if (!body || !body->is_object())
        return malformed(response.status, "it is no JSON object");
    model::json_object const answer(*body);
    if (!is_bearer(answer))
        return malformed(response.status, "its token_type is not bearer");
    auto const access = answer.find_value("access_token");
    if (!access)
        return malformed(response.status, "it has no access_token");
    auto access_text = read_token(*access);
    if (!access_text)
        return malformed(response.status, "its access_token is no text that can be sent");

    granted_token granted;
    if (auto const refresh = answer.find_value("refresh_token"); refresh && refresh->text() != "\"\"") {
        auto refresh_text = read_token(*refresh);
        if (!refresh_text)
            return malformed(response.status, "its refresh_token is no text that can be sent");
        granted.refresh_token = *std::move(refresh_text);
    }
    granted.lifetime = read_lifetime(answer);
    granted.access.text = *std::move(access_text);
    if (granted.lifetime)
        granted.access.expires_at = model::add_clamped(now, *granted.lifetime);
    return granted;
}

std::optional<seconds> clock_difference(model::http_response const& response, system_clock::time_point now)
{
    auto const text = response.find("Date");
    auto const date = text ? model::parse_http_date(*text, now) : std::nullopt;
    if (!date)
        return std::nullopt;
    // Whole seconds first: the difference of two nanosecond clocks could overflow.
    return std::chrono::floor<seconds>(*date) - std::chrono::floor<seconds>(now);
}

} // namespace boxlink::auth
