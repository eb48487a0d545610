// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

// A client whose clock is turned only when nothing but time can help, so that whole stories run at once and to their end.

#include "timed_fixture.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace boxlink::test {

/// A client on a clock of its own. Stalls must be injected through it: they are what it waits for in vain.
class driven_client
{
public:
    driven_client(client_fixture& on, client_options options)
        : io_(on.io), server_(on.server), box(on.make_client(std::move(options.observer(log)), time))
    {}

    /// Puts a fault in force.
    testing::fault_id inject(testing::fault const& what) { return server_.inject(what); }

    /// Puts a fault in force that lets requests wait for ever.
    void inject_stall(testing::fault const& what) { stalls_.push_back(server_.inject(what)); }

    /// Puts a fault in force that lets new connections wait for ever.
    void inject_held_connection(testing::fault const& what) { holds_.push_back(server_.inject(what)); }

    /// Runs, and turns the hands from one appointment to the next, until `over()` holds. A story that takes longer than a day hangs.
    template <class Condition>
    void drive(Condition over)
    {
        using namespace std::chrono_literals;
        auto const end = time->now() + 24h;
        for (;;) {
            run_ready(io_);
            if (over())
                return;
            if (!only_time_helps()) {
                io_.restart();
                io_.run_one_for(1ms);
                continue;
            }
            auto const due = time->due();
            BOOST_REQUIRE_MESSAGE(
                due && *due < end, "hangs: something waits, but for nothing that will come"
            );
            time->advance(std::max(*due - time->now(), net::time_source::time_point::duration::zero()));
        }
    }

    /// Whether no connection is in use or being opened.
    [[nodiscard]] bool is_at_rest() const
    {
        auto const pool = box.counters();
        return pool.open == pool.idle;
    }

    /// Nothing of the operations, which are all over, is left anywhere.
    void check_nothing_left_over()
    {
        drive([this] { return is_at_rest(); });
        auto const limits = box.limits();
        BOOST_TEST(limits.waiting == 0U);
        BOOST_TEST(limits.in_flight == 0U);
        BOOST_TEST(box.counters().waiting == 0U);
        BOOST_TEST(server_.wait_until([](testing::server_counters const& seen) { return seen.in_flight == 0; }
        ));
    }

private:
    asio::io_context& io_;
    testing::box_server& server_;
    std::vector<testing::fault_id> stalls_;
    std::vector<testing::fault_id> holds_;

public:
    std::shared_ptr<manual_time> time = std::make_shared<manual_time>(io_.get_executor());
    std::shared_ptr<attempt_log> log = std::make_shared<attempt_log>();
    client box;

private:
    [[nodiscard]] std::uint64_t fired(std::vector<testing::fault_id> const& faults) const
    {
        std::uint64_t sum = 0;
        for (auto const id : faults)
            sum += server_.fired(id);
        return sum;
    }

    /// Attempts that wait for an answer that the server withholds.
    [[nodiscard]] std::uint64_t stalled() const
    {
        auto const given_up = std::count_if(log->reports.begin(), log->reports.end(), [](auto const& report) {
            return report.status == 0 && report.bytes_sent > 0 &&
                   (report.code == errc::attempt_timed_out || report.code == errc::deadline_exceeded);
        });
        return fired(stalls_) - static_cast<std::uint64_t>(given_up);
    }

    /// Whether each attempt that is under way is stalled or waits for a connection, and each connection in use or being opened is stalled.
    [[nodiscard]] bool only_time_helps() const
    {
        auto const pool = box.counters();
        auto const waiting = stalled();
        auto const held = holds_.empty() ? 0 : fired(holds_) - pool.connect_failures;
        return box.limits().in_flight == waiting + pool.waiting && pool.open - pool.idle == waiting + held;
    }
};

} // namespace boxlink::test
