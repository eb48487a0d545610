// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/run_items.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

#include <csignal>
#include <map>
#include <stdexcept>

using namespace boxlink;
using namespace boxlink::cli;
namespace asio = boost::asio;

namespace {

std::vector<std::string> numbered(std::size_t count)
{
    std::vector<std::string> names;
    for (std::size_t i = 0; i < count; ++i)
        names.push_back("file:" + std::to_string(i));
    return names;
}

outcome done(std::size_t index)
{
    outcome out;
    out.item = "file:" + std::to_string(index);
    return out;
}

// Waits for its cancellation, and tells of it as an operation of the library does.
asio::awaitable<outcome> wait_for_cancellation(std::size_t index)
{
    asio::steady_timer timer(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
    error_code error;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, error));
    co_return outcome::failed("file:" + std::to_string(index), error_info(error, "cancelled"));
}

class record
{
public:
    std::map<std::size_t, outcome> results;
    int interrupts = 0;
    bool good = true;

    sink take()
    {
        return [this](std::size_t index, outcome result) {
            BOOST_TEST(results.count(index) == 0U);
            results[index] = std::move(result);
            return good;
        };
    }

    std::function<void()> interrupt()
    {
        return [this] { ++interrupts; };
    }

    [[nodiscard]] bool cancelled(std::size_t index) const
    {
        auto const& failure = results.at(index).failure;
        return failure && failure->code == asio::error::operation_aborted;
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(item_runs)

BOOST_AUTO_TEST_CASE(all_items_are_done_and_no_more_than_allowed_at_once)
{
    asio::io_context context;
    record seen;
    std::size_t now = 0;
    std::size_t most = 0;
    operation const work = [&](std::size_t index) -> asio::awaitable<outcome> {
        most = std::max(most, ++now);
        for (std::size_t i = 0; i < 1 + index % 5; ++i)
            co_await asio::post(asio::use_awaitable);
        --now;
        co_return done(index);
    };
    tally const sum = run_items(context, numbered(100), 7, work, seen.take(), seen.interrupt());
    BOOST_TEST(sum.done == 100U);
    BOOST_TEST(sum.failed == 0U);
    BOOST_TEST(most == 7U);
    BOOST_TEST(seen.results.size() == 100U);
}

BOOST_AUTO_TEST_CASE(failures_are_counted_and_exceptions_are_failures)
{
    asio::io_context context;
    record seen;
    operation const work = [&](std::size_t index) -> asio::awaitable<outcome> {
        co_await asio::post(asio::use_awaitable);
        if (index == 0)
            throw std::runtime_error("boom");
        if (index == 1)
            co_return outcome::failed("file:1", error_info(errc::unauthorized, "no"));
        if (index == 2)
            co_return outcome::failed("file:2", error_info(errc::not_found, "no"));
        co_return done(index);
    };
    tally const sum = run_items(context, numbered(5), 16, work, seen.take(), seen.interrupt());
    BOOST_TEST(sum.done == 2U);
    BOOST_TEST(sum.failed == 3U);
    BOOST_TEST(sum.refused == 1U);
    BOOST_TEST(seen.results.at(0).failure->message == "boom");
}

BOOST_AUTO_TEST_CASE(a_signal_cancels_what_is_in_flight_and_reports_every_item)
{
    for (int const signal : {SIGINT, SIGTERM}) {
        asio::io_context context;
        record seen;
        operation const work = [&](std::size_t index) -> asio::awaitable<outcome> {
            if (index == 0)
                co_return done(index);
            if (index == 3)
                std::raise(signal);
            co_return co_await wait_for_cancellation(index);
        };
        tally const sum = run_items(context, numbered(6), 3, work, seen.take(), seen.interrupt());
        BOOST_TEST(sum.done == 1U);
        BOOST_TEST(sum.failed == 5U);
        BOOST_TEST(seen.interrupts == 1);
        BOOST_TEST_REQUIRE(seen.results.size() == 6U);
        for (std::size_t index = 1; index < 6; ++index)
            BOOST_TEST(seen.cancelled(index));
        BOOST_TEST(seen.results.at(5).failure->message.find("not begun") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(the_second_signal_has_its_default_action)
{
    asio::io_context context;
    record seen;
    operation const work = [&](std::size_t index) -> asio::awaitable<outcome> {
        std::raise(SIGINT);
        return wait_for_cancellation(index);
    };
    struct sigaction action = {};
    std::function<void()> const on_interrupt = [&] { sigaction(SIGINT, nullptr, &action); };
    (void)run_items(context, numbered(1), 1, work, seen.take(), on_interrupt);
    BOOST_TEST((action.sa_handler == SIG_DFL));
}

BOOST_AUTO_TEST_CASE(results_that_nobody_sees_end_the_run)
{
    asio::io_context context;
    record seen;
    operation const work = [&](std::size_t index) -> asio::awaitable<outcome> {
        if (index == 1)
            seen.good = false;
        if (index < 2)
            co_return done(index);
        co_return co_await wait_for_cancellation(index);
    };
    tally const sum = run_items(context, numbered(20), 4, work, seen.take(), seen.interrupt());
    BOOST_TEST(sum.done == 2U);
    BOOST_TEST(sum.failed == 18U);
    BOOST_TEST(seen.interrupts == 0);
    BOOST_TEST(seen.results.size() == 20U);
}

BOOST_AUTO_TEST_CASE(no_items)
{
    asio::io_context context;
    record seen;
    operation const work = [](std::size_t) -> asio::awaitable<outcome> { throw std::logic_error("none"); };
    BOOST_TEST(run_items(context, {}, 4, work, seen.take(), seen.interrupt()).done == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
