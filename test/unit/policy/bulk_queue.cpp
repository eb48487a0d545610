// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "policy/bulk_queue.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace boxlink::policy {
namespace {

using queue = bulk_queue<int>;

std::vector<int> pop_all(queue& jobs)
{
    std::vector<int> popped;
    while (auto const job = jobs.pop())
        popped.push_back(*job);
    return popped;
}

BOOST_AUTO_TEST_SUITE(bulk_queue_)

BOOST_AUTO_TEST_CASE(nothing_comes_of_nothing)
{
    queue jobs(2, 2);
    BOOST_TEST(!jobs.pop().has_value());
    BOOST_TEST(jobs.waiting() == 0U);
    BOOST_TEST(jobs.running() == 0U);
}

BOOST_AUTO_TEST_CASE(jobs_of_one_user_keep_their_order)
{
    queue jobs(10, 10);
    for (int job = 0; job < 5; ++job)
        jobs.push("a", job);
    BOOST_TEST((pop_all(jobs) == std::vector{0, 1, 2, 3, 4}));
    BOOST_TEST(jobs.running() == 5U);
}

BOOST_AUTO_TEST_CASE(users_take_turns)
{
    queue jobs(10, 10);
    for (int job = 0; job < 3; ++job)
        jobs.push("a", job);
    for (int job = 10; job < 12; ++job)
        jobs.push("b", job);
    BOOST_TEST((pop_all(jobs) == std::vector{0, 10, 1, 11, 2}));
}

BOOST_AUTO_TEST_CASE(no_more_go_than_there_are_places)
{
    queue jobs(2, 10);
    for (int job = 0; job < 3; ++job)
        jobs.push("a", job);
    BOOST_TEST((pop_all(jobs) == std::vector{0, 1}));
    BOOST_TEST(jobs.waiting() == 1U);
    jobs.ended("a");
    BOOST_TEST((pop_all(jobs) == std::vector{2}));
}

BOOST_AUTO_TEST_CASE(a_busy_user_lets_others_pass)
{
    queue jobs(10, 1);
    jobs.push("a", 0);
    jobs.push("a", 1);
    jobs.push("b", 10);
    BOOST_TEST((pop_all(jobs) == std::vector{0, 10}));
    jobs.ended("b");
    BOOST_TEST(pop_all(jobs).empty());
    jobs.ended("a");
    BOOST_TEST((pop_all(jobs) == std::vector{1}));
}

BOOST_AUTO_TEST_CASE(what_waits_can_be_forgotten)
{
    queue jobs(10, 1);
    jobs.push("a", 0);
    jobs.push("a", 1);
    jobs.push("b", 10);
    BOOST_TEST(jobs.pop().value() == 0);
    jobs.clear();
    BOOST_TEST(jobs.waiting() == 0U);
    BOOST_TEST(jobs.running() == 1U);
    BOOST_TEST(pop_all(jobs).empty());
    jobs.push("a", 2);
    BOOST_TEST(pop_all(jobs).empty());
    jobs.ended("a");
    BOOST_TEST((pop_all(jobs) == std::vector{2}));
}

// Random users come and go: bounds hold, order within a user holds, nothing is lost, and no place stays free that a job could have.
BOOST_AUTO_TEST_CASE(random_jobs)
{
    for (unsigned seed = 1; seed <= 200; ++seed) {
        BOOST_TEST_CONTEXT("seed " << seed)
        {
            std::mt19937 random(seed);
            auto const below = [&random](std::size_t bound) { return random() % bound; };
            std::size_t const most = 1 + below(8);
            std::size_t const per_user = 1 + below(4);
            queue jobs(most, per_user);
            std::map<std::string, int> pushed;
            std::map<std::string, int> popped;
            std::map<int, std::string> user_of;
            std::vector<std::string> running;
            int next = 0;
            std::size_t seen = 0;
            for (int step = 0; step < 500; ++step) {
                if (step < 300 && below(2) == 0) {
                    std::string const user(1, static_cast<char>('a' + below(5)));
                    user_of[next] = user;
                    ++pushed[user];
                    jobs.push(user, next++);
                } else if (!running.empty() && below(2) == 0) {
                    auto const which = running.begin() + static_cast<std::ptrdiff_t>(below(running.size()));
                    jobs.ended(*which);
                    running.erase(which);
                }
                std::map<std::string, int> last;
                while (auto const job = jobs.pop()) {
                    auto const& user = user_of[*job];
                    BOOST_TEST((!last.contains(user) || last[user] < *job));
                    last[user] = *job;
                    running.push_back(user);
                    ++popped[user];
                    ++seen;
                }
                BOOST_TEST(running.size() <= most);
                for (auto const& [user, count] : pushed) {
                    auto const busy =
                        static_cast<std::size_t>(std::count(running.begin(), running.end(), user));
                    BOOST_TEST(busy <= per_user);
                    // A place is left free only where nobody may take it.
                    if (running.size() < most && busy < per_user)
                        BOOST_TEST(popped[user] == count);
                }
                BOOST_TEST(jobs.waiting() == static_cast<std::size_t>(next) - seen);
                BOOST_TEST(jobs.running() == running.size());
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::policy
