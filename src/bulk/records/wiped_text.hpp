// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "model/wipe.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace boxlink::bulk {

/// Text that grows and may hold passwords: nothing of it stays behind in memory that is given back.
class wiped_text
{
public:
    wiped_text() = default;
    ~wiped_text() { model::wipe(text_); }
    wiped_text(wiped_text const&) = delete;
    wiped_text& operator=(wiped_text const&) = delete;

    void append(std::string_view more)
    {
        make_room(more.size());
        text_.append(more);
    }

    void push_back(char c)
    {
        make_room(1);
        text_.push_back(c);
    }

    /// Keeps the memory, so that the next text needs none.
    void clear() noexcept { text_.clear(); }

    void erase_front(std::size_t count) { text_.erase(0, count); }

    [[nodiscard]] std::string_view view() const noexcept { return text_; }
    [[nodiscard]] std::size_t size() const noexcept { return text_.size(); }

private:
    void make_room(std::size_t more)
    {
        if (text_.capacity() - text_.size() >= more)
            return;
        std::string larger;
        larger.reserve(std::max(text_.size() + more, 2 * text_.capacity()));
        larger.append(text_);
        text_.swap(larger);
        model::wipe(larger);
    }

    std::string text_;
};

} // namespace boxlink::bulk
