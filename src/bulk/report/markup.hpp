// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// Markup that is well-formed as HTML and as XML, whatever stands in its texts.

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace boxlink::bulk {

/// Writes elements, closes what was opened, and escapes all text.
class markup
{
public:
    /// The name of an attribute and its value.
    using attribute = std::pair<std::string_view, std::string>;
    using attributes = std::initializer_list<attribute>;

    /// Opens an element. \param tag a literal.
    markup& open(std::string_view tag, attributes list = {});

    /// Closes the element that was opened last.
    markup& close();

    /// An element that has no content.
    markup& single(std::string_view tag, attributes list = {});

    /// Text, made visible and escaped.
    markup& text(std::string_view content);

    /// An element with nothing but text.
    markup& element(std::string_view tag, std::string_view content, attributes list = {})
    {
        return open(tag, list).text(content).close();
    }

    /// What is written as it is. \param content a literal.
    markup& verbatim(std::string_view content);

    /// What was written. Everything must be closed.
    [[nodiscard]] std::string str() &&;

private:
    void begin(std::string_view tag, attributes list);

    std::string out_;
    std::vector<std::string_view> open_;
};

} // namespace boxlink::bulk
