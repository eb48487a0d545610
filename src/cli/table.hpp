// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// A table of aligned columns for people.

#include <cstddef>
#include <string>
#include <vector>

namespace boxlink::cli {

/// Cells may hold anybody's text: they are made fit for a terminal. An empty cell is shown as `-`.
class table
{
public:
    using row = std::vector<std::string>;

    /// Begins with the headings.
    explicit table(row headings) { add(std::move(headings)); }

    /// Adds a row. One that is shorter than the headings ends early.
    void add(row cells);

    /// The whole table: columns two blanks apart, no blanks at the ends of lines.
    [[nodiscard]] std::string str() const;

private:
    std::vector<row> rows_;
};

} // namespace boxlink::cli
