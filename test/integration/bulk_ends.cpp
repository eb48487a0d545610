// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// How many jobs end before all are done.

#include "bulk_fixture.hpp"

#include <boxlink/testing/fault.hpp>

#include <boost/asio/steady_timer.hpp>

#include <stdexcept>

namespace boxlink::test {
namespace {

using namespace std::chrono_literals;

BOOST_FIXTURE_TEST_SUITE(bulk_ends, bulk_fixture)

BOOST_AUTO_TEST_CASE(a_source_that_throws_ends_what_it_began)
{
    auto const ids = files(20);
    auto inner = sharing(ids);
    auto source = [&]() -> asio::awaitable<std::optional<bulk_job>> {
        if (asked == 10)
            throw std::runtime_error("line 11: no such column");
        co_return co_await inner();
    };
    start(source, keeping());
    auto const& failure = finish().error();
    BOOST_TEST((failure.code == errc::callback_failed));
    BOOST_TEST(failure.message.find("line 11: no such column") != std::string::npos);
    BOOST_TEST(outcomes.size() <= 10U);
    BOOST_TEST(server.link_count() == outcomes.size());
}

BOOST_AUTO_TEST_CASE(a_sink_that_throws_is_not_called_again)
{
    auto const ids = files(100);
    std::size_t calls = 0;
    auto sink = outcomes_to([&](bulk_outcome) {
        ++calls;
        throw error(error_info(errc::login_required, "enough"));
    });
    bulk_options options;
    options.concurrency(5);
    start(sharing(ids), std::move(sink), options);
    BOOST_TEST((finish().error().code == errc::login_required));
    BOOST_TEST(calls == 1U);
    BOOST_TEST(asked < 100U);
}

BOOST_AUTO_TEST_CASE(partial_cancellation_finishes_what_is_under_way)
{
    auto const ids = files(300);
    bulk_options options;
    options.concurrency(10);
    auto sink = outcomes_to([&](bulk_outcome outcome) {
        outcomes.push_back(std::move(outcome));
        if (outcomes.size() == 30)
            stop.emit(asio::cancellation_type::partial);
    });
    start(sharing(ids), std::move(sink), options);
    auto const& summary = finish().value();
    BOOST_TEST(!summary.is_complete);
    BOOST_TEST(summary.jobs == outcomes.size());
    BOOST_TEST(summary.done == summary.jobs);
    BOOST_TEST(summary.jobs < 300U);
    BOOST_TEST(server.link_count() == summary.jobs);
}

BOOST_AUTO_TEST_CASE(total_cancellation_waits_for_answers_and_for_nothing_else)
{
    // The first goes at once, the next in an hour: the others would keep the job for days.
    auto slow = client_fixture::options().limits(shared_limits(limit_options().requests_per_minute(0.02)));
    box = make_client(std::move(slow));
    auto const ids = files(300);
    bulk_options options;
    options.concurrency(100).concurrency_per_user(100);
    auto sink = outcomes_to([&](bulk_outcome outcome) {
        outcomes.push_back(std::move(outcome));
        if (outcomes.size() == 1)
            stop.emit(asio::cancellation_type::total);
    });
    start(sharing(ids), std::move(sink), options);
    auto const& summary = finish().value();
    BOOST_TEST(!summary.is_complete);
    BOOST_TEST(summary.unknown == 0U);
    BOOST_TEST(summary.done == server.link_count());
    BOOST_TEST(summary.done >= 1U);
    BOOST_TEST(summary.done < 20U);
    for (auto const& outcome : outcomes) {
        if (!outcome.failure)
            continue;
        BOOST_TEST((outcome.failure->code == asio::error::operation_aborted));
        BOOST_TEST(!outcome.failure->may_have_taken_effect);
    }
}

BOOST_AUTO_TEST_CASE(a_source_that_waits_for_ever_can_be_cancelled)
{
    auto source = [&]() -> asio::awaitable<std::optional<bulk_job>> {
        asio::steady_timer never(io, asio::steady_timer::time_point::max());
        co_await never.async_wait(asio::use_awaitable);
        co_return std::nullopt;
    };
    start(source, keeping());
    run_ready(io);
    stop.emit(asio::cancellation_type::total);
    BOOST_TEST(!finish().value().is_complete);
}

BOOST_AUTO_TEST_CASE(closing_the_client_ends_it)
{
    auto const ids = files(300);
    bulk_options options;
    options.concurrency(10);
    auto sink = outcomes_to([&](bulk_outcome outcome) {
        outcomes.push_back(std::move(outcome));
        if (outcomes.size() == 30)
            box.close();
    });
    start(sharing(ids), std::move(sink), options);
    BOOST_TEST((finish().error().code == errc::client_closed));
    BOOST_TEST(outcomes.size() < 60U);
}

BOOST_AUTO_TEST_CASE(terminal_cancellation_tells_what_may_have_been_done)
{
    server.inject(testing::fault().stall().always());
    auto const ids = files(50);
    bulk_options options;
    options.concurrency(10);
    start(sharing(ids), keeping(), options);
    while (!server.wait_until([](auto const& seen) { return seen.in_flight >= 10; }, 1ms))
        run_ready(io);
    stop.emit(asio::cancellation_type::terminal);
    BOOST_TEST((finish().error().code == asio::error::operation_aborted));
    BOOST_TEST(outcomes.size() == 10U);
    for (auto const& outcome : outcomes) {
        BOOST_TEST_REQUIRE(outcome.failure.has_value());
        BOOST_TEST((outcome.failure->code == asio::error::operation_aborted));
        BOOST_TEST(outcome.failure->may_have_taken_effect);
    }
}

BOOST_AUTO_TEST_CASE(a_beginning_that_cannot_be_told_of_ends_all)
{
    auto const ids = files(100);
    bulk_options options;
    options.concurrency(5).on_begin([&](std::uint64_t index) {
        if (index == 20)
            throw std::runtime_error("no room");
    });
    start(sharing(ids), keeping(), options);
    auto const& failure = finish().error();
    BOOST_TEST((failure.code == errc::callback_failed));
    BOOST_TEST(failure.message.find("no room") != std::string::npos);
    BOOST_TEST(outcomes.size() == 20U);
    BOOST_TEST(server.link_count() == 20U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::test
