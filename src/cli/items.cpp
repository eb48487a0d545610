// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/items.hpp"

#include "cli/refusal.hpp"
#include "model/request_rules.hpp"
#include "model/text.hpp"

#include <istream>

namespace boxlink::cli {
namespace {

item_ref read_item(std::string_view text, std::string const& where)
{
    result<item_ref> const item = item_ref::parse(text);
    if (!item)
        throw usage_error(where + ": " + item.error().message);
    if (result<void> const checked = model::check_item(*item); !checked)
        throw usage_error(where + ": " + checked.error().message);
    return *item;
}

void read_lines(std::istream& in, std::vector<item_ref>& items)
{
    std::string line;
    for (std::size_t number = 1; std::getline(in, line); ++number) {
        std::string_view const text = model::trimmed(line);
        if (!text.empty())
            items.push_back(read_item(text, "line " + std::to_string(number) + " of standard input"));
    }
    if (in.bad())
        throw usage_error("standard input: cannot be read to its end; nothing was sent");
}

} // namespace

std::vector<item_ref> read_items(std::vector<std::string> const& texts, std::istream& in)
{
    std::vector<item_ref> items;
    items.reserve(texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (texts[i] == "-")
            read_lines(in, items);
        else
            items.push_back(read_item(texts[i], "item " + std::to_string(i + 1)));
    }
    if (items.empty())
        throw usage_error("no items: standard input has none");
    return items;
}

} // namespace boxlink::cli
