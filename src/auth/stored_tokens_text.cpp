// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/stored_tokens_text.hpp"

#include "model/json_text.hpp"
#include "model/text.hpp"

#include <charconv>
#include <chrono>
#include <optional>
#include <string>
#include <system_error>

namespace boxlink::auth {
namespace {

using model::json_object;
using std::chrono::seconds;
using std::chrono::system_clock;

// Raised when a reader of this version would misunderstand the text.
constexpr std::int64_t version = 1;

error_info unusable(std::string fault)
{
    return {errc::token_unavailable, std::move(fault)};
}

result<std::int64_t> read_integer(json_object const& object, std::string_view name)
{
    auto const value = object.find_value(name);
    if (!value)
        return unusable(std::string(name) + " is missing");
    std::string_view const text = value->text();
    std::int64_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
        return unusable(std::string(name) + " is no whole number");
    return number;
}

// Empty if there is none.
result<secret> read_token(json_object const& object, std::string_view name)
{
    auto const value = object.find_value(name);
    if (!value)
        return secret();
    auto token = value->as_secret();
    if (!token)
        return unusable(std::string(name) + " is no string");
    return *std::move(token);
}

result<std::optional<system_clock::time_point>> read_time(json_object const& object, std::string_view name)
{
    if (!object.find_value(name))
        return std::optional<system_clock::time_point>();
    auto const since_epoch = read_integer(object, name);
    if (!since_epoch)
        return since_epoch.error();
    constexpr auto last = std::chrono::floor<seconds>(system_clock::time_point::max()).time_since_epoch();
    if (*since_epoch < 0 || *since_epoch > last.count())
        return unusable(std::string(name) + " is no time in seconds since 1970");
    return std::optional(system_clock::time_point(seconds(*since_epoch)));
}

result<bool> read_flag(json_object const& object, std::string_view name)
{
    auto const value = object.find_value(name);
    if (!value)
        return false;
    auto const flag = value->as_bool();
    if (!flag)
        return unusable(std::string(name) + " is neither true nor false");
    return *flag;
}

} // namespace

result<secret> write_stored_tokens(stored_tokens const& tokens)
{
    std::string_view const access = tokens.access.text.reveal();
    std::string_view const refresh = tokens.refresh_token.reveal();
    if (!model::is_utf8(access) || !model::is_utf8(refresh))
        return unusable("a token holds bytes that are no text");
    constexpr std::size_t most_of_the_rest = 256;
    std::string text;
    text.reserve(most_of_the_rest + 6 * (access.size() + refresh.size()));
    text += "{\n  \"version\": " + std::to_string(version);
    if (!refresh.empty()) {
        text += ",\n  \"refresh_token\": ";
        model::append_json_string(text, refresh);
    }
    if (tokens.is_in_doubt)
        text += ",\n  \"refresh_token_in_doubt\": true";
    if (!access.empty()) {
        text += ",\n  \"access_token\": ";
        model::append_json_string(text, access);
        if (auto const end = tokens.access.expires_at)
            text += ",\n  \"access_token_expires_at\": " +
                    std::to_string(std::chrono::floor<seconds>(*end).time_since_epoch().count());
    }
    text += "\n}\n";
    secret written(std::move(text));
    if (written.reveal().size() > max_token_text_size)
        return unusable("the tokens are longer than 64 KiB");
    return written;
}

result<stored_tokens> read_stored_tokens(std::string_view text)
{
    if (model::trimmed(text).empty())
        return stored_tokens();
    auto const value = model::parse_json(text);
    if (!value)
        return unusable("it is no valid JSON (" + value.error().message() + ')');
    if (!value->is_object())
        return unusable("it is JSON, but no object");
    json_object const object(*value);

    auto const written_by = read_integer(object, "version");
    if (!written_by)
        return written_by.error();
    if (*written_by != version)
        return unusable(
            "its version is " + std::to_string(*written_by) + ", and this boxlink knows version " +
            std::to_string(version) + " only"
        );
    auto refresh = read_token(object, "refresh_token");
    if (!refresh)
        return refresh.error();
    auto const in_doubt = read_flag(object, "refresh_token_in_doubt");
    if (!in_doubt)
        return in_doubt.error();
    auto access = read_token(object, "access_token");
    if (!access)
        return access.error();
    auto const end = read_time(object, "access_token_expires_at");
    if (!end)
        return end.error();

    stored_tokens tokens;
    tokens.refresh_token = *std::move(refresh);
    tokens.is_in_doubt = *in_doubt;
    tokens.access = access_token(*std::move(access), *end);
    return tokens;
}

} // namespace boxlink::auth
