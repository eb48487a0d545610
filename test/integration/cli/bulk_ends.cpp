// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

using boxlink::testing::fault;
using boxlink::testing::kind;

// How long to wait for what must come, on a machine that is busy.
static constexpr std::chrono::minutes patience(1);

// How a bulk job ends before it is done.
BOOST_FIXTURE_TEST_SUITE(bulk_ends, bulk_fixture)

BOOST_AUTO_TEST_CASE(ctrl_c_waits_for_answers_and_tells_how_to_go_on)
{
    auto const ids = server.add_files(50);
    auto const held = server.inject(fault().stall().always());
    words line = bulk(
        {table_of(ids), "--concurrency", "4", "--journal", scratch.file("j"), "--results",
         scratch.file("r.jsonl")}
    );
    child_process command = start(line);
    BOOST_TEST_REQUIRE(server.wait_until([](auto const& seen) { return seen.in_flight == 4; }, patience));
    command.send(SIGINT);
    BOOST_TEST(command.read_error_line().find("interrupted") != std::string::npos);
    // Those that were sent have an answer yet to come: only the second signal ends them.
    command.send(SIGINT);
    auto const end = command.wait();
    check_no_secret(end);
    BOOST_TEST(end.signal == 0);
    BOOST_TEST(end.status == 130, end.err);
    BOOST_TEST(end.err.find("50 of 50 rows remain") != std::string::npos, end.err);
    BOOST_TEST(end.err.find("--resume") != std::string::npos);
    BOOST_TEST(read("r.jsonl") == "");
    server.remove_fault(held);
    line.push_back("--resume");
    auto const resumed = run(line);
    BOOST_TEST(resumed.status == 0, resumed.err);
    BOOST_TEST(server.link_count() == 50U);
    BOOST_TEST(lines(read("r.jsonl")).size() == 50U);
}

BOOST_AUTO_TEST_CASE(what_was_sent_before_ctrl_c_is_told)
{
    auto const ids = server.add_files(50);
    words line = {"bulk", table_of(ids), "--rate", "1", "--results", scratch.file("r.jsonl")};
    child_process command = start(line);
    // The next would be sent in a minute.
    BOOST_TEST_REQUIRE(server.wait_until([](auto const& seen) { return seen.requests == 1; }, patience));
    command.send(SIGTERM);
    auto const end = command.wait();
    BOOST_TEST(end.status == 130, end.err);
    auto const told = results_by_item(read("r.jsonl"));
    std::size_t done = 0;
    for (auto const& [item, result] : told)
        done += result.at("ok").as_bool() ? 1U : 0U;
    BOOST_TEST(done == server.link_count());
    BOOST_TEST(server.counters().requests == 1U);
    BOOST_TEST(end.err.find("1 done, 0 failed; 49 of 50 rows remain") != std::string::npos, end.err);
}

BOOST_AUTO_TEST_CASE(the_time_for_the_job)
{
    auto const ids = server.add_files(50);
    auto const end =
        run({"bulk", table_of(ids), "--rate", "1", "--deadline", "200ms", "--journal", scratch.file("j")});
    BOOST_TEST(end.status == 4, end.err);
    BOOST_TEST(end.err.find("--resume") != std::string::npos);
    auto const resumed = run(bulk({table_of(ids), "--journal", scratch.file("j"), "--resume"}));
    BOOST_TEST(resumed.status == 0, resumed.err);
    BOOST_TEST(server.link_count() == 50U);
    // All that was sent was answered: there is nothing to look at.
    BOOST_TEST(server.counters().requests_with("GET") == 0U);
}

BOOST_AUTO_TEST_CASE(credentials_that_are_refused_end_the_job_at_once)
{
    auto const ids = server.add_files(500);
    words line = bulk({table_of(ids), "--journal", scratch.file("j"), "--concurrency", "4"});
    auto const good = variables.at("BOXLINK_TOKEN");
    variables["BOXLINK_TOKEN"] = "not-a-token-of-this-server";
    auto const end = run(line);
    BOOST_TEST(end.status == 3, end.err);
    BOOST_TEST(end.err.find("credentials are refused") != std::string::npos, end.err);
    BOOST_TEST(server.counters().requests < 50U);
    variables["BOXLINK_TOKEN"] = good;
    line.push_back("--resume");
    auto const resumed = run(line);
    BOOST_TEST(resumed.status == 0, resumed.err);
    BOOST_TEST(server.link_count() == 500U);
}

BOOST_AUTO_TEST_CASE(a_user_who_is_refused_ends_only_their_rows)
{
    auto const ids = server.add_files(20);
    std::string table = "item,as_user\n";
    for (std::size_t i = 0; i < ids.size(); ++i)
        table += "file:" + ids[i] + (i == 5 ? ",999999999\n" : ",\n");
    auto const end = run(bulk({scratch.write("jobs.csv", table)}));
    BOOST_TEST(end.status == 1, end.err);
    BOOST_TEST(server.link_count() == 19U);
}

BOOST_AUTO_TEST_CASE(a_full_disk_loses_nothing)
{
    auto const ids = server.add_files(400);
    auto const table = table_of(ids);
    auto const limited = [&](std::string const& blocks, words more) {
        words line = {"-c", "ulimit -f " + blocks + "; exec \"$@\"", "sh", BOXLINK_COMMAND};
        for (auto const& word : bulk(std::move(more)))
            line.push_back(word);
        return child_process("/bin/sh", line, variables).wait();
    };
    words job = {table, "--journal", scratch.file("j"), "--results", scratch.file("r.jsonl")};
    auto const end = limited("4", job);
    BOOST_TEST(end.signal == 0);
    BOOST_TEST(end.status == 1, end.err);
    BOOST_TEST(end.err.find("cannot be written") != std::string::npos, end.err);
    BOOST_TEST(end.err.find("--resume") != std::string::npos, end.err);
    job.push_back("--resume");
    auto const resumed = run(bulk(job));
    BOOST_TEST(resumed.status == 0, resumed.err);
    BOOST_TEST(results_by_item(read("r.jsonl")).size() == 400U);
    BOOST_TEST(lines(read("r.jsonl")).size() == 400U);

    // Without a journal, what no longer fits is told on standard output.
    auto const others = server.add_files(400);
    auto const told = limited("4", {table_of(others), "--results", scratch.file("other.jsonl")});
    BOOST_TEST(told.status == 1, told.err);
    auto all = results_by_item(read("other.jsonl"));
    all.merge(results_by_item(told.out));
    for (auto const& id : others) {
        auto const result = all.find("file:" + id);
        bool const is_told = result != all.end() && result->second.at("ok").as_bool();
        BOOST_TEST(is_told == server.link_of(kind::file, id).has_value(), id);
    }
}

BOOST_AUTO_TEST_CASE(requests_do_not_wait_for_the_results_to_be_written)
{
    auto const ids = server.add_files(3'000);
    auto const results = scratch.file("r.jsonl");
    BOOST_TEST_REQUIRE(::mkfifo(results.c_str(), 0600) == 0);
    int const reader = ::open(results.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    BOOST_TEST_REQUIRE(::fcntl(reader, F_SETPIPE_SZ, 4096) == 4096);
    ::fcntl(reader, F_SETFL, 0);
    child_process command = start(bulk({table_of(ids), "--results", results}));
    // Before somebody writes, there would be nothing to read.
    BOOST_TEST_REQUIRE(server.wait_until([](auto const& seen) { return seen.requests > 0; }, patience));
    std::string text(1, '\0');
    BOOST_TEST_REQUIRE(::read(reader, text.data(), 1) == 1);
    // From now on the command is writing, and cannot end that.
    BOOST_TEST(server.wait_until([](auto const& seen) { return seen.requests == 3'000; }, patience));
    std::string piece(4096, '\0');
    for (ssize_t got = 0; (got = ::read(reader, piece.data(), piece.size())) > 0;)
        text.append(piece, 0, static_cast<std::size_t>(got));
    ::close(reader);
    auto const end = command.wait();
    BOOST_TEST(end.status == 0, end.err);
    BOOST_TEST(lines(text).size() == ids.size());
    BOOST_TEST(results_by_item(text).size() == ids.size());
}

BOOST_AUTO_TEST_CASE(results_that_cannot_be_written_are_told_before_anything_is_sent)
{
    auto const table = table_of(server.add_files(3));
    for (auto const& results : {scratch.file("no-such-folder/r.csv"), std::string("/proc/r.csv")}) {
        auto const end = run(bulk({table, "--results", results}));
        BOOST_TEST(end.status == 2, end.err);
    }
    BOOST_TEST(server.counters().requests == 0U);
}

BOOST_AUTO_TEST_CASE(a_closed_output_stops_the_job)
{
    auto const ids = server.add_files(3'000);
    // All of them would take half a minute.
    words const line = {"bulk", table_of(ids), "--json", "--journal", scratch.file("j"), "--rate", "6000"};
    auto const end =
        child_process(BOXLINK_COMMAND, line, variables, "", child_process::output::closed).wait();
    BOOST_TEST(end.signal == 0);
    BOOST_TEST(end.status == 1, end.err);
    BOOST_TEST(end.err.find("standard output cannot be written") != std::string::npos, end.err);
    BOOST_TEST(server.link_count() < 3'000U);
}

BOOST_AUTO_TEST_SUITE_END()
