// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// How long an attempt and an operation may take. The hands of the clock are the test's.

#include "timed_fixture.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>

#include <array>
#include <vector>

namespace boxlink::test {
namespace {

namespace data = boost::unit_test::data;
using namespace std::chrono_literals;
using testing::fault;
using testing::server_counters;
using reason = retry_reason;

struct timeouts_fixture : timed_fixture
{
    /// Runs until the server has got this many requests and keeps silent about the last.
    void until_stalled(std::uint64_t requests)
    {
        until_server([requests](server_counters const& seen) {
            return seen.requests == requests && seen.in_flight == 1;
        });
    }

    /// Turns the hands to the end of a time-out: before its last nanosecond nothing may end.
    void run_out(std::chrono::nanoseconds limit)
    {
        auto const before = log->reports.size();
        time->advance(limit - 1ns);
        run_ready(io);
        BOOST_TEST(log->reports.size() == before);
        time->advance(1ns);
    }
};

BOOST_FIXTURE_TEST_SUITE(timeouts, timeouts_fixture)

BOOST_AUTO_TEST_CASE(a_stalled_attempt_is_followed_by_another)
{
    auto const id = server.add_file();
    server.inject(fault().stall());
    started<shared_link> change;
    share(box.file(id), link_settings(), change.token());

    until_stalled(1);
    run_out(30s);
    auto const report = after_attempt(1);
    BOOST_TEST(report.code == errc::attempt_timed_out);
    BOOST_TEST(report.retry == reason::timeout);
    BOOST_TEST(report.status == 0);
    BOOST_TEST((report.total == 30s));
    // The connection is of no use any more, and closed at once.
    BOOST_TEST(box.counters().open == 0U);
    BOOST_TEST(server.wait_until([](server_counters const& seen) { return seen.connections_open == 0; }));

    sit_out(report.retry_delay);
    BOOST_TEST(outcome_of(change).has_value());
    BOOST_TEST(server.counters().requests == 2U);
}

BOOST_AUTO_TEST_CASE(an_answer_in_time_stops_the_clock)
{
    auto const id = server.add_file();
    started<link_lookup> first;
    get_link(box.file(id), first.token());
    BOOST_TEST(outcome_of(first).has_value());
    time->advance(29s);
    run_ready(io);
    server.inject(fault().stall());
    started<link_lookup> second;
    get_link(box.file(id), second.token());

    until_stalled(2);
    run_out(30s);
    BOOST_TEST(after_attempt(2).code == errc::attempt_timed_out);
}

/// Where the time-outs of an operation come from.
struct limit_case
{
    char const* name;
    bool by_client;

    friend std::ostream& operator<<(std::ostream& out, limit_case const& one) { return out << one.name; }
};

std::array<limit_case, 2> const limit_cases = {
    limit_case{"of the client", true}, limit_case{"of the operation", false}};

BOOST_DATA_TEST_CASE(stalled_for_good, data::make(limit_cases), one)
{
    auto const id = server.add_file();
    server.inject(fault().stall().always());
    request_options limits;
    if (one.by_client) {
        box = make_client(server_fixture::options().observer(log).attempt_timeout(2s).max_attempts(3), time);
    } else {
        limits.attempt_timeout(2s).max_attempts(3);
    }
    started<link_lookup> lookup;
    get_link(box.file(id), limits, lookup.token());

    for (std::size_t attempt = 1; attempt <= 3; ++attempt) {
        until_stalled(attempt);
        run_out(2s);
        auto const report = after_attempt(attempt);
        if (attempt < 3)
            sit_out(report.retry_delay);
    }
    BOOST_TEST(outcome_of(lookup).error().code == errc::attempt_timed_out);
    BOOST_TEST(lookup.failure().message == "no answer within 2000 ms (attempt_timeout)");
    BOOST_TEST(lookup.failure().attempts.size() == 3U);
    BOOST_TEST(!lookup.failure().may_have_taken_effect);
}

BOOST_AUTO_TEST_CASE(a_stalled_change_leaves_a_doubt)
{
    auto const id = server.add_file();
    // Nor does the reading of what became of it get an answer.
    server.inject(fault().stall().applied().times(2));
    started<shared_link> change;
    share(box.file(id), link_settings(), request_options().max_attempts(1), change.token());

    until_stalled(1);
    run_out(30s);
    until_stalled(2);
    run_out(30s);

    BOOST_TEST(outcome_of(change).error().code == errc::outcome_unknown);
    BOOST_TEST(change.failure().cause == errc::attempt_timed_out);
    BOOST_TEST(change.failure().may_have_taken_effect);
}

BOOST_AUTO_TEST_CASE(connecting_has_a_limit_of_its_own)
{
    auto const id = server.add_file();
    server.inject(fault().on_accept().stall());
    started<shared_link> change;
    share(box.file(id), link_settings(), change.token());

    until_server([](server_counters const& seen) { return seen.connections_accepted == 1; });
    run_out(10s);
    auto const report = after_attempt(1);
    BOOST_TEST(report.code == errc::connect_failed);
    BOOST_TEST(report.retry == reason::network);
    sit_out(report.retry_delay);

    BOOST_TEST(outcome_of(change).has_value());
    BOOST_TEST(box.counters().connect_failures == 1U);
}

BOOST_DATA_TEST_CASE(the_deadline_ends_a_stalled_attempt, data::make(limit_cases), one)
{
    auto const id = server.add_file();
    server.inject(fault().stall().always());
    request_options limits;
    if (one.by_client)
        box = make_client(server_fixture::options().observer(log).deadline(3s), time);
    else
        limits.deadline(3s);
    started<link_lookup> lookup;
    get_link(box.file(id), limits, lookup.token());

    until_stalled(1);
    run_out(3s);

    BOOST_TEST(outcome_of(lookup).error().code == errc::deadline_exceeded);
    BOOST_TEST((lookup.failure().elapsed == 3s));
    BOOST_TEST(!lookup.failure().may_have_taken_effect);
    BOOST_TEST(lookup.failure().attempts.size() == 1U);
    BOOST_TEST(log->reports.size() == 1U);
    BOOST_TEST(server.wait_until([](server_counters const& seen) { return seen.connections_open == 0; }));
}

BOOST_AUTO_TEST_CASE(the_deadline_of_a_change_on_the_wire_leaves_a_doubt)
{
    auto const id = server.add_file();
    server.inject(fault().stall().applied());
    started<item_info> change;
    unshare(box.file(id), request_options().deadline(3s), change.token());

    until_stalled(1);
    run_out(3s);

    BOOST_TEST(outcome_of(change).error().code == errc::outcome_unknown);
    BOOST_TEST(change.failure().may_have_taken_effect);
    BOOST_TEST(change.failure().message.find("deadline") != std::string::npos, change.failure().message);
}

BOOST_AUTO_TEST_CASE(the_deadline_counts_from_the_start_of_the_operation)
{
    auto const id = server.add_file();
    server.inject(fault().status(503).retry_after(20s));
    server.inject(fault().stall());
    started<link_lookup> lookup;
    get_link(box.file(id), request_options().deadline(40s), lookup.token());

    auto const waited = after_attempt(1).retry_delay;
    sit_out(waited);
    until_stalled(2);
    run_out(40s - waited);

    BOOST_TEST(outcome_of(lookup).error().code == errc::deadline_exceeded);
    BOOST_TEST((lookup.failure().elapsed == 40s));
    BOOST_TEST(lookup.failure().attempts.size() == 2U);
}

BOOST_AUTO_TEST_CASE(the_deadline_ends_the_wait_for_a_connection)
{
    auto const id = server.add_file();
    box = make_client(server_fixture::options().observer(log).max_connections(1), time);
    server.inject(fault().stall());
    started<link_lookup> first;
    get_link(box.file(id), first.token());
    until_stalled(1);
    started<shared_link> queued;
    share(box.file(id), link_settings(), request_options().deadline(3s), queued.token());
    run_ready(io);
    BOOST_TEST(box.limits().waiting == 1U);

    run_out(3s);

    BOOST_TEST(outcome_of(queued).error().code == errc::deadline_exceeded);
    BOOST_TEST(!queued.failure().may_have_taken_effect);
    BOOST_TEST(box.limits().waiting == 0U);
    BOOST_TEST(!first.is_over());
    run_out(27s);
    sit_out(after_attempt(1).retry_delay);
    BOOST_TEST(outcome_of(first).has_value());
}

/// Waits that would end after the deadline, of 5 minutes by default.
struct vain_wait
{
    unsigned status;
    char const* retry_after;
    errc code;

    friend std::ostream& operator<<(std::ostream& out, vain_wait const& one)
    {
        return out << one.status << ' ' << one.retry_after;
    }
};

std::vector<vain_wait> const vain_waits = {
    {429, "300", errc::rate_limited},
    {429, "86400", errc::rate_limited},
    {429, "99999999999999999999999999", errc::rate_limited},
    {429, "Fri, 31 Dec 9999 23:59:59 GMT", errc::rate_limited},
    {503, "300", errc::unavailable},
    {202, "301.5", errc::not_ready},
};

BOOST_DATA_TEST_CASE(what_would_be_too_late_fails_at_once, data::make(vain_waits), one)
{
    auto const id = server.add_file();
    server.inject(fault().status(one.status).retry_after(one.retry_after));
    started<link_lookup> lookup;
    get_link(box.file(id), lookup.token());

    // The hands have not moved.
    BOOST_TEST(outcome_of(lookup).error().code == one.code);
    BOOST_TEST(lookup.failure().status == static_cast<int>(one.status));
    BOOST_TEST((lookup.failure().retry_after.value() >= 300s));
    BOOST_TEST((lookup.failure().retry_after.value() <= 24h));
    BOOST_TEST((lookup.failure().elapsed == 0s));
    // The limits refuse what a 429 makes too late, when it asks for its place.
    BOOST_TEST((log->reports.back().retry == (one.status == 429 ? reason::rate_limited : reason::none)));
    BOOST_TEST(server.counters().requests == 1U);
}

BOOST_AUTO_TEST_CASE(what_is_just_in_time_is_waited_for)
{
    auto const id = server.add_file();
    server.inject(fault().status(429).retry_after(298s));
    started<link_lookup> lookup;
    get_link(box.file(id), lookup.token());

    after_attempt(1);
    BOOST_TEST((sit_out_waits(2) >= 298s));

    BOOST_TEST(outcome_of(lookup).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::test
