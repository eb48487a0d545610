// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "policy/user_pacer.hpp"

#include "outcomes.hpp"

#include <boost/test/unit_test.hpp>

#include <deque>
#include <vector>

namespace boxlink::policy {
namespace {

using namespace std::chrono_literals;

// A user that always has work: claims as soon as it may.
struct busy_user
{
    explicit busy_user(rate_options const& given = {}) : options(given), pacer(options, start) {}

    // When the next request is sent; its permit is in `last`.
    time_point send()
    {
        auto place = pacer.reserve(now);
        for (;;) {
            now = std::max(now, place.at);
            if (auto const permit = pacer.claim(place, now)) {
                last = *permit;
                return now;
            }
        }
    }

    void answer(attempt_outcome const& outcome, double random = 0.5)
    {
        pacer.completed(last, outcome, now, random);
    }

    // Sends and gets answers for a while, each at once.
    int work_until(time_point end)
    {
        int sent = 0;
        for (; now < end; ++sent) {
            send();
            answer(answered(200));
        }
        return sent;
    }

    // One is refused, the probe after the pause is not.
    void refused_for(std::chrono::milliseconds pause)
    {
        send();
        answer(answered(429, pause), 0);
        send();
        answer(answered(200));
    }

    rate_options options;
    user_pacer pacer;
    time_point now = start;
    rate_permit last;
};

BOOST_AUTO_TEST_SUITE(user_pacer_)

BOOST_AUTO_TEST_CASE(a_burst_goes_at_once_and_the_rest_evenly)
{
    busy_user user;
    for (int i = 0; i < 9; ++i)
        BOOST_TEST((user.send() == start));
    auto const second = user.send();
    auto const third = user.send();
    BOOST_TEST((third - second == user.pacer.interval()));
}

BOOST_AUTO_TEST_CASE(no_minute_has_more_than_the_limit)
{
    for (double const limit : {1.0, 7.0, 60.0, 100.0, 250.0, 1000.0, 6000.0}) {
        BOOST_TEST_CONTEXT("limit " << limit)
        {
            busy_user user({.per_minute = limit});
            std::deque<time_point> minute;
            std::size_t most = 0;
            while (user.now < start + 10min) {
                minute.push_back(user.send());
                user.answer(answered(200));
                while (minute.front() <= user.now - 60s)
                    minute.pop_front();
                most = std::max(most, minute.size());
                // Now and then a quiet time, so that bursts come back.
                if (minute.size() % 37 == 0)
                    user.now += 5s;
            }
            BOOST_TEST(double(most) <= std::max(1.0, limit));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_known_limit_is_used_to_98_in_100)
{
    busy_user user;
    user.work_until(start + 1min);
    BOOST_TEST(user.work_until(start + 11min) >= 9799);
}

BOOST_AUTO_TEST_CASE(lateness_does_not_add_up_to_a_burst)
{
    busy_user user({.per_minute = 60});
    auto place = user.pacer.reserve(start);
    BOOST_TEST(user.pacer.claim(place, start).has_value());
    place = user.pacer.reserve(start);
    auto const late = place.at + 10s;
    BOOST_TEST(user.pacer.claim(place, late).has_value());
    BOOST_TEST((user.pacer.reserve(late).at >= late + user.pacer.interval()));
}

BOOST_AUTO_TEST_CASE(a_429_pauses_until_its_time_and_one_probe_goes_first)
{
    busy_user user;
    user.work_until(start + 10s);
    auto place = user.pacer.reserve(user.now);
    auto const refused_at = user.now;
    user.send();
    user.answer(answered(429, 20s));
    BOOST_TEST(user.pacer.paused_until().has_value());
    auto const until = *user.pacer.paused_until();
    BOOST_TEST((until >= refused_at + 20s));
    BOOST_TEST((until <= user.now + 20500ms));

    // The place of before is void.
    BOOST_TEST(!user.pacer.claim(place, until - 1ns).has_value());
    BOOST_TEST((place.at == until));
    auto const probe = user.pacer.claim(place, until);
    BOOST_REQUIRE(probe.has_value());
    BOOST_TEST(probe->probe != 0);
    auto other = user.pacer.reserve(until);
    BOOST_TEST(!user.pacer.claim(other, until).has_value());
    BOOST_TEST((other.at == until + 100ms));

    user.pacer.completed(*probe, answered(200), until + 50ms, 0.5);
    BOOST_TEST(!user.pacer.paused_until().has_value());
    // No burst: one interval after the probe, and then one each.
    auto third = user.pacer.reserve(until + 50ms);
    BOOST_TEST((third.at == until + user.pacer.interval()));
    BOOST_TEST((user.pacer.reserve(until + 50ms).at == third.at + user.pacer.interval()));
}

BOOST_AUTO_TEST_CASE(retry_after_is_capped)
{
    busy_user user;
    user.send();
    user.answer(answered(429, std::chrono::hours(24)), 0);
    BOOST_TEST((*user.pacer.paused_until() == start + 15min));
}

BOOST_AUTO_TEST_CASE(without_retry_after_the_pause_doubles)
{
    for (auto const none : {std::optional<std::chrono::milliseconds>(), std::optional(0ms)}) {
        busy_user user;
        for (auto const expected : {1s, 2s, 4s, 8s, 16s, 32s, 64s, 64s}) {
            user.send();
            user.answer(answered(429, none), 0.5);
            BOOST_TEST((*user.pacer.paused_until() == user.now + expected));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_retry_after_that_was_too_short_grows)
{
    busy_user user;
    std::vector<duration> pauses;
    for (int i = 0; i < 5; ++i) {
        user.send();
        user.answer(answered(429, 1s), 0.5);
        pauses.push_back(*user.pacer.paused_until() - user.now);
    }
    BOOST_TEST((pauses[0] >= 1s && pauses[0] < 1100ms));
    BOOST_TEST((pauses[1] == 2s && pauses[2] == 4s && pauses[4] == 16s));
}

BOOST_AUTO_TEST_CASE(requests_sent_before_the_cut_cut_no_more_but_their_retry_after_counts)
{
    busy_user user;
    user.work_until(start + 30s);
    std::vector<rate_permit> under_way;
    for (int i = 0; i < 4; ++i) {
        user.send();
        under_way.push_back(user.last);
    }
    user.pacer.completed(under_way[0], answered(429, 5s), user.now, 0);
    auto const first = *user.pacer.paused_until();
    user.pacer.completed(under_way[1], answered(429), user.now, 0);
    BOOST_TEST((*user.pacer.paused_until() == first));
    user.pacer.completed(under_way[2], answered(429, 8s), user.now, 0);
    BOOST_TEST((*user.pacer.paused_until() == user.now + 8s));
    user.send();
    user.answer(answered(200));
    auto const rate = user.pacer.rate();
    // One that comes after all is over pauses again, for it says so, but the rate stays.
    user.pacer.completed(under_way[3], answered(429, 2s), user.now, 0);
    BOOST_TEST((*user.pacer.paused_until() == user.now + 2s));
    user.send();
    user.answer(answered(200));
    BOOST_TEST(user.pacer.rate() == rate);
    BOOST_TEST(user.pacer.refusals() == 4U);
}

BOOST_AUTO_TEST_CASE(the_cut_is_to_what_was_accepted_a_minute_with_the_pause)
{
    busy_user user;
    // A window of 600 a minute is full after some 37 s; its rest is the pause.
    for (int i = 0; i < 600; ++i) {
        user.send();
        user.answer(answered(200));
    }
    user.send();
    auto const rest = std::chrono::ceil<std::chrono::milliseconds>(start + 60s - user.now);
    user.answer(answered(429, rest), 0);
    user.send();
    user.answer(answered(200));
    BOOST_TEST(user.pacer.rate() > 0.95 * 600);
    BOOST_TEST(user.pacer.rate() < 0.99 * 600);
}

BOOST_AUTO_TEST_CASE(a_ceiling_is_kept_for_a_while_and_then_tried)
{
    busy_user user;
    user.work_until(start + 37s);
    user.send();
    user.answer(answered(429, 23s), 0);
    user.send();
    user.answer(answered(200));
    auto const cut = user.pacer.rate();
    user.work_until(user.now + 29s);
    BOOST_TEST(user.pacer.rate() == cut);
    user.work_until(user.now + 15min);
    BOOST_TEST(user.pacer.rate() == 980);
}

BOOST_AUTO_TEST_CASE(only_429_tells_of_the_rate)
{
    busy_user user;
    for (auto const& outcome :
         {answered(503), answered(500), answered(404), broken(), broken(errc::attempt_timed_out)}) {
        user.send();
        user.answer(outcome);
        BOOST_TEST(user.pacer.rate() == 980);
        BOOST_TEST(!user.pacer.paused_until().has_value());
    }
}

BOOST_AUTO_TEST_CASE(a_lost_probe_blocks_nobody)
{
    busy_user user;
    user.send();
    user.answer(answered(429, 1s), 0);
    user.send();
    BOOST_TEST(user.pacer.probing(user.now));
    auto place = user.pacer.reserve(user.now);
    auto const lost_at = user.now + user.options.probe_timeout;
    BOOST_TEST(!user.pacer.claim(place, lost_at - 1ns).has_value());
    auto const first = user.last;
    auto const second = user.pacer.claim(place, lost_at);
    BOOST_REQUIRE(second.has_value());
    // The first one's answer does not count any more, the second one's does.
    user.pacer.completed(first, answered(200), lost_at, 0);
    BOOST_TEST(user.pacer.probing(lost_at));
    user.pacer.completed(*second, answered(429, 1s), lost_at, 0);
    BOOST_TEST(!user.pacer.probing(lost_at));

    // Without an answer, or not sent at all: the next one probes at once.
    user.now += 60s;
    for (int way = 0; way < 2; ++way) {
        user.now += 60s;
        user.send();
        BOOST_TEST(user.last.probe != 0);
        if (way == 0)
            user.answer(broken());
        else
            user.pacer.unused(user.last);
        BOOST_TEST(!user.pacer.probing(user.now));
        place = user.pacer.reserve(user.now);
        BOOST_TEST(user.pacer.claim(place, user.now).has_value());
    }
}

BOOST_AUTO_TEST_CASE(a_rate_that_is_too_high_is_found_again_after_it_returns)
{
    busy_user user;
    user.work_until(start + 37s);
    user.send();
    user.answer(answered(429, 23s), 0);
    user.send();
    user.answer(answered(200));
    auto const cut = user.pacer.rate();
    // One refusal while it looks above the ceiling: back to where it was, and not lower.
    while (user.pacer.rate() < 1.1 * cut)
        user.work_until(user.now + 1s);
    user.send();
    user.answer(answered(429, 1s), 0);
    user.send();
    user.answer(answered(200));
    BOOST_TEST(user.pacer.rate() >= 0.99 * cut);
    BOOST_TEST(user.pacer.rate() <= 1.01 * cut);
}

BOOST_AUTO_TEST_CASE(a_user_with_little_work_is_not_cut_to_that_little)
{
    busy_user user;
    for (int i = 0; i < 60; ++i, user.now += 1s) {
        user.send();
        user.answer(answered(200));
    }
    user.send();
    user.answer(answered(429, 1s), 0);
    user.send();
    user.answer(answered(200));
    BOOST_TEST(user.pacer.rate() >= 0.6 * 980);
}

BOOST_AUTO_TEST_CASE(a_pause_beyond_a_minute_does_not_dilute_what_was_accepted)
{
    busy_user user;
    // A sliding window of 600, whose pause is said to be ten times as long as it is.
    for (int i = 0; i < 600; ++i) {
        user.send();
        user.answer(answered(200));
    }
    user.refused_for(230s);
    BOOST_TEST(user.pacer.rate() > 0.95 * 600);
    BOOST_TEST(user.pacer.rate() < 0.99 * 600);
}

BOOST_AUTO_TEST_CASE(a_pause_beyond_a_minute_after_steady_work_cuts_again_and_again)
{
    busy_user user;
    user.work_until(start + 5min);
    user.refused_for(4min);
    // The window began nobody knows when.
    BOOST_TEST(user.pacer.rate() > 0.65 * 980);
    BOOST_TEST(user.pacer.rate() < 0.7 * 980);
    // From then on a short pause is no measure either.
    for (int i = 0; i < 3; ++i) {
        auto const before = user.pacer.rate();
        user.work_until(user.now + 2min);
        user.refused_for(30s);
        BOOST_TEST(user.pacer.rate() > 0.85 * before);
        BOOST_TEST(user.pacer.rate() < 0.9 * before);
    }
}

BOOST_AUTO_TEST_CASE(a_pause_beyond_a_minute_after_a_few_requests_is_no_measure)
{
    busy_user user;
    user.work_until(start + 5s);
    user.refused_for(4min);
    BOOST_TEST(user.pacer.rate() > 0.65 * 980);
}

BOOST_AUTO_TEST_CASE(a_look_that_may_cost_minutes_is_rare)
{
    busy_user user;
    user.work_until(start + 37s);
    user.refused_for(4min);
    auto const cut = user.pacer.rate();
    // A cheap refusal makes the next look no cheaper.
    user.work_until(user.now + 5min);
    user.refused_for(10s);
    auto const again = user.pacer.rate();
    BOOST_TEST(again < cut);
    user.work_until(user.now + 59min);
    BOOST_TEST(user.pacer.rate() == again);
    user.work_until(user.now + 5min);
    BOOST_TEST(user.pacer.rate() == 980);
}

BOOST_AUTO_TEST_CASE(a_dear_look_ends_between_what_was_good_and_what_was_not)
{
    busy_user user;
    user.work_until(start + 37s);
    user.refused_for(4min);
    auto const cut = user.pacer.rate();
    user.work_until(user.now + 60min);
    while (user.pacer.rate() < 1.3 * cut)
        user.work_until(user.now + 1s);
    user.refused_for(2min);
    BOOST_TEST(user.pacer.rate() >= cut);
    BOOST_TEST(user.pacer.rate() < 1.2 * cut);
}

BOOST_AUTO_TEST_CASE(refused_probes_make_a_long_pause_but_no_lie)
{
    busy_user user;
    user.work_until(start + 37s);
    user.send();
    for (int i = 0; i < 7; ++i) {
        user.answer(answered(429), 0.5);
        user.send();
    }
    BOOST_TEST((user.now > start + 97s));
    user.answer(answered(200));
    auto const cut = user.pacer.rate();
    // Looked above after the usual time, not after a multiple of the pause.
    user.work_until(user.now + 15min);
    BOOST_TEST(user.pacer.rate() > cut);
}

BOOST_AUTO_TEST_CASE(looks_above_the_ceiling_are_rare_when_they_were_refused_often)
{
    // Refused whenever it looks.
    busy_user user({.per_minute = 1000});
    user.work_until(start + 36s);
    double ceiling = 0;
    auto const end = start + 3h;
    while (user.now < end) {
        user.send();
        bool const refused = ceiling == 0 || user.pacer.rate() > 1.02 * ceiling;
        user.answer(refused ? answered(429, 1s) : answered(200), 0);
        if (refused) {
            user.send();
            user.answer(answered(200));
            if (ceiling == 0)
                ceiling = user.pacer.rate();
        }
    }
    BOOST_TEST(double(user.pacer.refusals()) <= 0.002 * ceiling * 180);
}

BOOST_AUTO_TEST_CASE(the_history_counts_by_the_second)
{
    acceptance_history history;
    BOOST_TEST(history.between(start - 1min, start) == 0);
    for (int i = 0; i < 600; ++i)
        history.add(start + i * 100ms);
    BOOST_TEST(history.between(start, start + 60s) == 600);
    BOOST_TEST(history.between(start + 30s, start + 60s) == 300);
    BOOST_TEST(history.between(start + 30500ms, start + 60s) == 295);
    BOOST_TEST(history.between(start + 59s, start + 10min) == 10);
    history.add(start + 1h);
    BOOST_TEST(history.between(start, start + 2h) == 1);
}

BOOST_AUTO_TEST_CASE(what_is_given_back_can_be_had_again)
{
    busy_user user({.per_minute = 60});
    auto const first = user.pacer.reserve(start);
    user.pacer.give_back(first);
    auto place = user.pacer.reserve(start);
    BOOST_TEST((place.at == first.at));
    auto const permit = user.pacer.claim(place, start);
    BOOST_REQUIRE(permit.has_value());
    user.pacer.unused(*permit);
    BOOST_TEST((user.pacer.reserve(start).at == start));
}

BOOST_AUTO_TEST_CASE(a_pacer_is_forgotten_when_it_knows_nothing)
{
    busy_user user;
    user.send();
    BOOST_TEST(!user.pacer.forgettable(start));
    user.answer(answered(200));
    BOOST_TEST(user.pacer.forgettable(start + 1s));
    user.send();
    user.answer(answered(429, 1s));
    BOOST_TEST(!user.pacer.forgettable(start + 5min));
    BOOST_TEST(user.pacer.forgettable(start + 11min));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::policy
