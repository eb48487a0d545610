// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

// For tests of what happens over time: the hands of the client's clock stand still until the test turns them.

#include "fixture.hpp"
#include "printing.hpp"
#include "support/manual_time.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace boxlink::test {

/// Keeps all that a client tells of its attempts and waits.
class attempt_log final : public observer
{
public:
    void on_attempt(attempt_report const& report) override { reports.push_back(report); }
    void on_wait(wait_report const& report) override { waits.push_back(report); }

    std::vector<attempt_report> reports;
    std::vector<wait_report> waits;
};

/// An operation that was started, and what became of it.
template <class T>
class started
{
public:
    /// The token that starts it.
    [[nodiscard]] auto token()
    {
        return as_result([this](result<T> ended) { outcome_.emplace(std::move(ended)); });
    }

    [[nodiscard]] bool is_over() const noexcept { return outcome_.has_value(); }
    [[nodiscard]] result<T> const& outcome() const { return outcome_.value(); }
    [[nodiscard]] error_info failure() const { return outcome_.value().error(); }

private:
    std::optional<result<T>> outcome_;
};

/// A client on a clock of the test's, whose attempts are kept.
struct timed_fixture : client_fixture
{
    explicit timed_fixture(testing::server_options options = {}) : client_fixture(std::move(options))
    {
        box = make_client(server_fixture::options().observer(log), time);
    }

    /// Runs until so many attempts are over, and tells of that one.
    attempt_report after_attempt(std::size_t count)
    {
        run_until(io, [&] { return log->reports.size() >= count; });
        return log->reports[count - 1];
    }

    /// Turns the hands to the end of the waits that were told since the last call, one after another; none before a later
    /// attempt than `last`. \return how long they took.
    std::chrono::nanoseconds sit_out_waits(int last)
    {
        using namespace std::chrono_literals;
        std::chrono::nanoseconds waited{};
        auto const is_next = [&] {
            run_ready(io);
            return waits_seen < log->waits.size() && log->waits[waits_seen].attempt <= last;
        };
        while (is_next()) {
            auto const expected = log->waits[waits_seen++].expected.value_or(0ns);
            if (expected > 0ns)
                sit_out(expected);
            waited += expected;
        }
        return waited;
    }

    /// Turns the hands to the end of a wait: up to its last nanosecond no attempt may begin.
    void sit_out(std::chrono::nanoseconds delay)
    {
        using namespace std::chrono_literals;
        auto const before = box.counters();
        time->advance(delay - 1ns);
        run_ready(io);
        auto const after = box.counters();
        BOOST_TEST(after.reuses == before.reuses);
        BOOST_TEST(after.connects == before.connects);
        BOOST_TEST(after.open <= before.open);
        BOOST_TEST(after.waiting == before.waiting);
        time->advance(1ns);
    }

    /// Runs until the server has counted what the test waits for, while nothing that has been sent is answered.
    template <class Condition>
    void until_server(Condition holds)
    {
        using namespace std::chrono_literals;
        do {
            run_ready(io);
        } while (!server.wait_until(holds, 1ms));
    }

    /// Runs until an operation is over.
    template <class T>
    result<T> const& outcome_of(started<T> const& operation)
    {
        run_until(io, [&] { return operation.is_over(); });
        return operation.outcome();
    }

    std::shared_ptr<manual_time> time = std::make_shared<manual_time>(io.get_executor());
    std::shared_ptr<attempt_log> log = std::make_shared<attempt_log>();
    /// How many of the log's waits have been sat out.
    std::size_t waits_seen = 0;
};

} // namespace boxlink::test
