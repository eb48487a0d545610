// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/report/run_statistics.hpp"

#include <boost/asio/error.hpp>
#include <boost/test/unit_test.hpp>

using namespace boxlink;
using namespace boxlink::bulk;
using namespace std::chrono_literals;

namespace {

constexpr run_statistics::time_point begun{1h};

run_statistics make_run()
{
    return run_statistics(begun, std::chrono::system_clock::time_point());
}

bulk_outcome done(std::string user = {}, std::chrono::nanoseconds duration = 1s)
{
    bulk_outcome out(0, bulk_job(item_ref::file("7")));
    if (!user.empty())
        out.job.as_user = std::move(user);
    out.duration = duration;
    return out;
}

bulk_outcome failed(error_code code, std::string message = "why", bool is_unknown = false)
{
    bulk_outcome out = done("42");
    out.failure.emplace(code, std::move(message));
    out.failure->may_have_taken_effect = is_unknown;
    return out;
}

job_place const place(0, 2);

attempt_report answered(int status)
{
    attempt_report out;
    out.operation = "share file:7";
    out.status = status;
    out.queue = 100ms;
    out.total = 350ms;
    out.bytes_sent = 10;
    out.bytes_received = 20;
    out.retry = status == 429 ? retry_reason::rate_limited : retry_reason::none;
    return out;
}

wait_report waiting(wait_reason reason, std::optional<std::chrono::nanoseconds> expected)
{
    wait_report out;
    out.reason = reason;
    out.expected = expected;
    return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(run_statistics_of_a_job)

BOOST_AUTO_TEST_CASE(nothing)
{
    auto const run = make_run();
    BOOST_TEST(run.totals().jobs() == 0u);
    BOOST_TEST((run.last() == begun));
    BOOST_TEST(run.failures().empty());
    BOOST_TEST(run.busiest_users(20).empty());
    BOOST_TEST(run.waits(wait_reason::token).count == 0u);
}

BOOST_AUTO_TEST_CASE(outcomes)
{
    auto run = make_run();
    run.on_outcome(done(), place, begun);
    run.on_outcome(failed(errc::not_found), place, begun + 2'500ms);
    run.on_outcome(failed(errc::deadline_exceeded, "late", true), place, begun + 2'600ms);
    run.on_outcome(failed(errc::outcome_unknown), place, begun + 2'700ms);
    BOOST_TEST(run.totals().done == 1u);
    BOOST_TEST(run.totals().failed == 1u);
    BOOST_TEST(run.totals().unknown == 2u);
    BOOST_TEST((run.totals().duration == 4s));
    BOOST_TEST((run.last() == begun + 2'700ms));
    BOOST_TEST_REQUIRE(run.series().buckets().size() == 3u);
    BOOST_TEST(run.series().buckets()[0].done == 1u);
    BOOST_TEST(run.series().buckets()[2].failed == 3u);
    BOOST_TEST(run.job_latency().count() == 4u);
    BOOST_TEST(run.attempt_latency().count() == 0u);
}

BOOST_AUTO_TEST_CASE(failures_by_code)
{
    auto run = make_run();
    run.on_outcome(failed(boost::asio::error::operation_aborted), place, begun);
    for (char const* const message : {"a", "b", "a", "c", "d"})
        run.on_outcome(failed(errc::conflict, message, *message == 'd'), place, begun);
    auto const groups = run.failures();
    BOOST_TEST_REQUIRE(groups.size() == 2u);
    BOOST_TEST((groups[0].code == errc::conflict));
    BOOST_TEST(groups[0].count == 5u);
    BOOST_TEST(groups[0].unknown == 1u);
    BOOST_TEST_REQUIRE(groups[0].examples.size() == 3u);
    BOOST_TEST(groups[0].examples[0].message == "a");
    BOOST_TEST(groups[0].examples[1].message == "b");
    BOOST_TEST(groups[0].examples[2].message == "c");
    BOOST_TEST(groups[0].examples[0].line == 2u);
    BOOST_TEST(groups[0].examples[0].item == "file:7");
    BOOST_TEST(groups[0].examples[0].as_user == "42");
    BOOST_TEST(groups[1].count == 1u);
}

BOOST_AUTO_TEST_CASE(foreign_codes_are_one_group)
{
    auto run = make_run();
    for (int value = 1; value < 100; ++value)
        run.on_outcome(failed(error_code(value, boost::system::generic_category())), place, begun);
    BOOST_TEST(run.failures().size() == 1u);
}

BOOST_AUTO_TEST_CASE(examples_are_bounded_and_hold_no_links)
{
    auto run = make_run();
    auto outcome = failed(errc::forbidden, "see https://app.box.com/s/secret " + std::string(1'000'000, 'x'));
    outcome.job.as_user = std::string(1'000'000, '1');
    outcome.failure->box_code = std::string(1'000'000, 'c');
    outcome.failure->request_id = std::string(1'000'000, 'r');
    outcome.failure->box_request_id = std::string(1'000'000, 'b');
    run.on_outcome(outcome, place, begun);
    auto const example = run.failures().at(0).examples.at(0);
    BOOST_TEST(example.message.size() < 310u);
    BOOST_TEST(example.message.starts_with("see https://app.box.com/… xxx"));
    for (auto const* const text :
         {&example.as_user, &example.box_code, &example.request_id, &example.box_request_id})
        BOOST_TEST(text->size() < 90u);
    BOOST_TEST(run.busiest_users(1).at(0).user.size() < 90u);
}

BOOST_AUTO_TEST_CASE(rejected_rows)
{
    auto run = make_run();
    for (std::uint64_t line = 1; line <= 10; ++line)
        run.on_rejected(row_error(line, "access", "is none"), begun + 1s);
    BOOST_TEST(run.rejected() == 10u);
    BOOST_TEST(run.rejected_examples().size() == 3u);
    BOOST_TEST(run.rejected_examples()[0].message == "line 1, column access: is none");
    BOOST_TEST(run.totals().jobs() == 0u);
}

BOOST_AUTO_TEST_CASE(attempts)
{
    auto run = make_run();
    auto reused = answered(200);
    reused.reused_connection = true;
    run.on_attempt(reused, begun);
    run.on_attempt(answered(429), begun + 5s);
    run.on_attempt(answered(503), begun + 5s);
    run.on_attempt(answered(0), begun + 5s);
    auto token = answered(429);
    token.operation = "get_token";
    run.on_attempt(token, begun + 5s);
    attempt_totals const& a = run.attempts();
    BOOST_TEST(a.attempts == 4u);
    BOOST_TEST(a.rate_limited == 1u);
    BOOST_TEST(a.server_errors == 1u);
    BOOST_TEST(a.unanswered == 1u);
    BOOST_TEST(a.retries == 1u);
    BOOST_TEST(a.reused_connections == 1u);
    BOOST_TEST(a.bytes_sent == 40u);
    BOOST_TEST(a.bytes_received == 80u);
    BOOST_TEST(a.token_requests == 1u);
    BOOST_TEST(run.series().buckets().at(5).rate_limited == 1u);
    BOOST_TEST(run.attempt_latency().count() == 4u);
    BOOST_TEST((run.attempt_latency().max() == 250ms));
}

BOOST_AUTO_TEST_CASE(waits)
{
    auto run = make_run();
    run.on_wait(waiting(wait_reason::rate_limited, 31s), begun + 10s);
    run.on_wait(waiting(wait_reason::rate_limited, 30s), begun + 12s);
    run.on_wait(waiting(wait_reason::rate_limited, std::nullopt), begun + 60s);
    run.on_wait(waiting(wait_reason::paced, 1s), begun + 60s);
    run.on_wait(waiting(wait_reason::token, std::nullopt), begun + 60s);
    BOOST_TEST(run.waits(wait_reason::rate_limited).count == 3u);
    BOOST_TEST((run.waits(wait_reason::rate_limited).longest == 31s));
    BOOST_TEST(run.waits(wait_reason::token).count == 1u);
    BOOST_TEST_REQUIRE(run.pauses().spans().size() == 1u);
    BOOST_TEST((run.pauses().spans()[0].from == 10s));
    BOOST_TEST((run.pauses().spans()[0].to == 42s));
}

BOOST_AUTO_TEST_CASE(users)
{
    auto run = make_run();
    for (int i = 0; i < 3; ++i)
        run.on_outcome(done("b"), place, begun);
    run.on_outcome(done("c", 3s), place, begun);
    run.on_outcome(done("a"), place, begun);
    run.on_outcome(done(), place, begun);
    auto const lines = run.busiest_users(3);
    BOOST_TEST_REQUIRE(lines.size() == 3u);
    BOOST_TEST(lines[0].user == "b");
    BOOST_TEST(lines[0].totals.done == 3u);
    BOOST_TEST(lines[1].user == "");
    BOOST_TEST(lines[2].user == "a");
    BOOST_TEST(run.users() == 4u);
}

BOOST_AUTO_TEST_CASE(users_beyond_the_bound_are_counted_together)
{
    auto run = make_run();
    for (std::size_t i = 0; i < run_statistics::most_users + 500; ++i)
        run.on_outcome(done(std::to_string(i)), place, begun);
    run.on_outcome(done("17"), place, begun);
    BOOST_TEST(run.users() == run_statistics::most_users);
    BOOST_TEST(run.other_users().jobs() == 500u);
    BOOST_TEST(run.busiest_users(1).at(0).user == "17");
}

BOOST_AUTO_TEST_SUITE_END()
