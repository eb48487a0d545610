// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "scenarios.hpp"

namespace boxlink::simulation {
namespace {

using namespace std::chrono_literals;

constexpr seconds half_hour = 30min;
constexpr double known = 0.97;
constexpr double changed = 0.93;
constexpr double lied_to = 0.85;

std::vector<phase> steady(double value)
{
    return {{0s, value}};
}

/// So bad for so long, again and again.
std::vector<phase> repeated(double value, seconds length, seconds period)
{
    std::vector<phase> all = steady(0);
    for (seconds at = period; at < 2 * half_hour; at += period) {
        all.push_back({at, value});
        all.push_back({at + length, 0});
    }
    return all;
}

} // namespace

std::string_view to_string(counting kind)
{
    switch (kind) {
    case counting::fixed_window:
        return "fixed";
    case counting::sliding_window:
        return "sliding";
    case counting::token_bucket:
        return "bucket";
    }
    return "";
}

std::vector<scenario> all_scenarios()
{
    std::vector<scenario> all;
    for (auto const kind : {counting::fixed_window, counting::sliding_window, counting::token_bucket}) {
        all.push_back({.name = "limit known", .server = {.kind = kind}, .wanted = {.goodput = known}});
        all.push_back(
            {.name = "600 of 1,000",
             .server = {.kind = kind, .limit = steady(600)},
             .wanted = {.goodput = changed}}
        );
        all.push_back(
            {.name = "300 for 10 min",
             .server = {.kind = kind, .limit = {{0s, 1000}, {10min, 300}, {20min, 1000}}},
             .wanted = {.goodput = changed}}
        );
        all.push_back(
            {.name = "other takes 30 %",
             .server = {.kind = kind, .other_load = 300},
             .wanted = {.goodput = changed}}
        );
        for (auto const& [name, lie] :
             {std::pair("600, Retry-After missing", retry_after_kind::missing),
              std::pair("600, Retry-After 1/10", retry_after_kind::too_short),
              std::pair("600, Retry-After always 1", retry_after_kind::always_one),
              std::pair("600, Retry-After a date", retry_after_kind::date)})
            all.push_back(
                {.name = name,
                 .server = {.kind = kind, .retry_after = lie, .limit = steady(600)},
                 .wanted = {.goodput = lied_to}}
            );
        // This lie must be obeyed: the first pause alone, of four minutes, can cost 13 %. A fixed window that began nobody knows when costs another of a
        // minute.
        all.push_back(
            {.name = "600, Retry-After 10x",
             .server = {.kind = kind, .retry_after = retry_after_kind::too_long, .limit = steady(600)},
             .wanted = {.goodput = lied_to}}
        );
    }
    all.push_back(
        {.name = "outage of 60 s",
         .server = {.failing = {{0s, 0}, {10min, 1}, {11min, 0}}},
         .wanted = {.goodput = known, .no_failures = false}}
    );
    all.push_back(
        {.name = "80 % 503, 30 s in 3 min",
         .server = {.failing = repeated(0.8, 30s, 3min)},
         .wanted = {.goodput = changed, .no_failures = false}}
    );
    all.push_back(
        {.name = "600, 2 % without answer",
         .server = {.limit = steady(600), .lost = 0.02},
         .wanted = {.goodput = changed}}
    );
    all.push_back({.name = "5,000 at once", .wanted = {.time_ratio = 1.03}, .horizon = 5min, .heavy = 5000});
    all.push_back(
        {.name = "1 heavy, 200 light",
         .wanted = {.goodput = known, .light_p99 = 1.0},
         .horizon = 10min,
         .light_users = 200}
    );
    all.push_back(
        {.name = "interactive beside bulk",
         .wanted = {.light_p99 = 1.0},
         .horizon = 10min,
         .light_users = 10,
         .light_users_are_heavy = true}
    );
    all.push_back(
        {.name = "two clients, same items",
         .server = {.limit = steady(600)},
         .wanted = {.goodput = changed},
         .clients = 2,
         .same_item_every = 5}
    );
    return all;
}

} // namespace boxlink::simulation
