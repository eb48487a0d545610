// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// CSV (RFC 4180), a piece at a time. Lines end with CRLF, LF or CR; a byte order mark in front is skipped, and so are empty lines.

#include "bulk/records/wiped_text.hpp"
#include "bulk/table/text_fault.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace boxlink::bulk {

/// A cell, without its quotation marks.
class csv_cell
{
public:
    std::string_view text;
    /// Where it begins, from 1.
    std::uint64_t line;

    csv_cell(std::string_view content, std::uint64_t at_line) : text(content), line(at_line) {}
};

/// A row. Valid until the reader is called again.
class csv_record
{
public:
    /// Where it begins, from 1.
    std::uint64_t line = 0;
    /// The same in bytes, from 0.
    std::uint64_t offset = 0;
    /// As it stands in the file, its line end left off; empty if it is too long.
    std::string_view text;
    /// Not to be relied on if there is a fault.
    std::vector<csv_cell> cells;
    std::optional<text_fault> fault;

    csv_record() {}
};

/// Takes bytes, gives rows, header included. Memory is bounded by `max_row_size` and what was fed last. After a row with a fault it goes on
/// with the next line that can be told: after a quotation mark that is never closed, with the line after that mark.
class csv_reader
{
public:
    /// Goes on with the bytes of a row that stands elsewhere. To be called when `next` has no more.
    void begin_at(std::uint64_t offset, std::uint64_t line);

    /// Adds bytes. To be called when `next` has no more.
    void feed(std::string_view bytes);

    /// There are no more bytes.
    void finish() noexcept { is_finished_ = true; }

    /// The next row; null if there is none before more bytes are fed.
    [[nodiscard]] csv_record const* next();

private:
    enum class state
    {
        cell_start,
        plain,
        quoted,
        /// After a quotation mark in a quoted cell: the end of the cell, or the first of two that stand for one.
        quote_in_quoted,
        /// The rest of a line that is too long.
        skipping,
    };

    [[nodiscard]] bool skip_byte_order_mark();
    [[nodiscard]] bool take(char c);
    void take_plain();
    void count_line(char c) noexcept;
    void begin_line_at(std::size_t at) noexcept;
    [[nodiscard]] std::uint64_t character() noexcept;
    void forget_row();
    void end_row();
    void blame(std::uint64_t line, std::uint64_t character, char const* what);
    void blame_encoding(std::string_view text);
    [[nodiscard]] csv_record const* give(std::size_t end);
    [[nodiscard]] csv_record const* give_unclosed();
    [[nodiscard]] csv_record const* give_too_long();

    wiped_text buffer_;
    wiped_text cells_;
    std::vector<std::size_t> cell_ends_;
    std::vector<std::uint64_t> cell_lines_;
    csv_record record_;
    std::optional<text_fault> fault_;
    /// Of the first byte in the buffer.
    std::uint64_t offset_ = 0;
    state state_ = state::cell_start;
    /// In the buffer: the row's first byte, and the next one to look at.
    std::size_t begin_ = 0;
    std::size_t at_ = 0;
    /// The last quotation mark that was opened, and the line after its own: 0 if that has not been seen.
    std::uint64_t quote_line_ = 0;
    std::uint64_t quote_character_ = 0;
    std::size_t next_line_at_ = 0;
    std::uint64_t row_line_ = 1;
    std::uint64_t line_ = 1;
    /// How many characters of the line lie before this byte of the buffer.
    std::uint64_t characters_ = 0;
    std::size_t counted_ = 0;
    bool is_after_cr_ = false;
    /// Whether the row was given and can be forgotten.
    bool is_given_ = false;
    bool is_begun_ = false;
    bool is_finished_ = false;
};

} // namespace boxlink::bulk
