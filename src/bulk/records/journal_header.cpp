// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/records/journal_header.hpp"

#include "bulk/records/journal_record.hpp"
#include "model/json_text.hpp"
#include "model/json_writer.hpp"
#include "model/refusal.hpp"
#include "model/text.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace boxlink::bulk {
namespace {

constexpr std::string_view format_name = "boxlink-journal ";
constexpr std::string_view format = "boxlink-journal 1";

std::optional<std::string> value_in(journal_header const& header, std::string_view name)
{
    for (auto const& [other, value] : header.options) {
        if (other == name)
            return value;
    }
    return std::nullopt;
}

std::string shown(std::optional<std::string> const& value)
{
    return value ? model::quoted(*value) : "not given";
}

error_info different(
    std::string_view name, std::optional<std::string> const& then, std::optional<std::string> const& now
)
{
    return model::refusal(
        "it was begun with another " + std::string(name) + " (" + shown(then) + ", now " + shown(now) +
        "); repeat the options of that time, or begin anew with another journal"
    );
}

// A text as one word: a JSON string, without the blanks that would separate words.
std::optional<std::string> text_of(std::string_view json)
{
    auto const value = model::parse_json(json);
    return value ? value->as_string() : std::nullopt;
}

// Messages show it as it is.
bool is_option_name(std::string_view text)
{
    constexpr std::size_t longest = 64;
    return !text.empty() && text.size() <= longest && std::all_of(text.begin(), text.end(), [](char c) {
        return model::is_alphanumeric(c) || c == '-' || c == '_';
    });
}

} // namespace

std::string_view journal_format_record() noexcept
{
    return format;
}

bool is_journal_format(std::string_view record) noexcept
{
    return record.starts_with(format_name);
}

std::string journal_header::lines() const
{
    std::string out;
    append_journal_line(out, format);
    append_journal_line(out, "begun " + std::to_string(begun.time_since_epoch().count()));
    append_journal_line(out, "input " + model::json_string(input));
    for (auto const& [name, value] : options)
        append_journal_line(out, "option " + name + ' ' + model::json_string(value));
    return out;
}

bool journal_header::read(std::string_view record)
{
    auto const take = [&record](std::string_view word) {
        bool const is_there = record.starts_with(word);
        record.remove_prefix(is_there ? word.size() : 0);
        return is_there;
    };
    if (take("begun ")) {
        std::int64_t seconds = 0;
        auto const [end, error] = std::from_chars(record.data(), record.data() + record.size(), seconds);
        begun = std::chrono::sys_seconds(std::chrono::seconds(seconds));
        return error == std::errc() && end == record.data() + record.size();
    }
    if (take("input ")) {
        auto text = text_of(record);
        input = std::move(text).value_or("");
        return text.has_value();
    }
    if (!take("option "))
        return false;
    auto const blank = std::min(record.find(' '), record.size());
    auto text = text_of(record.substr(blank));
    if (!text || !is_option_name(record.substr(0, blank)))
        return false;
    options.emplace_back(record.substr(0, blank), *std::move(text));
    return true;
}

result<void> journal_header::check(journal_header const& recorded) const
{
    if (input != recorded.input)
        return model::refusal("it belongs to another input, or the input has been changed since; give the "
                              "one it was begun with, "
                              "or begin anew with another journal");
    for (auto const& [name, value] : options) {
        if (auto const then = value_in(recorded, name); then != value)
            return different(name, then, value);
    }
    for (auto const& [name, value] : recorded.options) {
        if (auto const now = value_in(*this, name); !now)
            return different(name, value, now);
    }
    return {};
}

} // namespace boxlink::bulk
