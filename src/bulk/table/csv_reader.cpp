// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/table/csv_reader.hpp"

#include "bulk/table/csv_marks.hpp"
#include "model/plain_text.hpp"
#include "model/text.hpp"

#include <algorithm>
#include <utility>

namespace boxlink::bulk {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

constexpr bool is_line_end(char c) noexcept
{
    return c == '\n' || c == '\r';
}

constexpr bool is_continuation(char c) noexcept
{
    return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

} // namespace

void csv_reader::begin_at(std::uint64_t offset, std::uint64_t line)
{
    buffer_.clear();
    begin_ = at_ = 0;
    offset_ = offset;
    row_line_ = line_ = line;
    begin_line_at(0);
    is_after_cr_ = false;
    is_begun_ = true;
}

void csv_reader::feed(std::string_view bytes)
{
    buffer_.erase_front(begin_);
    offset_ += begin_;
    at_ -= begin_;
    if (next_line_at_ != 0)
        next_line_at_ -= begin_;
    // What is skipped is not counted.
    counted_ -= std::min(counted_, begin_);
    begin_ = 0;
    buffer_.append(bytes);
}

// False if more bytes have to be seen first.
bool csv_reader::skip_byte_order_mark()
{
    std::string_view const text = buffer_.view();
    if (!is_begun_ && text.size() < byte_order_mark.size() && byte_order_mark.starts_with(text) &&
        !is_finished_)
        return false;
    if (!is_begun_ && text.starts_with(byte_order_mark))
        begin_ = at_ = counted_ = byte_order_mark.size();
    is_begun_ = true;
    return true;
}

csv_record const* csv_reader::next()
{
    if (!skip_byte_order_mark())
        return nullptr;
    if (std::exchange(is_given_, false))
        forget_row();
    while (at_ < buffer_.size()) {
        bool const is_row = take(buffer_.view()[at_]);
        if (is_row)
            return give(at_ - 1);
        if (at_ - begin_ > max_row_size)
            return give_too_long();
        if (state_ == state::plain)
            take_plain();
    }
    if (!is_finished_)
        return nullptr;
    if (state_ == state::quoted)
        return give_unclosed();
    if (state_ == state::skipping || begin_ == at_)
        return nullptr;
    end_row();
    return give(at_);
}

void csv_reader::forget_row()
{
    cells_.clear();
    cell_ends_.clear();
    cell_lines_.clear();
    next_line_at_ = 0;
}

// True if the character ended a row.
bool csv_reader::take(char c)
{
    bool const is_second_of_line_end = c == '\n' && is_after_cr_;
    std::uint64_t const cell_line = line_;
    ++at_;
    count_line(c);
    if (state_ == state::quoted) {
        if (c == '"') {
            state_ = state::quote_in_quoted;
            return false;
        }
        if (is_line_end(c) && (next_line_at_ == 0 || (is_second_of_line_end && next_line_at_ == at_ - 1)))
            next_line_at_ = at_;
        cells_.push_back(c);
        return false;
    }
    bool const is_empty = state_ == state::cell_start && cell_lines_.empty();
    if (is_line_end(c) && (is_empty || state_ == state::skipping)) {
        // An empty line, the second half of a line end, or the end of what was skipped.
        state_ = state::cell_start;
        begin_ = at_;
        row_line_ = line_;
        return false;
    }
    if (state_ == state::skipping) {
        begin_ = at_;
        return false;
    }
    if (state_ == state::cell_start)
        cell_lines_.push_back(cell_line);
    if (is_line_end(c)) {
        end_row();
        return true;
    }
    if (c == ',') {
        cell_ends_.push_back(cells_.size());
        // The next one is there, even if the row ends now.
        state_ = state::cell_start;
        return false;
    }
    if (c == '"' && state_ == state::cell_start) {
        state_ = state::quoted;
        quote_line_ = line_;
        quote_character_ = character();
        next_line_at_ = 0;
        return false;
    }
    if (c == '"' && state_ == state::quote_in_quoted) {
        state_ = state::quoted;
    } else if (state_ == state::quote_in_quoted) {
        blame(
            line_, character(),
            "text after a closing quotation mark; double the quotation marks within a cell"
        );
        state_ = state::plain;
    } else if (c == '"') {
        blame(
            line_, character(),
            "a quotation mark within a cell that does not begin with one; put the cell in quotation marks "
            "and "
            "double those within"
        );
    } else {
        state_ = state::plain;
    }
    cells_.push_back(c);
    return false;
}

// What follows in a cell without anything that means something, as far as a row may be long.
void csv_reader::take_plain()
{
    auto const rest = buffer_.view().substr(at_, begin_ + max_row_size - at_);
    auto const run = rest.substr(0, model::plain_length<csv_marks>(rest));
    cells_.append(run);
    at_ += run.size();
}

void csv_reader::count_line(char c) noexcept
{
    bool const is_new_line = c == '\r' || (c == '\n' && !is_after_cr_);
    if (is_new_line)
        ++line_;
    if (is_line_end(c))
        begin_line_at(at_);
    is_after_cr_ = c == '\r';
}

void csv_reader::begin_line_at(std::size_t at) noexcept
{
    counted_ = at;
    characters_ = 0;
}

// Which character of its line was taken last, from 1. Counted only where someone asks.
std::uint64_t csv_reader::character() noexcept
{
    for (char const c : buffer_.view().substr(counted_, at_ - counted_))
        characters_ += is_continuation(c) ? 0 : 1;
    counted_ = at_;
    return characters_;
}

void csv_reader::end_row()
{
    if (cell_lines_.size() == cell_ends_.size())
        cell_lines_.push_back(line_);
    cell_ends_.push_back(cells_.size());
}

// The first fault is the one that explains the others.
void csv_reader::blame(std::uint64_t line, std::uint64_t character, char const* what)
{
    if (!fault_)
        fault_.emplace(line, character, what);
}

void csv_reader::blame_encoding(std::string_view text)
{
    std::uint64_t line = row_line_;
    std::uint64_t character = 1;
    char last = '\0';
    while (std::size_t const length = model::utf8_sequence_length(text)) {
        char const c = text.front();
        if (c == '\r' || (c == '\n' && last != '\r'))
            ++line;
        character = is_line_end(c) ? 1 : character + 1;
        last = c;
        text.remove_prefix(length);
    }
    blame(line, character, "not valid UTF-8; save the file as UTF-8");
}

// Gives the row that ends before `end`; what follows begins at `at_`.
csv_record const* csv_reader::give(std::size_t end)
{
    record_.line = row_line_;
    record_.offset = offset_ + begin_;
    record_.text = buffer_.view().substr(begin_, end - begin_);
    if (!model::is_utf8(record_.text))
        blame_encoding(record_.text);
    record_.cells.clear();
    std::size_t from = 0;
    for (std::size_t i = 0; i < cell_ends_.size(); ++i) {
        record_.cells.emplace_back(cells_.view().substr(from, cell_ends_[i] - from), cell_lines_[i]);
        from = cell_ends_[i];
    }
    record_.fault = std::exchange(fault_, std::nullopt);
    begin_ = at_;
    row_line_ = line_;
    if (state_ != state::skipping)
        state_ = state::cell_start;
    is_given_ = true;
    return &record_;
}

csv_record const* csv_reader::give_unclosed()
{
    fault_.reset();
    blame(
        quote_line_, quote_character_,
        "the quotation mark is never closed, or only after 1 MiB; close it, and double those within the cell"
    );
    std::size_t end = at_;
    if (next_line_at_ != 0) {
        at_ = next_line_at_;
        end = at_ - 1;
        if (end > begin_ && buffer_.view().substr(end - 1, 2) == "\r\n")
            --end;
        line_ = quote_line_ + 1;
        begin_line_at(at_);
        is_after_cr_ = buffer_.view()[at_ - 1] == '\r';
    }
    return give(end);
}

csv_record const* csv_reader::give_too_long()
{
    if (state_ == state::quoted && next_line_at_ != 0)
        return give_unclosed();
    fault_.reset();
    blame(row_line_, 1, "the row is longer than 1 MiB; shorten it, or look for a line end that is missing");
    state_ = state::skipping;
    return give(begin_);
}

} // namespace boxlink::bulk
