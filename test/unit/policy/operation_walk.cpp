// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// What must hold of operations whatever happens: random walks, and all short ones.

#include "operation.hpp"
#include "policy/operation.hpp"

#include <algorithm>
#include <iterator>
#include <random>
#include <string>
#include <vector>

namespace boxlink::policy {
namespace {

using namespace std::chrono_literals;
using kind = action::kind;

bool refuses_the_change(attempt_outcome const& outcome)
{
    bool const asks_again = outcome.status == 408 || outcome.status == 412 || outcome.status == 429 ||
                            (outcome.status == 409 && outcome.transient_conflict);
    return outcome.status / 100 == 4 && !asks_again;
}

// An operation that is watched from the outside. What it does wrong is gathered as text, since the short walks make millions of checks.
class watched_operation
{
public:
    explicit watched_operation(operation_limits limits) : limits_(limits), operation_(limits)
    {
        next_ = operation_.start();
        require(next_ == action(), "it begins with a plain attempt");
    }

    [[nodiscard]] bool is_over() const { return next_.what == kind::succeed || next_.what == kind::fail; }
    [[nodiscard]] bool is_waiting() const { return next_.what == kind::wait; }
    [[nodiscard]] bool is_reading() const { return reading_; }
    [[nodiscard]] time_point now() const { return now_; }
    [[nodiscard]] action const& next() const { return next_; }
    [[nodiscard]] std::string const& faults() const { return faults_; }

    void wait()
    {
        require(next_.delay >= 0s, "a wait does not go back in time");
        require(now_ + next_.delay < limits_.deadline, "a wait ends before the deadline");
        now_ += next_.delay;
        bool const asked_to = next_.reason == retry_reason::not_ready;
        next_ = operation_.waited();
        action const expected{
            .admission = asked_to ? admission_need::place : admission_need::retry, .read_back = reading_};
        require(next_ == expected, "after a wait comes the attempt, for its price");
    }

    void attempt(attempt_outcome const& outcome, duration takes, double random)
    {
        now_ += takes;
        bool const was_reading = reading_;
        auto const meaning = classify(outcome, limits_.not_modified_expected && !was_reading);
        doubt_ = doubt_ || (limits_.is_change && !was_reading && meaning.ambiguous);
        next_ = operation_.attempted(outcome, now_, random);
        require(operation_.may_have_taken_effect() == doubt_, "it knows of the doubt, and of no other");

        bool const is_free = next_.what == kind::attempt && next_.reason != retry_reason::none;
        auto& costly = was_reading ? costly_reads_ : costly_changes_;
        if (!is_free)
            ++costly;
        require(costly_changes_ <= limits_.max_attempts, "no more attempts than permitted");
        require(costly_reads_ <= std::min(3, limits_.max_attempts), "no more than three readings");
        if (next_.what == kind::attempt)
            check_attempt(outcome, meaning);
        else if (next_.what == kind::wait)
            check_wait(outcome, meaning);
        else if (was_reading)
            check_end_of_reading(outcome, meaning);
        else
            check_end(outcome, meaning);
        check_ends_from_outside();
    }

private:
    void require(bool holds, char const* rule)
    {
        if (!holds)
            faults_.append(faults_.empty() ? "" : "; ").append(rule);
    }

    void check_attempt(attempt_outcome const& outcome, classification const& meaning)
    {
        if (next_.read_back && !reading_) {
            require(next_ == read_back(), "reading begins with a plain attempt");
            require(doubt_, "only what is in doubt is read back");
            require(!refuses_the_change(outcome), "a refusal is not read back");
            require(now_ < limits_.deadline, "after the deadline nothing is read");
            require(has_no_retry_left(outcome, meaning), "a change is repeated before it is read back");
            reading_ = true;
            contested_ = outcome.status == 412;
            stale_ = false;
            return;
        }
        auto expected = meaning.reason == retry_reason::rate_limited    ? attempt_first()
                        : meaning.reason == retry_reason::expired_token ? attempt_with_another_token()
                                                                        : attempt_afresh();
        expected.read_back = reading_;
        require(next_ == expected, "only after 429, a stale connection or an expired token is there no wait");
        require(meaning.reason == next_.reason, "the reason is that of the outcome");
        if (next_.fresh_connection) {
            require(!stale_, "one stale connection is free");
            stale_ = true;
        }
    }

    void check_wait(attempt_outcome const& outcome, classification const& meaning)
    {
        bool const once_too_often = meaning.reason == retry_reason::stale_connection;
        require(meaning.what == verdict::retry, "only what may succeed is repeated");
        require(
            next_.reason == (once_too_often ? retry_reason::network : meaning.reason),
            "the reason is that of the outcome"
        );
        require(next_.reason != retry_reason::rate_limited, "429 is waited for by the limits");
        require(
            !outcome.retry_after || next_.delay >= *outcome.retry_after, "never earlier than Retry-After"
        );
    }

    void check_end(attempt_outcome const& outcome, classification const& meaning)
    {
        require((next_.what == kind::succeed) == (meaning.what == verdict::success), "success is success");
        if (next_.what == kind::succeed)
            return require(next_ == succeed(), "the answer of the change itself is the result");
        require(has_no_retry_left(outcome, meaning), "it gives up only when there is no way on");
        if (!doubt_)
            return require(next_ == fail(), "without doubt the last failure is the result");
        if (refuses_the_change(outcome))
            return require(next_ == fail_in_doubt(), "a refusal is the result, in spite of the doubt");
        require(next_ == outcome_unknown(), "the doubt is the result");
        require(now_ >= limits_.deadline, "what is in doubt is read back while there is time");
    }

    void check_end_of_reading(attempt_outcome const& outcome, classification const& meaning)
    {
        bool const has_read = meaning.what == verdict::success;
        if (has_read && outcome.found == evidence::as_asked)
            return require(next_ == reading(succeed()), "it is as asked, but read back");
        if (has_read && outcome.found == evidence::not_as_asked && contested_)
            return require(next_ == fail(), "the 412 is the truth");
        require(next_ == outcome_unknown(), "the doubt is the result");
        require(has_read || has_no_retry_left(outcome, meaning), "reading is repeated");
    }

    // Whether nothing else can be done about a failure than to give up: it is final, or was the last, or the wait may be too long.
    [[nodiscard]] bool has_no_retry_left(attempt_outcome const& outcome, classification const& meaning) const
    {
        if (meaning.what == verdict::final)
            return true;
        int const most = reading_ ? std::min(3, limits_.max_attempts) : limits_.max_attempts;
        if ((reading_ ? costly_reads_ : costly_changes_) == most)
            return true;
        duration const longest_wait = std::max<duration>(20s, outcome.retry_after.value_or(0ms) + 1s);
        return now_ + longest_wait >= limits_.deadline;
    }

    // Whatever is next: the limits may refuse it, or somebody may end it.
    void check_ends_from_outside()
    {
        if (is_over())
            return;
        for (auto const why : every_wait_reason) {
            auto refused = operation_;
            auto const end = refused.refused(why);
            bool const by_rate = why == wait_reason::paced || why == wait_reason::rate_limited;
            if (doubt_ && !reading_ && why == wait_reason::retry_budget)
                require(end == read_back(), "where no retry is left, the link is read back");
            else if (doubt_)
                require(end == outcome_unknown(), "a refusal leaves the doubt");
            else
                require(end == (by_rate ? fail_with(errc::rate_limited) : fail()), "a refusal is certain");
        }
        for (bool const sent : {false, true}) {
            bool const in_doubt = doubt_ || (limits_.is_change && !reading_ && sent);
            for (auto const reason : {errc::deadline_exceeded, errc::client_closed}) {
                auto ended = operation_;
                auto const code =
                    in_doubt && reason == errc::deadline_exceeded ? errc::outcome_unknown : reason;
                require(
                    ended.interrupted(reason, sent) == fail_with(code, in_doubt),
                    "an interruption tells the doubt"
                );
            }
        }
    }

    operation_limits limits_;
    operation operation_;
    action next_;
    std::string faults_;
    time_point now_ = start;
    int costly_changes_ = 0;
    int costly_reads_ = 0;
    bool stale_ = false;
    bool doubt_ = false;
    bool reading_ = false;
    bool contested_ = false;
};

// Every kind of outcome in any order.
class random_walk
{
public:
    explicit random_walk(unsigned seed) : random_(seed)
    {
        limits_.max_attempts = number(1, 8);
        limits_.is_change = number(0, 3) > 0;
        limits_.not_modified_expected = number(0, 1) == 1;
        limits_.deadline = start + std::chrono::milliseconds(number(1, 600'000));
    }

    void run()
    {
        watched_operation walked(limits_);
        // The limits would refuse a 429 after the deadline. Until then, each attempt takes half a second on average.
        while (!walked.is_over() && walked.now() < limits_.deadline) {
            if (walked.is_waiting())
                walked.wait();
            else
                walked.attempt(
                    any_outcome(), std::chrono::milliseconds(number(1, 1000)),
                    std::uniform_real_distribution<double>()(random_)
                );
        }
        bool const was_limited = walked.next().reason == retry_reason::rate_limited ||
                                 walked.next().reason == retry_reason::expired_token;
        bool const was_stale = walked.next().fresh_connection;
        BOOST_TEST((walked.is_over() || was_limited || was_stale));
        BOOST_TEST(walked.faults() == "");
    }

private:
    int number(int least, int most) { return std::uniform_int_distribution<int>(least, most)(random_); }

    attempt_outcome any_outcome()
    {
        static constexpr int statuses[] = {0,   0,   0,   0,   200, 202, 304, 400, 401, 401, 404, 408,
                                           409, 412, 429, 429, 429, 429, 500, 501, 502, 503, 503, 504};
        attempt_outcome outcome;
        outcome.status = statuses[number(0, std::size(statuses) - 1)];
        outcome.failure = static_cast<errc>(number(1, static_cast<int>(errc::token_unavailable)));
        if (number(0, 1) == 0)
            outcome.failure = errc::connection_lost;
        outcome.request_sent = number(0, 3) > 0;
        outcome.answer_begun = outcome.request_sent && number(0, 1) == 1;
        outcome.reused_connection = number(0, 1) == 1;
        outcome.transient_conflict = number(0, 1) == 1;
        outcome.expired_token = number(0, 1) == 1;
        outcome.can_renew_token = number(0, 3) > 0;
        outcome.found = every_evidence.at(static_cast<std::size_t>(number(0, 2)));
        if (number(0, 3) == 0)
            outcome.retry_after = std::chrono::milliseconds(number(0, 20'000));
        return outcome;
    }

    std::mt19937 random_;
    operation_limits limits_;
};

BOOST_AUTO_TEST_SUITE(operation_)
BOOST_AUTO_TEST_SUITE(walks)

BOOST_AUTO_TEST_CASE(random_walks_keep_the_limits)
{
    for (unsigned seed = 1; seed <= 5000; ++seed) {
        BOOST_TEST_CONTEXT("seed " << seed)
        random_walk(seed).run();
    }
}

struct named_outcome
{
    char const* name;
    attempt_outcome outcome;
};

// One of each kind that an operation tells apart.
std::vector<named_outcome> kinds_of_outcome(bool of_reading)
{
    std::vector<named_outcome> kinds = {
        {"refusal", answered(404)}, {"429", answered(429, 10s)},
        {"503", answered(503)},     {"503 for long", answered(503, 60s)},
        {"lost", broken()},         {"stale", stale_connection()},
        {"expired", expired()},
    };
    if (of_reading) {
        for (auto const found : every_evidence)
            kinds.push_back({"read", read(found)});
        return kinds;
    }
    for (auto const& one :
         {named_outcome{"success", answered(200)}, named_outcome{"blocked", blocked_for_now()},
          named_outcome{"412", answered(412)}, named_outcome{"not connected", not_connected()},
          named_outcome{"501", answered(501)}})
        kinds.push_back(one);
    return kinds;
}

// All walks of so many attempts from here on.
class all_walks
{
public:
    void from(watched_operation const& here, int attempts)
    {
        for (auto const& [name, outcome] : here.is_reading() ? readings_ : changes_) {
            auto there = here;
            auto const path = path_.size();
            path_.append(path == 0 ? "" : ", ").append(name);
            there.attempt(outcome, 1ms, 0.5);
            if (there.is_waiting())
                there.wait();
            if (!there.faults().empty())
                BOOST_FAIL("after " << path_ << ": " << there.faults());
            if (there.is_over())
                ++ended_;
            else if (attempts > 1)
                from(there, attempts - 1);
            path_.resize(path);
        }
    }

    [[nodiscard]] int ended() const { return ended_; }

private:
    std::vector<named_outcome> const changes_ = kinds_of_outcome(false);
    std::vector<named_outcome> const readings_ = kinds_of_outcome(true);
    std::string path_;
    int ended_ = 0;
};

BOOST_AUTO_TEST_CASE(all_short_walks_keep_the_limits)
{
    for (bool const is_change : {false, true}) {
        for (int most = 1; most <= 3; ++most) {
            for (duration const deadline : {duration(1s), duration(1h)}) {
                auto limits = with_deadline(is_change ? changes() : reads(), deadline);
                limits.max_attempts = most;
                BOOST_TEST_CONTEXT("change " << is_change << ", at most " << most << " attempts")
                {
                    all_walks walks;
                    walks.from(watched_operation(limits), 5);
                    BOOST_TEST(walks.ended() > 0);
                }
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::policy
