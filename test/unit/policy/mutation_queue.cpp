// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "policy/mutation_queue.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace boxlink::policy {
namespace {

using change = mutation_queue::change;

std::string const file = "file:1";

BOOST_AUTO_TEST_SUITE(mutation_queue_)

BOOST_AUTO_TEST_CASE(a_change_alone_goes_at_once)
{
    mutation_queue queue;
    BOOST_TEST(queue.size() == 0U);
    BOOST_TEST(queue.enter(file, 1));
    BOOST_TEST(queue.size() == 1U);
    BOOST_TEST(!queue.leave(file, 1).has_value());
    BOOST_TEST(queue.size() == 0U);
    BOOST_TEST(queue.enter(file, 1));
}

BOOST_AUTO_TEST_CASE(changes_of_an_item_go_in_the_order_in_which_they_came)
{
    mutation_queue queue;
    // Their names say nothing of their order.
    BOOST_TEST(queue.enter(file, 9));
    for (auto const who : {change{4}, change{7}, change{1}})
        BOOST_TEST(!queue.enter(file, who));
    BOOST_TEST(queue.size() == 1U);
    BOOST_TEST((queue.leave(file, 9) == 4U));
    BOOST_TEST((queue.leave(file, 4) == 7U));
    BOOST_TEST(!queue.enter(file, 2));
    BOOST_TEST((queue.leave(file, 7) == 1U));
    BOOST_TEST((queue.leave(file, 1) == 2U));
    BOOST_TEST(!queue.leave(file, 2).has_value());
    BOOST_TEST(queue.size() == 0U);
}

BOOST_AUTO_TEST_CASE(items_do_not_wait_for_each_other)
{
    mutation_queue queue;
    for (auto const* const item : {"file:1", "folder:1", "web_link:1", "file:11", ""})
        BOOST_TEST(queue.enter(item, 1));
    BOOST_TEST(queue.size() == 5U);
    BOOST_TEST(!queue.enter("folder:1", 2));
    BOOST_TEST(!queue.leave("file:1", 1).has_value());
    BOOST_TEST((queue.leave("folder:1", 1) == 2U));
    BOOST_TEST(queue.size() == 4U);
}

BOOST_AUTO_TEST_CASE(who_gives_up_waiting_is_passed_over)
{
    for (auto const who : {change{2}, change{3}, change{4}}) {
        mutation_queue queue;
        BOOST_TEST(queue.enter(file, 1));
        std::vector<change> others = {2, 3, 4};
        for (auto const other : others)
            BOOST_TEST(!queue.enter(file, other));
        // It is no news that the first goes on.
        BOOST_TEST(!queue.leave(file, who).has_value());
        std::erase(others, who);
        change going = 1;
        for (auto const other : others) {
            BOOST_TEST((queue.leave(file, going) == other));
            going = other;
        }
        BOOST_TEST(!queue.leave(file, going).has_value());
        BOOST_TEST(queue.size() == 0U);
    }
}

BOOST_AUTO_TEST_CASE(the_last_that_waits_gives_up)
{
    mutation_queue queue;
    BOOST_TEST(queue.enter(file, 1));
    BOOST_TEST(!queue.enter(file, 2));
    BOOST_TEST(!queue.leave(file, 2).has_value());
    BOOST_TEST(queue.size() == 1U);
    BOOST_TEST(!queue.enter(file, 3));
    BOOST_TEST((queue.leave(file, 1) == 3U));
}

BOOST_AUTO_TEST_CASE(who_is_not_there_can_leave)
{
    mutation_queue queue;
    BOOST_TEST(!queue.leave(file, 1).has_value());
    BOOST_TEST(queue.size() == 0U);
    BOOST_TEST(queue.enter(file, 1));
    BOOST_TEST(!queue.enter(file, 2));
    BOOST_TEST(!queue.leave(file, 3).has_value());
    BOOST_TEST(!queue.leave("file:2", 1).has_value());
    BOOST_TEST((queue.leave(file, 1) == 2U));
    BOOST_TEST(!queue.leave(file, 1).has_value());
    BOOST_TEST(queue.size() == 1U);
    BOOST_TEST(!queue.leave(file, 2).has_value());
}

// Against lists that are simply searched.
BOOST_AUTO_TEST_CASE(random_changes_go_one_at_a_time_and_in_order)
{
    for (unsigned seed = 1; seed <= 200; ++seed) {
        std::mt19937 random(seed);
        mutation_queue queue;
        std::map<std::string, std::vector<change>> lines;
        std::set<change> going;
        change last = 0;
        BOOST_TEST_CONTEXT("seed " << seed)
        {
            for (int step = 0; step < 300; ++step) {
                auto const item = "file:" + std::to_string(random() % 3);
                auto& line = lines[item];
                if (line.empty() || random() % 2 == 0) {
                    bool const at_once = queue.enter(item, ++last);
                    BOOST_TEST(at_once == line.empty());
                    line.push_back(last);
                    if (at_once)
                        going.insert(last);
                } else {
                    auto const who = line.begin() + static_cast<std::ptrdiff_t>(random() % line.size());
                    bool const had_turn = going.erase(*who) == 1;
                    BOOST_TEST(had_turn == (who == line.begin()));
                    auto const next = queue.leave(item, *who);
                    line.erase(who);
                    BOOST_TEST(next.has_value() == (had_turn && !line.empty()));
                    if (next) {
                        BOOST_TEST(*next == line.front());
                        going.insert(*next);
                    }
                }
                auto const busy = std::count_if(lines.begin(), lines.end(), [](auto const& one) {
                    return !one.second.empty();
                });
                BOOST_TEST(queue.size() == static_cast<std::size_t>(busy));
                BOOST_TEST(queue.size() == going.size());
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::policy
