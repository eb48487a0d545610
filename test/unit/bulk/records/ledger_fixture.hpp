// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// A bulk job whose outcomes are known, and its files.

#include "bulk/records/ledger.hpp"
#include "bulk/table/csv_reader.hpp"
#include "unit/bulk/records/commit.hpp"
#include "unit/bulk/temporary_folder.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace boxlink::bulk_test {

using namespace boxlink::bulk;

inline constexpr std::uint64_t job_count = 9;

inline journal_header job_header()
{
    journal_header out(std::chrono::sys_days(std::chrono::year(2026) / 7 / 1));
    out.input = "0123abcd";
    return out;
}

inline ledger_files files_in(temporary_folder const& folder, std::string const& results = "results.jsonl")
{
    ledger_files files;
    files.journal = folder.file("journal");
    files.results = folder.file(results);
    files.failed = folder.file("failed.csv");
    files.failed_header = "item,password";
    return files;
}

// Of each three jobs one is done, one fails, one is unknown.
inline bulk_outcome outcome_of(std::uint64_t index)
{
    bulk_outcome out(0, bulk_job(item_ref::file(std::to_string(index + 1))));
    if (index % 3 == 1)
        out.failure.emplace(errc::not_found, "no such item");
    if (index % 3 == 2)
        out.failure.emplace(errc::outcome_unknown, "no answer");
    if (!out.failure)
        out.link.emplace().url = "https://app.box.com/s/" + std::to_string(index);
    return out;
}

inline std::string row_of(std::uint64_t index)
{
    return "file:" + std::to_string(index + 1) + ",\"a \"\"b\"\"\n" + std::to_string(index) + '"';
}

inline void finish(ledger& book, std::uint64_t index)
{
    BOOST_TEST(book.finished(job_place(index, index + 2), secret(row_of(index)), outcome_of(index)));
}

inline std::unique_ptr<ledger> open(ledger_files const& files, ledger_mode mode)
{
    auto opened = ledger::open(files, job_header(), mode);
    BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
    return *std::move(opened);
}

inline std::string
refusal_of(ledger_files const& files, ledger_mode mode, journal_header const& head = job_header())
{
    auto const refused = ledger::open(files, head, mode);
    BOOST_TEST_REQUIRE(refused.has_error());
    BOOST_TEST(refused.error().message.find("; ") != std::string::npos, refused.error().message);
    return refused.error().message;
}

inline std::vector<std::string> lines_of(std::string const& text)
{
    BOOST_TEST((text.empty() || text.ends_with('\n')));
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);)
        lines.push_back(line);
    return lines;
}

// How often each job stands in the results.
inline std::map<std::uint64_t, int> reported(std::string const& results)
{
    std::map<std::uint64_t, int> counts;
    for (std::string const& line : lines_of(results))
        ++counts[boost::json::parse(line).at("index").to_number<std::uint64_t>()];
    return counts;
}

// The indices of the rows of a file of failed ones, which is read as any input is.
inline std::multiset<std::uint64_t> rows_of(std::string const& failed)
{
    std::multiset<std::uint64_t> indices;
    csv_reader reader;
    reader.feed(failed);
    reader.finish();
    BOOST_TEST(reader.next()->text == "item,password");
    while (csv_record const* const record = reader.next()) {
        BOOST_TEST(!record->fault.has_value());
        indices.insert(std::stoull(std::string(record->cells[0].text.substr(5))) - 1);
        BOOST_TEST(record->text == row_of(*indices.rbegin()));
    }
    return indices;
}

class contents
{
public:
    std::string journal;
    std::string results;
    std::string failed;

    explicit contents(ledger_files const& files)
        : journal(content_of(*files.journal)), results(content_of(*files.results)),
          failed(content_of(*files.failed))
    {}

    void write_to(ledger_files const& files) const
    {
        write_file(*files.journal, journal);
        write_file(*files.results, results);
        write_file(*files.failed, failed);
    }
};

inline void check_all_reported_once(ledger_files const& files, std::uint64_t jobs = job_count)
{
    auto const counts = reported(content_of(*files.results));
    BOOST_TEST(counts.size() == jobs);
    for (auto const& [index, count] : counts)
        BOOST_TEST(count == 1, "job " << index);
    std::multiset<std::uint64_t> expected;
    for (std::uint64_t i = 0; i < jobs; ++i) {
        if (i % 3 != 0)
            expected.insert(i);
    }
    BOOST_TEST((rows_of(content_of(*files.failed)) == expected));
}

} // namespace boxlink::bulk_test
