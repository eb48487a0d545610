// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "client/user_keys.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <set>
#include <string>

namespace boxlink::client_impl {
namespace {

using namespace std::chrono_literals;
using policy::user_key;

constexpr policy::time_point start(1000h);

user_key key_of(std::string const& who)
{
    return client_impl::user_key(who);
}

// A request of the user is answered.
void answer(
    policy::rate_limiter& limiter,
    user_key user,
    policy::time_point now,
    policy::attempt_outcome const& outcome
)
{
    auto place = limiter.reserve(user, now);
    auto const permit = limiter.claim(user, place, now);
    BOOST_TEST_REQUIRE(permit.has_value());
    limiter.completed(user, *permit, outcome, now, 0);
}

policy::attempt_outcome answered(int status, std::optional<std::chrono::milliseconds> retry_after = {})
{
    policy::attempt_outcome outcome;
    outcome.status = status;
    outcome.request_sent = true;
    outcome.retry_after = retry_after;
    return outcome;
}

user_limit only_one(policy::rate_limiter const& limiter, policy::time_point now)
{
    auto const users = user_limits(limiter, now);
    BOOST_TEST_REQUIRE(users.size() == 1U);
    return users.front();
}

BOOST_AUTO_TEST_SUITE(user_keys)

BOOST_AUTO_TEST_CASE(a_user_is_its_id)
{
    BOOST_TEST(key_of("42") != key_of("43"));
    BOOST_TEST(key_of("42") == 42U);
}

BOOST_AUTO_TEST_CASE(any_text_can_stand_for_a_user)
{
    BOOST_TEST(key_of("token 1") == key_of("token 1"));
    BOOST_TEST(key_of("token 1") != key_of("token 2"));
    BOOST_TEST(key_of("token 42") != key_of("42"));
    BOOST_TEST(key_of("") != key_of("0"));
}

// Ids may have 64 digits; those of different users differ, whether they are numbers to us or texts.
BOOST_AUTO_TEST_CASE(ids_of_any_length_have_keys)
{
    std::set<user_key> keys;
    std::string const ids[] = {
        "0",
        "1",
        "12345678901",
        "9223372036854775807", // the largest that is kept as a number
        "9223372036854775808",
        "18446744073709551615",
        "18446744073709551616",
        std::string(63, '9'),
        std::string(64, '9'),
    };
    for (auto const& id : ids) {
        BOOST_TEST(key_of(id) == key_of(id));
        keys.insert(key_of(id));
    }
    BOOST_TEST(keys.size() == std::size(ids));
}

// They are refused before, and must be no other user's here.
BOOST_AUTO_TEST_CASE(what_is_no_id_is_no_number)
{
    for (auto const* const text : {"", " 42", "42 ", "+42", "-42", "4x", "0x2a", "4.2"}) {
        BOOST_TEST(key_of(text) != 0U);
        BOOST_TEST(key_of(text) != 4U);
        BOOST_TEST(key_of(text) != 42U);
        BOOST_TEST(key_of(text) == key_of(text));
    }
}

BOOST_AUTO_TEST_CASE(of_nobody_nothing_is_known)
{
    policy::rate_limiter const limiter({});
    BOOST_TEST(user_limits(limiter, start).empty());
}

BOOST_AUTO_TEST_CASE(users_are_told_by_their_ids)
{
    policy::rate_limiter limiter({});
    for (user_key const user : {key_of("42"), key_of("token 42"), key_of("0"), key_of("9223372036854775807")})
        answer(limiter, user, start, answered(200));
    std::multiset<std::string> names;
    for (auto const& known : user_limits(limiter, start))
        names.insert(known.user);
    BOOST_TEST((names == std::multiset<std::string>{"", "0", "42", "9223372036854775807"}));
}

BOOST_AUTO_TEST_CASE(rates_are_told_as_they_are)
{
    policy::rate_options options;
    options.per_minute = 600;
    policy::rate_limiter limiter(options);
    answer(limiter, 7, start, answered(200));
    auto const known = only_one(limiter, start);
    BOOST_TEST(known.user == "7");
    BOOST_TEST(known.configured_requests_per_minute == 600);
    BOOST_TEST(known.requests_per_minute == limiter.snapshot(start).at(0).per_minute);
    BOOST_TEST(known.requests_per_minute > 0);
    BOOST_TEST(!known.paused_for.has_value());
    BOOST_TEST(!known.probing);
    BOOST_TEST(known.rate_limited == 0U);
}

BOOST_AUTO_TEST_CASE(a_pause_is_told_until_it_ends)
{
    policy::rate_limiter limiter({});
    answer(limiter, 7, start, answered(429, 10s));
    BOOST_TEST((only_one(limiter, start).paused_for == 10s));
    BOOST_TEST((only_one(limiter, start + 9s).paused_for == 1s));
    BOOST_TEST((only_one(limiter, start + 10s - 1ns).paused_for == 1ns));
    // What is left of it is the wait for a probe, which may begin at once.
    BOOST_TEST(!only_one(limiter, start + 10s).paused_for.has_value());
    BOOST_TEST(!only_one(limiter, start + 11s).paused_for.has_value());
    BOOST_TEST(only_one(limiter, start).rate_limited == 1U);
    BOOST_TEST(!only_one(limiter, start).probing);
}

BOOST_AUTO_TEST_CASE(a_probe_is_told)
{
    policy::rate_limiter limiter({});
    answer(limiter, 7, start, answered(429, 10s));
    auto place = limiter.reserve(7, start);
    auto const probe = limiter.claim(7, place, start + 10s);
    BOOST_TEST_REQUIRE(probe.has_value());
    BOOST_TEST(only_one(limiter, start + 11s).probing);
    limiter.completed(7, *probe, answered(200), start + 11s, 0);
    auto const known = only_one(limiter, start + 11s);
    BOOST_TEST(!known.probing);
    BOOST_TEST(!known.paused_for.has_value());
    BOOST_TEST(known.rate_limited == 1U);
    BOOST_TEST(known.requests_per_minute < known.configured_requests_per_minute);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::client_impl
