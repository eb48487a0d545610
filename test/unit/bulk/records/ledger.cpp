// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/records/ledger.hpp"

#include "unit/bulk/records/ledger_fixture.hpp"

#include <boost/asio/error.hpp>
#include <boost/test/unit_test.hpp>

#include <fcntl.h>

using namespace boxlink;
using namespace boxlink::bulk_test;

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
    BOOST_TEST(commit(*book).has_value());
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

BOOST_AUTO_TEST_CASE(what_failed_is_done_once_more_on_request)
{
    temporary_folder const folder;
    auto const files = files_in(folder);
    {
        auto const book = open(files, ledger_mode::begin);
        for (std::uint64_t i = 0; i < 3; ++i)
            finish(*book, i);
        BOOST_TEST(commit(*book).has_value());
    }
    BOOST_TEST((open(files, ledger_mode::resume)->state_of(1) == job_state::failed));
    {
        auto const book = open(files, ledger_mode::retry_failed);
        BOOST_TEST((book->state_of(0) == job_state::done));
        BOOST_TEST((book->state_of(1) == job_state::none));
        BOOST_TEST((book->state_of(2) == job_state::none));
        BOOST_TEST(content_of(*files.failed) == "");
        finish(*book, 2);
        BOOST_TEST(commit(*book).has_value());
    }
    BOOST_TEST((rows_of(content_of(*files.failed)) == std::multiset<std::uint64_t>{2}));
    BOOST_TEST((reported(content_of(*files.results)) == std::map<std::uint64_t, int>{{0, 1}, {1, 1}, {2, 2}})
    );
    // Nothing failed since, but what did still is to be done.
    auto const book = open(files, ledger_mode::resume);
    BOOST_TEST((book->state_of(1) == job_state::none));
    BOOST_TEST((book->state_of(2) == job_state::unknown));
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
        BOOST_TEST(commit(*book).has_value());
    }
    BOOST_TEST(content_of(*files.results) == "");
    BOOST_TEST((open(files, ledger_mode::resume)->state_of(0) == job_state::started));
    // What was given up before anything was sent need not be looked at.
    cancelled.failure->may_have_taken_effect = false;
    {
        auto const book = open(files, ledger_mode::resume);
        book->started(0);
        BOOST_TEST(!book->finished(job_place(0, 2), secret(), cancelled));
        BOOST_TEST(commit(*book).has_value());
    }
    BOOST_TEST((open(files, ledger_mode::resume)->state_of(0) == job_state::none));
    // Without a journal nobody else will tell.
    files.journal.reset();
    files.results = folder.file("other.jsonl");
    files.failed = folder.file("other.csv");
    auto const book = open(files, ledger_mode::begin);
    book->started(0);
    BOOST_TEST(book->finished(job_place(0, 2), secret(row_of(0)), cancelled));
    BOOST_TEST(commit(*book).has_value());
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
    BOOST_TEST(commit(*book).has_value());
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
        BOOST_TEST(commit(*book).has_value());
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
            BOOST_TEST(commit(*book).has_value());
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
        BOOST_TEST(commit(*book).has_value());
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

BOOST_AUTO_TEST_SUITE_END()
