// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/table.hpp"

#include "cli/terminal_text.hpp"

#include <algorithm>

namespace boxlink::cli {

void table::add(row cells)
{
    for (std::string& cell : cells)
        cell = cell.empty() ? "-" : terminal_text(cell);
    rows_.push_back(std::move(cells));
}

std::string table::str() const
{
    std::vector<std::size_t> widths;
    for (row const& cells : rows_) {
        widths.resize(std::max(widths.size(), cells.size()));
        for (std::size_t i = 0; i < cells.size(); ++i)
            widths[i] = std::max(widths[i], columns(cells[i]));
    }

    std::string out;
    for (row const& cells : rows_) {
        for (std::size_t i = 0; i < cells.size(); ++i) {
            out += cells[i];
            if (i + 1 < cells.size())
                out.append(widths[i] - columns(cells[i]) + 2, ' ');
        }
        out += '\n';
    }
    return out;
}

} // namespace boxlink::cli
