// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// The forms of tables, in and out.

#include <optional>
#include <string_view>

namespace boxlink::bulk {

enum class table_format
{
    csv,
    json_lines,
};

/// By the end of a file's name: `.csv`; `.jsonl`, `.ndjson` or `.json`. Case does not matter.
[[nodiscard]] std::optional<table_format> format_by_name(std::string_view path);

/// By how a table begins, for one without a name: objects are JSON Lines.
[[nodiscard]] table_format format_by_beginning(std::string_view text) noexcept;

} // namespace boxlink::bulk
