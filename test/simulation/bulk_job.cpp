// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk_job.hpp"

#include "model_clients.hpp"
#include "policy/bulk_queue.hpp"
#include "world.hpp"

#include <memory>
#include <string>

namespace boxlink::simulation {
namespace {

constexpr double limit = 1000;

/// One simulation. Takes and begins jobs as the engine of `share_all` does, with a sink that never waits.
class bulk_run
{
public:
    bulk_run(bulk_job const& what, std::uint64_t seed)
        : what_(what), world_({.kind = what.kind, .limit = {{seconds(0), limit}}}, {.cap = limit}, seed),
          client_(
              world_,
              std::make_shared<policy::rate_limiter>(policy::rate_options{.per_minute = limit}),
              policy::guard_options{.max_in_flight = what.connections}
          ),
          waiting_(what.concurrency, what.concurrency_per_user)
    {
        if (what.connecting)
            world_.pool.emplace(
                policy::pool_limits{.max_connections = what.connections, .max_connecting = *what.connecting},
                world_.clock
            );
        client_.on_end = [this](work_item const& work, bool succeeded) { ended(work, succeeded); };
    }

    bulk_figures operator()()
    {
        auto const all = what_.users * what_.rows_per_user;
        take();
        while (world_.clock.step())
            ;
        world_.watch.on_rest();
        if (done_ + failed_ != all)
            world_.watch.violated(std::to_string(done_ + failed_) + " jobs ended of " + std::to_string(all));

        bulk_figures result;
        result.refused_share = static_cast<double>(world_.refused) / static_cast<double>(world_.sent);
        result.failed = failed_;
        result.took = finished_ - virtual_time::start;
        auto const permitted = static_cast<double>(what_.users) * limit * result.took.count() / 60;
        result.goodput = static_cast<double>(done_) / permitted;
        result.violations = world_.watch.violations();
        return result;
    }

private:
    [[nodiscard]] user_key user_of(std::size_t row) const
    {
        return what_.order == row_order::in_turn ? row % what_.users : row / what_.rows_per_user;
    }

    void take()
    {
        while (next_ < what_.users * what_.rows_per_user && waiting_.waiting() <= what_.look_ahead &&
               waiting_.running() < what_.concurrency) {
            auto const row = next_++;
            auto const user = user_of(row);
            waiting_.push(std::to_string(user), {.number = row, .user = user, .item = row});
            begin();
        }
    }

    void begin()
    {
        while (auto const work = waiting_.pop()) {
            world_.watch.on_submit(work->number, work->item);
            client_.submit(*work);
        }
    }

    void ended(work_item const& work, bool succeeded)
    {
        world_.watch.on_end(work.number, work.item);
        ++(succeeded ? done_ : failed_);
        finished_ = world_.clock.now();
        // By the way of the queue of events, as every completion goes.
        world_.clock.after(seconds(0), [this, user = std::to_string(work.user)] {
            waiting_.ended(user);
            begin();
            take();
        });
    }

    bulk_job what_;
    world world_;
    boxlink_client client_;
    policy::bulk_queue<work_item> waiting_;
    std::size_t next_ = 0;
    std::size_t done_ = 0;
    std::size_t failed_ = 0;
    time_point finished_ = virtual_time::start;
};

} // namespace

std::vector<bulk_job> all_bulk_jobs()
{
    std::vector<bulk_job> all;
    // 64 users at 1,000 a minute, answers after a quarter of a second: 267 requests under way. In a short job the first connections must not be awaited
    // for long.
    for (auto const kind : {counting::fixed_window, counting::sliding_window, counting::token_bucket})
        all.push_back(
            {.name = "users in turn",
             .kind = kind,
             .connections = 320,
             .connecting = 32,
             .wanted_goodput = 0.97}
        );
    for (std::size_t const connecting : {4U, 8U, 16U})
        all.push_back({.name = "users in turn", .connections = 320, .connecting = connecting});
    all.push_back({.name = "users in turn", .connections = 320, .connecting = 4, .rows_per_user = 10'000});
    for (std::size_t const connections : {32U, 64U, 128U, 256U})
        all.push_back({.name = "users in turn", .connections = connections});
    // Nobody else is in sight; when all are, the first users take all places, unless there are enough for everybody.
    all.push_back({.name = "sorted by user", .order = row_order::sorted_by_user, .connections = 320});
    all.push_back(
        {.name = "sorted by user",
         .order = row_order::sorted_by_user,
         .connections = 320,
         .look_ahead = 64'000}
    );
    all.push_back(
        {.name = "sorted by user",
         .order = row_order::sorted_by_user,
         .connections = 320,
         .look_ahead = 64'000,
         .concurrency_per_user = 15}
    );
    return all;
}

bulk_figures simulate(bulk_job const& what, std::uint64_t seed)
{
    return bulk_run(what, seed)();
}

} // namespace boxlink::simulation
