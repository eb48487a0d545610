// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "net/reading_round.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/test/unit_test.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

namespace boxlink::net {
namespace {

namespace asio = boost::asio;

/// Does something when it may read. Keeps the round alive, as a connection does.
class reader final : public reading_round::reader
{
public:
    reader(std::shared_ptr<reading_round> round, std::function<void()> act)
        : round_(std::move(round)), act_(std::move(act))
    {}

    void read() override { act_(); }

private:
    std::shared_ptr<reading_round> round_;
    std::function<void()> act_;
};

struct round_fixture
{
    void add(std::function<void()> act) { round->add(std::make_shared<reader>(round, std::move(act))); }

    void add(int number)
    {
        add([this, number] { read.push_back(number); });
    }

    std::optional<asio::io_context> io{std::in_place};
    std::shared_ptr<reading_round> round = std::make_shared<reading_round>(io->get_executor());
    std::vector<int> read;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(reading_rounds, round_fixture)

BOOST_AUTO_TEST_CASE(all_read_in_one_turn_and_in_their_order)
{
    add(1);
    add(2);
    add(3);
    BOOST_TEST(read.empty());
    BOOST_TEST(io->poll_one() == 1U);
    BOOST_TEST((read == std::vector{1, 2, 3}));
    BOOST_TEST(io->poll() == 0U);
}

BOOST_AUTO_TEST_CASE(what_is_ready_goes_first)
{
    asio::post(*io, [this] { read.push_back(1); });
    add(2);
    asio::post(*io, [this] { read.push_back(3); });
    io->poll();
    BOOST_TEST((read == std::vector{1, 2, 3}));
}

BOOST_AUTO_TEST_CASE(who_comes_meanwhile_waits_for_the_next_round)
{
    add([this] {
        add(3);
        asio::post(*io, [this] { read.push_back(2); });
        read.push_back(1);
    });
    BOOST_TEST(io->poll_one() == 1U);
    BOOST_TEST((read == std::vector{1}));
    io->poll();
    BOOST_TEST((read == std::vector{1, 2, 3}));
}

BOOST_AUTO_TEST_CASE(it_goes_on_after_the_last_round)
{
    for (int number = 0; number < 3; ++number) {
        add(number);
        io->restart();
        BOOST_TEST(io->poll() == 1U);
    }
    BOOST_TEST((read == std::vector{0, 1, 2}));
}

BOOST_AUTO_TEST_CASE(an_exception_keeps_nobody_from_reading)
{
    add(1);
    add([] { throw std::runtime_error("from a handler"); });
    add(2);
    add([] { throw std::runtime_error("from another"); });
    add(3);
    BOOST_CHECK_THROW(io->poll(), std::runtime_error);
    BOOST_TEST((read == std::vector{1}));
    add(4);
    BOOST_CHECK_THROW(io->poll(), std::runtime_error);
    io->poll();
    BOOST_TEST((read == std::vector{1, 2, 3, 4}));
}

BOOST_AUTO_TEST_CASE(nobody_is_kept_after_the_reading)
{
    auto const token = std::make_shared<int>();
    add([token] {});
    BOOST_TEST(token.use_count() == 2);
    io->poll();
    BOOST_TEST(token.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(the_end_of_the_context_drops_all)
{
    auto const token = std::make_shared<int>();
    add([this, token] { read.push_back(1); });
    add([this, token] { read.push_back(2); });
    std::weak_ptr<reading_round> const gone = round;
    round.reset();
    io.reset();
    BOOST_TEST(token.use_count() == 1);
    BOOST_TEST(gone.expired());
    BOOST_TEST(read.empty());
}

BOOST_AUTO_TEST_CASE(the_last_reader_may_drop_the_round)
{
    add([this] {
        round.reset();
        read.push_back(1);
    });
    io->poll();
    BOOST_TEST((read == std::vector{1}));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::net
