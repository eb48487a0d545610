// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/json_text.hpp"

#include "model/text.hpp"
#include "model/wipe.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/error.hpp>
#include <boost/json/parse_options.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace boxlink::model {
namespace {

namespace json = boost::json;
using boost::system::error_code;

constexpr std::size_t max_depth = 32;
constexpr std::string_view blanks = " \t\r\n";

// Boost.JSON as a judge: only whether a text is valid counts. It reads 1e400 as infinity, which is refused here.
struct validator
{
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
    bool on_string_part(json::string_view, std::size_t, error_code&) { return true; }
    bool on_string(json::string_view, std::size_t, error_code&) { return true; }
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

// Why Boost.JSON refuses a text; nothing if it does not.
error_code fault_of(std::string_view text)
{
    json::parse_options options;
    options.max_depth = max_depth;
    json::basic_parser<validator> parser(options);
    error_code error;
    std::size_t const used = parser.write_some(false, text.data(), text.size(), error);
    if (!error && used < text.size())
        error = json::error::extra_data;
    return error;
}

// Takes the characters of a string.
struct decoder : validator
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

// How many bytes at the front of a text stand for themselves within a string: ASCII but control characters, `"` and `\`.
std::size_t plain_length(char const* begin, char const* end) noexcept
{
    char const* at = begin;
#ifdef __SSE2__
    __m128i const quotes = _mm_set1_epi8('"');
    __m128i const backslashes = _mm_set1_epi8('\\');
    __m128i const spaces = _mm_set1_epi8(' ');
    for (; end - at >= 16; at += 16) {
        __m128i const bytes = _mm_loadu_si128(reinterpret_cast<__m128i const*>(at));
        __m128i const marks = _mm_or_si128(_mm_cmpeq_epi8(bytes, quotes), _mm_cmpeq_epi8(bytes, backslashes));
        // As numbers with a sign, the bytes of UTF-8 sequences are below a space too.
        auto const found =
            static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(marks, _mm_cmplt_epi8(bytes, spaces))));
        if (found != 0)
            return static_cast<std::size_t>(at - begin + std::countr_zero(found));
    }
#endif
    while (at != end && static_cast<signed char>(*at) >= ' ' && *at != '"' && *at != '\\')
        ++at;
    return static_cast<std::size_t>(at - begin);
}

constexpr bool is_blank(char c) noexcept
{
    return c <= ' ' && (c == ' ' || c == '\n' || c == '\r' || c == '\t');
}

// Goes through a text once. What is usual is judged here; strings with escapes or other characters than ASCII and numbers other than
// short integers are left to Boost.JSON, one by one. Each step is told where it begins, and returns where it ends or, if the text is not
// valid, null.
class indexer
{
public:
    indexer(boost::container::small_vector_base<json_node>& nodes, std::string_view text) noexcept
        : nodes_(nodes), begin_(text.data()), end_(text.data() + text.size())
    {}

    // Whether the text, which neither begins nor ends with blanks, is one value.
    bool run() { return begin_ != end_ && take_value(begin_, {}, false, 0) == end_; }

private:
    static std::string_view between(char const* begin, char const* end) noexcept
    {
        return {begin, static_cast<std::size_t>(end - begin)};
    }

    char const* skip(char const* at) const noexcept
    {
        while (at != end_ && is_blank(*at))
            ++at;
        return at;
    }

    [[nodiscard]] bool is_at(char const* at, char c) const noexcept { return at != end_ && *at == c; }

    char const* take_value(char const* at, std::string_view name, bool has_escaped_name, std::size_t depth)
    {
        if (at == end_)
            return nullptr;
        if (*at == '{' || *at == '[')
            return take_container(at, name, has_escaped_name, depth);
        bool has_escapes = false;
        char const* const end = *at == '"' ? take_string(at, has_escapes) : take_scalar(at);
        if (!end)
            return nullptr;
        nodes_.push_back({name, between(at, end), 1, has_escaped_name, has_escapes});
        return end;
    }

    char const*
    take_container(char const* at, std::string_view name, bool has_escaped_name, std::size_t depth)
    {
        if (depth == max_depth)
            return nullptr;
        std::size_t const index = nodes_.size();
        nodes_.push_back({name, {}, 1, has_escaped_name, false});
        char const* const end =
            *at == '{' ? take_members(at + 1, depth + 1) : take_elements(at + 1, depth + 1);
        if (!end)
            return nullptr;
        nodes_[index].text = between(at, end);
        nodes_[index].nodes = nodes_.size() - index;
        return end;
    }

    char const* take_members(char const* at, std::size_t depth)
    {
        at = skip(at);
        if (is_at(at, '}'))
            return at + 1;
        while (is_at(at, '"')) {
            char const* const name = at + 1;
            bool has_escapes = false;
            at = take_string(at, has_escapes);
            if (!at)
                return nullptr;
            char const* const name_end = at - 1;
            at = skip(at);
            if (!is_at(at, ':'))
                return nullptr;
            at = take_value(skip(at + 1), between(name, name_end), has_escapes, depth);
            if (!at)
                return nullptr;
            at = skip(at);
            if (!is_at(at, ','))
                return is_at(at, '}') ? at + 1 : nullptr;
            at = skip(at + 1);
        }
        return nullptr;
    }

    char const* take_elements(char const* at, std::size_t depth)
    {
        at = skip(at);
        if (is_at(at, ']'))
            return at + 1;
        while (true) {
            at = take_value(at, {}, false, depth);
            if (!at)
                return nullptr;
            at = skip(at);
            if (!is_at(at, ','))
                return is_at(at, ']') ? at + 1 : nullptr;
            at = skip(at + 1);
        }
    }

    char const* take_string(char const* const begin, bool& has_escapes) const
    {
        char const* at = begin + 1;
        at += plain_length(at, end_);
        if (is_at(at, '"'))
            return at + 1;
        while (at != end_ && *at != '"') {
            bool const is_escape = *at == '\\';
            has_escapes |= is_escape;
            at += is_escape && end_ - at > 1 ? 2 : 1;
        }
        return at != end_ && !fault_of(between(begin, at + 1)) ? at + 1 : nullptr;
    }

    template <std::size_t Size>
    char const* take_word(char const* at, char const (&word)[Size]) const noexcept
    {
        constexpr std::ptrdiff_t length = Size - 1;
        return end_ - at >= length && std::memcmp(at, word, length) == 0 ? at + length : nullptr;
    }

    char const* take_scalar(char const* at) const
    {
        switch (*at) {
        case 'n':
            return take_word(at, "null");
        case 't':
            return take_word(at, "true");
        case 'f':
            return take_word(at, "false");
        default:
            return take_number(at);
        }
    }

    char const* take_number(char const* const begin) const
    {
        constexpr std::ptrdiff_t usual_length = 18;
        char const* at = begin;
        while (at != end_ && is_digit(*at))
            ++at;
        char const* const digits_end = at;
        while (at != end_ && *at != ',' && *at != ']' && *at != '}' && !is_blank(*at))
            ++at;
        bool const is_usual = at == digits_end && at != begin && at - begin <= usual_length &&
                              (*begin != '0' || at - begin == 1);
        return is_usual || is_number(between(begin, at)) ? at : nullptr;
    }

    static bool is_number(std::string_view text)
    {
        return !text.empty() && (text.front() == '-' || is_digit(text.front())) && !fault_of(text);
    }

    boost::container::small_vector_base<json_node>& nodes_;
    char const* begin_;
    char const* end_;
};

} // namespace

json_document::json_document(std::string_view text)
{
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    if (text.starts_with(byte_order_mark))
        text.remove_prefix(byte_order_mark.size());
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    text = text.substr(0, text.find_last_not_of(blanks) + 1);

    if (indexer(nodes_, text).run()) {
        root_ = json_value(nodes_.front());
        return;
    }
    error_ = fault_of(text);
    if (!error_) // both judge alike: not reached
        error_ = json::error::syntax;
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
