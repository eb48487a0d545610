// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "policy/pool_policy.hpp"

#include <boost/test/unit_test.hpp>

namespace boxlink::policy {
namespace {

using namespace std::chrono_literals;

std::size_t total(pool_load const& load)
{
    return load.idle + load.busy + load.connecting;
}

// All small pools within their caps, all small queues.
template <class Check>
void for_every_small_pool(Check check)
{
    for (std::size_t max_connections = 1; max_connections <= 5; ++max_connections) {
        for (std::size_t max_connecting = 1; max_connecting <= 6; ++max_connecting) {
            pool_limits limits;
            limits.max_connections = max_connections;
            limits.max_connecting = max_connecting;
            pool_load load;
            for (load.idle = 0; load.idle <= max_connections; ++load.idle)
                for (load.busy = 0; load.idle + load.busy <= max_connections; ++load.busy)
                    for (load.connecting = 0;
                         total(load) <= max_connections && load.connecting <= max_connecting;
                         ++load.connecting)
                        for (load.waiting = 0; load.waiting <= 7; ++load.waiting) {
                            BOOST_TEST_CONTEXT(
                                "caps " << max_connections << ' ' << max_connecting << ", idle " << load.idle
                                        << ", busy " << load.busy << ", connecting " << load.connecting
                                        << ", waiting " << load.waiting
                            )
                            check(load, limits);
                        }
        }
    }
}

BOOST_AUTO_TEST_SUITE(pool_policy)

BOOST_AUTO_TEST_CASE(no_decision_leads_above_the_caps)
{
    for_every_small_pool([](pool_load load, pool_limits const& limits) {
        if (should_evict_idle(load, limits)) {
            BOOST_TEST(load.idle > 0U);
            --load.idle;
            ++load.connecting;
        } else if (should_connect(load, limits)) {
            ++load.connecting;
        }
        BOOST_TEST(total(load) <= limits.max_connections);
        BOOST_TEST(load.connecting <= limits.max_connecting);
    });
}

BOOST_AUTO_TEST_CASE(a_connection_is_opened_exactly_when_somebody_waits_for_it_and_there_is_room)
{
    for_every_small_pool([](pool_load const& load, pool_limits const& limits) {
        bool const wanted = load.waiting > load.connecting && load.connecting < limits.max_connecting;
        bool const room = total(load) < limits.max_connections;
        BOOST_TEST(should_connect(load, limits) == (wanted && room));
        BOOST_TEST(should_evict_idle(load, limits) == (wanted && !room && load.idle > 0));
    });
}

// The pool asks again after each step, so the steps must come to an end: with nobody left to serve, or at a cap.
BOOST_AUTO_TEST_CASE(steps_end_where_no_waiter_can_be_helped)
{
    for_every_small_pool([](pool_load load, pool_limits const& limits) {
        for (int steps = 0; should_connect(load, limits) || should_evict_idle(load, limits); ++steps) {
            BOOST_REQUIRE(steps <= 20);
            if (should_evict_idle(load, limits))
                --load.idle;
            ++load.connecting;
        }
        bool const all_served = load.waiting <= load.connecting;
        bool const at_connecting_cap = load.connecting >= limits.max_connecting;
        bool const all_in_use = load.idle == 0 && total(load) == limits.max_connections;
        BOOST_TEST((all_served || at_connecting_cap || all_in_use));
    });
}

BOOST_AUTO_TEST_CASE(the_defaults_are_those_of_the_documentation)
{
    pool_limits const limits;
    BOOST_TEST(limits.max_connections == 32U);
    BOOST_TEST(limits.max_connecting == 4U);
    BOOST_TEST((limits.idle_timeout == 30s));
    BOOST_TEST((limits.max_lifetime == 10min));
}

BOOST_AUTO_TEST_CASE(lifetimes_are_the_maximum_less_up_to_a_quarter)
{
    pool_limits limits;
    BOOST_TEST((connection_lifetime(limits, 0.0) == 10min));
    BOOST_TEST((connection_lifetime(limits, 0.5) == 8min + 45s));
    BOOST_TEST((connection_lifetime(limits, 0x1.fffffffffffffp-1) >= 7min + 30s));
    limits.max_lifetime = 1ms;
    BOOST_TEST((connection_lifetime(limits, 0.999) >= 750us));
    // The longest that the options allow.
    limits.max_lifetime = 24h * 366;
    BOOST_TEST((connection_lifetime(limits, 0.5) == duration(24h * 366) * 7 / 8));
}

BOOST_AUTO_TEST_CASE(idle_time_does_not_outlast_the_lifetime)
{
    pool_limits const limits;
    time_point const now(100h);
    BOOST_TEST((idle_until(limits, now, now + 10min) == now + 30s));
    BOOST_TEST((idle_until(limits, now, now + 30s) == now + 30s));
    BOOST_TEST((idle_until(limits, now, now + 29s) == now + 29s));
    BOOST_TEST((idle_until(limits, now, now - 1s) == now - 1s));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::policy
