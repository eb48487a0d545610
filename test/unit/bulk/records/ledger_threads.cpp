// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// What is recorded while the ledger's thread writes.

#define BOOST_TEST_MODULE boxlink_bulk_ledger_threads
#include "bulk/records/ledger.hpp"
#include "unit/bulk/records/ledger_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <cstdint>

using namespace boxlink;
using namespace boxlink::bulk_test;

BOOST_AUTO_TEST_SUITE(ledger_threads)

BOOST_AUTO_TEST_CASE(jobs_are_recorded_while_others_are_committed)
{
    constexpr std::uint64_t jobs = 3'000;
    constexpr std::uint64_t at_once = 16;
    temporary_folder const folder;
    auto const files = files_in(folder);
    std::atomic<bool> is_committing = false;
    std::atomic<int> failures = 0;
    {
        auto const book = open(files, ledger_mode::begin);
        for (std::uint64_t begun = 0, ended = 0; ended < jobs;) {
            if (begun < jobs && begun < ended + at_once)
                book->started(begun++);
            else
                finish(*book, ended++);
            if (is_committing.exchange(true))
                continue;
            book->commit([&](result<void> const& how) {
                failures += how.has_error() ? 1 : 0;
                is_committing = false;
                is_committing.notify_one();
            });
        }
        is_committing.wait(true);
        BOOST_TEST(commit(*book).has_value());
    }
    BOOST_TEST(failures == 0);
    check_all_reported_once(files, jobs);
    auto const resumed = open(files, ledger_mode::resume);
    BOOST_TEST(resumed->journal()->dropped() == 0u);
    BOOST_TEST(resumed->journal()->states().done() == jobs / 3);
}

BOOST_AUTO_TEST_CASE(whoever_goes_before_the_end_of_a_commit_leaves_files_that_can_be_resumed)
{
    for (int round = 0; round < 50; ++round) {
        temporary_folder const folder;
        auto const files = files_in(folder);
        auto book = open(files, ledger_mode::begin);
        for (std::uint64_t i = 0; i < job_count; ++i)
            finish(*book, i);
        std::atomic<bool> is_told = false;
        book->commit([&](result<void> const&) { is_told = true; });
        book.reset();
        auto const resumed = open(files, ledger_mode::resume);
        auto const committed = resumed->journal()->states().done() == job_count / 3;
        // Either it had begun, and was waited for, or it never did.
        BOOST_TEST(committed == is_told);
        if (committed)
            check_all_reported_once(files);
    }
}

BOOST_AUTO_TEST_SUITE_END()
