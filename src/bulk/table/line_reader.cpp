// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/table/line_reader.hpp"

#include "model/text.hpp"

#include <utility>

namespace boxlink::bulk {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

} // namespace

void line_reader::begin_at(std::uint64_t offset, std::uint64_t line)
{
    buffer_.clear();
    begin_ = at_ = 0;
    offset_ = offset;
    line_ = line;
}

void line_reader::feed(std::string_view bytes)
{
    buffer_.erase_front(begin_);
    offset_ += begin_;
    at_ -= begin_;
    begin_ = 0;
    buffer_.append(bytes);
}

text_line const* line_reader::next()
{
    while (begin_ < buffer_.size()) {
        std::string_view const bytes = buffer_.view();
        std::size_t const found = bytes.find('\n', at_);
        bool const has_end = found != std::string_view::npos;
        at_ = has_end ? found : bytes.size();
        if (!is_skipping_ && at_ - begin_ > max_row_size)
            return give_too_long();
        if (!has_end && !is_finished_) {
            begin_ = is_skipping_ ? at_ : begin_;
            return nullptr;
        }
        std::string_view text = bytes.substr(begin_, at_ - begin_);
        if (line_ == 1 && text.starts_with(byte_order_mark))
            text.remove_prefix(byte_order_mark.size());
        text = model::trimmed(text);
        given_.offset = offset_ + begin_;
        at_ += has_end ? 1 : 0;
        begin_ = at_;
        bool const is_wanted = !std::exchange(is_skipping_, false) && !text.empty();
        given_.line = line_++;
        given_.text = text;
        given_.fault.reset();
        if (is_wanted)
            return &given_;
    }
    return nullptr;
}

// The rest of it is passed over, up to its end.
text_line const* line_reader::give_too_long()
{
    given_.line = line_;
    given_.offset = offset_ + begin_;
    given_.text = {};
    given_.fault.emplace(line_, 1, "the line is longer than 1 MiB; write one object on each line");
    begin_ = at_;
    is_skipping_ = true;
    return &given_;
}

} // namespace boxlink::bulk
