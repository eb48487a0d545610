// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/bulk_end.hpp"

#include <boost/test/unit_test.hpp>

using namespace boxlink;
using namespace boxlink::cli;

namespace {

bulk_tally
tally(std::uint64_t done, std::uint64_t failed = 0, std::uint64_t unknown = 0, std::uint64_t rejected = 0)
{
    bulk_tally out;
    out.done = done;
    out.failed = failed;
    out.unknown = unknown;
    out.rejected = rejected;
    return out;
}

bulk_end finished(std::uint64_t rows, bulk_tally const& all)
{
    bulk_end end;
    end.rows = rows;
    end.tally = all;
    end.all = all;
    end.ending.is_complete = true;
    return end;
}

bulk_end stopped(bulk_stop why)
{
    bulk_end end = finished(10, tally(4));
    end.ending.is_complete = false;
    end.stop = why;
    return end;
}

} // namespace

BOOST_AUTO_TEST_SUITE(bulk_ends)

BOOST_AUTO_TEST_CASE(exit_codes)
{
    BOOST_TEST((finished(10, tally(10)).code() == exit_code::done));
    BOOST_TEST((finished(10, tally(9, 1)).code() == exit_code::failed));
    BOOST_TEST((finished(10, tally(9, 0, 1)).code() == exit_code::failed));
    BOOST_TEST((finished(10, tally(9, 0, 0, 1)).code() == exit_code::failed));
    BOOST_TEST((finished(10, tally(4)).code() == exit_code::done));
    BOOST_TEST((stopped(bulk_stop::interrupted).code() == exit_code::interrupted));
    BOOST_TEST((stopped(bulk_stop::out_of_time).code() == exit_code::deadline));
    BOOST_TEST((stopped(bulk_stop::lost_output).code() == exit_code::failed));
    auto refused = stopped(bulk_stop::interrupted);
    refused.ending.refusal.emplace(errc::unauthorized, "");
    BOOST_TEST((refused.code() == exit_code::configuration));
    auto broken = stopped(bulk_stop::out_of_time);
    broken.ending.failure.emplace(errc::callback_failed, "full");
    BOOST_TEST((broken.code() == exit_code::failed));
    // A signal that comes when all is done changes nothing.
    auto late = finished(10, tally(10));
    late.stop = bulk_stop::interrupted;
    BOOST_TEST((late.code() == exit_code::done));
}

BOOST_AUTO_TEST_CASE(words)
{
    BOOST_TEST(finished(10, tally(10)).text() == "finished: 10 done, 0 failed");
    BOOST_TEST(
        finished(12'345, tally(12'000, 300, 40, 5)).text() ==
        "finished: 12,000 done, 340 failed (40 of them may have taken effect), 5 wrong and passed over"
    );
    BOOST_TEST(
        finished(10, tally(4)).text() ==
        "finished as many as were asked for: 4 done, 0 failed; 6 of 10 rows remain"
    );
    auto resumed = finished(10, tally(10));
    resumed.tally = tally(3);
    BOOST_TEST(resumed.text() == "finished: 3 done, 0 failed; with earlier runs 10 done, 0 failed");
    auto broken = stopped(bulk_stop::none);
    broken.ending.failure.emplace(errc::invalid_argument, "the table has changed");
    BOOST_TEST(broken.text().starts_with("broken off: 4 done, 0 failed; 6 of 10 rows remain. "));
    BOOST_TEST(broken.text().find("the table has changed") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_to_do)
{
    bulk_arguments args;
    BOOST_TEST(finished(10, tally(10)).advice(args) == "");
    BOOST_TEST(stopped(bulk_stop::interrupted).advice(args).find("--journal") != std::string::npos);
    args.failed = "failed.csv";
    BOOST_TEST(finished(10, tally(9, 1)).advice(args).find("failed.csv") != std::string::npos);
    args.journal = "j";
    BOOST_TEST(stopped(bulk_stop::interrupted).advice(args).find("--resume") != std::string::npos);
    BOOST_TEST(finished(10, tally(9, 1)).advice(args).find("--retry-failed") != std::string::npos);
    BOOST_TEST(finished(10, tally(10)).advice(args) == "");
}

BOOST_AUTO_TEST_CASE(surveys)
{
    bulk::table_survey survey;
    survey.rows = 1;
    BOOST_TEST(describe(survey) == "1 row, all good");
    survey.rows = 1'000'000;
    survey.faults = 2;
    BOOST_TEST(describe(survey) == "1,000,000 rows, 2 of them wrong");
    survey.is_broken = true;
    BOOST_TEST(describe(survey) == "the table as a whole cannot be read");
}

BOOST_AUTO_TEST_SUITE_END()
