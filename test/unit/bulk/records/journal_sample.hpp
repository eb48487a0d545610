// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// A journal, and what it tells after each commit.

#include "bulk/records/journal.hpp"
#include "bulk/records/journal_record.hpp"
#include "unit/bulk/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace boxlink::bulk_test {

using namespace boxlink::bulk;

inline journal_header header()
{
    journal_header out(std::chrono::sys_days(std::chrono::year(2026) / 7 / 1));
    out.input = "0123abcd";
    out.options = {{"access", "open"}, {"vanity", "a \"b\"\nc"}};
    return out;
}

inline std::string described(job_states const& states)
{
    std::string out;
    for (std::uint64_t i = 0; i < 8; ++i)
        out += "-sdfu"[static_cast<int>(states.at(i))];
    return out;
}

// A journal of four groups, and what holds after each.
class sample
{
public:
    sample()
    {
        temporary_folder const folder;
        auto const path = folder.file("a.journal");
        auto const journal = journal::open(path, header(), journal_mode::begin).value();
        auto const commit = [&](std::uint64_t results, std::uint64_t failed) {
            journal->close_group();
            BOOST_TEST_REQUIRE(journal->commit(results, failed).has_value());
            text = content_of(path);
            ends.push_back(text.size());
            told.push_back(
                described(journal->states()) + ' ' + std::to_string(results) + ' ' + std::to_string(failed)
            );
        };
        commit(0, 0);
        journal->started(0);
        journal->started(1);
        journal->started(2);
        commit(0, 0);
        journal->done(1);
        journal->failed(0, "not_found");
        journal->started(3);
        commit(100, 10);
        journal->unknown(2);
        journal->done(3);
        journal->started(4);
        journal->started(5);
        journal->started(6);
        journal->left(6);
        journal->done(5);
        commit(300, 30);
    }

    // What holds of the first so many bytes; empty if there is no header yet.
    [[nodiscard]] std::string told_of(std::size_t size) const
    {
        std::string last;
        for (std::size_t i = 0; i < ends.size() && ends[i] <= size; ++i)
            last = told[i];
        return last;
    }

    std::string text;
    std::vector<std::size_t> ends;
    std::vector<std::string> told;
};

inline std::string line_of(std::string_view record)
{
    std::string line;
    append_journal_line(line, record);
    return line;
}

inline bool contains(std::string const& text, std::string const& part)
{
    return text.find(part) != std::string::npos;
}

} // namespace boxlink::bulk_test
