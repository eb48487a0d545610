// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/json_text.hpp"

#include "model/text.hpp"
#include "model/wipe.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/parse_options.hpp>

#include <algorithm>

namespace boxlink::model {
namespace {

namespace json = boost::json;
using boost::system::error_code;

// Takes the characters of a string.
struct decoder : json_validator
{
    std::string& characters;

    explicit decoder(std::string& wanted) noexcept : characters(wanted) {}

    bool on_string_part(json::string_view part, std::size_t, error_code&)
    {
        characters.append(part.data(), part.size());
        return true;
    }
    bool on_string(json::string_view part, std::size_t size, error_code& error)
    {
        return on_string_part(part, size, error);
    }
};

// Never longer than what is written: with that much reserved, the text does not move while it grows.
std::string decoded(std::string_view characters)
{
    std::string text;
    text.reserve(characters.size());
    json::basic_parser<decoder> parser(json::parse_options(), text);
    error_code error;
    parser.write_some(false, characters.data() - 1, characters.size() + 2, error); // with its quotation marks
    return text;
}

// What an array or an object holds, without what is within that.
class children
{
public:
    class iterator
    {
    public:
        explicit iterator(json_node const* node) noexcept : node_(node) {}

        json_node const& operator*() const noexcept { return *node_; }
        iterator& operator++() noexcept
        {
            node_ += node_->nodes;
            return *this;
        }
        bool operator==(iterator const&) const noexcept = default;

    private:
        json_node const* node_;
    };

    explicit children(json_node const& parent) noexcept : parent_(&parent) {}

    [[nodiscard]] iterator begin() const noexcept { return iterator(parent_ + 1); }
    [[nodiscard]] iterator end() const noexcept { return iterator(parent_ + parent_->nodes); }

private:
    json_node const* parent_;
};

bool has_name(json_node const& member, std::string_view name)
{
    return member.has_escaped_name ? decoded(member.name) == name : member.name == name;
}

} // namespace

json_document::json_document(std::string_view text)
{
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    if (text.starts_with(byte_order_mark))
        text.remove_prefix(byte_order_mark.size());
    error_ = index_json(nodes_, trimmed(text));
    if (!error_)
        root_ = json_value(nodes_.front());
}

bool json_value::is_number() const noexcept
{
    return first() == '-' || is_digit(first());
}

std::optional<std::string> json_value::as_string() const
{
    if (!is_string())
        return std::nullopt;
    std::string_view const characters = text().substr(1, text().size() - 2);
    if (node_->has_escapes)
        return decoded(characters);
    return std::optional<std::string>(std::in_place, characters);
}

std::optional<secret> json_value::as_secret() const
{
    if (!is_string())
        return std::nullopt;
    auto characters = as_string();
    std::optional<secret> hidden(std::in_place, std::move(*characters));
    wipe(*characters);
    return hidden;
}

std::optional<std::string> json_value::as_text() const
{
    if (is_number())
        return std::string(text());
    return as_string();
}

std::optional<bool> json_value::as_bool() const noexcept
{
    if (text() == "true")
        return true;
    if (text() == "false")
        return false;
    return std::nullopt;
}

std::vector<json_value> json_value::elements() const
{
    std::vector<json_value> values;
    if (!is_array())
        return values;
    for (json_node const& node : children(*node_))
        values.push_back(json_value(node));
    return values;
}

std::vector<json_object::member> json_object::members() const
{
    std::vector<member> all;
    if (!value_.is_object())
        return all;
    for (json_node const& node : children(*value_.node_))
        all.emplace_back(
            node.has_escaped_name ? decoded(node.name) : std::string(node.name), json_value(node)
        );
    return all;
}

std::optional<json_value> json_object::find(std::string_view name) const
{
    return find_all(std::array{name}).front();
}

void json_object::find_all(
    std::span<std::string_view const> names, std::span<std::optional<json_value>> found
) const
{
    if (!value_.is_object())
        return;
    std::size_t next = 0;
    for (json_node const& node : children(*value_.node_)) {
        std::size_t const first = next;
        bool is_found = false;
        do {
            is_found = has_name(node, names[next]);
            if (is_found)
                found[next] = json_value(node);
            next = next + 1 < names.size() ? next + 1 : 0;
        } while (!is_found && next != first);
    }
}

std::optional<json_value> json_object::find_value(std::string_view name) const
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

std::optional<bool> json_object::boolean(std::string_view name) const
{
    auto const value = find(name);
    return value ? value->as_bool() : std::nullopt;
}

void append_json_string(std::string& out, std::string_view text)
{
    constexpr std::string_view digits = "0123456789abcdef";
    constexpr std::string_view escaped = "\b\t\n\f\r\"\\";
    constexpr std::string_view letters = "btnfr\"\\";
    auto const needs_escape = [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
    };
    out += '"';
    while (!text.empty()) {
        auto const special = std::find_if(text.begin(), text.end(), needs_escape);
        out.append(text.begin(), special);
        text.remove_prefix(static_cast<std::size_t>(special - text.begin()));
        if (text.empty())
            break;
        char const c = text.front();
        text.remove_prefix(1);
        out += '\\';
        if (auto const at = escaped.find(c); at != std::string_view::npos)
            out += letters[at];
        else
            ((out += "u00") += digits[static_cast<unsigned char>(c) >> 4]) +=
                digits[static_cast<unsigned char>(c) & 0xf];
    }
    out += '"';
}

} // namespace boxlink::model
