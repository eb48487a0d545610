// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/report/markup.hpp"

#include "bulk/report/text.hpp"

#include <cassert>

namespace boxlink::bulk {
namespace {

void append_escaped(std::string& out, std::string_view text)
{
    for (char const c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\'':
            out += "&#39;";
            break;
        default:
            out += c;
        }
    }
}

// Elements that people look for when they read the source.
bool begins_line(std::string_view tag) noexcept
{
    for (std::string_view const one :
         {"head",   "body", "meta", "title", "style", "header", "main", "section",
          "footer", "h1",   "h2",   "p",     "table", "tbody",  "tr",   "ul",
          "li",     "dl",   "div",  "svg",   "path",  "rect",   "line"}) {
        if (tag == one)
            return true;
    }
    return false;
}

} // namespace

void markup::begin(std::string_view tag, attributes list)
{
    if (begins_line(tag))
        out_ += '\n';
    out_.append("<").append(tag);
    for (auto const& [name, value] : list) {
        out_.append(" ").append(name).append("=\"");
        append_escaped(out_, visible_text(value));
        out_ += '"';
    }
}

markup& markup::open(std::string_view tag, attributes list)
{
    begin(tag, list);
    out_ += '>';
    open_.push_back(tag);
    return *this;
}

markup& markup::close()
{
    assert(!open_.empty());
    out_.append("</").append(open_.back()).append(">");
    open_.pop_back();
    return *this;
}

markup& markup::single(std::string_view tag, attributes list)
{
    begin(tag, list);
    out_ += "/>";
    return *this;
}

markup& markup::text(std::string_view content)
{
    append_escaped(out_, visible_text(content));
    return *this;
}

markup& markup::verbatim(std::string_view content)
{
    out_ += content;
    return *this;
}

std::string markup::str() &&
{
    assert(open_.empty());
    return std::move(out_);
}

} // namespace boxlink::bulk
