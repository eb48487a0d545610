// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/json_index.hpp"

#include "model/plain_text.hpp"
#include "model/text.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/parse_options.hpp>

#include <cstring>

namespace boxlink::model {
namespace {

namespace json = boost::json;
using boost::system::error_code;

constexpr std::size_t max_depth = 32;

// Why Boost.JSON refuses a text; nothing if it does not.
error_code fault_of(std::string_view text)
{
    json::parse_options options;
    options.max_depth = max_depth;
    json::basic_parser<json_validator> parser(options);
    error_code error;
    std::size_t const used = parser.write_some(false, text.data(), text.size(), error);
    if (!error && used < text.size())
        error = json::error::extra_data;
    return error;
}

// What does not stand for itself within a string: `"`, `\`, control characters, and the bytes of UTF-8 sequences, to be judged.
class string_marks
{
public:
    static bool is_mark(char c) noexcept
    {
        return static_cast<signed char>(c) < ' ' || c == '"' || c == '\\';
    }

#ifdef __SSE2__
    static __m128i marks_in(__m128i bytes) noexcept
    {
        // As numbers with a sign, the bytes of UTF-8 sequences are below a space too.
        return any_of(
            _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')),
            _mm_cmplt_epi8(bytes, _mm_set1_epi8(' '))
        );
    }
#endif
};

// Goes through a text once. What is usual is judged here; strings with escapes or other characters than ASCII and numbers other than
// short integers are left to Boost.JSON, one by one. Each step is told where it begins, and returns where it ends or, if the text is not
// valid, null.
class indexer
{
public:
    indexer(json_nodes& nodes, std::string_view text) noexcept
        : nodes_(nodes), begin_(text.data()), end_(text.data() + text.size())
    {}

    // Whether the text, which neither begins nor ends with white space, is one value.
    bool run() { return begin_ != end_ && take_value(begin_, {}, false, 0) == end_; }

private:
    static std::string_view between(char const* begin, char const* end) noexcept
    {
        return {begin, static_cast<std::size_t>(end - begin)};
    }

    char const* skip(char const* at) const noexcept
    {
        while (at != end_ && is_white_space(*at))
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
        at += static_cast<std::ptrdiff_t>(plain_length<string_marks>(between(at, end_)));
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
        while (at != end_ && *at != ',' && *at != ']' && *at != '}' && !is_white_space(*at))
            ++at;
        bool const is_usual = at == digits_end && at != begin && at - begin <= usual_length &&
                              (*begin != '0' || at - begin == 1);
        return is_usual || is_number(between(begin, at)) ? at : nullptr;
    }

    static bool is_number(std::string_view text)
    {
        return !text.empty() && (text.front() == '-' || is_digit(text.front())) && !fault_of(text);
    }

    json_nodes& nodes_;
    char const* begin_;
    char const* end_;
};

} // namespace

error_code index_json(json_nodes& nodes, std::string_view text)
{
    if (indexer(nodes, text).run())
        return {};
    auto const fault = fault_of(text);
    // Both judge alike, so that there is one.
    return fault ? fault : make_error_code(json::error::syntax);
}

} // namespace boxlink::model
