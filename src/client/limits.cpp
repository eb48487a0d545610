// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "client/user_keys.hpp"
#include "model/refusal.hpp"
#include "policy/rate_limiter.hpp"

#include <boxlink/limits.hpp>

#include <string>
#include <string_view>

namespace boxlink {
namespace {

using std::chrono::milliseconds;

constexpr double least_per_minute = 0.01;
constexpr double most_per_minute = 600'000'000;
constexpr int largest_burst = 10'000;
constexpr milliseconds longest_pause = std::chrono::hours(24);

[[noreturn]] void refuse(std::string_view rule)
{
    throw error(error_info(errc::invalid_configuration, std::string(rule)));
}

policy::rate_options checked(limit_options const& options)
{
    auto const rate = options.requests_per_minute();
    if (!(rate >= least_per_minute && rate <= most_per_minute))
        refuse("requests_per_minute: it is not in the range 0.01 to 600000000; Box permits 1000 by default");
    model::check_range(errc::invalid_configuration, "burst", options.burst(), 1, largest_burst).value();
    if (options.max_pause() < milliseconds(1) || options.max_pause() > longest_pause)
        refuse("max_pause: it is not in the range 1 ms to 1 day");
    policy::rate_options rates;
    rates.per_minute = rate;
    rates.burst = options.burst();
    rates.max_pause = options.max_pause();
    return rates;
}

} // namespace

limit_options& limit_options::requests_per_minute(double count)
{
    requests_per_minute_ = count;
    return *this;
}

limit_options& limit_options::burst(int count)
{
    burst_ = count;
    return *this;
}

limit_options& limit_options::max_pause(milliseconds duration)
{
    max_pause_ = duration;
    return *this;
}

shared_limits::shared_limits(limit_options const& options)
    : state_(std::make_shared<policy::rate_limiter>(checked(options)))
{}

std::vector<user_limit> shared_limits::users() const
{
    return client_impl::user_limits(*state_, policy::time_point::clock::now());
}

} // namespace boxlink
