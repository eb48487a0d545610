// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// What a client tells of its attempts and connections.

#include "item_kinds.hpp"
#include "timed_fixture.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>

#include <algorithm>
#include <array>
#include <functional>
#include <stdexcept>
#include <vector>

namespace boxlink::test {
namespace {

namespace data = boost::unit_test::data;
using namespace std::chrono_literals;
using testing::fault;
using testing::server_counters;

struct observer_fixture : client_fixture
{
    explicit observer_fixture(testing::server_options options = {}) : client_fixture(std::move(options))
    {
        box = make_client(server_fixture::options().observer(log));
    }

    std::shared_ptr<attempt_log> log = std::make_shared<attempt_log>();
};

/// Calls a function at each attempt.
class calling_observer final : public observer
{
public:
    explicit calling_observer(std::function<void(attempt_report const&)> function)
        : function_(std::move(function))
    {}

    void on_attempt(attempt_report const& report) override { function_(report); }

private:
    std::function<void(attempt_report const&)> function_;
};

/// Would write down what it is told.
class deaf_observer final : public observer
{
public:
    [[nodiscard]] bool wants_attempts() const noexcept override { return false; }
    void on_attempt(attempt_report const& report) override { log.on_attempt(report); }
    void on_wait(wait_report const& report) override { log.on_wait(report); }

    attempt_log log;
};

BOOST_FIXTURE_TEST_SUITE(observers, observer_fixture)

BOOST_AUTO_TEST_CASE(first_attempt_opens_a_connection)
{
    auto const id = server.add_file();
    server.record_requests(true);
    server.inject(fault().header("box-request-id", "id-1"));

    run(share(box.file(id), link_settings()));

    BOOST_REQUIRE_EQUAL(log->reports.size(), 1U);
    auto const& report = log->reports[0];
    BOOST_TEST(report.operation == "share file:" + id);
    BOOST_TEST(report.attempt == 1);
    BOOST_TEST(report.status == 200);
    BOOST_TEST(!report.code);
    BOOST_TEST(report.retry == retry_reason::none);
    BOOST_TEST((report.retry_delay == 0ns));
    BOOST_TEST((report.queue >= 0ns));
    BOOST_TEST((report.connect > 0ns));
    BOOST_TEST((report.tls > 0ns));
    BOOST_TEST((report.first_byte > 0ns));
    BOOST_TEST((report.total >= report.queue + report.connect + report.tls + report.first_byte));
    BOOST_TEST(report.bytes_sent == server.requests().at(0).raw.size());
    BOOST_TEST(report.bytes_sent == server.counters().bytes_in);
    BOOST_TEST(report.bytes_received == server.counters().bytes_out);
    BOOST_TEST(!report.reused_connection);
    BOOST_TEST(!report.resumed_tls_session);
    BOOST_TEST(report.box_request_id == "id-1");
    BOOST_TEST(report.deprecation.empty());
}

BOOST_AUTO_TEST_CASE(later_attempts_use_it_again)
{
    auto const id = server.add_file();
    for (int i = 0; i < 3; ++i)
        run(get_link(box.file(id)));

    BOOST_REQUIRE_EQUAL(log->reports.size(), 3U);
    for (std::size_t i = 1; i < 3; ++i) {
        auto const& report = log->reports[i];
        BOOST_TEST(report.reused_connection);
        BOOST_TEST(!report.resumed_tls_session);
        BOOST_TEST((report.connect == 0ns));
        BOOST_TEST((report.tls == 0ns));
        BOOST_TEST((report.first_byte > 0ns));
        BOOST_TEST((report.total >= report.first_byte));
        BOOST_TEST(report.attempt == 1);
    }
    BOOST_TEST(box.counters().reuses == 2U);
}

BOOST_AUTO_TEST_CASE(operations_are_named)
{
    auto const id = server.add_folder();
    auto const target = box.folder(id);
    auto const link = run(share(target, link_settings()));
    run(get_link(target));
    run(find(box, link.url));
    run(unshare(target));

    std::vector<std::string> names;
    for (auto const& report : log->reports)
        names.push_back(report.operation);
    // `find` does not tell the link, with which anybody could open the item.
    std::vector<std::string> const expected = {
        "share folder:" + id, "get_link folder:" + id, "find", "unshare folder:" + id};
    BOOST_TEST(names == expected, boost::test_tools::per_element());
}

BOOST_DATA_TEST_CASE(
    an_answer_is_no_error_of_the_attempt, data::make({304U, 400U, 404U, 412U, 429U, 503U}), status
)
{
    server.inject(fault().status(status).retry_after(1h));

    auto const outcome =
        run(get_link(box.file("1"), request_options().max_attempts(1).deadline(1min), as_result));

    BOOST_TEST(outcome.has_error());
    BOOST_REQUIRE_EQUAL(log->reports.size(), 1U);
    BOOST_TEST(log->reports[0].status == static_cast<int>(status));
    BOOST_TEST(!log->reports[0].code);
    BOOST_TEST(!log->reports[0].box_request_id.empty());
}

BOOST_AUTO_TEST_CASE(no_answer_is_an_error_of_the_attempt)
{
    server.inject(fault().reset());

    auto const outcome = run(get_link(box.file("1"), request_options().max_attempts(1), as_result));

    BOOST_TEST(outcome.has_error());
    BOOST_REQUIRE_EQUAL(log->reports.size(), 1U);
    BOOST_TEST(log->reports[0].status == 0);
    BOOST_TEST(log->reports[0].code == errc::connection_lost);
    BOOST_TEST(log->reports[0].bytes_sent == server.counters().bytes_in);
    BOOST_TEST(log->reports[0].bytes_received == 0U);
}

BOOST_AUTO_TEST_CASE(no_connection_is_an_error_of_the_attempt)
{
    server.stop();

    auto const outcome = run(get_link(box.file("1"), request_options().max_attempts(1), as_result));

    BOOST_TEST(outcome.has_error());
    BOOST_REQUIRE_EQUAL(log->reports.size(), 1U);
    auto const& report = log->reports[0];
    BOOST_TEST(report.code == errc::connect_failed);
    BOOST_TEST(report.bytes_sent == 0U);
    BOOST_TEST((report.total > 0ns));
    BOOST_TEST(box.counters().connect_failures == 1U);
    BOOST_TEST(box.counters().connects == 0U);
}

BOOST_AUTO_TEST_CASE(what_is_refused_is_no_attempt)
{
    BOOST_TEST(run(get_link(box.file("x"), as_result)).has_error());
    BOOST_TEST(log->reports.empty());
}

BOOST_AUTO_TEST_CASE(an_attempt_that_is_ended_from_outside_is_told)
{
    server.inject(fault().stall());
    started<shared_link> change;
    share(box.file("1"), link_settings(), change.token());
    while (!server.wait_until([](server_counters const& seen) { return seen.in_flight == 1; }, 1ms))
        run_ready(io);

    box.close();
    run_until(io, [&] { return change.is_over(); });

    BOOST_TEST(change.failure().code == errc::client_closed);
    BOOST_TEST(change.failure().may_have_taken_effect);
    BOOST_REQUIRE_EQUAL(log->reports.size(), 1U);
    BOOST_TEST(log->reports[0].code == errc::client_closed);
    BOOST_TEST(log->reports[0].retry == retry_reason::none);
}

BOOST_FIXTURE_TEST_CASE(retries_are_told, timed_fixture)
{
    auto const id = server.add_file();
    server.inject(fault().status(503).retry_after("1"));
    server.inject(fault().status(429).retry_after("2"));
    started<link_lookup> lookup;
    get_link(box.file(id), lookup.token());

    after_attempt(1);
    auto const waited_for_server = sit_out_waits(2);
    after_attempt(2);
    auto const waited_for_limit = sit_out_waits(3);
    BOOST_TEST(outcome_of(lookup).has_value());

    BOOST_REQUIRE_EQUAL(log->reports.size(), 3U);
    BOOST_TEST(log->reports[0].retry == retry_reason::server_error);
    BOOST_TEST((log->reports[0].retry_delay >= 1s));
    BOOST_TEST((log->reports[0].retry_delay == waited_for_server));
    BOOST_TEST(log->reports[1].retry == retry_reason::rate_limited);
    BOOST_TEST((log->reports[1].retry_delay == 0ns));
    BOOST_TEST((waited_for_limit >= 2s));
    BOOST_TEST((log->reports[2].admission == waited_for_limit));
    BOOST_TEST(log->reports[2].retry == retry_reason::none);
    BOOST_TEST((log->reports[2].retry_delay == 0ns));
    for (std::size_t i = 0; i < 3; ++i)
        BOOST_TEST(log->reports[i].attempt == static_cast<int>(i + 1));
}

BOOST_AUTO_TEST_CASE(deprecation_is_told)
{
    auto const id = server.add_file();
    server.inject(fault().header("Deprecation", "@1735689600"));
    server.inject(fault().header("box-api-deprecated-reason", "too old"));
    server.inject(fault().header("Deprecation", "true").header("Box-API-Deprecated-Reason", "too old"));
    for (int i = 0; i < 3; ++i)
        run(get_link(box.file(id)));

    BOOST_TEST(log->reports.at(0).deprecation == "@1735689600");
    BOOST_TEST(log->reports.at(1).deprecation == "too old");
    BOOST_TEST(log->reports.at(2).deprecation == "true; too old");
}

/// A version of TLS, and whether the server keeps sessions.
struct tls_case
{
    testing::tls_version version;
    bool keeps_sessions;

    friend std::ostream& operator<<(std::ostream& out, tls_case const& one)
    {
        return out << (one.version == testing::tls_version::tls_1_2 ? "TLS 1.2" : "TLS 1.3")
                   << (one.keeps_sessions ? "" : " without resumption");
    }
};

std::array<tls_case, 4> const tls_cases = {
    tls_case{testing::tls_version::tls_1_2, true}, tls_case{testing::tls_version::tls_1_3, true},
    tls_case{testing::tls_version::tls_1_2, false}, tls_case{testing::tls_version::tls_1_3, false}};

BOOST_DATA_TEST_CASE(resumed_sessions_are_told, data::make(tls_cases), one)
{
    testing::server_options options;
    options.tls_versions(one.version, one.version).session_resumption(one.keeps_sessions).keep_alive_limit(1);
    observer_fixture test(options);
    auto const id = test.server.add_file();
    for (int i = 0; i < 3; ++i)
        test.run(get_link(test.box.file(id)));

    BOOST_REQUIRE_EQUAL(test.log->reports.size(), 3U);
    BOOST_TEST(!test.log->reports[0].resumed_tls_session);
    for (std::size_t i = 1; i < 3; ++i) {
        BOOST_TEST(!test.log->reports[i].reused_connection);
        BOOST_TEST(test.log->reports[i].resumed_tls_session == one.keeps_sessions);
    }
    auto const resumptions = one.keeps_sessions ? 2U : 0U;
    BOOST_TEST(test.box.counters().tls_resumptions == resumptions);
    BOOST_TEST(test.box.counters().connects == 3U);
    BOOST_TEST(test.server.counters().handshakes_resumed == resumptions);
    BOOST_TEST(test.server.counters().handshakes_full == 3U - resumptions);
}

BOOST_AUTO_TEST_CASE(a_throwing_observer_changes_nothing)
{
    int calls = 0;
    auto const throwing = std::make_shared<calling_observer>([&](attempt_report const&) {
        ++calls;
        throw std::runtime_error("no space left on device");
    });
    box = make_client(server_fixture::options().observer(throwing));
    auto const id = server.add_file();
    server.inject(fault().status(503).retry_after("0.001"));

    auto const link = run(share(box.file(id), link_settings()));
    BOOST_TEST(link.url == server.link_of(testing::kind::file, id).value().url);
    BOOST_TEST(calls == 2);
    auto const missing = run(get_link(box.file("404"), as_result));
    BOOST_REQUIRE(missing.has_error());
    BOOST_TEST(missing.error().code == errc::not_found);
    BOOST_TEST(calls == 3);
}

BOOST_AUTO_TEST_CASE(who_wants_no_attempts_is_told_of_none)
{
    auto const deaf = std::make_shared<deaf_observer>();
    box = make_client(server_fixture::options().observer(deaf).max_connections(1));
    auto const ids = server.add_files(3);
    server.inject(fault().status(503).retry_after("0.001").header("deprecation", "true"));
    std::vector<started<shared_link>> changes(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i)
        share(box.file(ids[i]), link_settings(), changes[i].token());
    run_until(io, [&] {
        return std::ranges::all_of(changes, [](auto const& one) { return one.is_over(); });
    });

    for (auto const& change : changes)
        BOOST_TEST(change.outcome().has_value());
    BOOST_TEST(server.counters().requests == 4U);
    BOOST_TEST(deaf->log.reports.empty());
    BOOST_TEST(deaf->log.waits.empty());
}

BOOST_AUTO_TEST_CASE(an_observer_runs_on_the_executor_and_may_use_the_client)
{
    auto const id = server.add_file();
    started<link_lookup> from_within;
    bool on_executor = false;
    auto const busy = std::make_shared<calling_observer>([&](attempt_report const& report) {
        on_executor = io.get_executor().running_in_this_thread();
        if (report.operation.starts_with("share"))
            get_link(box.file(id), from_within.token());
    });
    box = make_client(server_fixture::options().observer(busy));

    run(share(box.file(id), link_settings()));
    run_until(io, [&] { return from_within.is_over(); });

    BOOST_TEST(on_executor);
    BOOST_TEST(from_within.outcome()->link.has_value());
}

BOOST_AUTO_TEST_CASE(counters_start_at_zero)
{
    auto const fresh = box.counters();
    for (auto const count :
         {fresh.open, fresh.idle, fresh.waiting, fresh.connects, fresh.connect_failures,
          fresh.tls_resumptions, fresh.reuses, fresh.idle_drops, fresh.expired})
        BOOST_TEST(count == 0U);
}

BOOST_AUTO_TEST_CASE(what_holds_operations_up_can_be_seen)
{
    auto const ids = server.add_files(30);
    box = make_client(server_fixture::options().max_connections(3).observer(log));
    server.inject(fault().stall().always());
    std::vector<started<shared_link>> changes(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i)
        share(box.file(ids[i]), link_settings(), changes[i].token());
    while (!server.wait_until([](auto const& seen) { return seen.in_flight == 3; }, 1ms))
        run_ready(io);

    auto const now = box.limits();
    BOOST_TEST(now.in_flight == 3U);
    BOOST_TEST(now.window == 3U);
    BOOST_TEST(now.waiting == 27U);
    BOOST_TEST(!now.breaker_open);
    BOOST_TEST(now.retry_budget == 100);
    BOOST_REQUIRE_EQUAL(now.users.size(), 1U);
    BOOST_TEST(now.users[0].user == "");
    BOOST_TEST(!now.users[0].paused_for.has_value());
    BOOST_TEST(log->waits.size() == 27U);
    for (auto const& wait : log->waits)
        BOOST_TEST(to_string(wait.reason) == "concurrency");
    BOOST_TEST(box.counters().open == 3U);

    box.close();
    for (auto const& change : changes)
        run_until(io, [&] { return change.is_over(); });
    BOOST_TEST(box.limits().waiting == 0U);
    BOOST_TEST(box.limits().in_flight == 0U);
}

BOOST_AUTO_TEST_CASE(connections_are_bounded_and_all_count)
{
    auto const ids = server.add_files(30);
    box = make_client(server_fixture::options().max_connections(3).observer(log));
    std::vector<started<shared_link>> changes(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i)
        share(box.file(ids[i]), link_settings(), changes[i].token());
    for (auto const& change : changes)
        run_until(io, [&] { return change.is_over(); });

    auto const after = box.counters();
    BOOST_TEST(server.link_count() == 30U);
    BOOST_TEST(server.counters().connections_high_water <= 3U);
    BOOST_TEST(after.connects == server.counters().connections_accepted);
    BOOST_TEST(after.reuses == 30U - after.connects);
    BOOST_TEST(after.open == after.idle);
    BOOST_TEST(after.waiting == 0U);
    BOOST_TEST(log->reports.size() == 30U);
}

BOOST_FIXTURE_TEST_CASE(idle_connections_end_in_time, timed_fixture)
{
    auto const id = server.add_file();
    started<link_lookup> lookup;
    get_link(box.file(id), lookup.token());
    BOOST_TEST(outcome_of(lookup).has_value());

    time->advance(30s - 1ns);
    run_ready(io);
    BOOST_TEST(box.counters().idle == 1U);
    time->advance(1ns);
    run_ready(io);
    BOOST_TEST(box.counters().idle == 0U);
    BOOST_TEST(box.counters().open == 0U);
    BOOST_TEST(box.counters().expired == 1U);
    BOOST_TEST(server.wait_until([](server_counters const& seen) { return seen.connections_open == 0; }));
}

BOOST_FIXTURE_TEST_CASE(old_connections_end_in_time, timed_fixture)
{
    auto const id = server.add_file();
    // Ten minutes less a quarter at the most.
    for (auto age = 0s; age <= 10min; age += 25s) {
        started<link_lookup> lookup;
        get_link(box.file(id), lookup.token());
        BOOST_TEST(outcome_of(lookup).has_value());
        BOOST_TEST((age >= 450s || box.counters().connects == 1U));
        time->advance(25s);
        run_ready(io);
    }
    BOOST_TEST(box.counters().connects == 2U);
    BOOST_TEST(box.counters().expired == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::test
