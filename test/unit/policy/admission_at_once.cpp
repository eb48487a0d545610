// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "admission_office.hpp"

#include <boost/test/unit_test.hpp>

#include <optional>
#include <random>

namespace boxlink::policy {
namespace {

using namespace std::chrono_literals;

std::optional<permit> at_once(office& box, admission_request const& request = {.user = 1})
{
    return box.waiting.admit_at_once(request, box.now);
}

// By the way of those who wait; nothing if it would have to.
std::optional<permit> by_queue(office& box)
{
    auto const who = box.add(1);
    if (auto const decided = box.waiting.next(box.now))
        return decided->granted;
    box.waiting.cancel(who, box.now);
    return std::nullopt;
}

BOOST_AUTO_TEST_SUITE(admission_at_once)

BOOST_AUTO_TEST_CASE(a_request_is_admitted_if_nothing_holds_it_up)
{
    office box(no_burst);
    BOOST_TEST(at_once(box).has_value());
    BOOST_TEST(box.waiting.snapshot(box.now).in_flight == 1U);
    BOOST_TEST(!at_once(box).has_value());
    BOOST_TEST(at_once(box, {.user = 2}).has_value());
    box.now += 2s;
    BOOST_TEST(at_once(box).has_value());
}

BOOST_AUTO_TEST_CASE(who_waits_goes_first)
{
    office box(no_burst);
    BOOST_TEST(at_once(box).has_value());
    auto const first = box.add(1);
    BOOST_TEST(!box.waiting.next(box.now).has_value());
    box.now += 2s;
    // Its time has come, but nobody has asked yet.
    BOOST_TEST(!at_once(box).has_value());
    BOOST_TEST(!at_once(box, {.user = 2}).has_value());
    auto const decided = box.waiting.next(box.now);
    BOOST_REQUIRE(decided.has_value());
    BOOST_TEST(decided->who == first);
    BOOST_TEST(at_once(box, {.user = 2}).has_value());
}

BOOST_AUTO_TEST_CASE(retries_late_requests_and_a_full_window_take_the_other_way)
{
    office box({}, {.max_in_flight = 1});
    BOOST_TEST(!at_once(box, {.user = 1, .is_retry = true}).has_value());
    BOOST_TEST(!at_once(box, {.user = 1, .deadline = box.now}).has_value());
    BOOST_TEST(at_once(box, {.user = 1, .deadline = box.now + 1ns}).has_value());
    BOOST_TEST(!at_once(box, {.user = 2}).has_value());
}

BOOST_AUTO_TEST_CASE(nothing_goes_during_a_pause)
{
    office box;
    auto const sent = at_once(box);
    BOOST_REQUIRE(sent.has_value());
    box.waiting.completed(*sent, answered(429, 10s), box.now, 0.5);
    BOOST_TEST(!at_once(box).has_value());
    box.now += 5s;
    BOOST_TEST(!at_once(box).has_value());
    BOOST_TEST(at_once(box, {.user = 2}).has_value());
}

// Asked in vain it changes nothing, and what it admits counts as if it had waited for no time.
BOOST_AUTO_TEST_CASE(it_decides_as_the_queue_does)
{
    for (unsigned seed = 1; seed <= 20; ++seed) {
        BOOST_TEST_CONTEXT("seed " << seed)
        {
            std::mt19937 random(seed);
            rate_options const rate{.per_minute = 600, .burst = 5};
            office quick(rate);
            office slow(rate);
            for (int step = 0; step < 2000; ++step) {
                auto const pass = std::chrono::milliseconds(random() % 150);
                quick.now += pass;
                slow.now += pass;
                auto one = at_once(quick);
                if (!one)
                    BOOST_REQUIRE(!(one = by_queue(quick)).has_value());
                auto const other = by_queue(slow);
                BOOST_REQUIRE(one.has_value() == other.has_value());
                if (!one)
                    continue;
                auto const outcome = random() % 50 == 0 ? answered(429, 300ms) : answered(200);
                quick.waiting.completed(*one, outcome, quick.now, 0.5);
                slow.waiting.completed(*other, outcome, slow.now, 0.5);
                if (outcome.status != 429)
                    continue;
                // The probe after the pause goes by the queue.
                quick.now += 1s;
                slow.now += 1s;
                for (auto* const box : {&quick, &slow}) {
                    auto const probe = by_queue(*box);
                    BOOST_REQUIRE(probe.has_value());
                    box->waiting.completed(*probe, answered(200), box->now, 0.5);
                }
            }
            BOOST_TEST(quick.limiter->snapshot(quick.now).at(0).reservations == 0U);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::policy
