// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// The input: a text that may be JSON. What is made of it is compared with what Boost.JSON makes of it.

#include "model/json_text.hpp"

#include "fuzz/fuzz.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

using boxlink::fuzz::require;
using namespace boxlink::model;

namespace {

namespace json = boost::json;

// Boost.JSON takes numbers that no double can hold for infinity.
bool is_finite(json::value const& value)
{
    if (value.is_array())
        return std::all_of(value.get_array().begin(), value.get_array().end(), is_finite);
    if (value.is_object())
        return std::all_of(value.get_object().begin(), value.get_object().end(), [](auto const& member) {
            return is_finite(member.value());
        });
    return !value.is_double() || std::isfinite(value.get_double());
}

// Boost.JSON 1.81 rounds the last bit of 123.456789012345789 one way or the other, as more text follows it or less.
bool are_alike(json::value const& a, json::value const& b)
{
    if (a.is_array() && b.is_array())
        return std::equal(
            a.get_array().begin(), a.get_array().end(), b.get_array().begin(), b.get_array().end(), are_alike
        );
    if (a.is_object() && b.is_object())
        return a.get_object().size() == b.get_object().size() &&
               std::all_of(a.get_object().begin(), a.get_object().end(), [&b](auto const& member) {
                   auto const* const other = b.get_object().if_contains(member.key());
                   return other && are_alike(member.value(), *other);
               });
    if (a.is_double() && b.is_double())
        return std::abs(a.get_double() - b.get_double()) <=
               4 * std::numeric_limits<double>::epsilon() * std::abs(b.get_double()) +
                   std::numeric_limits<double>::min();
    return a == b;
}

void require_equal(json_value value, json::value const& expected);

void require_equal_members(json_value value, json::object const& expected)
{
    json_object const object(value);
    for (auto const& [name, content] : expected) {
        auto const found = object.find({name.data(), name.size()});
        require(found.has_value(), "each member is found");
        require_equal(*found, content);
    }
    for (auto const& member : object.members())
        require(expected.contains(member.name), "no member is made up");
}

void require_equal(json_value value, json::value const& expected)
{
    require(value.is_object() == expected.is_object() && value.is_array() == expected.is_array(), "one kind");
    require(value.is_string() == expected.is_string() && value.is_null() == expected.is_null(), "one kind");
    require(value.is_number() == expected.is_number(), "one kind");
    if (expected.is_bool()) {
        require(value.as_bool() == expected.get_bool(), "the same truth");
    } else if (expected.is_string()) {
        require(*value.as_string() == std::string_view(expected.get_string()), "the same characters");
    } else if (expected.is_object()) {
        require_equal_members(value, expected.get_object());
    } else if (expected.is_array()) {
        auto const elements = value.elements();
        require(elements.size() == expected.get_array().size(), "as many elements");
        for (std::size_t i = 0; i < elements.size(); ++i)
            require_equal(elements[i], expected.get_array()[i]);
    }
    boost::system::error_code error;
    json::value const again = json::parse(value.text(), error);
    require(!error && are_alike(again, expected), "the text of each value stands for that value");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    boxlink::fuzz::input input(data, size);
    auto const text = input.rest();
    auto const document = parse_json(text);

    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    boost::system::error_code error;
    auto const expected =
        json::parse(text.substr(text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0), error);
    require(document.has_value() == (!error && is_finite(expected)), "Boost.JSON judges alike");
    if (!document) {
        require(document.error().failed(), "a refusal says why");
        return 0;
    }
    require_equal(*document, expected);
    if (document->is_string()) {
        std::string written;
        append_json_string(written, *document->as_string());
        require(json::parse(written) == expected, "what is written is read back");
    }
    return 0;
}
