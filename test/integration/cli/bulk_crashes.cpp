// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <random>
#include <set>

using boxlink::testing::kind;

namespace {

constexpr std::chrono::minutes patience(5);

// More kills and rows than a test suite has time for can be asked for.
std::size_t asked_for(char const* variable, std::size_t by_default)
{
    char const* const value = std::getenv(variable);
    return value == nullptr ? by_default : std::strtoul(value, nullptr, 10);
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(bulk_crashes, bulk_fixture)

// BOXLINK_KILLS=200 BOXLINK_KILLED_ROWS=20000 takes some minutes.
BOOST_AUTO_TEST_CASE(a_job_that_is_killed_again_and_again_loses_and_repeats_nothing)
{
    auto const kills = asked_for("BOXLINK_KILLS", 20);
    auto const rows = asked_for("BOXLINK_KILLED_ROWS", 2'000);
    auto const seed = static_cast<unsigned>(asked_for("BOXLINK_SEED", std::random_device()()));
    BOOST_TEST_MESSAGE("BOXLINK_SEED=" << seed);
    std::mt19937 random(seed);

    // What is there before differs from what is asked for.
    auto const ids = server.add_files(rows);
    std::string table = "item,operation,access,download\n";
    for (std::size_t i = 0; i < rows; ++i) {
        if (i % 3 != 0)
            server.add_link(kind::file, ids[i]);
        char const* const asked[] = {",share,open,no\n", ",unshare,,\n", ",share,company,yes\n", ",get,,\n"};
        table += "file:" + ids[i] + asked[i % 4];
    }
    words line = bulk(
        {scratch.write("jobs.csv", table), "--journal", scratch.file("j"), "--results",
         scratch.file("r.jsonl"), "--resume", "--concurrency", "16"}
    );

    // Each job needs a request at least: before these moments the job cannot be over.
    std::vector<std::uint64_t> moments(kills);
    for (auto& moment : moments)
        moment = random() % rows;
    std::sort(moments.begin(), moments.end());
    std::size_t killed = 0;
    for (auto const moment : moments) {
        child_process command = start(line);
        BOOST_TEST_REQUIRE(
            server.wait_until([&](auto const& seen) { return seen.requests >= moment; }, patience)
        );
        command.send(SIGKILL);
        auto const end = command.wait();
        check_no_secret(end);
        killed += end.signal == SIGKILL ? 1U : 0U;
    }
    auto const last = run(line);
    BOOST_TEST(last.status == 0, "seed " << seed << ": " << last.err);
    BOOST_TEST(killed == kills, "seed " << seed);

    std::set<std::int64_t> told;
    for (auto const& text : lines(read("r.jsonl"))) {
        auto const result = boost::json::parse(text).as_object();
        BOOST_TEST(result.at("ok").as_bool(), text);
        BOOST_TEST(told.insert(result.at("index").as_int64()).second, "seed " << seed << ", twice: " << text);
    }
    BOOST_TEST(told.size() == rows, "seed " << seed);
    for (std::size_t i = 0; i < rows; ++i) {
        auto const link = server.link_of(kind::file, ids[i]);
        bool const is_right = i % 4 == 0   ? link && link->access == "open" && !link->can_download
                              : i % 4 == 1 ? !link
                              : i % 4 == 2 ? link && link->access == "company" && link->can_download
                                           : link.has_value() == (i % 3 != 0);
        BOOST_TEST(is_right, "seed " << seed << ", row " << i);
    }
}

BOOST_AUTO_TEST_SUITE_END()
