// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// Lines, a piece at a time: what JSON Lines are made of.

#include "bulk/records/wiped_text.hpp"
#include "bulk/table/text_fault.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace boxlink::bulk {

/// A line that is not blank. Valid until the reader is called again.
class text_line
{
public:
    /// From 1.
    std::uint64_t line = 0;
    /// Where it begins in bytes, from 0, the blanks in front included.
    std::uint64_t offset = 0;
    /// Without the blanks around it and a byte order mark; empty if it is too long.
    std::string_view text;
    std::optional<text_fault> fault;

    text_line() {}
};

/// Takes bytes, gives lines, which end with LF. Memory is bounded by `max_row_size` and what was fed last.
class line_reader
{
public:
    /// Goes on with the bytes of a line that stands elsewhere. To be called when `next` has no more.
    void begin_at(std::uint64_t offset, std::uint64_t line);

    /// Adds bytes. To be called when `next` has no more.
    void feed(std::string_view bytes);

    /// There are no more bytes.
    void finish() noexcept { is_finished_ = true; }

    /// The next line that is not blank; null if there is none before more bytes are fed.
    [[nodiscard]] text_line const* next();

private:
    [[nodiscard]] text_line const* give_too_long();

    wiped_text buffer_;
    text_line given_;
    /// Of the first byte in the buffer.
    std::uint64_t offset_ = 0;
    std::size_t begin_ = 0;
    /// Behind what has been searched for a line end.
    std::size_t at_ = 0;
    std::uint64_t line_ = 1;
    bool is_skipping_ = false;
    bool is_finished_ = false;
};

} // namespace boxlink::bulk
