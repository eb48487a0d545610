// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// Text that others wrote, made fit for a terminal.

#include <cstddef>
#include <string>
#include <string_view>

namespace boxlink::cli {

/// The text on one line, with treacherous characters written as `\n`, `\x1b` or `\u{202e}` and malformed bytes as `\xff`. Backslashes
/// are left alone: this is for people, and the JSON output is exact.
[[nodiscard]] std::string terminal_text(std::string_view text);

/// How many columns of a terminal a text takes that `terminal_text` made.
[[nodiscard]] std::size_t columns(std::string_view text) noexcept;

} // namespace boxlink::cli
