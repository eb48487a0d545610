// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Which failures are followed by how many more attempts, and when. The hands of the clock are the test's.

#include "item_kinds.hpp"
#include "timed_fixture.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>

#include <algorithm>
#include <vector>

namespace boxlink::test {
namespace {

namespace data = boost::unit_test::data;
using namespace std::chrono_literals;
using testing::fault;
using reason = retry_reason;

/// What befalls the attempts of an operation one after another, and why each is followed by another one.
struct sequence
{
    std::string name;
    std::vector<fault> faults;
    std::vector<reason> reasons;
    /// What a lookup ends with, if not with success.
    std::optional<errc> end = {};

    friend std::ostream& operator<<(std::ostream& out, sequence const& one) { return out << one.name; }
};

fault status(unsigned code)
{
    return fault().status(code);
}

fault conflict(char const* code)
{
    return fault().status(409).code(code);
}

std::vector<sequence> const sequences = {
    {"nothing wrong", {}, {}},
    {"one 503", {status(503)}, {reason::server_error}},
    {"four faults of the server",
     {status(500), status(502), status(504), status(408)},
     std::vector(4, reason::server_error)},
    {"five faults of the server", std::vector(5, status(503)), std::vector(4, reason::server_error),
     errc::unavailable},
    {"not ready", {status(202), status(202)}, std::vector(2, reason::not_ready)},
    {"never ready", std::vector(5, status(202)), std::vector(4, reason::not_ready), errc::not_ready},
    {"a blocked item", {conflict("operation_blocked_temporary")}, {reason::not_ready}},
    {"a reserved name", {conflict("name_temporarily_reserved")}, {reason::not_ready}},
    {"a conflict for good", {conflict("item_name_in_use")}, {}, errc::conflict},
    {"resets", std::vector(4, fault().reset()), std::vector(4, reason::network)},
    {"resets for good", std::vector(5, fault().reset()), std::vector(4, reason::network),
     errc::connection_lost},
    {"cut answers",
     {fault().cut_after(0), fault().cut_after(1), fault().cut_after(40), fault().cut_after(170)},
     std::vector(4, reason::network)},
    {"garbage", {fault().garbage()}, {reason::network}},
    {"garbage for good", std::vector(5, fault().garbage()), std::vector(4, reason::network),
     errc::malformed_response},
    {"more than ten rate limits", std::vector(12, status(429)), std::vector(12, reason::rate_limited)},
    {"rate limits between faults",
     {status(503), status(429), status(503), status(429), status(503), status(429), status(503)},
     {reason::server_error, reason::rate_limited, reason::server_error, reason::rate_limited,
      reason::server_error, reason::rate_limited, reason::server_error}},
    {"a dead connection after a fault",
     {status(503), fault().reset(), status(503)},
     {reason::server_error, reason::stale_connection, reason::server_error}},
    {"a refusal after a fault", {status(503), status(403)}, {reason::server_error}, errc::forbidden},
    {"a refusal", {status(404)}, {}, errc::not_found},
    {"a wrong request", {status(400)}, {}, errc::bad_request},
    {"an expired token", {status(401)}, {}, errc::unauthorized},
    {"a wrong etag", {status(412)}, {}, errc::precondition_failed},
    {"a redirect", {status(302).header("Location", "https://localhost/")}, {}, errc::unexpected_status},
    {"a server that cannot", {status(501)}, {}, errc::unavailable},
    {"too long an answer",
     {fault().raw("HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n")},
     {},
     errc::response_too_large},
};

/// The longest wait before the attempt after the `nth` failure of its kind, from 0.
std::chrono::nanoseconds longest_wait(reason why, std::size_t nth)
{
    auto const doublings = 1ULL << std::min<std::size_t>(nth, 20);
    if (why == reason::rate_limited)
        return std::min<std::chrono::nanoseconds>(64s, 1s * doublings) * 5 / 4;
    return why == reason::stale_connection ? 0ns : std::min<std::chrono::nanoseconds>(20s, 500ms * doublings);
}

std::chrono::nanoseconds shortest_wait(reason why, std::size_t nth)
{
    return why == reason::rate_limited ? longest_wait(why, nth) * 3 / 5 : 0ns;
}

struct retries_fixture : timed_fixture
{
    /// Goes through a sequence, checks each wait, and returns how long all of them took.
    std::chrono::nanoseconds go_through(sequence const& one)
    {
        std::chrono::nanoseconds waited{};
        std::size_t limited = 0;
        std::size_t failed = 0;
        for (std::size_t nth = 0; nth < one.reasons.size(); ++nth) {
            auto const report = after_attempt(nth + 1);
            auto const why = one.reasons[nth];
            BOOST_TEST(report.attempt == static_cast<int>(nth + 1));
            BOOST_TEST(report.retry == why);
            // Any other answer than 429 ends a pause for good.
            if (why != reason::rate_limited)
                limited = 0;
            auto& count = why == reason::rate_limited ? limited : failed;
            auto const wait = sit_out_waits(static_cast<int>(nth) + 2);
            BOOST_TEST((wait >= shortest_wait(why, count)));
            BOOST_TEST((wait <= longest_wait(why, count)));
            count += why == reason::stale_connection ? 0 : 1;
            waited += wait;
        }
        return waited;
    }

    request_options patient = request_options().deadline(24h);
};

BOOST_FIXTURE_TEST_SUITE(retries, retries_fixture)

BOOST_DATA_TEST_CASE(of_a_lookup, data::make(sequences), one)
{
    auto const id = server.add_file();
    for (auto const& each : one.faults)
        server.inject(each);
    started<link_lookup> lookup;
    get_link(box.file(id), patient, lookup.token());

    auto const waited = go_through(one);
    auto const& outcome = outcome_of(lookup);

    auto const attempts = one.reasons.size() + 1;
    BOOST_TEST(server.counters().requests == attempts);
    BOOST_TEST(log->reports.size() == attempts);
    BOOST_TEST(log->reports.back().retry == reason::none);
    BOOST_TEST(outcome.has_value() == !one.end.has_value());
    if (!outcome.has_error())
        return;
    BOOST_TEST(outcome.error().code == one.end.value());
    BOOST_TEST(outcome.error().attempts.size() == attempts);
    BOOST_TEST((outcome.error().elapsed == waited));
    BOOST_TEST(!outcome.error().may_have_taken_effect);
}

BOOST_DATA_TEST_CASE(of_a_change, data::make(sequences), one)
{
    auto const id = server.add_folder();
    bool doubtful = false;
    for (auto const& each : one.faults)
        server.inject(each);
    started<shared_link> change;
    share(box.folder(id), link_settings(), patient, change.token());

    go_through(one);
    auto const& outcome = outcome_of(change);

    BOOST_TEST(outcome.has_value() == !one.end.has_value());
    BOOST_TEST(server.link_of(testing::kind::folder, id).has_value() == outcome.has_value());
    if (!outcome.has_error()) {
        BOOST_TEST(server.counters().requests == one.reasons.size() + 1);
        return;
    }
    for (auto const& attempt : outcome.error().attempts)
        doubtful = doubtful || attempt.status == 0 || attempt.status == 202 || attempt.status == 408 ||
                   attempt.status >= 500;
    // A refusal settles the doubt that earlier attempts left, as far as the code goes.
    bool const refused =
        outcome.error().status >= 400 && outcome.error().status < 500 && outcome.error().status != 408;
    // What is in doubt is read back, and here found not to have taken effect; but it might yet.
    BOOST_TEST(server.counters().requests == one.reasons.size() + (doubtful && !refused ? 2 : 1));
    BOOST_TEST(outcome.error().code == (doubtful && !refused ? errc::outcome_unknown : one.end.value()));
    BOOST_TEST(outcome.error().may_have_taken_effect == doubtful);
}

BOOST_AUTO_TEST_CASE(a_rate_limit_costs_no_attempt)
{
    auto const id = server.add_file();
    server.inject(status(429).retry_after(3s).times(20));
    started<link_lookup> lookup;
    get_link(box.file(id), request_options(patient).max_attempts(1), lookup.token());

    for (std::size_t count = 1; count <= 20; ++count) {
        after_attempt(count);
        BOOST_TEST((sit_out_waits(static_cast<int>(count) + 1) >= 3s));
    }

    BOOST_TEST(outcome_of(lookup).has_value());
    BOOST_TEST(server.counters().requests == 21U);
}

BOOST_DATA_TEST_CASE(max_attempts_is_obeyed, data::xrange(1, 8), limit)
{
    server.inject(status(503).always());
    started<link_lookup> lookup;
    get_link(box.file("1"), request_options(patient).max_attempts(limit), lookup.token());

    for (std::size_t count = 1; count < static_cast<std::size_t>(limit); ++count)
        sit_out(after_attempt(count).retry_delay);

    BOOST_TEST(outcome_of(lookup).error().code == errc::unavailable);
    BOOST_TEST(server.counters().requests == static_cast<std::uint64_t>(limit));
}

/// A `Retry-After`, and what it means.
struct wait_case
{
    std::string header;
    std::string value;
    std::chrono::nanoseconds least;
    std::chrono::nanoseconds most;

    friend std::ostream& operator<<(std::ostream& out, wait_case const& one)
    {
        return out << one.header << ": " << one.value;
    }
};

// The server's clock differs from the client's: an HTTP-date counts from the `Date` beside it.
constexpr auto server_noon = std::chrono::sys_days(std::chrono::November / 8 / 2026) + 12h;

struct far_server : timed_fixture
{
    far_server() : timed_fixture(testing::server_options().clock([] { return server_noon; })) {}
};

std::vector<wait_case> const wait_cases = {
    {"Retry-After", "7", 7s, 7700ms},
    {"retry-after", "120", 120s, 121s},
    {"RETRY-AFTER", "1.5", 1500ms, 1650ms},
    {"Retry-After", "Sun, 08 Nov 2026 12:01:30 GMT", 90s, 91s},
    {"Retry-After", "Sunday, 08-Nov-26 12:00:02 GMT", 2s, 2200ms},
    {"Retry-After", "Sun Nov  8 12:00:10 2026", 10s, 11s},
    // What makes no sense is as good as nothing.
    {"Retry-After", "soon", 0s, 500ms},
    {"Retry-After", "-5", 0s, 500ms},
    {"Retry-After", "", 0s, 500ms},
    {"Retry-After", "Sun, 08 Nov 2026 11:00:00 GMT", 0s, 500ms},
};

BOOST_DATA_TEST_CASE_F(
    far_server,
    retry_after_is_obeyed,
    data::make(wait_cases) * data::make({202U, 408U, 429U, 500U, 503U}),
    one,
    code
)
{
    auto const id = server.add_file();
    server.inject(status(code).header(one.header, one.value));
    started<link_lookup> lookup;
    get_link(box.file(id), lookup.token());

    after_attempt(1);
    auto const waited = sit_out_waits(2);
    bool const by_header = one.least > 0s || code != 429;
    BOOST_TEST((waited >= (by_header ? one.least : 750ms)));
    BOOST_TEST((waited <= (by_header ? one.most : 1250ms)));

    BOOST_TEST(outcome_of(lookup).has_value());
    BOOST_TEST(server.counters().requests == 2U);
}

BOOST_AUTO_TEST_CASE(the_servers_own_limit_is_obeyed)
{
    // The server lives by the client's clock here: no request may come too early.
    testing::server_options by_hand;
    auto const clock =
        std::make_shared<std::atomic<std::chrono::system_clock::time_point>>(time->calendar_now());
    by_hand.clock([clock] { return clock->load(); }).limit(testing::rate_limit::fixed_window(2, 60s));
    timed_fixture limited(by_hand);
    auto const id = limited.server.add_file();

    std::size_t attempts = 0;
    for (int operation = 0; operation < 6; ++operation) {
        started<link_lookup> lookup;
        get_link(limited.box.file(id), lookup.token());
        do {
            for (run_ready(limited.io); limited.box.limits().in_flight == 0 && !lookup.is_over();) {
                limited.time->advance(100ms);
                *clock = limited.time->calendar_now();
                run_ready(limited.io);
            }
        } while (limited.after_attempt(++attempts).retry == reason::rate_limited);
        BOOST_TEST(limited.outcome_of(lookup).has_value());
    }
    // A limit of which nothing is known is met now and then; never again for the same reason, and at no other cost.
    auto const refused = limited.server.counters().rate_limited;
    BOOST_TEST(refused <= 6U);
    BOOST_TEST(attempts == 6U + refused);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::test
