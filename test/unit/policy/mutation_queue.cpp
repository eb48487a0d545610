// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "policy/mutation_queue.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <map>
#include <memory>
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
    change one(file);
    BOOST_TEST(queue.size() == 0U);
    for (int time = 0; time < 2; ++time) {
        BOOST_TEST(queue.enter(one));
        BOOST_TEST(queue.size() == 1U);
        BOOST_TEST(queue.leave(one) == nullptr);
        BOOST_TEST(queue.size() == 0U);
    }
}

BOOST_AUTO_TEST_CASE(changes_of_an_item_go_in_the_order_in_which_they_came)
{
    mutation_queue queue;
    change a(file), b(file), c(file), d(file), e(file);
    BOOST_TEST(queue.enter(a));
    for (auto* const who : {&b, &c, &d})
        BOOST_TEST(!queue.enter(*who));
    BOOST_TEST(queue.size() == 1U);
    BOOST_TEST(queue.leave(a) == &b);
    BOOST_TEST(queue.leave(b) == &c);
    BOOST_TEST(!queue.enter(e));
    BOOST_TEST(queue.leave(c) == &d);
    BOOST_TEST(queue.leave(d) == &e);
    BOOST_TEST(queue.leave(e) == nullptr);
    BOOST_TEST(queue.size() == 0U);
}

BOOST_AUTO_TEST_CASE(items_do_not_wait_for_each_other)
{
    mutation_queue queue;
    change of_file(file), of_folder("folder:1"), of_web_link("web_link:1"), of_longer("file:11"),
        of_nothing("");
    for (auto* const who : {&of_file, &of_folder, &of_web_link, &of_longer, &of_nothing})
        BOOST_TEST(queue.enter(*who));
    BOOST_TEST(queue.size() == 5U);
    change second("folder:1");
    BOOST_TEST(!queue.enter(second));
    BOOST_TEST(queue.leave(of_file) == nullptr);
    BOOST_TEST(queue.leave(of_folder) == &second);
    BOOST_TEST(queue.size() == 4U);
}

BOOST_AUTO_TEST_CASE(who_gives_up_waiting_is_passed_over)
{
    for (std::size_t who = 1; who <= 3; ++who) {
        mutation_queue queue;
        change first(file), second(file), third(file), fourth(file);
        std::vector<change*> line = {&first, &second, &third, &fourth};
        for (auto* const one : line)
            BOOST_TEST(queue.enter(*one) == (one == &first));
        // It is no news that the first goes on.
        BOOST_TEST(queue.leave(*line[who]) == nullptr);
        line.erase(line.begin() + static_cast<std::ptrdiff_t>(who));
        for (std::size_t i = 0; i + 1 < line.size(); ++i)
            BOOST_TEST(queue.leave(*line[i]) == line[i + 1]);
        BOOST_TEST(queue.leave(*line.back()) == nullptr);
        BOOST_TEST(queue.size() == 0U);
    }
}

BOOST_AUTO_TEST_CASE(the_last_that_waits_gives_up)
{
    mutation_queue queue;
    change first(file), second(file), third(file);
    BOOST_TEST(queue.enter(first));
    BOOST_TEST(!queue.enter(second));
    BOOST_TEST(queue.leave(second) == nullptr);
    BOOST_TEST(queue.size() == 1U);
    BOOST_TEST(!queue.enter(third));
    BOOST_TEST(queue.leave(first) == &third);
}

BOOST_AUTO_TEST_CASE(who_is_not_there_can_leave)
{
    mutation_queue queue;
    mutation_queue other;
    change first(file), second(file), stranger(file);
    BOOST_TEST(queue.leave(first) == nullptr);
    BOOST_TEST(queue.enter(first));
    BOOST_TEST(!queue.enter(second));
    BOOST_TEST(queue.leave(stranger) == nullptr);
    BOOST_TEST(other.leave(first) == nullptr);
    BOOST_TEST(queue.leave(first) == &second);
    BOOST_TEST(queue.leave(first) == nullptr);
    BOOST_TEST(queue.size() == 1U);
    BOOST_TEST(queue.leave(second) == nullptr);
}

BOOST_AUTO_TEST_CASE(a_change_leaves_when_it_ends)
{
    mutation_queue queue;
    change last(file);
    {
        change first(file), second(file);
        BOOST_TEST(queue.enter(first));
        BOOST_TEST(!queue.enter(second));
        BOOST_TEST(!queue.enter(last));
    }
    BOOST_TEST(queue.size() == 1U);
    change another(file);
    BOOST_TEST(!queue.enter(another));
    BOOST_TEST(queue.leave(last) == &another);
}

// Against lists that are simply searched.
BOOST_AUTO_TEST_CASE(random_changes_go_one_at_a_time_and_in_order)
{
    for (unsigned seed = 1; seed <= 200; ++seed) {
        std::mt19937 random(seed);
        mutation_queue queue;
        std::map<std::string, std::vector<std::unique_ptr<change>>> lines;
        std::set<change*> going;
        // A few items with lines, or many that are mostly alone.
        auto const items = seed % 2 == 0 ? 3U : 300U;
        BOOST_TEST_CONTEXT("seed " << seed)
        {
            for (int step = 0; step < 600; ++step) {
                auto const item = "file:" + std::to_string(random() % items);
                auto& line = lines[item];
                if (line.empty() || random() % 2 == 0) {
                    auto& entering = line.emplace_back(std::make_unique<change>(item));
                    bool const at_once = queue.enter(*entering);
                    BOOST_TEST(at_once == (line.size() == 1));
                    if (at_once)
                        going.insert(entering.get());
                } else {
                    auto const place = line.begin() + static_cast<std::ptrdiff_t>(random() % line.size());
                    auto const who = std::move(*place);
                    bool const had_turn = going.erase(who.get()) == 1;
                    BOOST_TEST(had_turn == (place == line.begin()));
                    line.erase(place);
                    auto* const next = queue.leave(*who);
                    BOOST_TEST((next != nullptr) == (had_turn && !line.empty()));
                    if (next != nullptr) {
                        BOOST_TEST(next == line.front().get());
                        going.insert(next);
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
