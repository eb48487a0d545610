// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Changes whose answer is lost, late or doubtful, and connections that were dead before they were used.

#include "item_kinds.hpp"
#include "timed_fixture.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>

#include <vector>

namespace boxlink::test {
namespace {

namespace data = boost::unit_test::data;
using namespace std::chrono_literals;
using testing::fault;
using reason = retry_reason;

/// A way to do what was asked and not to say so.
struct loss
{
    char const* name;
    fault answer;

    friend std::ostream& operator<<(std::ostream& out, loss const& one) { return out << one.name; }
};

std::vector<loss> const losses = {
    {"reset", fault().reset().applied()},
    {"cut within the answer", fault().cut_after(60)},
    {"nothing but an end", fault().cut_after(0)},
    {"garbage", fault().garbage().applied()},
    {"500", fault().status(500).applied()},
    {"503", fault().status(503).applied()},
    {"502 HTML", fault().status(502).html_body().applied()},
    {"202", fault().status(202).applied()},
};

struct lost_answers_fixture : timed_fixture
{
    /// Sits out all waits until the operation is over.
    template <class T>
    result<T> const& settle(started<T> const& operation)
    {
        for (std::size_t seen = 0;;) {
            run_until(io, [&] { return operation.is_over() || log->reports.size() > seen; });
            if (operation.is_over())
                return operation.outcome();
            seen = log->reports.size();
            sit_out_waits(log->reports.back().attempt + 1);
        }
    }
};

/// Closes so many connections; the server may still be on its way back to them from their last answers.
void close_connections(testing::box_server& server, std::uint64_t count)
{
    while (count > 0)
        count -= server.close_connections();
}

BOOST_FIXTURE_TEST_SUITE(lost_answers, lost_answers_fixture)

BOOST_DATA_TEST_CASE(share_converges, data::make(losses) * data::make(item_kinds), one, kind)
{
    auto const id = kind.add(server);
    server.inject(fault(one.answer).times(3));
    auto const settings = link_settings().access(access_level::company).vanity_name("a-vanity-name");
    started<shared_link> change;
    share(kind.of(box, id), settings, change.token());

    auto const& outcome = settle(change);

    BOOST_REQUIRE(outcome.has_value());
    BOOST_TEST(server.counters().requests == 4U);
    auto const stored = server.link_of(kind.stored, id).value();
    BOOST_TEST(outcome->url == stored.url);
    BOOST_TEST(stored.access == "company");
    BOOST_TEST(outcome->item.etag.value() == server.etag_of(kind.stored, id));
}

BOOST_DATA_TEST_CASE(unshare_converges, data::make(losses) * data::make(item_kinds), one, kind)
{
    auto const id = kind.add(server);
    server.add_link(kind.stored, id);
    server.inject(fault(one.answer).times(3));
    started<item_info> change;
    unshare(kind.of(box, id), change.token());

    auto const& outcome = settle(change);

    BOOST_REQUIRE(outcome.has_value());
    BOOST_TEST(server.counters().requests == 4U);
    BOOST_TEST(!server.link_of(kind.stored, id).has_value());
}

BOOST_DATA_TEST_CASE(where_nothing_settles_it_the_outcome_is_unknown, data::make(losses), one)
{
    auto const id = server.add_file();
    server.inject(fault(one.answer).always());
    started<shared_link> change;
    share(box.file(id), link_settings(), change.token());

    auto const& outcome = settle(change);

    BOOST_REQUIRE(outcome.has_error());
    BOOST_TEST(outcome.error().code == errc::outcome_unknown);
    BOOST_TEST((outcome.error().cause.category() == error_category()));
    BOOST_TEST(outcome.error().may_have_taken_effect);
    BOOST_TEST(outcome.error().attempts.size() >= 5U);
    BOOST_TEST(outcome.error().message.starts_with("the change may or may not have taken effect: "));
    BOOST_TEST(server.link_of(testing::kind::file, id).has_value());
}

BOOST_AUTO_TEST_CASE(a_write_that_takes_effect_late_is_overtaken)
{
    auto const id = server.add_file();
    server.inject(fault().status(503).applied_after(1));
    started<shared_link> change;
    share(box.file(id), link_settings(), change.token());

    auto const& outcome = settle(change);

    BOOST_REQUIRE(outcome.has_value());
    BOOST_TEST(outcome->url == server.link_of(testing::kind::file, id).value().url);
}

BOOST_AUTO_TEST_CASE(an_etag_that_the_lost_attempt_changed_is_seen_through)
{
    auto const id = server.add_file();
    server.inject(fault().reset().applied());
    started<shared_link> change;
    share(box.file(id), link_settings(), request_options().if_match("0"), change.token());

    auto const& outcome = settle(change);

    BOOST_REQUIRE(outcome.has_value());
    BOOST_TEST(outcome->item.read_back);
    BOOST_TEST(outcome->url == server.link_of(testing::kind::file, id).value().url);
    // The lost one, the one that met its effect, and the reading.
    BOOST_TEST(server.counters().requests == 3U);
    BOOST_TEST(log->reports.back().read_back);
}

BOOST_AUTO_TEST_CASE(an_etag_that_somebody_else_changed_is_a_refusal)
{
    auto const id = server.add_file();
    server.inject(fault().reset());
    started<shared_link> change;
    share(box.file(id), link_settings(), request_options().if_match("not this one"), change.token());

    auto const& outcome = settle(change);

    BOOST_REQUIRE(outcome.has_error());
    BOOST_TEST(outcome.error().code == errc::precondition_failed);
    BOOST_TEST(outcome.error().status == 412);
    BOOST_TEST(!outcome.error().may_have_taken_effect);
    BOOST_TEST(server.counters().requests == 3U);
}

BOOST_AUTO_TEST_CASE(a_refusal_of_the_repetition_is_told_with_the_doubt)
{
    auto const id = server.add_file();
    server.inject(fault().status(503).applied());
    server.inject(fault().status(403));
    started<shared_link> change;
    share(box.file(id), link_settings(), change.token());

    auto const& outcome = settle(change);

    BOOST_REQUIRE(outcome.has_error());
    BOOST_TEST(outcome.error().code == errc::forbidden);
    BOOST_TEST(outcome.error().may_have_taken_effect);
}

BOOST_AUTO_TEST_CASE(every_attempt_sends_the_same_bytes)
{
    auto const id = server.add_file();
    server.record_requests(true);
    server.inject(fault().reset());
    server.inject(fault().status(503).retry_after(100s));
    auto const settings = link_settings().expires_in(1h).password("Secret-123");
    started<shared_link> change;
    share(box.file(id), settings, request_options().if_match("0"), change.token());

    BOOST_TEST(settle(change).has_value());

    auto const requests = server.requests();
    BOOST_REQUIRE_EQUAL(requests.size(), 3U);
    BOOST_TEST(requests[0].raw.find("\"unshared_at\":\"") != std::string::npos);
    BOOST_TEST(requests[1].raw == requests[0].raw);
    BOOST_TEST(requests[2].raw == requests[0].raw);
    BOOST_TEST(requests[1].connection != requests[0].connection);
}

BOOST_AUTO_TEST_CASE(a_connection_that_the_server_closed_costs_no_attempt_and_no_time)
{
    auto const id = server.add_file();
    started<link_lookup> first;
    get_link(box.file(id), first.token());
    BOOST_TEST(outcome_of(first).has_value());

    // Nothing runs on the context between this and the next operation, so the client cannot know.
    close_connections(server, 1);
    started<shared_link> change;
    share(box.file(id), link_settings(), request_options().max_attempts(1), change.token());

    BOOST_TEST(outcome_of(change).has_value());
    BOOST_REQUIRE_EQUAL(log->reports.size(), 3U);
    BOOST_TEST(log->reports[1].reused_connection);
    BOOST_TEST(log->reports[1].code == errc::connection_lost);
    BOOST_TEST(log->reports[1].retry == reason::stale_connection);
    BOOST_TEST(log->reports[1].retry_delay.count() == 0);
    BOOST_TEST(!log->reports[2].reused_connection);
    BOOST_TEST(server.counters().requests == 2U);
}

BOOST_AUTO_TEST_CASE(many_dead_connections_cost_one_attempt_each_operation)
{
    auto const ids = server.add_files(8);
    auto const all = [&] {
        std::vector<started<link_lookup>> lookups(ids.size());
        for (std::size_t i = 0; i < ids.size(); ++i)
            get_link(box.file(ids[i]), request_options().max_attempts(1), lookups[i].token());
        for (auto const& lookup : lookups)
            BOOST_TEST(outcome_of(lookup).has_value());
    };
    server.set_latency(testing::latency::fixed(2ms));
    all();
    // Some may have been begun for operations that were quicker with another.
    run_until(io, [&] { return box.counters().idle == box.counters().open; });
    auto const open = box.counters().open;
    BOOST_TEST(open > 1U);

    // The second attempt of an operation must not meet the next dead connection.
    close_connections(server, open);
    all();
    BOOST_TEST(server.counters().requests == 16U);
}

BOOST_AUTO_TEST_CASE(a_connection_that_is_seen_to_close_is_not_used)
{
    auto const id = server.add_file();
    started<link_lookup> first;
    get_link(box.file(id), first.token());
    BOOST_TEST(outcome_of(first).has_value());
    close_connections(server, 1);
    // Idle connections are watched for as long as the context has something else to do.
    auto const other_work = asio::make_work_guard(io);
    while (box.counters().idle_drops == 0)
        run_ready(io);
    started<link_lookup> second;
    get_link(box.file(id), second.token());

    BOOST_TEST(outcome_of(second).has_value());
    BOOST_REQUIRE_EQUAL(log->reports.size(), 2U);
    BOOST_TEST(log->reports[1].retry == reason::none);
    BOOST_TEST(!log->reports[1].reused_connection);
}

BOOST_AUTO_TEST_CASE(a_handshake_that_is_broken_off_is_tried_again)
{
    auto const id = server.add_file();
    server.inject(fault().on_accept().cut_after(0).times(2));
    started<shared_link> change;
    share(box.file(id), link_settings(), change.token());

    BOOST_TEST(settle(change).has_value());
    BOOST_REQUIRE_EQUAL(log->reports.size(), 3U);
    BOOST_TEST(log->reports[0].code == errc::connect_failed);
    BOOST_TEST(log->reports[0].retry == reason::network);
    BOOST_TEST(log->reports[1].retry == reason::network);
}

BOOST_AUTO_TEST_CASE(a_connection_that_is_reset_at_once_is_tried_again)
{
    auto const id = server.add_file();
    auto const reset = server.inject(fault().on_accept().reset().times(3));
    started<shared_link> change;
    share(box.file(id), link_settings(), change.token());

    BOOST_TEST(settle(change).has_value());
    BOOST_TEST(server.fired(reset) == 3U);
    // A reset that is quick enough fails connecting itself, and then the host's next address comes in the same attempt.
    BOOST_TEST(log->reports.size() >= 2U);
    BOOST_TEST(log->reports[0].retry == reason::network);
}

BOOST_AUTO_TEST_CASE(a_server_that_announces_its_end_is_believed)
{
    auto const id = server.add_file();
    server.inject(fault().announce_close());
    started<link_lookup> first;
    get_link(box.file(id), first.token());
    BOOST_TEST(outcome_of(first).has_value());
    started<link_lookup> second;
    get_link(box.file(id), second.token());

    BOOST_TEST(outcome_of(second).has_value());
    BOOST_TEST(log->reports.size() == 2U);
    BOOST_TEST(box.counters().connects == 2U);
}

BOOST_AUTO_TEST_CASE(a_connection_with_surplus_bytes_is_not_used_again)
{
    auto const id = server.add_file();
    server.inject(fault().surplus("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
    started<link_lookup> first;
    get_link(box.file(id), first.token());
    BOOST_TEST(outcome_of(first).has_value());
    started<link_lookup> second;
    get_link(box.file(id), second.token());

    BOOST_TEST(outcome_of(second).has_value());
    BOOST_TEST(box.counters().connects == 2U);
    BOOST_TEST(box.counters().reuses == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::test
