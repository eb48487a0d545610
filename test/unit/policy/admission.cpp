// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "policy/admission.hpp"

#include "admission_office.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <memory>
#include <random>
#include <set>
#include <vector>

namespace boxlink::policy {
namespace {

using namespace std::chrono_literals;
using ticket = admission::ticket;

constexpr auto interactive = priority::interactive;
constexpr auto bulk = priority::bulk;

BOOST_AUTO_TEST_SUITE(admission_)

BOOST_AUTO_TEST_CASE(a_request_goes_at_once_when_nothing_is_in_its_way)
{
    office box;
    auto const who = box.add(1);
    auto const all = box.pump();
    BOOST_REQUIRE(all.size() == 1U);
    BOOST_TEST(all[0].who == who);
    BOOST_TEST(all[0].granted.has_value());
    BOOST_TEST(!box.waiting.wake_at(box.now).has_value());
    BOOST_TEST(box.waiting.snapshot(box.now).in_flight == 1U);
    BOOST_TEST(box.waiting.snapshot(box.now).waiting == 0U);
    box.waiting.unused(*all[0].granted, box.now);
    BOOST_TEST(box.waiting.snapshot(box.now).in_flight == 0U);
}

BOOST_AUTO_TEST_CASE(interactive_goes_before_bulk_and_both_in_their_order)
{
    office box(no_burst);
    auto const b1 = box.add(1, bulk);
    auto const b2 = box.add(1, bulk);
    auto const i1 = box.add(1);
    auto const i2 = box.add(1);
    BOOST_TEST((box.sent(4) == std::vector{i1, i2, b1, b2}));
}

BOOST_AUTO_TEST_CASE(every_eighth_place_is_for_bulk)
{
    office box(no_burst);
    auto const b = box.add(1, bulk);
    for (int i = 0; i < 20; ++i)
        static_cast<void>(box.add(1));
    auto const order = box.sent(21);
    BOOST_TEST(order.at(7) == b);
}

BOOST_AUTO_TEST_CASE(what_got_429_goes_to_the_front_of_its_kind)
{
    office box(no_burst);
    auto const i1 = box.add(1);
    auto const b1 = box.add(1, bulk);
    auto const i2 = box.add({.user = 1, .after_rate_limit = true});
    auto const b2 = box.add({.user = 1, .priority = bulk, .after_rate_limit = true});
    BOOST_TEST((box.sent(4) == std::vector{i2, i1, b2, b1}));
}

BOOST_AUTO_TEST_CASE(users_take_turns)
{
    office box({}, {.max_in_flight = 1});
    std::vector<ticket> heavy;
    for (int i = 0; i < 5; ++i)
        heavy.push_back(box.add(1));
    auto const second = box.add(2);
    auto const third = box.add(3);
    BOOST_TEST((box.sent(7) == std::vector{heavy[0], second, third, heavy[1], heavy[2], heavy[3], heavy[4]}));
}

BOOST_AUTO_TEST_CASE(an_interactive_call_waits_about_an_interval_beside_a_flood_of_bulk)
{
    office box;
    for (int i = 0; i < 5000; ++i)
        static_cast<void>(box.add(1, bulk));
    box.sent(50);
    auto const who = box.add(1);
    auto const asked = box.now;
    BOOST_TEST((box.sent(1) == std::vector{who}));
    BOOST_TEST((box.now - asked <= 62ms));
}

BOOST_AUTO_TEST_CASE(what_is_cancelled_is_never_decided)
{
    office box(no_burst);
    auto const first = box.add(1);
    auto const second = box.add(1);
    auto const third = box.add({.user = 1, .deadline = start - 1s});
    for (auto const who : {second, third, second, ticket(0), ticket(99)})
        box.waiting.cancel(who, box.now);
    BOOST_TEST((box.sent(1) == std::vector{first}));
    BOOST_TEST(box.pump().empty());
    BOOST_TEST(!box.waiting.wake_at(box.now).has_value());

    auto const last = box.add(1);
    box.waiting.cancel(last, box.now);
    BOOST_TEST(!box.waiting.wake_at(box.now).has_value());
    BOOST_TEST(box.limiter->snapshot(box.now).at(0).reservations == 0U);
}

BOOST_AUTO_TEST_CASE(a_request_that_cannot_go_before_its_deadline_is_refused_at_once)
{
    office box;
    box.pause(1, 20s);
    auto const late = box.add({.user = 1, .deadline = box.now + 5s});
    auto const early = box.add({.user = 1, .deadline = box.now + 30s});
    auto const all = box.pump();
    BOOST_REQUIRE(all.size() == 1U);
    BOOST_TEST(all[0].who == late);
    BOOST_TEST((all[0].reason == wait_reason::rate_limited));
    BOOST_TEST((all[0].possible_at >= box.now + 20s));
    BOOST_TEST((box.waiting.explain(early, box.now).reason == wait_reason::rate_limited));
    BOOST_TEST((box.sent(1) == std::vector{early}));
}

BOOST_AUTO_TEST_CASE(a_pause_that_begins_refuses_those_who_wait_already)
{
    office box(no_burst);
    auto const first = box.add(1);
    auto const late = box.add({.user = 1, .deadline = box.now + 5s});
    auto const early = box.add({.user = 1, .deadline = box.now + 60s});
    BOOST_TEST((box.sent(1, answered(429, 20s)) == std::vector{first}));
    auto const all = box.pump();
    BOOST_REQUIRE(all.size() == 1U);
    BOOST_TEST(all[0].who == late);
    BOOST_TEST(!all[0].granted.has_value());
    BOOST_TEST((box.sent(1) == std::vector{early}));
}

BOOST_AUTO_TEST_CASE(the_end_of_a_long_queue_is_refused_when_even_the_configured_rate_is_too_slow)
{
    office box({.per_minute = 60, .burst = 1});
    std::vector<ticket> all;
    for (int i = 0; i < 100; ++i)
        all.push_back(box.add({.user = 1, .priority = bulk, .deadline = start + 60s}));
    auto const decisions = box.pump();
    auto const refused =
        std::count_if(decisions.begin(), decisions.end(), [](auto const& d) { return !d.granted; });
    BOOST_TEST(refused == 41);
    BOOST_TEST((decisions[0].reason == wait_reason::paced));
    BOOST_TEST((decisions[0].possible_at > start + 60s));
    BOOST_TEST(decisions[0].who == all[59]);
}

BOOST_AUTO_TEST_CASE(an_open_breaker_holds_first_attempts_and_refuses_the_hopeless)
{
    office box;
    box.break_down();
    auto const patient = box.add(1);
    auto const hasty = box.add({.user = 1, .deadline = box.now + 100ms});
    auto const all = box.pump();
    BOOST_REQUIRE(all.size() == 1U);
    BOOST_TEST(all[0].who == hasty);
    BOOST_TEST((all[0].reason == wait_reason::breaker));
    BOOST_TEST((box.waiting.explain(patient, box.now).reason == wait_reason::breaker));
    BOOST_TEST((box.sent(1) == std::vector{patient}));
    BOOST_TEST(!box.waiting.snapshot(box.now).breaker_open);
}

BOOST_AUTO_TEST_CASE(without_budget_interactive_retries_fail_and_bulk_ones_wait)
{
    office box({}, {.retry_budget = 1});
    auto const paid = box.add({.user = 1, .is_retry = true});
    auto const refused = box.add({.user = 1, .is_retry = true});
    auto const parked = box.add({.user = 1, .priority = bulk, .is_retry = true});
    auto const fresh = box.add(1);
    auto const hasty = box.add({.user = 1, .priority = bulk, .deadline = start + 1s, .is_retry = true});
    auto const all = box.pump();
    BOOST_REQUIRE(all.size() == 4U);
    BOOST_TEST(all[0].who == refused);
    BOOST_TEST((all[0].reason == wait_reason::retry_budget));
    BOOST_TEST((all[0].possible_at == start + 2s));
    BOOST_TEST(all[1].who == hasty);
    BOOST_TEST(all[2].who == paid);
    BOOST_TEST(all[3].who == fresh);
    BOOST_TEST((box.waiting.explain(parked, box.now).reason == wait_reason::retry_budget));
    BOOST_TEST((box.sent(1) == std::vector{parked}));
    BOOST_TEST((box.now == start + 2s));
}

BOOST_AUTO_TEST_CASE(the_observer_can_be_told_why_a_request_waits)
{
    office box(no_burst, {.max_in_flight = 1});
    static_cast<void>(box.add(1));
    auto const second = box.add(1);
    auto const third = box.add(1, bulk);
    auto const granted = box.next().granted;
    auto const interval = box.limiter->look(1).interval;
    BOOST_TEST((box.waiting.explain(second, box.now).reason == wait_reason::paced));
    BOOST_TEST((box.waiting.explain(second, box.now).until == start + interval));
    BOOST_TEST((box.waiting.explain(third, box.now).until == start + 2 * interval));
    box.now += 10s;
    BOOST_TEST(box.pump().empty());
    BOOST_TEST((box.waiting.explain(second, box.now).reason == wait_reason::concurrency));
    BOOST_TEST(!box.waiting.wake_at(box.now).has_value());
    box.waiting.completed(*granted, answered(200), box.now, 0);
    BOOST_TEST((box.sent(1) == std::vector{second}));
    BOOST_TEST((box.waiting.explain(second, box.now).reason == wait_reason::none));
}

BOOST_AUTO_TEST_CASE(the_price_of_a_retry_comes_back_if_it_does_not_take_place)
{
    office box({}, {.retry_budget = 1});
    auto const cancelled = box.add({.user = 1, .is_retry = true});
    box.waiting.cancel(cancelled, box.now);
    BOOST_TEST(box.waiting.snapshot(box.now).retry_budget == 1);
    auto const parked = box.add({.user = 1, .is_retry = true});
    auto const second = box.add({.user = 1, .priority = bulk, .is_retry = true});
    box.waiting.cancel(second, box.now);
    BOOST_TEST((box.sent(1) == std::vector{parked}));
    BOOST_TEST(box.pump().empty());
    BOOST_TEST(!box.waiting.wake_at(box.now).has_value());
}

BOOST_AUTO_TEST_CASE(a_refusal_that_was_cancelled_is_not_told)
{
    office box;
    box.pause(1, 20s);
    auto const late = box.add({.user = 1, .deadline = box.now + 5s});
    BOOST_TEST((box.waiting.wake_at(box.now) == box.now));
    box.waiting.cancel(late, box.now);
    BOOST_TEST(box.pump().empty());
}

BOOST_AUTO_TEST_CASE(after_the_probe_the_others_follow_at_once)
{
    office box;
    box.pause(1, 20s);
    std::vector<ticket> all;
    for (int i = 0; i < 3; ++i)
        all.push_back(box.add(1));
    auto const probe = box.next();
    BOOST_REQUIRE(probe.granted.has_value());
    BOOST_TEST((box.now >= start + 20s));
    BOOST_TEST(box.pump().empty());
    auto const sent_at = box.now;
    box.now += 2s;
    box.waiting.completed(*probe.granted, answered(200), box.now, 0);
    auto const next = box.pump();
    BOOST_REQUIRE(next.size() == 1U);
    BOOST_TEST(next[0].who == all[1]);
    BOOST_TEST((box.now == sent_at + 2s));
}

BOOST_AUTO_TEST_CASE(a_probe_that_is_not_sent_passes_on)
{
    office box;
    box.pause(1, 20s);
    static_cast<void>(box.add(1));
    auto const second = box.add(1);
    auto const probe = box.next();
    box.waiting.unused(*probe.granted, box.now);
    auto const next = box.pump();
    BOOST_REQUIRE(next.size() == 1U);
    BOOST_TEST(next[0].who == second);
}

BOOST_AUTO_TEST_CASE(clients_share_a_limiter_and_its_pauses)
{
    office first({.per_minute = 60, .burst = 1});
    admission second(first.limiter, {});
    static_cast<void>(first.add(1));
    auto const other = second.enqueue({.user = 1}, first.now);
    first.sent(1, answered(429, 20s));
    first.now += 10s;
    BOOST_TEST(!second.next(first.now).has_value());
    BOOST_TEST((second.explain(other, first.now).reason == wait_reason::rate_limited));
    BOOST_TEST((*second.wake_at(first.now) >= start + 20s));
    BOOST_TEST(second.next(*second.wake_at(first.now)).has_value());
}

BOOST_AUTO_TEST_CASE(what_a_client_had_reserved_comes_back_with_its_end)
{
    auto const limiter = std::make_shared<rate_limiter>(rate_options{});
    {
        admission waiting(limiter, {});
        for (user_key user = 0; user < 10; ++user)
            static_cast<void>(waiting.enqueue({.user = user}, start));
    }
    for (auto const& user : limiter->snapshot(start))
        BOOST_TEST(user.reservations == 0U);
}

// Whatever happens, each request that waits is granted, refused or cancelled, once; what is granted is given back; and in the end nobody waits.
BOOST_AUTO_TEST_CASE(nobody_is_lost_whatever_happens)
{
    for (unsigned seed = 1; seed <= 200; ++seed) {
        BOOST_TEST_CONTEXT("seed " << seed)
        {
            std::minstd_rand random(seed);
            auto const upto = [&](unsigned most) { return static_cast<unsigned>(random() % most); };
            office box(
                {.per_minute = 600, .burst = 3},
                {.max_in_flight = 1 + upto(8), .retry_budget = double(upto(10))}
            );
            std::set<ticket> expected;
            std::vector<permit> under_way;
            auto const pump = [&] {
                for (auto const& one : box.pump()) {
                    BOOST_REQUIRE(expected.erase(one.who) == 1U);
                    if (one.granted)
                        under_way.push_back(*one.granted);
                    else
                        BOOST_TEST((one.reason != wait_reason::none));
                }
            };
            auto const end_one = [&](std::size_t which, bool well) {
                auto const used = under_way[which];
                under_way.erase(under_way.begin() + static_cast<std::ptrdiff_t>(which));
                auto const way = well ? 0U : upto(10);
                if (way == 9)
                    box.waiting.unused(used, box.now);
                else
                    box.waiting.completed(
                        used,
                        way < 5    ? answered(200)
                        : way == 5 ? answered(429, 500ms * upto(6))
                        : way == 6 ? answered(503, 300ms * upto(3))
                        : way == 7 ? broken(errc::attempt_timed_out)
                                   : broken(),
                        box.now, upto(100) / 100.0
                    );
            };
            for (int step = 0; step < 400; ++step) {
                switch (upto(6)) {
                case 0:
                case 1:
                case 2:
                    expected.insert(box.add(
                        {.user = upto(4),
                         .priority = upto(2) == 0 ? bulk : interactive,
                         .deadline = upto(3) == 0 ? box.now + 100ms * upto(100) : time_point::max(),
                         .after_rate_limit = upto(5) == 0,
                         .is_retry = upto(4) == 0}
                    ));
                    break;
                case 3:
                    if (!expected.empty() && upto(4) == 0) {
                        auto const who =
                            *std::next(expected.begin(), upto(static_cast<unsigned>(expected.size())));
                        box.waiting.cancel(who, box.now);
                        expected.erase(who);
                    }
                    break;
                case 4:
                    box.now += 10ms * upto(100);
                    break;
                default:
                    if (!under_way.empty())
                        end_one(upto(static_cast<unsigned>(under_way.size())), false);
                }
                pump();
                for (auto const who : expected)
                    BOOST_REQUIRE((box.waiting.explain(who, box.now).reason != wait_reason::none));
            }
            while (!expected.empty() || !under_way.empty()) {
                if (!under_way.empty()) {
                    end_one(0, true);
                } else {
                    auto const wake = box.waiting.wake_at(box.now);
                    BOOST_REQUIRE(wake.has_value());
                    BOOST_REQUIRE((*wake > box.now));
                    box.now = *wake;
                }
                pump();
            }
            BOOST_TEST(box.waiting.snapshot(box.now).waiting == 0U);
            BOOST_TEST(box.waiting.snapshot(box.now).in_flight == 0U);
            BOOST_TEST(!box.waiting.wake_at(box.now).has_value());
            for (auto const& user : box.limiter->snapshot(box.now))
                BOOST_TEST(user.reservations == 0U);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::policy
