// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/json_writer.hpp"

#include "model/characters.hpp"

#include <cstdio>

namespace boxlink::model {
namespace {

void append_unit(std::string& out, unsigned unit)
{
    char text[8];
    std::snprintf(text, sizeof text, "\\u%04x", unit);
    out += text;
}

void append_escaped(std::string& out, char32_t value)
{
    if (value < 0x10000)
        return append_unit(out, value);
    append_unit(out, 0xd800 + ((value - 0x10000) >> 10));
    append_unit(out, 0xdc00 + ((value - 0x10000) & 0x3ff));
}

template <class T, class Render>
std::string array(std::vector<T> const& values, Render render)
{
    std::string out = "[";
    for (T const& value : values) {
        if (out.size() > 1)
            out += ',';
        out += render(value);
    }
    return out + ']';
}

} // namespace

std::string json_string(std::string_view text)
{
    std::string out = "\"";
    while (!text.empty()) {
        character const c = first_character(text);
        if (c.malformed)
            append_escaped(out, 0xfffd);
        else if (c.value == '\n')
            out += "\\n";
        else if (c.value == '"' || c.value == '\\')
            (out += '\\') += static_cast<char>(c.value);
        else if (is_treacherous(c.value))
            append_escaped(out, c.value);
        else
            out += text.substr(0, c.length);
        text.remove_prefix(c.length);
    }
    return out + '"';
}

json_writer& json_writer::member(std::string_view name, std::string_view value)
{
    if (!members_.empty())
        members_ += ',';
    members_ += json_string(name);
    members_ += ':';
    members_ += value;
    return *this;
}

json_writer& json_writer::text(std::string_view name, std::string_view value)
{
    return member(name, json_string(value));
}

json_writer& json_writer::optional_text(std::string_view name, std::optional<std::string> const& value)
{
    return value ? text(name, *value) : null(name);
}

json_writer& json_writer::text_or_null(std::string_view name, std::string_view value)
{
    return value.empty() ? null(name) : text(name, value);
}

json_writer& json_writer::number(std::string_view name, std::int64_t value)
{
    return member(name, std::to_string(value));
}

json_writer& json_writer::count(std::string_view name, std::uint64_t value)
{
    return member(name, std::to_string(value));
}

json_writer& json_writer::boolean(std::string_view name, bool value)
{
    return member(name, value ? "true" : "false");
}

json_writer& json_writer::boolean(std::string_view name, std::optional<bool> value)
{
    return value ? boolean(name, *value) : null(name);
}

json_writer& json_writer::null(std::string_view name)
{
    return member(name, "null");
}

json_writer& json_writer::object(std::string_view name, json_writer const& value)
{
    return member(name, value.str());
}

json_writer& json_writer::objects(std::string_view name, std::vector<json_writer> const& values)
{
    return member(name, array(values, [](json_writer const& value) { return value.str(); }));
}

json_writer& json_writer::texts(std::string_view name, std::vector<std::string> const& values)
{
    return member(name, array(values, [](std::string const& value) { return json_string(value); }));
}

json_writer& json_writer::append(json_writer const& other)
{
    if (!members_.empty() && !other.members_.empty())
        members_ += ',';
    members_ += other.members_;
    return *this;
}

} // namespace boxlink::model
