// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/records/job_states.hpp"

#include <boost/test/unit_test.hpp>

#include <map>
#include <random>

using namespace boxlink::bulk;

BOOST_AUTO_TEST_SUITE(states_of_jobs)

BOOST_AUTO_TEST_CASE(nothing_is_known_at_first)
{
    job_states const states;
    for (std::uint64_t const index : {std::uint64_t{0}, std::uint64_t{16'384}, job_states::limit - 1})
        BOOST_TEST((states.at(index) == job_state::none));
    BOOST_TEST(states.done() + states.failed() + states.unknown() + states.started() == 0u);
}

BOOST_AUTO_TEST_CASE(far_apart)
{
    job_states states;
    states.set(job_states::limit - 1, job_state::done);
    states.set(0, job_state::failed);
    BOOST_TEST((states.at(job_states::limit - 1) == job_state::done));
    BOOST_TEST((states.at(job_states::limit - 2) == job_state::none));
    BOOST_TEST((states.at(0) == job_state::failed));
    BOOST_TEST((states.at(1) == job_state::none));
}

BOOST_AUTO_TEST_CASE(as_a_map_would_have_it)
{
    std::minstd_rand random(11);
    job_states states;
    std::map<std::uint64_t, job_state> expected;
    for (int i = 0; i < 20'000; ++i) {
        std::uint64_t const index = random() % 40 * 1'000 + random() % 9;
        auto const state = static_cast<job_state>(random() % 5);
        states.set(index, state);
        expected[index] = state;
        if (random() % 500 != 0)
            continue;
        states.forget_failures();
        for (auto& [at, each] : expected) {
            if (each == job_state::failed || each == job_state::unknown)
                each = job_state::none;
        }
    }
    std::map<job_state, std::uint64_t> counts;
    for (std::uint64_t index = 0; index < 41'000; ++index) {
        auto const at = expected.find(index);
        auto const state = at == expected.end() ? job_state::none : at->second;
        BOOST_TEST((states.at(index) == state));
        ++counts[state];
    }
    BOOST_TEST(states.done() == counts[job_state::done]);
    BOOST_TEST(states.failed() == counts[job_state::failed]);
    BOOST_TEST(states.unknown() == counts[job_state::unknown]);
    BOOST_TEST(states.started() == counts[job_state::started]);
}

BOOST_AUTO_TEST_SUITE_END()
