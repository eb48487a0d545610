// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "operation.hpp"
#include "policy/operation.hpp"

#include <algorithm>
#include <vector>

namespace boxlink::policy {
namespace {

using namespace std::chrono_literals;

// A change whose only attempt had no clear answer.
conversation lost_change(operation_limits limits = changes())
{
    conversation talk(with_attempts(limits, 1));
    talk.after(broken(), read_back());
    return talk;
}

// A change that is read back with as many tries as that may have.
conversation lost_at_last()
{
    conversation talk(with_attempts(changes(), 3));
    talk.after(broken(), wait(250ms, retry_reason::network))
        .after(broken(), wait(500ms, retry_reason::network))
        .after(broken(), read_back());
    return talk;
}

// A change that met its precondition failed, after an attempt without an answer.
conversation contested_change()
{
    conversation talk(changes());
    talk.after(broken(), wait(250ms, retry_reason::network)).after(answered(412), read_back());
    return talk;
}

BOOST_AUTO_TEST_SUITE(operation_)
BOOST_AUTO_TEST_SUITE(doubt)

// A change without an answer may have taken effect; so may one that was answered by 5xx, 408 or 202.
BOOST_AUTO_TEST_CASE(a_change_without_a_clear_answer_is_read_back)
{
    std::vector<attempt_outcome> const unclear = {
        answered(500), answered(502), answered(503),
        answered(504), answered(408), answered(202),
        broken(),      timed_out(),   broken(errc::malformed_response)};
    for (auto const& outcome : unclear) {
        conversation talk(with_attempts(changes(), 1));
        talk.after(outcome, read_back());
        BOOST_TEST(talk.may_have_taken_effect());
        conversation(with_attempts(reads(), 1)).after(outcome, fail());
    }
    // What no retry helps, but what does not say that nothing happened.
    for (auto const& outcome : {answered(501), answered(505), broken(errc::response_too_large)}) {
        conversation(changes()).after(outcome, read_back());
        conversation(reads()).after(outcome, fail());
    }
}

BOOST_AUTO_TEST_CASE(a_change_that_was_not_sent_leaves_no_doubt)
{
    auto not_written = timed_out();
    not_written.request_sent = false;
    for (auto const& outcome :
         {not_connected(), not_written, blocked_for_now(), answered(301), answered(400), answered(412)}) {
        conversation talk(with_attempts(changes(), 1));
        talk.after(outcome, fail());
        BOOST_TEST(!talk.may_have_taken_effect());
    }
}

BOOST_AUTO_TEST_CASE(a_doubt_is_remembered)
{
    conversation(with_attempts(changes(), 2))
        .after(broken(), wait(250ms, retry_reason::network))
        .after(not_connected(), read_back());
    conversation(with_attempts(changes(), 2))
        .after(broken(), wait(250ms, retry_reason::network))
        .after(answered(429), attempt_first())
        .after(not_connected(), read_back());
    conversation(with_attempts(changes(), 1))
        .after(stale_connection(), attempt_afresh())
        .after(not_connected(), read_back());
    conversation(changes())
        .after(broken(), wait(250ms, retry_reason::network))
        .after(answered(301), read_back());
}

BOOST_AUTO_TEST_CASE(a_success_ends_all_doubt)
{
    conversation(changes())
        .after(broken(), wait(250ms, retry_reason::network))
        .after(answered(200), succeed());
}

// The answer says what is wrong with the change, which is worth more to the caller than the doubt; that stays a flag.
BOOST_AUTO_TEST_CASE(a_refusal_settles_the_code)
{
    for (int status = 400; status < 500; ++status) {
        if (status == 408 || status == 412 || status == 429)
            continue;
        conversation talk(changes());
        talk.after(answered(503), wait(250ms, retry_reason::server_error))
            .after(answered(status), fail_in_doubt());
        BOOST_TEST(talk.may_have_taken_effect());
    }
}

// These refuse nothing: what Box is busy with may be the attempt before.
BOOST_AUTO_TEST_CASE(what_may_be_asked_again_settles_nothing)
{
    for (auto const& last : {blocked_for_now(), answered(408), answered(202)}) {
        conversation(with_attempts(changes(), 2))
            .after(broken(), wait(250ms, retry_reason::network))
            .after(last, read_back())
            .after(read(evidence::as_asked), reading(succeed()));
    }
}

BOOST_AUTO_TEST_CASE(reading_back_shows_what_was_asked_for)
{
    lost_change().after(read(evidence::as_asked), reading(succeed()));
    contested_change().after(read(evidence::as_asked), reading(succeed()));
}

// What was sent may still be on its way, and a password is never told: the doubt stays.
BOOST_AUTO_TEST_CASE(reading_back_does_not_show_it)
{
    for (auto const found : {evidence::not_as_asked, evidence::cannot_tell}) {
        lost_change().after(read(found), outcome_unknown());
        conversation(with_attempts(changes(), 1))
            .after(answered(503), read_back())
            .after(read(found), outcome_unknown());
    }
}

// The first attempt may itself have changed the etag, unless the link is not as it was asked for: then the 412 is the truth.
BOOST_AUTO_TEST_CASE(a_failed_precondition_is_checked)
{
    contested_change().after(read(evidence::not_as_asked), fail());
    contested_change().after(read(evidence::cannot_tell), outcome_unknown());
    // A reading that must be repeated changes nothing about that.
    contested_change()
        .after(answered(503), wait(250ms, retry_reason::server_error))
        .after(answered(429), reading(attempt_first()))
        .after(read(evidence::not_as_asked), fail());
    contested_change().after(answered(412), outcome_unknown());
    // Without a doubt it is the truth anyway.
    conversation(changes()).after(answered(429), attempt_first()).after(answered(412), fail());
}

BOOST_AUTO_TEST_CASE(reading_back_is_tried_three_times)
{
    auto const server_error = retry_reason::server_error;
    lost_at_last()
        .after(answered(503), wait(250ms, server_error))
        .after(timed_out(), wait(500ms, retry_reason::timeout))
        .after(broken(), outcome_unknown());
    lost_at_last()
        .after(answered(503), wait(250ms, server_error))
        .after(answered(503), wait(500ms, server_error))
        .after(read(evidence::as_asked), reading(succeed()));
    // No more often than the change itself might have been.
    lost_change().after(answered(503), outcome_unknown());
    conversation(with_attempts(changes(), 2))
        .after(broken(), wait(250ms, retry_reason::network))
        .after(broken(), read_back())
        .after(answered(503), wait(250ms, server_error))
        .after(answered(503), outcome_unknown());
    conversation(with_attempts(changes(), 100))
        .after(answered(501), read_back())
        .after(answered(202), wait(250ms, retry_reason::not_ready))
        .after(not_connected(), wait(500ms, retry_reason::network))
        .after(answered(503), outcome_unknown());
}

// A connection that died in the change's attempts says nothing of those that are idle now.
BOOST_AUTO_TEST_CASE(a_reading_has_a_stale_connection_and_rate_limits_for_free)
{
    conversation talk(with_attempts(changes(), 1));
    talk.after(stale_connection(), attempt_afresh())
        .after(broken(), read_back())
        .after(stale_connection(), reading(attempt_afresh()));
    for (int i = 0; i < 100; ++i)
        talk.after(answered(429, 1h), reading(attempt_first()));
    talk.after(stale_connection(), outcome_unknown());
}

BOOST_AUTO_TEST_CASE(a_reading_that_fails_for_good_ends_it)
{
    for (int const status : {301, 304, 400, 401, 403, 404, 405, 409, 412, 501})
        lost_at_last().after(answered(status), outcome_unknown());
    for (errc const failure : {errc::tls_failed, errc::proxy_failed, errc::response_too_large})
        lost_at_last().after(broken(failure), outcome_unknown());
    // A reading does not ask for changes since an etag.
    auto limits = changes();
    limits.not_modified_expected = true;
    lost_change(limits).after(answered(304), outcome_unknown());
}

// No answer can come in time any more.
BOOST_AUTO_TEST_CASE(after_the_deadline_nothing_is_read)
{
    conversation(with_deadline(changes(), 1s)).takes(1s).after(answered(501), outcome_unknown());
    conversation(with_deadline(changes(), 1s)).takes(999ms).after(answered(501), read_back());
    conversation(with_deadline(changes(), 1s))
        .after(broken(), wait(250ms, retry_reason::network))
        .takes(1s)
        .after(not_connected(), outcome_unknown());
}

// There is time to read, though none to wait for another attempt.
BOOST_AUTO_TEST_CASE(a_wait_that_would_reach_the_deadline_is_spent_reading)
{
    conversation(with_deadline(changes(), 10s))
        .after(answered(503, 60s), read_back())
        .after(read(evidence::as_asked), reading(succeed()));
    conversation(with_deadline(changes(), 10s))
        .after(broken(), wait(250ms, retry_reason::network))
        .after(blocked_for_now(), wait(500ms, retry_reason::not_ready))
        .after(answered(503, 60s), read_back())
        .after(answered(503, 60s), outcome_unknown());
}

BOOST_AUTO_TEST_CASE(a_refusal_of_the_limits_leaves_the_doubt)
{
    for (auto const why : every_wait_reason) {
        auto const expected = why == wait_reason::retry_budget ? read_back() : outcome_unknown();
        conversation(changes())
            .after(broken(), wait(250ms, retry_reason::network))
            .after_refusal(why, expected);
        conversation(changes())
            .after(broken(), wait(250ms, retry_reason::network))
            .after(answered(429), attempt_first())
            .after_refusal(why, expected);
        lost_change().after_refusal(why, outcome_unknown());
        contested_change().after_refusal(why, outcome_unknown());
        lost_at_last()
            .after(answered(503), wait(250ms, retry_reason::server_error))
            .after_refusal(why, outcome_unknown());
    }
}

BOOST_AUTO_TEST_CASE(an_interruption_while_reading_leaves_the_doubt)
{
    for (bool const sent : {false, true}) {
        for (auto make : {+[] { return lost_change(); }, +[] { return contested_change(); }}) {
            make().after_interruption(errc::deadline_exceeded, sent, outcome_unknown());
            make().after_interruption(errc::client_closed, sent, fail_with(errc::client_closed, true));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::policy
