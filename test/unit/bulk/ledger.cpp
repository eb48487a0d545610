// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/ledger.hpp"

#include "bulk/job_reader.hpp"
#include "unit/bulk/temporary_folder.hpp"

#include <boost/asio/error.hpp>
#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <fcntl.h>
#include <map>
#include <set>
#include <sstream>

using namespace boxlink;
using namespace boxlink::bulk;
using namespace boxlink::bulk_test;

namespace {

constexpr std::uint64_t job_count = 9;

journal_header header()
{
    journal_header out(std::chrono::sys_days(std::chrono::year(2026) / 7 / 1));
    out.input = "0123abcd";
    return out;
}

ledger_files files_in(temporary_folder const& folder, std::string const& results = "results.jsonl")
{
    ledger_files files;
    files.journal = folder.file("journal");
    files.results = folder.file(results);
    files.failed = folder.file("failed.csv");
    files.failed_header = "item,password";
    return files;
}

// Of each three jobs one is done, one fails, one is unknown.
bulk_outcome outcome_of(std::uint64_t index)
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

std::string row_of(std::uint64_t index)
{
    return "file:" + std::to_string(index + 1) + ",\"a \"\"b\"\"\n" + std::to_string(index) + '"';
}

void finish(ledger& book, std::uint64_t index)
{
    BOOST_TEST(book.finished(job_place(index, index + 2), secret(row_of(index)), outcome_of(index)));
}

std::unique_ptr<ledger> open(ledger_files const& files, ledger_mode mode)
{
    auto opened = ledger::open(files, header(), mode);
    BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
    return *std::move(opened);
}

std::string refusal_of(ledger_files const& files, ledger_mode mode, journal_header const& head = header())
{
    auto const refused = ledger::open(files, head, mode);
    BOOST_TEST_REQUIRE(refused.has_error());
    BOOST_TEST(refused.error().message.find("; ") != std::string::npos, refused.error().message);
    return refused.error().message;
}

std::vector<std::string> lines_of(std::string const& text)
{
    BOOST_TEST((text.empty() || text.ends_with('\n')));
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);)
        lines.push_back(line);
    return lines;
}

// How often each job stands in the results.
std::map<std::uint64_t, int> reported(std::string const& results)
{
    std::map<std::uint64_t, int> counts;
    for (std::string const& line : lines_of(results))
        ++counts[boost::json::parse(line).at("index").to_number<std::uint64_t>()];
    return counts;
}

// The indices of the rows of a file of failed ones, which is read as any input is.
std::multiset<std::uint64_t> rows_of(std::string const& failed)
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

void check_all_reported_once(ledger_files const& files)
{
    auto const counts = reported(content_of(*files.results));
    BOOST_TEST(counts.size() == job_count);
    for (auto const& [index, count] : counts)
        BOOST_TEST(count == 1, "job " << index);
    std::multiset<std::uint64_t> expected;
    for (std::uint64_t i = 0; i < job_count; ++i) {
        if (i % 3 != 0)
            expected.insert(i);
    }
    BOOST_TEST((rows_of(content_of(*files.failed)) == expected));
}

// What is left of a crash is resumed and brought to its end.
void resume_and_check(contents const& left, ledger_files const& files)
{
    left.write_to(files);
    auto const book = open(files, ledger_mode::resume);
    for (std::uint64_t i = 0; i < job_count; ++i) {
        auto const state = book->state_of(i);
        if (state == job_state::none || state == job_state::started)
            finish(*book, i);
    }
    BOOST_TEST(book->commit().has_value());
    check_all_reported_once(files);
}

} // namespace

BOOST_AUTO_TEST_SUITE(ledgers)

BOOST_AUTO_TEST_CASE(a_job_from_begin_to_end)
{
    temporary_folder const folder;
    auto const files = files_in(folder);
    auto const book = open(files, ledger_mode::begin);
    for (std::uint64_t i = 0; i < job_count; ++i) {
        book->started(i);
        finish(*book, i);
    }
    BOOST_TEST(book->pending() == 2 * job_count);
    BOOST_TEST(content_of(*files.results) == "");
    BOOST_TEST(book->commit().has_value());
    BOOST_TEST(book->pending() == 0u);
    check_all_reported_once(files);
    BOOST_TEST(book->journal()->states().done() == 3u);
    BOOST_TEST(book->journal()->states().failed() == 3u);
    BOOST_TEST(book->journal()->states().unknown() == 3u);
    for (auto const& path : {files.journal, files.results, files.failed})
        BOOST_TEST(mode_of(*path) == 0600u);
    // Neither secrets nor links.
    BOOST_TEST(content_of(*files.journal).find("a \"") == std::string::npos);
    BOOST_TEST(content_of(*files.journal).find("box.com") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(after_a_crash_at_any_byte_no_job_is_lost_and_none_is_reported_twice)
{
    temporary_folder const folder;
    auto const files = files_in(folder);
    std::vector<contents> steps;
    {
        auto const book = open(files, ledger_mode::begin);
        steps.emplace_back(files);
        auto const commit = [&] {
            BOOST_TEST_REQUIRE(book->commit().has_value());
            steps.emplace_back(files);
        };
        for (std::uint64_t i = 0; i < 4; ++i)
            book->started(i);
        commit();
        finish(*book, 1);
        finish(*book, 0);
        book->started(4);
        commit();
        for (std::uint64_t i = 2; i < 5; ++i)
            finish(*book, i);
        for (std::uint64_t i = 5; i < job_count; ++i)
            book->started(i);
        commit();
        for (std::uint64_t i = 5; i < job_count; ++i)
            finish(*book, i);
        commit();
    }
    temporary_folder const other;
    auto const left = files_in(other);
    for (std::size_t step = 1; step < steps.size(); ++step) {
        contents const& before = steps[step - 1];
        contents const& after = steps[step];
        // In the order in which the files are written. The journal says what counts: of the others, some lengths are enough.
        contents state = before;
        for (std::size_t size = before.results.size(); size <= after.results.size(); size += 61) {
            state.results = after.results.substr(0, size);
            resume_and_check(state, left);
        }
        state.results = after.results;
        for (std::size_t size = before.failed.size(); size <= after.failed.size(); size += 7) {
            state.failed = after.failed.substr(0, size);
            resume_and_check(state, left);
        }
        state.failed = after.failed;
        for (std::size_t size = before.journal.size(); size <= after.journal.size(); ++size) {
            state.journal = after.journal.substr(0, size);
            resume_and_check(state, left);
        }
    }
}

BOOST_AUTO_TEST_CASE(crashes_one_after_another)
{
    temporary_folder const folder;
    auto const files = files_in(folder);
    // Each run brings one more to its end, loses another, and leaves half a line.
    for (std::uint64_t i = 0; i < job_count; ++i) {
        auto const book = open(files, ledger_mode::resume);
        for (std::uint64_t j = 0; j < job_count; ++j)
            BOOST_TEST((book->state_of(j) == job_state::none || j < i));
        finish(*book, i);
        BOOST_TEST(book->commit().has_value());
        finish(*book, (i + 1) % job_count);
        for (auto const& path : {files.journal, files.results, files.failed})
            std::ofstream(*path, std::ios::app) << "half a li";
    }
    auto const book = open(files, ledger_mode::resume);
    BOOST_TEST(book->journal()->dropped() == 9u);
    check_all_reported_once(files);
}

BOOST_AUTO_TEST_CASE(what_failed_is_done_once_more_on_request)
{
    temporary_folder const folder;
    auto const files = files_in(folder);
    {
        auto const book = open(files, ledger_mode::begin);
        for (std::uint64_t i = 0; i < 3; ++i)
            finish(*book, i);
        BOOST_TEST(book->commit().has_value());
    }
    BOOST_TEST((open(files, ledger_mode::resume)->state_of(1) == job_state::failed));
    {
        auto const book = open(files, ledger_mode::retry_failed);
        BOOST_TEST((book->state_of(0) == job_state::done));
        BOOST_TEST((book->state_of(1) == job_state::none));
        BOOST_TEST((book->state_of(2) == job_state::none));
        BOOST_TEST(content_of(*files.failed) == "");
        finish(*book, 2);
        BOOST_TEST(book->commit().has_value());
    }
    BOOST_TEST((rows_of(content_of(*files.failed)) == std::multiset<std::uint64_t>{2}));
    BOOST_TEST((reported(content_of(*files.results)) == std::map<std::uint64_t, int>{{0, 1}, {1, 1}, {2, 2}})
    );
    // Nothing failed since, but what did still is to be done.
    auto const book = open(files, ledger_mode::resume);
    BOOST_TEST((book->state_of(1) == job_state::none));
    BOOST_TEST((book->state_of(2) == job_state::unknown));
}

BOOST_AUTO_TEST_CASE(a_crash_before_the_failed_rows_are_cut_costs_nothing)
{
    temporary_folder const folder;
    auto const files = files_in(folder);
    {
        auto const book = open(files, ledger_mode::begin);
        finish(*book, 1);
        BOOST_TEST(book->commit().has_value());
    }
    auto const rows = content_of(*files.failed);
    open(files, ledger_mode::retry_failed);
    write_file(*files.failed, rows);
    auto const book = open(files, ledger_mode::resume);
    BOOST_TEST((book->state_of(1) == job_state::none));
    finish(*book, 1);
    BOOST_TEST(book->commit().has_value());
    BOOST_TEST(content_of(*files.failed) == rows);
}

BOOST_AUTO_TEST_CASE(cancelled_jobs_are_left_to_those_who_resume)
{
    temporary_folder const folder;
    auto files = files_in(folder);
    bulk_outcome cancelled = outcome_of(0);
    cancelled.failure.emplace(boost::asio::error::operation_aborted, "interrupted");
    cancelled.failure->may_have_taken_effect = true;
    {
        auto const book = open(files, ledger_mode::begin);
        book->started(0);
        BOOST_TEST(!book->finished(job_place(0, 2), secret(), cancelled));
        BOOST_TEST(book->commit().has_value());
    }
    BOOST_TEST(content_of(*files.results) == "");
    BOOST_TEST((open(files, ledger_mode::resume)->state_of(0) == job_state::started));
    // Without a journal nobody else will tell.
    files.journal.reset();
    files.results = folder.file("other.jsonl");
    files.failed = folder.file("other.csv");
    auto const book = open(files, ledger_mode::begin);
    book->started(0);
    BOOST_TEST(book->finished(job_place(0, 2), secret(row_of(0)), cancelled));
    BOOST_TEST(book->commit().has_value());
    BOOST_TEST(reported(content_of(*files.results)).size() == 1u);
    BOOST_TEST(rows_of(content_of(*files.failed)).size() == 1u);
}

BOOST_AUTO_TEST_CASE(rows_that_were_no_jobs)
{
    temporary_folder const folder;
    auto const files = files_in(folder);
    row_error fault(4, "access", "wrong");
    fault.index = 2;
    fault.text = secret(row_of(2));
    auto const book = open(files, ledger_mode::begin);
    book->rejected(fault);
    BOOST_TEST(book->commit().has_value());
    BOOST_TEST((book->state_of(2) == job_state::failed));
    BOOST_TEST((rows_of(content_of(*files.failed)) == std::multiset<std::uint64_t>{2}));
    BOOST_TEST(reported(content_of(*files.results)).at(2) == 1);
    BOOST_TEST(content_of(*files.journal).find("failed 2 invalid_argument") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(results_as_csv_have_one_header)
{
    temporary_folder const folder;
    auto const files = files_in(folder, "results.csv");
    for (std::uint64_t i = 0; i < 3; ++i) {
        auto const book = open(files, ledger_mode::resume);
        finish(*book, i);
        BOOST_TEST(book->commit().has_value());
    }
    auto const lines = lines_of(content_of(*files.results));
    BOOST_TEST_REQUIRE(lines.size() == 4u);
    BOOST_TEST(lines[0] + '\n' == results_header(table_format::csv));
    BOOST_TEST(lines[3].starts_with("2,4,file:3,file,3,share,,unknown,"));
}

BOOST_AUTO_TEST_CASE(every_choice_of_files)
{
    for (int choice = 0; choice < 8; ++choice) {
        temporary_folder const folder;
        auto files = files_in(folder);
        if ((choice & 1) != 0)
            files.journal.reset();
        if ((choice & 2) != 0)
            files.results.reset();
        if ((choice & 4) != 0)
            files.failed.reset();
        {
            auto const book = open(files, ledger_mode::begin);
            book->started(1);
            finish(*book, 1);
            BOOST_TEST(book->commit().has_value());
        }
        if (files.results)
            BOOST_TEST(lines_of(content_of(*files.results)).size() == 1u);
        if (files.failed)
            BOOST_TEST(rows_of(content_of(*files.failed)).size() == 1u);
        if (!files.journal)
            BOOST_TEST(refusal_of(files, ledger_mode::resume).starts_with("journal: there is none"));
        else
            BOOST_TEST((open(files, ledger_mode::resume)->state_of(1) == job_state::failed));
    }
}

BOOST_AUTO_TEST_CASE(files_that_do_not_go_together)
{
    temporary_folder const folder;
    auto files = files_in(folder);
    files.results = folder.file("results.txt");
    BOOST_TEST(
        refusal_of(files, ledger_mode::begin).find("let it end in .jsonl or .csv") != std::string::npos
    );
    files = files_in(folder, "failed.csv");
    BOOST_TEST(refusal_of(files, ledger_mode::begin).find("two of them are one file") != std::string::npos);
    files = files_in(folder);
    open(files, ledger_mode::begin);
    files.failed.reset();
    BOOST_TEST(
        refusal_of(files, ledger_mode::resume).find("another failed (\"yes\", now \"none\")") !=
        std::string::npos
    );
    files = files_in(folder, "results.csv");
    BOOST_TEST(
        refusal_of(files, ledger_mode::resume).find("another results (\"jsonl\", now \"csv\")") !=
        std::string::npos
    );
    files = files_in(folder);
    BOOST_TEST(
        refusal_of(files, ledger_mode::begin).find("there is such a file already") != std::string::npos
    );
    files.results = folder.file("pipe.jsonl");
    BOOST_TEST_REQUIRE(::mkfifo(files.results->c_str(), 0600) == 0);
    auth::file_descriptor const reader(::open(files.results->c_str(), O_RDONLY | O_NONBLOCK));
    files.journal = folder.file("other");
    files.failed.reset();
    BOOST_TEST(
        refusal_of(files, ledger_mode::begin).find("a journal cannot go with it") != std::string::npos
    );
}

BOOST_AUTO_TEST_CASE(results_that_have_become_shorter_are_told)
{
    temporary_folder const folder;
    auto const files = files_in(folder);
    {
        auto const book = open(files, ledger_mode::begin);
        finish(*book, 0);
        BOOST_TEST(book->commit().has_value());
    }
    std::filesystem::remove(*files.results);
    BOOST_TEST(refusal_of(files, ledger_mode::resume).find("results file") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_is_there_without_a_journal_is_not_cut)
{
    temporary_folder const folder;
    auto const files = files_in(folder);
    write_file(*files.results, "precious\n");
    BOOST_TEST(
        refusal_of(files, ledger_mode::resume).find("there is such a file already") != std::string::npos
    );
    BOOST_TEST(
        refusal_of(files, ledger_mode::begin).find("there is such a file already") != std::string::npos
    );
    BOOST_TEST(content_of(*files.results) == "precious\n");
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_told_and_loses_nothing)
{
    temporary_folder const folder;
    auto const files = files_in(folder);
    auto const book = open(files, ledger_mode::begin);
    BOOST_TEST(book->commit().has_value());
    auto const room = content_of(*files.journal).size();
    for (std::uint64_t i = 0; i < job_count; ++i) {
        finish(*book, i);
        full_disk const full(room + 50 * i);
        auto const failed = book->commit();
        BOOST_TEST_REQUIRE(failed.has_error());
        BOOST_TEST(failed.error().code == make_error_code(errc::callback_failed));
        BOOST_TEST(book->pending() == i + 1);
        lines_of(content_of(*files.results));
        lines_of(content_of(*files.journal));
    }
    {
        // As if the process ended here: all is to be done.
        temporary_folder const other;
        resume_and_check(contents(files), files_in(other));
    }
    BOOST_TEST(book->commit().has_value());
    check_all_reported_once(files);
}

BOOST_AUTO_TEST_SUITE_END()
