// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Operations whose token expires, and the requests for tokens themselves.

#include "operation.hpp"
#include "policy/operation.hpp"

#include <vector>

namespace boxlink::policy {
namespace {

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(operation_)
BOOST_AUTO_TEST_SUITE(tokens)

BOOST_AUTO_TEST_CASE(an_expired_token_costs_nothing)
{
    for (auto const& limits : {reads(), changes(), with_attempts(reads(), 1), with_deadline(changes(), 1s)})
        conversation(limits).after(expired(), attempt_with_another_token()).after(answered(200), succeed());
    // Nor does it lengthen the wait after other failures.
    conversation(with_attempts(changes(), 3))
        .after(answered(503), wait(250ms, retry_reason::server_error))
        .after(expired(), attempt_with_another_token())
        .after(answered(503), wait(500ms, retry_reason::server_error))
        .after(expired(), attempt_with_another_token())
        .after(answered(429), attempt_first())
        .after(answered(200), succeed());
}

BOOST_AUTO_TEST_CASE(a_token_that_cannot_be_renewed_is_final)
{
    for (auto const& limits : {reads(), changes()}) {
        conversation(limits).after(expired(false), fail());
        conversation(limits).after(expired(), attempt_with_another_token()).after(expired(false), fail());
    }
}

BOOST_AUTO_TEST_CASE(a_401_leaves_no_doubt)
{
    conversation talk(changes());
    talk.after(expired(), attempt_with_another_token());
    BOOST_TEST(!talk.may_have_taken_effect());
    talk.after_interruption(errc::deadline_exceeded, false, fail_with(errc::deadline_exceeded));
}

BOOST_AUTO_TEST_CASE(an_expired_token_keeps_the_doubt)
{
    conversation(with_attempts(changes(), 2))
        .after(broken(), wait(250ms, retry_reason::network))
        .after(expired(), attempt_with_another_token())
        .after(broken(), read_back())
        .after(expired(), reading(attempt_with_another_token()))
        .after(read(evidence::as_asked), reading(succeed()));
    // Final, it says that the change was refused.
    conversation(changes())
        .after(broken(), wait(250ms, retry_reason::network))
        .after(expired(false), fail_in_doubt());
    // While reading back it says nothing of the change.
    conversation(with_attempts(changes(), 1))
        .after(broken(), read_back())
        .after(expired(false), outcome_unknown());
}

BOOST_AUTO_TEST_CASE(without_a_token_it_ends)
{
    for (auto const& limits : {reads(), changes()}) {
        BOOST_TEST(operation(limits).unauthorized() == fail());
        operation refused(limits);
        BOOST_TEST(refused.attempted(expired(), start, 0.5) == attempt_with_another_token());
        BOOST_TEST(refused.unauthorized() == fail());
    }
    operation unclear(changes());
    BOOST_TEST((unclear.attempted(broken(), start, 0.5).what == action::kind::wait));
    BOOST_TEST(unclear.unauthorized() == outcome_unknown());
    operation read_only(reads());
    BOOST_TEST((read_only.attempted(broken(), start, 0.5).what == action::kind::wait));
    BOOST_TEST(read_only.unauthorized() == fail());
}

operation_limits single_use()
{
    operation_limits limits;
    limits.is_single_use = true;
    return limits;
}

action afresh(action next)
{
    next.fresh_connection = true;
    return next;
}

attempt_outcome unsent(attempt_outcome outcome)
{
    outcome.request_sent = false;
    return outcome;
}

// A connection that was used before may be dead, and one cannot tell whether the request was read.
BOOST_AUTO_TEST_CASE(what_is_good_for_one_use_goes_on_a_fresh_connection)
{
    operation asked(single_use());
    BOOST_TEST(asked.start() == afresh(action()));
    BOOST_TEST(asked.attempted(not_connected(), start, 0.5).fresh_connection);
    auto repeated = afresh(action());
    repeated.admission = admission_need::retry;
    BOOST_TEST(asked.waited() == repeated);
    BOOST_TEST(asked.attempted(answered(429), start, 0.5) == afresh(attempt_first()));
    BOOST_TEST(asked.attempted(blocked_for_now(), start, 0.5).fresh_connection);
    BOOST_TEST(asked.waited() == afresh(action()));
    BOOST_TEST(asked.attempted(unsent(stale_connection()), start, 0.5) == attempt_afresh());
    BOOST_TEST(asked.attempted(answered(200), start, 0.5) == succeed());
}

BOOST_AUTO_TEST_CASE(what_may_have_been_used_is_not_sent_again)
{
    for (auto const& unclear :
         {broken(), stale_connection(), timed_out(), broken(errc::malformed_response),
          broken(errc::response_too_large), answered(202), answered(408), answered(500), answered(501),
          answered(502), answered(503, 1s), answered(504)}) {
        for (auto limits : {single_use(), with_attempts(single_use(), 1), with_deadline(single_use(), 1h)}) {
            operation asked(limits);
            BOOST_TEST(asked.attempted(unclear, start, 0.5) == outcome_unknown());
            // As the last of several, too.
            operation later(limits);
            BOOST_TEST(later.attempted(answered(429), start, 0.5) == afresh(attempt_first()));
            BOOST_TEST(later.attempted(unclear, start, 0.5) == outcome_unknown());
        }
    }
}

BOOST_AUTO_TEST_CASE(what_was_not_used_is_sent_again)
{
    operation asked(single_use());
    for (auto const& [outcome, delay] :
         {std::pair(not_connected(), 250ms), std::pair(unsent(timed_out()), 500ms),
          std::pair(unsent(broken()), 1000ms), std::pair(broken(errc::resolve_failed), 2000ms)}) {
        auto const next = asked.attempted(outcome, start, 0.5);
        BOOST_TEST((next.what == action::kind::wait));
        BOOST_TEST((next.delay == delay));
        BOOST_TEST(asked.waited().fresh_connection);
    }
    BOOST_TEST(asked.attempted(not_connected(), start, 0.5) == fail());
}

BOOST_AUTO_TEST_CASE(a_refusal_of_what_is_good_for_one_use_is_final)
{
    for (int const status : {301, 400, 401, 403, 404, 409}) {
        operation asked(single_use());
        BOOST_TEST(asked.attempted(answered(status), start, 0.5) == fail());
    }
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::policy
