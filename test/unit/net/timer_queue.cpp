// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "net/timer_queue.hpp"

#include "support/manual_time.hpp"
#include "support/run.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace boxlink::net {
namespace {

using namespace std::chrono_literals;
using timer = timer_queue::timer;

class fixture
{
public:
    // Turns the clock and runs what is due.
    void pass(time_source::time_point::duration span)
    {
        time->advance(span);
        test::run_ready(io);
    }

    // Notes a name when its deadline expires.
    std::function<void()> noting(char name)
    {
        return [this, name] { log += name; };
    }

    [[nodiscard]] timer_queue::time_point in(time_source::time_point::duration span) const
    {
        return time->now() + span;
    }

    boost::asio::io_context io;
    std::shared_ptr<test::manual_time> time = std::make_shared<test::manual_time>(io.get_executor());
    timer_queue queue{time};
    std::string log;
};

BOOST_FIXTURE_TEST_SUITE(timer_queue_, fixture)

BOOST_AUTO_TEST_CASE(tells_the_time_of_its_source)
{
    BOOST_TEST((queue.now() == time->now()));
    time->advance(5s);
    BOOST_TEST((queue.now() == time->now()));
}

BOOST_AUTO_TEST_CASE(expires_once_and_not_before_its_time)
{
    timer one(queue);
    one.start(in(10s), noting('a'));
    pass(10s - 1ns);
    BOOST_TEST(log == "");
    pass(1ns);
    BOOST_TEST(log == "a");
    pass(1h);
    BOOST_TEST(log == "a");
}

BOOST_AUTO_TEST_CASE(expires_on_the_executor_and_never_within_start)
{
    timer one(queue);
    one.start(in(0s), noting('a'));
    timer two(queue);
    two.start(in(-1h), noting('b'));
    BOOST_TEST(log == "");
    time->advance(1s);
    BOOST_TEST(log == "");
    test::run_ready(io);
    BOOST_TEST(log == "ba");
}

BOOST_AUTO_TEST_CASE(expires_in_the_order_of_time)
{
    timer a(queue);
    timer b(queue);
    timer c(queue);
    timer d(queue);
    c.start(in(3s), noting('c'));
    a.start(in(1s), noting('a'));
    d.start(in(9s), noting('d'));
    b.start(in(2s), noting('b'));
    pass(5s);
    BOOST_TEST(log == "abc");
    pass(5s);
    BOOST_TEST(log == "abcd");
}

// Against a model, with more different delays than the queue has lists.
BOOST_DATA_TEST_CASE_F(fixture, each_expires_at_its_time, boost::unit_test::data::xrange(50), seed)
{
    std::mt19937 random(static_cast<unsigned>(seed));
    auto const number = [&random](std::size_t below) { return random() % below; };
    std::vector<std::unique_ptr<timer>> timers(100);
    std::vector<std::optional<timer_queue::time_point>> ends(timers.size());
    std::vector<std::size_t> expired;
    std::vector<std::size_t> expected;

    for (int turn = 0; turn < 300; ++turn) {
        auto const which = number(timers.size());
        switch (number(4)) {
        case 0:
            timers[which].reset();
            ends[which].reset();
            break;
        case 1: {
            pass(1s);
            auto const first_expired = expected.size();
            for (std::size_t i = 0; i < ends.size(); ++i) {
                if (ends[i] && *ends[i] <= time->now()) {
                    expected.push_back(i);
                    ends[i].reset();
                }
            }
            std::sort(expired.begin() + static_cast<std::ptrdiff_t>(first_expired), expired.end());
            BOOST_TEST_REQUIRE((expired == expected));
            break;
        }
        default:
            if (!timers[which])
                timers[which] = std::make_unique<timer>(queue);
            ends[which] = in(std::chrono::seconds(1 + number(40)));
            timers[which]->start(*ends[which], [&expired, which] { expired.push_back(which); });
        }
    }
    BOOST_TEST(expected.size() > 20U);
}

BOOST_AUTO_TEST_CASE(equal_times_all_expire)
{
    std::vector<std::unique_ptr<timer>> many;
    for (int i = 0; i < 100; ++i) {
        many.push_back(std::make_unique<timer>(queue));
        many.back()->start(in(1s), noting('x'));
    }
    pass(1s);
    BOOST_TEST(log == std::string(100, 'x'));
}

BOOST_AUTO_TEST_CASE(cancel_and_destruction_prevent_the_call)
{
    timer cancelled(queue);
    cancelled.start(in(1s), noting('a'));
    cancelled.cancel();
    cancelled.cancel();
    {
        timer destroyed(queue);
        destroyed.start(in(1s), noting('b'));
    }
    timer kept(queue);
    kept.start(in(1s), noting('c'));
    pass(2s);
    BOOST_TEST(log == "c");
}

BOOST_AUTO_TEST_CASE(start_replaces_the_earlier_call)
{
    timer one(queue);
    one.start(in(1s), noting('a'));
    one.start(in(5s), noting('b'));
    pass(2s);
    BOOST_TEST(log == "");
    one.start(in(1s), noting('c'));
    pass(1s);
    BOOST_TEST(log == "c");
    pass(1h);
    BOOST_TEST(log == "c");
}

BOOST_AUTO_TEST_CASE(a_cancelled_timer_can_start_again)
{
    timer one(queue);
    one.start(in(1s), noting('a'));
    one.cancel();
    one.start(in(2s), noting('b'));
    pass(2s);
    BOOST_TEST(log == "b");
}

BOOST_AUTO_TEST_CASE(a_timer_may_restart_itself_in_its_callback)
{
    timer one(queue);
    int ticks = 0;
    std::function<void()> tick = [&] {
        if (++ticks < 3)
            one.start(in(1s), tick);
    };
    one.start(in(1s), tick);
    pass(1s);
    BOOST_TEST(ticks == 1);
    pass(1s);
    BOOST_TEST(ticks == 2);
    pass(1s);
    BOOST_TEST(ticks == 3);
    pass(1h);
    BOOST_TEST(ticks == 3);
}

BOOST_AUTO_TEST_CASE(a_restart_that_is_due_already_expires_in_the_same_turn)
{
    timer one(queue);
    one.start(in(1s), [&] { one.start(in(-500ms), noting('a')); });
    pass(2s);
    BOOST_TEST(log == "a");
}

BOOST_AUTO_TEST_CASE(a_callback_may_destroy_its_timer)
{
    auto one = std::make_unique<timer>(queue);
    auto const owned = std::make_shared<char>('a');
    one->start(in(1s), [&one, owned, this] {
        one.reset();
        // What the callback owns must outlive the timer.
        log += *owned;
    });
    pass(1s);
    BOOST_TEST(log == "a");
    BOOST_TEST(owned.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(a_callback_may_cancel_and_destroy_others_that_are_due)
{
    timer first(queue);
    timer cancelled(queue);
    auto destroyed = std::make_unique<timer>(queue);
    timer postponed(queue);
    cancelled.start(in(2s), noting('b'));
    destroyed->start(in(2s), noting('c'));
    postponed.start(in(2s), noting('d'));
    first.start(in(1s), [&] {
        cancelled.cancel();
        destroyed.reset();
        postponed.start(in(1s), noting('e'));
    });
    pass(3s);
    BOOST_TEST(log == "");
    pass(1s);
    BOOST_TEST(log == "e");
}

BOOST_AUTO_TEST_CASE(a_callback_may_start_others)
{
    timer first(queue);
    timer sooner(queue);
    timer later(queue);
    first.start(in(1s), [&] {
        later.start(in(2s), noting('b'));
        sooner.start(in(1s), noting('a'));
    });
    pass(1s);
    BOOST_TEST(log == "");
    pass(1s);
    BOOST_TEST(log == "a");
    pass(1s);
    BOOST_TEST(log == "ab");
}

// The point of the queue: deadlines that are met cost nothing.
BOOST_AUTO_TEST_CASE(the_source_is_asked_again_for_earlier_times_only)
{
    timer deadline(queue);
    deadline.start(in(30s), noting('d'));
    BOOST_TEST(time->requests() == 1U);
    for (int i = 0; i < 1000; ++i) {
        timer attempt(queue);
        attempt.start(in(30s), noting('x'));
        attempt.start(in(40s), noting('x'));
        deadline.start(in(35s), noting('d'));
    }
    BOOST_TEST(time->requests() == 1U);
    timer sooner(queue);
    sooner.start(in(10s), noting('s'));
    BOOST_TEST(time->requests() == 2U);
    sooner.cancel();
    sooner.start(in(12s), noting('s'));
    BOOST_TEST(time->requests() == 2U);

    // Woken too early, for the time that was cancelled.
    pass(10s);
    BOOST_TEST(log == "");
    BOOST_TEST(time->requests() == 3U);
    pass(2s);
    BOOST_TEST(log == "s");
    BOOST_TEST(time->requests() == 4U);
    pass(23s);
    BOOST_TEST(log == "sd");
    BOOST_TEST(time->requests() == 4U);
    BOOST_TEST(!time->is_asked());
}

BOOST_AUTO_TEST_CASE(an_empty_queue_asks_for_nothing)
{
    timer one(queue);
    one.start(in(1s), noting('a'));
    one.cancel();
    pass(1s);
    BOOST_TEST(time->requests() == 1U);
    BOOST_TEST(!time->is_asked());
    one.start(in(1s), noting('b'));
    BOOST_TEST(time->requests() == 2U);
}

BOOST_AUTO_TEST_CASE(destroying_the_queue_takes_its_wake_up_back)
{
    std::optional<timer_queue> other(std::in_place, time);
    {
        timer one(*other);
        one.start(in(1s), noting('a'));
    }
    time->advance(1s);
    // The wake-up is on its way already.
    other.reset();
    BOOST_TEST(!time->is_asked());
    test::run_ready(io);
    BOOST_TEST(log == "");
}

BOOST_AUTO_TEST_CASE(an_abandoned_queue_is_inert)
{
    timer before(queue);
    before.start(in(1s), noting('a'));
    queue.abandon();
    timer after(queue);
    after.start(in(1s), noting('b'));
    after.start(in(2s), noting('c'));
    before.cancel();
    pass(1h);
    BOOST_TEST(log == "");
    BOOST_TEST((queue.now() == timer_queue::time_point()));
    // The source is released: it belongs to a context that is going away.
    BOOST_TEST(time.use_count() == 1);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::net
