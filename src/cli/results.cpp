// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/results.hpp"

#include "bulk/records/error_names.hpp"
#include "cli/table.hpp"

#include <algorithm>
#include <ostream>

namespace boxlink::cli {
namespace {

std::vector<std::string> row_of(outcome const& result)
{
    if (result.failure)
        return {result.item, std::string(bulk::error_name(result.failure->code))};
    std::vector<std::string> row = result.cells;
    row.insert(row.begin(), result.item);
    return row;
}

} // namespace

results::results(format how, std::vector<std::string> headings, std::size_t count, surroundings const& around)
    : format_(how), headings_(std::move(headings)), around_(around)
{
    if (format_ == format::json)
        return;
    rows_.resize(count);
    complaints_.resize(count);
}

bool results::write(std::string const& text)
{
    if (!writable_)
        return false;
    around_.out() << text << std::flush;
    writable_ = around_.out().good();
    if (!writable_)
        around_.say("standard output cannot be written any more: what is not done yet is cancelled, its "
                    "results are lost");
    return writable_;
}

bool results::take(std::size_t index, outcome result)
{
    if (format_ == format::json)
        return write(json_line(result) + '\n');
    rows_[index] = row_of(result);
    if (result.failure)
        complaints_[index] = complaint(result);
    return true;
}

bool results::finish()
{
    if (format_ == format::json)
        return writable_;

    headings_.insert(headings_.begin(), {"ITEM", "RESULT"});
    table all(std::move(headings_));
    for (std::vector<std::string>& row : rows_)
        all.add(std::move(row));
    bool const written = write(all.str());

    for (std::string const& text : complaints_) {
        if (!text.empty())
            around_.say(text);
    }
    return written;
}

} // namespace boxlink::cli
