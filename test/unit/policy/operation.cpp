// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "policy/operation.hpp"

#include "operation.hpp"

#include <vector>

namespace boxlink::policy {
namespace {

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(operation_)

BOOST_AUTO_TEST_CASE(succeeds_at_the_first_try)
{
    for (auto const& limits : {reads(), changes()}) {
        conversation talk(limits);
        talk.after(answered(200), succeed());
        BOOST_TEST(!talk.may_have_taken_effect());
    }
}

BOOST_AUTO_TEST_CASE(succeeds_after_failures_with_growing_waits)
{
    for (auto const& limits : {reads(), changes()}) {
        conversation(limits)
            .after(answered(503), wait(250ms, retry_reason::server_error))
            .after(timed_out(), wait(500ms, retry_reason::timeout))
            .after(not_connected(), wait(1s, retry_reason::network))
            .after(broken(), wait(2s, retry_reason::network))
            .after(answered(200), succeed());
    }
}

BOOST_AUTO_TEST_CASE(gives_up_after_the_last_attempt)
{
    conversation(reads())
        .after(answered(500), wait(250ms, retry_reason::server_error))
        .after(answered(502), wait(500ms, retry_reason::server_error))
        .after(answered(503), wait(1s, retry_reason::server_error))
        .after(answered(504), wait(2s, retry_reason::server_error))
        .after(answered(408), fail());
}

BOOST_AUTO_TEST_CASE(a_single_attempt_is_not_repeated)
{
    for (auto const& outcome :
         {answered(503), not_connected(), broken(), timed_out(), answered(404), answered(202),
          blocked_for_now()})
        conversation(with_attempts(reads(), 1)).after(outcome, fail());
    conversation(with_attempts(reads(), 1)).after(answered(200), succeed());
    // These cost no attempt.
    conversation(with_attempts(reads(), 1))
        .after(stale_connection(), attempt_afresh())
        .after(answered(429), attempt_first())
        .after(answered(503), fail());
}

BOOST_AUTO_TEST_CASE(what_another_attempt_cannot_help_is_final)
{
    for (int const status : {301, 304, 400, 401, 403, 404, 405, 409, 412, 501})
        conversation(reads()).after(answered(status), fail());
    attempt_outcome untrusted;
    untrusted.failure = errc::tls_failed;
    conversation(changes()).after(untrusted, fail());
}

BOOST_AUTO_TEST_CASE(not_modified_is_a_success_where_it_was_asked_for)
{
    auto limits = reads();
    limits.not_modified_expected = true;
    conversation(limits).after(answered(304), succeed());
}

// What the server asks for is no sign of its ill health, and costs no retry budget.
BOOST_AUTO_TEST_CASE(what_is_not_ready_yet_is_asked_for_again)
{
    for (auto const& not_ready : {answered(202), blocked_for_now()}) {
        operation asked(changes());
        BOOST_TEST(asked.attempted(not_ready, start, 0.5) == wait(250ms, retry_reason::not_ready));
        BOOST_TEST(asked.waited() == action());
        BOOST_TEST(asked.attempted(answered(200), start, 0.5) == succeed());
    }
}

BOOST_AUTO_TEST_CASE(a_failed_attempt_is_repeated_at_the_cost_of_retry_budget)
{
    action const repeated{.admission = admission_need::retry};
    for (auto const& failed :
         {answered(408), answered(500), answered(502), answered(503), answered(504), not_connected(),
          broken(), timed_out(), broken(errc::malformed_response)}) {
        operation asked(reads());
        BOOST_TEST((asked.attempted(failed, start, 0.5).what == action::kind::wait));
        BOOST_TEST(asked.waited() == repeated);
    }
    // The last failure counts, whatever came before.
    operation mixed(reads());
    BOOST_TEST((mixed.attempted(answered(202), start, 0.5).what == action::kind::wait));
    BOOST_TEST((mixed.attempted(answered(503), start, 0.5).what == action::kind::wait));
    BOOST_TEST(mixed.waited() == repeated);
    BOOST_TEST((mixed.attempted(answered(202), start, 0.5).what == action::kind::wait));
    BOOST_TEST(mixed.waited() == action());
}

BOOST_AUTO_TEST_CASE(retry_after_is_obeyed)
{
    conversation(reads())
        .after(answered(202, 2s), wait(2100ms, retry_reason::not_ready))
        .after(answered(503, 60s), wait(60500ms, retry_reason::server_error))
        .after(answered(200), succeed());
}

BOOST_AUTO_TEST_CASE(a_stale_connection_costs_nothing_once)
{
    // The second one counts as any broken connection, and waits as long as a first failure.
    conversation(with_attempts(reads(), 3))
        .after(stale_connection(), attempt_afresh())
        .after(stale_connection(), wait(250ms, retry_reason::network))
        .after(stale_connection(), wait(500ms, retry_reason::network))
        .after(stale_connection(), fail());
    // Later than first, too.
    conversation(with_attempts(reads(), 2))
        .after(answered(503), wait(250ms, retry_reason::server_error))
        .after(stale_connection(), attempt_afresh())
        .after(answered(200), succeed());
}

// The limits make it wait, and refuse it if its time would not suffice.
BOOST_AUTO_TEST_CASE(a_rate_limit_asks_for_the_first_place)
{
    for (auto const& limits :
         {reads(), changes(), with_attempts(reads(), 1), with_deadline(changes(), 10s)}) {
        for (auto const& limited : {answered(429), answered(429, 0s), answered(429, 1h)})
            conversation(limits).after(limited, attempt_first()).after(answered(200), succeed());
    }
    // Even one that was answered too late: it is for the limits to say so.
    conversation(with_deadline(reads(), 1s)).takes(2s).after(answered(429), attempt_first());
}

BOOST_AUTO_TEST_CASE(rate_limits_cost_no_attempt)
{
    conversation talk(with_attempts(changes(), 2));
    for (int i = 0; i < 1000; ++i)
        talk.after(answered(429, 60s), attempt_first());
    // Nor do they lengthen the wait after other failures, before or after them.
    talk.after(answered(503), wait(250ms, retry_reason::server_error))
        .after(answered(429), attempt_first())
        .after(answered(200), succeed());
    conversation(reads())
        .after(answered(503), wait(250ms, retry_reason::server_error))
        .after(answered(429), attempt_first())
        .after(answered(503), wait(500ms, retry_reason::server_error));
}

BOOST_AUTO_TEST_CASE(gives_up_at_once_if_the_wait_would_reach_the_deadline)
{
    conversation(with_deadline(reads(), 10s)).after(answered(503, 60s), fail());
    // A wait of 10.5 s; at the deadline itself is too late.
    conversation(with_deadline(reads(), 10500ms)).after(answered(503, 10s), fail());
    conversation(with_deadline(reads(), 10501ms))
        .after(answered(503, 10s), wait(10500ms, retry_reason::server_error));
    conversation(with_deadline(reads(), 300ms))
        .takes(49ms)
        .after(answered(503), wait(250ms, retry_reason::server_error))
        .after(answered(503), fail());
    conversation(with_deadline(reads(), 300ms)).takes(1h).after(answered(503), fail());
}

BOOST_AUTO_TEST_CASE(what_has_come_by_the_deadline_counts)
{
    conversation(with_deadline(reads(), 1s)).takes(2s).after(answered(200), succeed());
    conversation(with_deadline(reads(), 1s)).takes(2s).after(answered(404), fail());
}

BOOST_AUTO_TEST_CASE(the_end_of_time_is_no_deadline)
{
    conversation(reads())
        .takes(24h * 366 * 100)
        .after(answered(503, std::chrono::milliseconds(24h)), wait(24h + 500ms, retry_reason::server_error));
}

BOOST_AUTO_TEST_CASE(a_refusal_of_the_limits_says_which_one)
{
    for (auto const why : every_wait_reason) {
        bool const by_rate = why == wait_reason::paced || why == wait_reason::rate_limited;
        auto const rate_limited = fail_with(errc::rate_limited);
        for (auto const& limits : {reads(), changes()}) {
            conversation(limits).after_refusal(why, by_rate ? rate_limited : fail_with(errc::unavailable));
            // The last attempt's own failure tells more.
            for (auto const& last : {answered(429), not_connected()}) {
                bool const waits = last.status == 0;
                conversation(limits)
                    .after(last, waits ? wait(250ms, retry_reason::network) : attempt_first())
                    .after_refusal(why, by_rate ? rate_limited : fail());
            }
        }
        conversation(reads())
            .after(answered(503), wait(250ms, retry_reason::server_error))
            .after_refusal(why, by_rate ? rate_limited : fail());
    }
}

BOOST_AUTO_TEST_CASE(an_interruption_before_anything_was_sent)
{
    for (auto const& limits : {reads(), changes()}) {
        for (errc const reason : {errc::deadline_exceeded, errc::client_closed}) {
            conversation(limits).after_interruption(reason, false, fail_with(reason));
            // In the middle of a wait.
            conversation(limits)
                .after(not_connected(), wait(250ms, retry_reason::network))
                .after_interruption(reason, false, fail_with(reason));
            conversation(limits)
                .after(answered(429), attempt_first())
                .after_interruption(reason, false, fail_with(reason));
        }
    }
}

BOOST_AUTO_TEST_CASE(an_interruption_with_the_request_on_the_wire)
{
    for (errc const reason : {errc::deadline_exceeded, errc::client_closed})
        conversation(reads()).after_interruption(reason, true, fail_with(reason));
    conversation(changes()).after_interruption(errc::deadline_exceeded, true, outcome_unknown());
    // The caller ended it: the code says so, the flag tells the doubt.
    conversation talk(changes());
    talk.after_interruption(errc::client_closed, true, fail_with(errc::client_closed, true));
    BOOST_TEST(talk.may_have_taken_effect());
}

BOOST_AUTO_TEST_CASE(an_interruption_after_an_unclear_attempt)
{
    conversation talk(changes());
    talk.after(timed_out(), wait(250ms, retry_reason::timeout));
    BOOST_TEST(talk.may_have_taken_effect());
    talk.after_interruption(errc::deadline_exceeded, false, outcome_unknown());
    conversation(changes())
        .after(timed_out(), wait(250ms, retry_reason::timeout))
        .after_interruption(errc::client_closed, false, fail_with(errc::client_closed, true));
    conversation(reads())
        .after(timed_out(), wait(250ms, retry_reason::timeout))
        .after_interruption(errc::deadline_exceeded, false, fail_with(errc::deadline_exceeded));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::policy
