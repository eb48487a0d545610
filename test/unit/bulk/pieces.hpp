// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <cstddef>
#include <random>
#include <string_view>
#include <vector>

namespace boxlink::bulk_test {

/// The text in pieces of one size.
inline std::vector<std::string_view> pieces_of(std::string_view text, std::size_t size)
{
    std::vector<std::string_view> pieces;
    for (; !text.empty(); text.remove_prefix(pieces.back().size()))
        pieces.push_back(text.substr(0, size));
    return pieces;
}

/// The text in pieces of 0 to 9 bytes.
inline std::vector<std::string_view> random_pieces_of(std::string_view text, std::minstd_rand& random)
{
    std::vector<std::string_view> pieces;
    while (!text.empty()) {
        pieces.push_back(text.substr(0, random() % 10));
        text.remove_prefix(pieces.back().size());
    }
    return pieces;
}

} // namespace boxlink::bulk_test
