// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// Results on standard output: JSON lines as they come, or a table when all are there.

#include "cli/outcome.hpp"
#include "cli/surroundings.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace boxlink::cli {

/// The two forms of output.
enum class format
{
    json,
    table,
};

/// Writes results. The surroundings must outlive the object.
class results
{
public:
    /// \param headings of the cells of the outcomes; those of the item and of the result come before them.
    results(format how, std::vector<std::string> headings, std::size_t count, surroundings const& around);

    /// Takes the result of an item; `json` is written and flushed at once.
    /// \return false if standard output cannot be written any more.
    [[nodiscard]] bool take(std::size_t index, outcome result);

    /// Writes the table in the order of the indices, and to standard error what went wrong.
    /// \return false if anything could not be written to standard output.
    [[nodiscard]] bool finish();

private:
    [[nodiscard]] bool write(std::string const& text);

    format format_;
    std::vector<std::string> headings_;
    std::vector<std::vector<std::string>> rows_;
    std::vector<std::string> complaints_;
    surroundings const& around_;
    bool writable_ = true;
};

} // namespace boxlink::cli
