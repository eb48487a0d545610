// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "baselines.hpp"
#include "model_clients.hpp"
#include "scenarios.hpp"
#include "world.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

namespace boxlink::simulation {
namespace {

using namespace std::chrono_literals;

/// A light user does something on average this often.
constexpr seconds light_user_period = 20s;
constexpr std::size_t workers = 32;
/// Far beyond the slowest answer: there is no pause in the scenarios with interactive calls.
constexpr seconds starved_after = 5s;

/// One simulation.
class run
{
public:
    run(scenario const& what, contestant who, std::uint64_t seed)
        : scenario_(what), world_(what.server, {.cap = 1000, .checked = who == contestant::boxlink}, seed)
    {
        auto const limiter = std::make_shared<policy::rate_limiter>(policy::rate_options{});
        for (std::size_t i = 0; i < (who == contestant::boxlink ? what.clients : 1); ++i)
            clients_.push_back(make(who, limiter));
        for (auto const& client : clients_)
            client->on_end = [this](work_item const& work, bool succeeded) { ended(work, succeeded); };
    }

    figures operator()()
    {
        auto const permitted = world_.server.permitted_until(scenario_.horizon);
        auto const heavy = scenario_.heavy != 0 ? scenario_.heavy : static_cast<std::size_t>(permitted);
        auto const end = virtual_time::start + to_duration(scenario_.horizon);
        world_.server.start_other_load(virtual_time::start + 3 * (end - virtual_time::start));
        for (std::size_t i = 0; i < heavy; ++i)
            submit_heavy();
        for (user_key user = 1; user <= scenario_.light_users; ++user)
            let_light_user_work(scenario_.light_users_are_heavy ? 0 : user, end);

        figures result;
        world_.clock.at(end, [this, &result, permitted] {
            result.goodput = static_cast<double>(heavy_done_) / permitted;
        });
        while (world_.clock.step())
            ;
        world_.watch.on_rest();
        result.refused_share = static_cast<double>(world_.refused) / static_cast<double>(world_.sent);
        result.failed = failed_;
        result.time_ratio = seconds(heavy_finished_ - virtual_time::start) / ideal_time(heavy);
        result.light_p99 = percentile_99();
        result.requests = world_.sent;
        result.violations = world_.watch.violations();
        return result;
    }

private:
    std::unique_ptr<model_client> make(contestant who, std::shared_ptr<policy::rate_limiter> const& limiter)
    {
        // The SDKs start whatever they are given at once.
        auto const most = scenario_.heavy != 0 ? scenario_.heavy : workers;
        switch (who) {
        case contestant::box_sdk:
            return std::make_unique<box_sdk_client>(world_, most);
        case contestant::aws_adaptive:
            return std::make_unique<aws_adaptive_client>(world_, most);
        default:
            return std::make_unique<boxlink_client>(
                world_, limiter, policy::guard_options{.max_in_flight = workers}
            );
        }
    }

    seconds ideal_time(std::size_t work) const
    {
        if (scenario_.heavy == 0)
            return scenario_.horizon;
        return scenario_.horizon *
               (static_cast<double>(work) / world_.server.permitted_until(scenario_.horizon));
    }

    void submit(work_item const& work)
    {
        begun_.push_back(world_.clock.now());
        world_.watch.on_submit(work.number, work.item);
        clients_[work.item % clients_.size()]->submit(work);
    }

    void submit_heavy()
    {
        auto const number = begun_.size();
        if (scenario_.same_item_every == 0 || number % scenario_.same_item_every != 0)
            ++item_;
        submit({.number = number, .user = 0, .item = item_});
    }

    void let_light_user_work(user_key user, time_point end)
    {
        world_.clock.after(world_.random.exponential(light_user_period), [this, user, end] {
            if (world_.clock.now() >= end)
                return;
            submit(
                {.number = begun_.size(),
                 .user = user,
                 .item = ++item_,
                 .priority = boxlink::priority::interactive}
            );
            let_light_user_work(user, end);
        });
    }

    void ended(work_item const& work, bool succeeded)
    {
        world_.watch.on_end(work.number, work.item);
        failed_ += succeeded ? 0 : 1;
        auto const now = world_.clock.now();
        if (work.priority == boxlink::priority::bulk) {
            heavy_done_ += succeeded ? 1 : 0;
            heavy_finished_ = now;
        } else {
            auto const took = seconds(now - begun_[work.number]);
            light_took_.push_back(took.count());
            if (took > starved_after)
                world_.watch.violated("an interactive call took " + std::to_string(took.count()) + " s");
        }
    }

    double percentile_99()
    {
        if (light_took_.empty())
            return 0;
        auto const nth = light_took_.begin() + static_cast<std::ptrdiff_t>(light_took_.size() * 99 / 100);
        std::nth_element(light_took_.begin(), nth, light_took_.end());
        return *nth;
    }

    scenario const& scenario_;
    world world_;
    std::vector<std::unique_ptr<model_client>> clients_;
    std::vector<time_point> begun_;
    std::uint64_t item_ = 0;
    std::size_t failed_ = 0;
    std::size_t heavy_done_ = 0;
    time_point heavy_finished_ = virtual_time::start;
    std::vector<double> light_took_;
};

} // namespace

figures simulate(scenario const& what, contestant who, std::uint64_t seed)
{
    return run(what, who, seed)();
}

} // namespace boxlink::simulation
