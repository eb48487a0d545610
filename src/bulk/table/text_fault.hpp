// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace boxlink::bulk {

/// No row is longer, its line breaks within quotation marks included: it keeps memory bounded, and shows a quotation mark that is never closed early.
inline constexpr std::size_t max_row_size = 1024 * 1024;

/// What is wrong with a text, and where.
class text_fault
{
public:
    /// From 1.
    std::uint64_t line;
    /// The character in that line, from 1.
    std::uint64_t character;
    /// What is wrong, what to do. Quotes nothing of the text: it may be a password.
    std::string message;

    text_fault(std::uint64_t at_line, std::uint64_t at_character, std::string what)
        : line(at_line), character(at_character), message(std::move(what))
    {}
};

} // namespace boxlink::bulk
