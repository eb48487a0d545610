// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/json_text.hpp"

#include "model/wipe.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/error.hpp>
#include <boost/json/parse_options.hpp>
#include <boost/json/serializer.hpp>

#include <cmath>

namespace boxlink::model {
namespace {

namespace json = boost::json;
using boost::system::error_code;

constexpr std::size_t max_depth = 32;
constexpr std::string_view blanks = " \t\r\n";

// Takes note of nothing but the characters of strings, if they are wanted: only whether the text is valid counts.
// Boost.JSON reads 1e400 as infinity, which is refused here.
struct validator
{
    std::string* characters;

    explicit validator(std::string* wanted = nullptr) noexcept : characters(wanted) {}

    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }
    bool on_object_begin(error_code&) { return true; }
    bool on_object_end(std::size_t, error_code&) { return true; }
    bool on_array_begin(error_code&) { return true; }
    bool on_array_end(std::size_t, error_code&) { return true; }
    bool on_key_part(json::string_view, std::size_t, error_code&) { return true; }
    bool on_key(json::string_view, std::size_t, error_code&) { return true; }
    bool on_string_part(json::string_view part, std::size_t, error_code&)
    {
        if (characters)
            characters->append(part.data(), part.size());
        return true;
    }
    bool on_string(json::string_view part, std::size_t size, error_code& error)
    {
        return on_string_part(part, size, error);
    }
    bool on_number_part(json::string_view, error_code&) { return true; }
    bool on_int64(std::int64_t, json::string_view, error_code&) { return true; }
    bool on_uint64(std::uint64_t, json::string_view, error_code&) { return true; }
    bool on_double(double value, json::string_view, error_code& error)
    {
        if (!std::isfinite(value))
            error = json::error::exponent_overflow;
        return !error;
    }
    bool on_bool(bool, error_code&) { return true; }
    bool on_null(error_code&) { return true; }
    bool on_comment_part(json::string_view, error_code&) { return true; }
    bool on_comment(json::string_view, error_code&) { return true; }
};

// Takes values off the front of a text that has been validated: no step needs to check its bounds.
class cursor
{
public:
    explicit cursor(std::string_view rest) noexcept : rest_(rest) {}

    // The next character that is no blank, which stays.
    char peek() noexcept
    {
        rest_.remove_prefix(rest_.find_first_not_of(blanks));
        return rest_.front();
    }

    // Takes the next character that is no blank.
    char take() noexcept
    {
        char const c = peek();
        rest_.remove_prefix(1);
        return c;
    }

    std::string_view take_value() noexcept
    {
        std::size_t length = 0;
        char const first = peek();
        if (first == '"')
            length = string_length(0);
        else if (first == '{' || first == '[')
            length = nested_length();
        else
            length = std::min(rest_.find_first_of(",]} \t\r\n"), rest_.size());
        std::string_view const value = rest_.substr(0, length);
        rest_.remove_prefix(length);
        return value;
    }

private:
    std::size_t string_length(std::size_t from) const noexcept
    {
        std::size_t at = from + 1;
        while (rest_[at] != '"')
            at += rest_[at] == '\\' ? 2 : 1;
        return at + 1 - from;
    }

    std::size_t nested_length() const noexcept
    {
        std::size_t depth = 0;
        std::size_t at = 0;
        do {
            char const c = rest_[at];
            if (c == '{' || c == '[')
                ++depth;
            else if (c == '}' || c == ']')
                --depth;
            at += c == '"' ? string_length(at) : 1;
        } while (depth != 0);
        return at;
    }

    std::string_view rest_;
};

// Never longer than the literal: with that much reserved, the text does not move while it grows.
std::string decode_string(std::string_view literal)
{
    std::string text;
    text.reserve(literal.size());
    if (literal.find('\\') == std::string_view::npos) {
        text = literal.substr(1, literal.size() - 2);
        return text;
    }
    json::basic_parser<validator> parser(json::parse_options(), &text);
    error_code error;
    parser.write_some(false, literal.data(), literal.size(), error);
    return text;
}

} // namespace

bool json_value::is_number() const noexcept
{
    char const c = text_.front();
    return c == '-' || (c >= '0' && c <= '9');
}

std::optional<std::string> json_value::as_string() const
{
    if (!is_string())
        return std::nullopt;
    return decode_string(text_);
}

std::optional<secret> json_value::as_secret() const
{
    if (!is_string())
        return std::nullopt;
    std::string text = decode_string(text_);
    std::optional<secret> hidden(std::in_place, std::move(text));
    wipe(text);
    return hidden;
}

std::optional<std::string> json_value::as_text() const
{
    if (is_number())
        return std::string(text_);
    return as_string();
}

std::optional<bool> json_value::as_bool() const noexcept
{
    if (text_ == "true")
        return true;
    if (text_ == "false")
        return false;
    return std::nullopt;
}

std::vector<json_value> json_value::elements() const
{
    std::vector<json_value> values;
    if (!is_array())
        return values;
    cursor at(text_);
    at.take();
    while (at.peek() != ']') {
        values.push_back(json_value(at.take_value()));
        if (at.peek() == ',')
            at.take();
    }
    return values;
}

json_object::json_object(json_value value)
{
    if (!value.is_object())
        return;
    cursor at(value.text());
    at.take();
    while (at.peek() != '}') {
        std::string_view const name = at.take_value();
        at.take(); // the colon
        members_.emplace_back(decode_string(name), json_value(at.take_value()));
        if (at.peek() == ',')
            at.take();
    }
}

std::optional<json_value> json_object::find(std::string_view name) const noexcept
{
    for (auto each = members_.rbegin(); each != members_.rend(); ++each) {
        if (each->name == name)
            return each->value;
    }
    return std::nullopt;
}

std::optional<json_value> json_object::find_value(std::string_view name) const noexcept
{
    auto const value = find(name);
    return value && !value->is_null() ? value : std::nullopt;
}

std::optional<std::string> json_object::string(std::string_view name) const
{
    auto const value = find(name);
    return value ? value->as_string() : std::nullopt;
}

std::optional<std::string> json_object::text(std::string_view name) const
{
    auto const value = find(name);
    return value ? value->as_text() : std::nullopt;
}

std::optional<bool> json_object::boolean(std::string_view name) const noexcept
{
    auto const value = find(name);
    return value ? value->as_bool() : std::nullopt;
}

boost::system::result<json_value> parse_json(std::string_view text)
{
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    if (text.starts_with(byte_order_mark))
        text.remove_prefix(byte_order_mark.size());
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    text = text.substr(0, text.find_last_not_of(blanks) + 1);

    json::parse_options options;
    options.max_depth = max_depth;
    json::basic_parser<validator> parser(options);
    error_code error;
    std::size_t const used = parser.write_some(false, text.data(), text.size(), error);
    if (!error && used < text.size())
        error = json::error::extra_data;
    if (error)
        return error;
    return json_value(text);
}

void append_json_string(std::string& out, std::string_view text)
{
    wiped_buffer<256> buffer;
    json::serializer serializer;
    serializer.reset(json::string_view(text.data(), text.size()));
    while (!serializer.done()) {
        json::string_view const piece = serializer.read(buffer.data(), buffer.size());
        out.append(piece.data(), piece.size());
    }
}

} // namespace boxlink::model
