// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "policy/time_order.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <memory>
#include <random>
#include <set>
#include <utility>
#include <vector>

namespace boxlink::policy {
namespace {

struct arrivals;
struct departures;

struct train : time_order_hook<arrivals>, time_order_hook<departures>
{
    explicit train(int hour) : time(hour) {}

    void leave()
    {
        time_order_hook<arrivals>::leave_order();
        time_order_hook<departures>::leave_order();
    }

    int time;
};

struct time_of
{
    int operator()(train const& of) const noexcept { return of.time; }
};

template <std::size_t Lists>
using arriving = time_order<train, arrivals, time_of, Lists>;

BOOST_AUTO_TEST_SUITE(time_order_)

BOOST_AUTO_TEST_CASE(an_empty_one_has_no_first)
{
    arriving<2> board;
    BOOST_TEST(board.first() == nullptr);
    train one(1);
    board.insert(one);
    BOOST_TEST(board.first() == &one);
    one.leave();
    BOOST_TEST(board.first() == nullptr);
    one.leave();
}

BOOST_AUTO_TEST_CASE(who_comes_first_goes_first_of_equal_times)
{
    arriving<1> board;
    std::vector<std::unique_ptr<train>> all;
    for (int i = 0; i < 10; ++i)
        board.insert(*all.emplace_back(std::make_unique<train>(7)));
    for (auto const& next : all) {
        BOOST_TEST(board.first() == next.get());
        next->leave();
    }
}

BOOST_AUTO_TEST_CASE(who_ends_is_not_there_any_more)
{
    arriving<1> board;
    train late(9);
    {
        train early(1);
        train in_the_tree(8);
        board.insert(late);
        board.insert(early);
        board.insert(in_the_tree);
        BOOST_TEST(board.first() == &early);
    }
    BOOST_TEST(board.first() == &late);
}

// In two orders at once, one of them without a list to spare, against a set.
BOOST_DATA_TEST_CASE(
    the_first_is_always_the_one_with_the_least_time, boost::unit_test::data::xrange(50), seed
)
{
    std::minstd_rand random(static_cast<unsigned>(seed) + 1);
    auto const upto = [&](std::size_t most) { return static_cast<std::size_t>(random()) % most; };
    arriving<3> few;
    time_order<train, departures, time_of, 1> fewest;
    std::vector<std::unique_ptr<train>> all;
    std::multiset<int> model;
    for (int step = 0; step < 1000; ++step) {
        if (all.empty() || upto(2) == 0) {
            // Mostly one of a few times from now on, and sometimes any.
            int const hour = step + (upto(10) == 0 ? static_cast<int>(upto(500)) : 10 << upto(5));
            auto& one = *all.emplace_back(std::make_unique<train>(hour));
            few.insert(one);
            fewest.insert(one);
            model.insert(hour);
        } else {
            auto const place = upto(all.size());
            std::swap(all[place], all.back());
            model.erase(model.find(all.back()->time));
            if (upto(2) == 0)
                all.back()->leave();
            all.pop_back();
        }
        BOOST_REQUIRE((few.first() == nullptr) == model.empty());
        BOOST_REQUIRE((fewest.first() == nullptr) == model.empty());
        if (model.empty())
            continue;
        BOOST_REQUIRE(few.first()->time == *model.begin());
        BOOST_REQUIRE(fewest.first()->time == *model.begin());
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::policy
