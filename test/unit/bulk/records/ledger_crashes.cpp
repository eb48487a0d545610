// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// The process or the machine stops at any moment, and the job is resumed from the files that are left.

#include "bulk/records/ledger.hpp"
#include "unit/bulk/records/ledger_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace boxlink;
using namespace boxlink::bulk_test;

namespace {

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
    BOOST_TEST(commit(*book).has_value());
    check_all_reported_once(files);
}

} // namespace

BOOST_AUTO_TEST_SUITE(ledger_crashes)

BOOST_AUTO_TEST_CASE(after_a_crash_at_any_byte_no_job_is_lost_and_none_is_reported_twice)
{
    temporary_folder const folder;
    auto const files = files_in(folder);
    std::vector<contents> steps;
    {
        auto const book = open(files, ledger_mode::begin);
        steps.emplace_back(files);
        auto const take_step = [&] {
            BOOST_TEST_REQUIRE(commit(*book).has_value());
            steps.emplace_back(files);
        };
        for (std::uint64_t i = 0; i < 4; ++i)
            book->started(i);
        take_step();
        finish(*book, 1);
        finish(*book, 0);
        book->started(4);
        take_step();
        for (std::uint64_t i = 2; i < 5; ++i)
            finish(*book, i);
        for (std::uint64_t i = 5; i < job_count; ++i)
            book->started(i);
        take_step();
        for (std::uint64_t i = 5; i < job_count; ++i)
            finish(*book, i);
        take_step();
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
        BOOST_TEST(commit(*book).has_value());
        finish(*book, (i + 1) % job_count);
        for (auto const& path : {files.journal, files.results, files.failed})
            std::ofstream(*path, std::ios::app) << "half a li";
    }
    auto const book = open(files, ledger_mode::resume);
    BOOST_TEST(book->journal()->dropped() == 9u);
    check_all_reported_once(files);
}

BOOST_AUTO_TEST_CASE(a_crash_before_the_failed_rows_are_cut_costs_nothing)
{
    temporary_folder const folder;
    auto const files = files_in(folder);
    {
        auto const book = open(files, ledger_mode::begin);
        finish(*book, 1);
        BOOST_TEST(commit(*book).has_value());
    }
    auto const rows = content_of(*files.failed);
    open(files, ledger_mode::retry_failed);
    write_file(*files.failed, rows);
    auto const book = open(files, ledger_mode::resume);
    BOOST_TEST((book->state_of(1) == job_state::none));
    finish(*book, 1);
    BOOST_TEST(commit(*book).has_value());
    BOOST_TEST(content_of(*files.failed) == rows);
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_told_and_loses_nothing)
{
    temporary_folder const folder;
    auto const files = files_in(folder);
    auto const book = open(files, ledger_mode::begin);
    BOOST_TEST(commit(*book).has_value());
    auto const room = content_of(*files.journal).size();
    for (std::uint64_t i = 0; i < job_count; ++i) {
        finish(*book, i);
        full_disk const full(room + 50 * i);
        auto const failed = commit(*book);
        BOOST_TEST_REQUIRE(failed.has_error());
        BOOST_TEST(failed.error().code == make_error_code(errc::callback_failed));
        lines_of(content_of(*files.results));
        lines_of(content_of(*files.journal));
    }
    {
        // As if the process ended here: all is to be done.
        temporary_folder const other;
        resume_and_check(contents(files), files_in(other));
    }
    BOOST_TEST(commit(*book).has_value());
    check_all_reported_once(files);
}

BOOST_AUTO_TEST_SUITE_END()
