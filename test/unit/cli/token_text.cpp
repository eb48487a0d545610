// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/token_text.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <ctime>

using namespace boxlink;
using namespace boxlink::cli;
using namespace std::chrono_literals;

namespace {

constexpr system_clock::time_point now = system_clock::time_point(1'800'000'000s);

// Of the process, and put back.
class time_zone
{
public:
    explicit time_zone(char const* name)
    {
        ::setenv("TZ", name, 1);
        ::tzset();
    }
    ~time_zone()
    {
        if (before_.empty())
            ::unsetenv("TZ");
        else
            ::setenv("TZ", before_.c_str(), 1);
        ::tzset();
    }
    time_zone(time_zone const&) = delete;
    time_zone& operator=(time_zone const&) = delete;

private:
    std::string before_ = std::getenv("TZ") ? std::getenv("TZ") : "";
};

} // namespace

BOOST_AUTO_TEST_SUITE(token_texts)

BOOST_AUTO_TEST_CASE(users)
{
    user_info user;
    user.id = "42";
    BOOST_TEST(describe(user) == "id 42");
    user.login = "jane@example.com";
    BOOST_TEST(describe(user) == "jane@example.com, id 42");
    user.name = "Jane Roe";
    BOOST_TEST(describe(user) == "Jane Roe (jane@example.com), id 42");
}

BOOST_AUTO_TEST_CASE(ends)
{
    time_zone const zone("XYZ-2");
    BOOST_TEST(describe_end(now + 3599s, now) == "2027-01-15 10:59:59 +0200, in 59 minutes");
    BOOST_TEST(describe_end(now + 60s, now).ends_with(", in 1 minute"));
    BOOST_TEST(describe_end(now + 59s, now).ends_with(", in less than a minute"));
    BOOST_TEST(describe_end(now - 1h, now).ends_with(", in less than a minute"));
    BOOST_TEST(describe_end(std::nullopt, now).starts_with("an unknown time"));
    BOOST_TEST((seconds_until(now + 1500ms, now) == 1s && seconds_until(now - 1s, now) == 0s));
    BOOST_TEST((rfc3339(now) == "2027-01-15T08:00:00+00:00" && !rfc3339(std::nullopt)));
}

BOOST_AUTO_TEST_SUITE_END()
