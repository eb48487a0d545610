// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "policy/rate_limiter.hpp"

#include <boxlink/limits.hpp>

#include <boost/test/unit_test.hpp>

#include <climits>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>

namespace boxlink {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

// The message of a refusal that begins with the option's name.
std::string refusal(std::string_view option, limit_options const& options)
{
    try {
        shared_limits const made(options);
    } catch (error const& failure) {
        BOOST_TEST(failure.code() == make_error_code(errc::invalid_configuration));
        BOOST_TEST(failure.info().message.starts_with(std::string(option) + ": "));
        return failure.info().message;
    }
    BOOST_ERROR(option << " was accepted");
    return {};
}

policy::rate_options made_of(limit_options const& options)
{
    return shared_limits(options).state()->options();
}

BOOST_AUTO_TEST_SUITE(limits)

BOOST_AUTO_TEST_CASE(the_defaults_are_what_box_permits)
{
    limit_options const options;
    BOOST_TEST(options.requests_per_minute() == 1000);
    BOOST_TEST(options.burst() == 10);
    BOOST_TEST((options.max_pause() == 15min));
    auto const made = shared_limits().state()->options();
    BOOST_TEST(made.per_minute == 1000);
    BOOST_TEST(made.burst == 10);
    BOOST_TEST((made.max_pause == 15min));
}

BOOST_AUTO_TEST_CASE(options_reach_the_limiter)
{
    auto const options = limit_options().requests_per_minute(62.5).burst(3).max_pause(90s);
    BOOST_TEST(options.requests_per_minute() == 62.5);
    BOOST_TEST(options.burst() == 3);
    BOOST_TEST((options.max_pause() == 90s));
    auto const made = made_of(options);
    BOOST_TEST(made.per_minute == 62.5);
    BOOST_TEST(made.burst == 3);
    BOOST_TEST((made.max_pause == 90s));
}

BOOST_AUTO_TEST_CASE(the_bounds_are_accepted)
{
    BOOST_TEST(made_of(limit_options().requests_per_minute(1)).per_minute == 1);
    BOOST_TEST(made_of(limit_options().requests_per_minute(0.5)).per_minute == 0.5);
    BOOST_TEST(made_of(limit_options().requests_per_minute(600'000'000)).per_minute == 600'000'000);
    BOOST_TEST(made_of(limit_options().burst(1)).burst == 1);
    BOOST_TEST(made_of(limit_options().burst(10'000)).burst == 10'000);
    BOOST_TEST((made_of(limit_options().max_pause(1ms)).max_pause == 1ms));
    BOOST_TEST((made_of(limit_options().max_pause(24h)).max_pause == 24h));
}

BOOST_AUTO_TEST_CASE(what_is_out_of_bounds_is_refused)
{
    using numbers = std::numeric_limits<double>;
    for (double const rate :
         {0.0, -0.0, -1.0, std::nextafter(600'000'000, 700'000'000), 1e300, numbers::infinity(),
          -numbers::infinity(), numbers::quiet_NaN()}) {
        BOOST_TEST_CONTEXT(rate)
        refusal("requests_per_minute", limit_options().requests_per_minute(rate));
    }
    for (int const burst : {0, -1, 10'001, INT_MAX, INT_MIN}) {
        auto const message = refusal("burst", limit_options().burst(burst));
        BOOST_TEST(message.find(std::to_string(burst)) != std::string::npos);
        BOOST_TEST(message.find("1 to 10000") != std::string::npos);
    }
    for (milliseconds const pause :
         {0ms, -1ms, milliseconds(24h) + 1ms, milliseconds::max(), milliseconds::min()})
        refusal("max_pause", limit_options().max_pause(pause));
}

BOOST_AUTO_TEST_CASE(the_setters_check_nothing)
{
    auto const options = limit_options().requests_per_minute(-1).burst(0).max_pause(-1ms);
    BOOST_TEST(options.requests_per_minute() == -1);
    BOOST_TEST(options.burst() == 0);
    BOOST_TEST((options.max_pause() == -1ms));
}

BOOST_AUTO_TEST_CASE(copies_are_the_same_limits)
{
    shared_limits const one(limit_options().requests_per_minute(600));
    shared_limits const copy = one; // NOLINT(performance-unnecessary-copy-initialization)
    BOOST_TEST((one.state() == copy.state()));
    BOOST_TEST((one.state() != shared_limits().state()));
    BOOST_TEST(copy.users().empty());

    auto const now = policy::time_point::clock::now();
    auto place = one.state()->reserve(7, now);
    auto const permit = one.state()->claim(7, place, now);
    BOOST_TEST_REQUIRE(permit.has_value());
    policy::attempt_outcome limited;
    limited.status = 429;
    limited.request_sent = true;
    limited.retry_after = 10min;
    one.state()->completed(7, *permit, limited, now, 0);

    auto const users = copy.users();
    BOOST_TEST_REQUIRE(users.size() == 1U);
    BOOST_TEST(users[0].user == "7");
    BOOST_TEST(users[0].configured_requests_per_minute == 600);
    BOOST_TEST(users[0].rate_limited == 1U);
    BOOST_TEST_REQUIRE(users[0].paused_for.has_value());
    BOOST_TEST((*users[0].paused_for <= 10min));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink
