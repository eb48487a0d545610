// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/http_message.hpp"

#include "model/text.hpp"

namespace boxlink::model {

http_headers::http_headers(std::vector<http_header> const& all)
{
    for (http_header const& header : all)
        add(header.name, header.value);
}

void http_headers::add(std::string_view name, std::string_view value)
{
    std::size_t const begin = text_.size();
    text_.append(name).append(value);
    places_.push_back({begin, name.size(), begin + name.size(), value.size()});
}

void http_headers::clear() noexcept
{
    text_.clear();
    places_.clear();
}

void http_headers::start(std::string_view text)
{
    places_.clear();
    text_ = text;
    source_ = text.data();
}

void http_headers::add_part(std::string_view name, std::string_view value)
{
    auto const offset = [this](std::string_view part) {
        return static_cast<std::size_t>(part.data() - source_);
    };
    places_.push_back({offset(name), name.size(), offset(value), value.size()});
}

http_headers::header_view http_headers::operator[](std::size_t index) const noexcept
{
    place const& at = places_[index];
    std::string_view const text = text_;
    return {text.substr(at.name, at.name_size), text.substr(at.value, at.value_size)};
}

std::optional<std::string_view> http_headers::find(std::string_view name) const noexcept
{
    for (auto const [each, value] : *this) {
        if (equal_ignoring_case(each, name))
            return value;
    }
    return std::nullopt;
}

std::optional<std::string_view> http_response::find(std::string_view name) const noexcept
{
    auto const value = headers.find(name);
    return value ? std::optional(trimmed(*value)) : std::nullopt;
}

} // namespace boxlink::model
