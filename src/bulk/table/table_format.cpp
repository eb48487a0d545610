// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/table/table_format.hpp"

#include "model/text.hpp"

namespace boxlink::bulk {

std::optional<table_format> format_by_name(std::string_view path)
{
    auto const ends_with = [path](std::string_view end) {
        return path.size() >= end.size() &&
               model::equal_ignoring_case(path.substr(path.size() - end.size()), end);
    };
    if (ends_with(".csv"))
        return table_format::csv;
    if (ends_with(".jsonl") || ends_with(".ndjson") || ends_with(".json"))
        return table_format::json_lines;
    return std::nullopt;
}

table_format format_by_beginning(std::string_view text) noexcept
{
    if (text.starts_with("\xef\xbb\xbf"))
        text.remove_prefix(3);
    return model::trimmed(text).starts_with('{') ? table_format::json_lines : table_format::csv;
}

} // namespace boxlink::bulk
