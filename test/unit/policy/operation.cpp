// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "policy/operation.hpp"

#include "print.hpp"

#include <boost/test/unit_test.hpp>

#include <random>
#include <vector>

namespace boxlink::policy {
namespace {

using namespace std::chrono_literals;
using kind = action::kind;

// What may end an attempt.

attempt_outcome answer(int status, std::optional<std::chrono::milliseconds> retry_after = std::nullopt)
{
    attempt_outcome outcome;
    outcome.status = status;
    outcome.request_sent = true;
    outcome.answer_begun = true;
    outcome.retry_after = retry_after;
    return outcome;
}

attempt_outcome not_connected()
{
    attempt_outcome outcome;
    outcome.failure = errc::connect_failed;
    return outcome;
}

attempt_outcome cut_off()
{
    attempt_outcome outcome;
    outcome.failure = errc::connection_lost;
    outcome.request_sent = true;
    return outcome;
}

attempt_outcome stale_connection()
{
    auto outcome = cut_off();
    outcome.reused_connection = true;
    return outcome;
}

attempt_outcome timed_out()
{
    auto outcome = cut_off();
    outcome.failure = errc::attempt_timed_out;
    return outcome;
}

// What is to be done then.

action attempt()
{
    return {};
}

action attempt_afresh()
{
    action next;
    next.fresh_connection = true;
    next.reason = retry_reason::stale_connection;
    return next;
}

action wait(duration delay, retry_reason reason)
{
    action next;
    next.what = kind::wait;
    next.delay = delay;
    next.reason = reason;
    return next;
}

action succeed()
{
    action next;
    next.what = kind::succeed;
    return next;
}

// The last attempt's own failure is the result.
action fail()
{
    action next;
    next.what = kind::fail;
    return next;
}

action fail_in_doubt()
{
    auto next = fail();
    next.may_have_taken_effect = true;
    return next;
}

action fail_with(errc code, bool in_doubt)
{
    auto next = fail();
    next.failure = code;
    next.may_have_taken_effect = in_doubt;
    return next;
}

constexpr time_point noon(1000h);

// An operation under a clock that stands still unless it waits; random numbers are all 0.5.
class conversation
{
public:
    explicit conversation(operation_limits limits) : operation_(limits)
    {
        BOOST_TEST(operation_.start() == attempt());
    }

    // An attempt ends like this, and that comes next. A wait is waited.
    conversation& after(attempt_outcome const& outcome, action const& expected)
    {
        BOOST_TEST_CONTEXT("attempt " << ++attempts_ << ", status " << outcome.status)
        {
            auto const next = operation_.attempted(outcome, now_, 0.5);
            BOOST_TEST(next == expected);
            if (next.what == kind::wait) {
                now_ += next.delay;
                BOOST_TEST(operation_.waited() == attempt());
            }
        }
        return *this;
    }

    conversation& after_interruption(errc reason, bool sent, action const& expected)
    {
        BOOST_TEST(operation_.interrupted(reason, sent) == expected);
        return *this;
    }

    conversation& takes(duration span)
    {
        now_ += span;
        return *this;
    }

    [[nodiscard]] bool may_have_taken_effect() const { return operation_.may_have_taken_effect(); }

private:
    operation operation_;
    time_point now_ = noon;
    int attempts_ = 0;
};

operation_limits reading()
{
    return {};
}

operation_limits changing()
{
    operation_limits limits;
    limits.is_change = true;
    return limits;
}

operation_limits with_attempts(operation_limits limits, int most)
{
    limits.max_attempts = most;
    return limits;
}

operation_limits with_deadline(operation_limits limits, duration after)
{
    limits.deadline = noon + after;
    return limits;
}

BOOST_AUTO_TEST_SUITE(operation_)

BOOST_AUTO_TEST_CASE(succeeds_at_the_first_try)
{
    for (auto const& limits : {reading(), changing()}) {
        conversation talk(limits);
        talk.after(answer(200), succeed());
        BOOST_TEST(!talk.may_have_taken_effect());
    }
}

BOOST_AUTO_TEST_CASE(succeeds_after_failures_with_growing_waits)
{
    for (auto const& limits : {reading(), changing()}) {
        conversation(limits)
            .after(answer(503), wait(250ms, retry_reason::server_error))
            .after(timed_out(), wait(500ms, retry_reason::timeout))
            .after(not_connected(), wait(1s, retry_reason::network))
            .after(cut_off(), wait(2s, retry_reason::network))
            .after(answer(200), succeed());
    }
}

BOOST_AUTO_TEST_CASE(gives_up_after_the_last_attempt)
{
    conversation(reading())
        .after(answer(500), wait(250ms, retry_reason::server_error))
        .after(answer(502), wait(500ms, retry_reason::server_error))
        .after(answer(503), wait(1s, retry_reason::server_error))
        .after(answer(504), wait(2s, retry_reason::server_error))
        .after(answer(408), fail());
}

BOOST_AUTO_TEST_CASE(a_single_attempt_is_not_repeated)
{
    for (auto const& outcome :
         {answer(503), not_connected(), cut_off(), timed_out(), answer(404), answer(202)})
        conversation(with_attempts(reading(), 1)).after(outcome, fail());
    conversation(with_attempts(reading(), 1)).after(answer(200), succeed());
    // These cost no attempt.
    conversation(with_attempts(reading(), 1))
        .after(stale_connection(), attempt_afresh())
        .after(answer(429), wait(1s, retry_reason::rate_limited))
        .after(answer(503), fail());
}

BOOST_AUTO_TEST_CASE(what_another_attempt_cannot_help_is_final)
{
    for (int const status : {301, 304, 400, 401, 403, 404, 405, 409, 412, 501})
        conversation(reading()).after(answer(status), fail());
    attempt_outcome untrusted;
    untrusted.failure = errc::tls_failed;
    conversation(changing()).after(untrusted, fail());
}

BOOST_AUTO_TEST_CASE(not_modified_is_a_success_where_it_was_asked_for)
{
    auto limits = reading();
    limits.not_modified_expected = true;
    conversation(limits).after(answer(304), succeed());
}

BOOST_AUTO_TEST_CASE(a_temporary_conflict_is_retried)
{
    auto conflict = answer(409);
    conflict.transient_conflict = true;
    conversation(changing())
        .after(conflict, wait(250ms, retry_reason::not_ready))
        .after(answer(200), succeed());
}

BOOST_AUTO_TEST_CASE(retry_after_is_obeyed)
{
    conversation(reading())
        .after(answer(202, 2s), wait(2100ms, retry_reason::not_ready))
        .after(answer(503, 60s), wait(60500ms, retry_reason::server_error))
        .after(answer(429, 180s), wait(180500ms, retry_reason::rate_limited))
        .after(answer(200), succeed());
}

BOOST_AUTO_TEST_CASE(a_stale_connection_costs_nothing_once)
{
    // The second one counts as any broken connection, and waits as long as a first failure.
    conversation(with_attempts(reading(), 3))
        .after(stale_connection(), attempt_afresh())
        .after(stale_connection(), wait(250ms, retry_reason::network))
        .after(stale_connection(), wait(500ms, retry_reason::network))
        .after(stale_connection(), fail());
    // Later than first, too.
    conversation(with_attempts(reading(), 2))
        .after(answer(503), wait(250ms, retry_reason::server_error))
        .after(stale_connection(), attempt_afresh())
        .after(answer(200), succeed());
}

BOOST_AUTO_TEST_CASE(rate_limits_cost_no_attempt)
{
    conversation talk(with_attempts(changing(), 2));
    for (auto const middle : {1s, 2s, 4s, 8s, 16s, 32s, 64s, 64s, 64s, 64s})
        talk.after(answer(429), wait(middle, retry_reason::rate_limited));
    // Nor do they lengthen the wait after other failures.
    talk.after(answer(503), wait(250ms, retry_reason::server_error)).after(answer(200), succeed());
}

BOOST_AUTO_TEST_CASE(other_failures_do_not_lengthen_the_wait_for_a_rate_limit)
{
    conversation(reading())
        .after(answer(503), wait(250ms, retry_reason::server_error))
        .after(answer(503), wait(500ms, retry_reason::server_error))
        .after(answer(429), wait(1s, retry_reason::rate_limited))
        .after(answer(503), wait(1s, retry_reason::server_error))
        .after(answer(200), succeed());
}

BOOST_AUTO_TEST_CASE(gives_up_at_once_if_the_wait_would_reach_the_deadline)
{
    conversation(with_deadline(reading(), 10s)).after(answer(429, 60s), fail());
    // A wait of 10.5 s; at the deadline itself is too late.
    conversation(with_deadline(reading(), 10500ms)).after(answer(503, 10s), fail());
    conversation(with_deadline(reading(), 10501ms))
        .after(answer(503, 10s), wait(10500ms, retry_reason::server_error));
    conversation(with_deadline(reading(), 300ms))
        .takes(49ms)
        .after(answer(503), wait(250ms, retry_reason::server_error))
        .after(answer(503), fail());
    conversation(with_deadline(reading(), 300ms)).takes(1h).after(answer(503), fail());
}

BOOST_AUTO_TEST_CASE(what_has_come_by_the_deadline_counts)
{
    conversation(with_deadline(reading(), 1s)).takes(2s).after(answer(200), succeed());
    conversation(with_deadline(reading(), 1s)).takes(2s).after(answer(404), fail());
}

BOOST_AUTO_TEST_CASE(the_end_of_time_is_no_deadline)
{
    conversation(reading())
        .takes(24h * 366 * 100)
        .after(answer(429, std::chrono::milliseconds(24h)), wait(24h + 500ms, retry_reason::rate_limited));
}

// A change without an answer may have taken effect; so may one that was answered by 5xx, 408 or 202.
BOOST_AUTO_TEST_CASE(a_change_without_a_clear_answer_leaves_a_doubt)
{
    std::vector<attempt_outcome> const unclear = {answer(500), answer(502), answer(503), answer(504),
                                                  answer(408), answer(202), cut_off(),   timed_out()};
    for (auto const& outcome : unclear) {
        conversation(with_attempts(changing(), 1)).after(outcome, fail_with(errc::outcome_unknown, true));
        conversation(with_attempts(reading(), 1)).after(outcome, fail());
    }
    // A status that no retry helps, but which does not say that nothing happened.
    conversation(changing()).after(answer(501), fail_with(errc::outcome_unknown, true));
    attempt_outcome too_large = cut_off();
    too_large.failure = errc::response_too_large;
    conversation(changing()).after(too_large, fail_with(errc::outcome_unknown, true));
}

BOOST_AUTO_TEST_CASE(a_change_that_was_not_sent_leaves_none)
{
    auto conflict = answer(409);
    conflict.transient_conflict = true;
    auto not_written = timed_out();
    not_written.request_sent = false;
    for (auto const& outcome : {not_connected(), not_written, conflict, answer(400), answer(412)})
        conversation(with_attempts(changing(), 1)).after(outcome, fail());
    conversation(with_deadline(changing(), 500ms)).after(answer(429), fail());
}

BOOST_AUTO_TEST_CASE(a_doubt_is_remembered)
{
    conversation(with_attempts(changing(), 2))
        .after(cut_off(), wait(250ms, retry_reason::network))
        .after(not_connected(), fail_with(errc::outcome_unknown, true));
    conversation(with_deadline(changing(), 5s))
        .after(cut_off(), wait(250ms, retry_reason::network))
        .after(answer(429, 60s), fail_with(errc::outcome_unknown, true));
    conversation(with_attempts(changing(), 1))
        .after(stale_connection(), attempt_afresh())
        .after(not_connected(), fail_with(errc::outcome_unknown, true));
}

BOOST_AUTO_TEST_CASE(a_success_ends_all_doubt)
{
    conversation(changing())
        .after(cut_off(), wait(250ms, retry_reason::network))
        .after(answer(200), succeed());
}

// The answer says what is wrong with the change, which is worth more to the caller than the doubt; that stays a flag.
BOOST_AUTO_TEST_CASE(a_refusal_settles_the_code)
{
    for (int const status : {400, 401, 403, 404, 405, 409, 410, 499}) {
        conversation talk(changing());
        talk.after(answer(503), wait(250ms, retry_reason::server_error))
            .after(answer(status), fail_in_doubt());
        BOOST_TEST(talk.may_have_taken_effect());
    }
}

// The first attempt may itself have changed the etag.
BOOST_AUTO_TEST_CASE(a_failed_precondition_settles_nothing)
{
    conversation(changing())
        .after(answer(503), wait(250ms, retry_reason::server_error))
        .after(answer(412), fail_with(errc::outcome_unknown, true));
    conversation(changing())
        .after(answer(429), wait(1s, retry_reason::rate_limited))
        .after(answer(412), fail());
}

BOOST_AUTO_TEST_CASE(an_interruption_before_anything_was_sent)
{
    for (auto const& limits : {reading(), changing()}) {
        for (errc const reason : {errc::deadline_exceeded, errc::client_closed}) {
            conversation(limits).after_interruption(reason, false, fail_with(reason, false));
            // In the middle of a wait.
            conversation(limits)
                .after(not_connected(), wait(250ms, retry_reason::network))
                .after_interruption(reason, false, fail_with(reason, false));
        }
    }
}

BOOST_AUTO_TEST_CASE(an_interruption_with_the_request_on_the_wire)
{
    conversation(reading()).after_interruption(
        errc::deadline_exceeded, true, fail_with(errc::deadline_exceeded, false)
    );
    conversation(changing())
        .after_interruption(errc::deadline_exceeded, true, fail_with(errc::outcome_unknown, true));
    // The caller ended it: the code says so, the flag tells the doubt.
    conversation(changing())
        .after_interruption(errc::client_closed, true, fail_with(errc::client_closed, true));
}

BOOST_AUTO_TEST_CASE(an_interruption_after_an_unclear_attempt)
{
    conversation talk(changing());
    talk.after(timed_out(), wait(250ms, retry_reason::timeout));
    BOOST_TEST(talk.may_have_taken_effect());
    talk.after_interruption(errc::deadline_exceeded, false, fail_with(errc::outcome_unknown, true));
    conversation(changing())
        .after(timed_out(), wait(250ms, retry_reason::timeout))
        .after_interruption(errc::client_closed, false, fail_with(errc::client_closed, true));
    conversation(reading())
        .after(timed_out(), wait(250ms, retry_reason::timeout))
        .after_interruption(errc::deadline_exceeded, false, fail_with(errc::deadline_exceeded, false));
}

// Every kind of outcome in any order: what must hold whatever happens.
class random_walk
{
public:
    explicit random_walk(unsigned seed) : random_(seed)
    {
        limits_.max_attempts = number(1, 8);
        limits_.is_change = number(0, 1) == 1;
        limits_.not_modified_expected = number(0, 1) == 1;
        limits_.deadline = now_ + std::chrono::milliseconds(number(1, 600'000));
    }

    void run()
    {
        operation walked(limits_);
        auto next = walked.start();
        // Ten minutes of 429 hold less than a thousand waits of 0.75 s or more.
        for (int steps = 0; next.what == kind::attempt || next.what == kind::wait; ++steps) {
            BOOST_REQUIRE(steps < 2000);
            if (next.what == kind::attempt) {
                now_ += std::chrono::milliseconds(number(1, 2000));
                auto const outcome = any_outcome();
                next = walked.attempted(outcome, now_, std::uniform_real_distribution<double>()(random_));
                note(outcome, next);
                BOOST_TEST(walked.may_have_taken_effect() == doubt_);
            } else {
                BOOST_TEST((next.delay >= 0s));
                BOOST_TEST((now_ + next.delay < limits_.deadline));
                now_ += next.delay;
                next = walked.waited();
                BOOST_TEST(next == attempt());
            }
        }
        BOOST_TEST(costly_ <= limits_.max_attempts);
        BOOST_TEST(afresh_ <= 1);
        BOOST_TEST((next.what == kind::succeed || next.may_have_taken_effect == doubt_));
        BOOST_TEST((next.failure != errc::outcome_unknown || doubt_));
        if (next.what == kind::fail && !final_)
            BOOST_TEST((costly_ == limits_.max_attempts || now_ + longest_wait_ >= limits_.deadline));
    }

private:
    int number(int least, int most) { return std::uniform_int_distribution<int>(least, most)(random_); }

    attempt_outcome any_outcome()
    {
        static constexpr int statuses[] = {0,   0,   0,   0,   200, 202, 304, 400, 404, 408, 409,
                                           412, 429, 429, 429, 429, 500, 501, 502, 503, 503, 504};
        attempt_outcome outcome;
        outcome.status = statuses[number(0, std::size(statuses) - 1)];
        outcome.failure = static_cast<errc>(number(1, static_cast<int>(errc::client_closed)));
        if (number(0, 1) == 0)
            outcome.failure = errc::connection_lost;
        outcome.request_sent = number(0, 3) > 0;
        outcome.answer_begun = outcome.request_sent && number(0, 1) == 1;
        outcome.reused_connection = number(0, 1) == 1;
        outcome.transient_conflict = number(0, 1) == 1;
        if (number(0, 3) == 0)
            outcome.retry_after = std::chrono::milliseconds(number(0, 20'000));
        return outcome;
    }

    void note(attempt_outcome const& outcome, action const& next)
    {
        auto const meaning = classify(outcome, limits_.not_modified_expected);
        doubt_ = doubt_ || (limits_.is_change && meaning.ambiguous);
        final_ = meaning.what == verdict::final;
        if (next.what == kind::attempt) {
            BOOST_TEST(next.fresh_connection);
            ++afresh_;
        } else if (meaning.reason != retry_reason::rate_limited) {
            ++costly_;
        }
        longest_wait_ = std::max<duration>(80s, outcome.retry_after.value_or(0ms) + 1s);
        BOOST_TEST((next.what == kind::succeed) == (meaning.what == verdict::success));
        BOOST_TEST(((next.what == kind::fail) || !final_));
        if (next.what == kind::wait && outcome.retry_after)
            BOOST_TEST((next.delay >= *outcome.retry_after));
    }

    std::mt19937 random_;
    operation_limits limits_;
    time_point now_ = noon;
    int costly_ = 0;
    int afresh_ = 0;
    bool doubt_ = false;
    bool final_ = false;
    duration longest_wait_{};
};

BOOST_AUTO_TEST_CASE(random_walks_keep_the_limits)
{
    for (unsigned seed = 1; seed <= 5000; ++seed) {
        BOOST_TEST_CONTEXT("seed " << seed)
        random_walk(seed).run();
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::policy
