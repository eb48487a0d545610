// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/progress.hpp"

#include "cli/terminal_text.hpp"

#include <boost/test/unit_test.hpp>

using namespace boxlink;
using namespace boxlink::cli;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t wide = 200;

user_limit limit_of(std::string user, double a_minute = 970)
{
    user_limit limit;
    limit.user = std::move(user);
    limit.requests_per_minute = a_minute;
    limit.configured_requests_per_minute = 1000;
    return limit;
}

user_limit paused(std::string user, std::chrono::nanoseconds pause)
{
    auto limit = limit_of(std::move(user));
    limit.paused_for = pause;
    return limit;
}

/// A job in virtual time.
struct job
{
    progress::time_point begun{1000h};
    progress::time_point now = begun;
    progress shown{begun};
    limits_snapshot limits;

    /// So many succeed evenly in this time.
    void run(int count, std::chrono::nanoseconds span)
    {
        auto const from = now;
        for (int i = 1; i <= count; ++i)
            shown.on_outcome(true, from + span * i / (count + 1));
        now = from + span;
    }

    std::string line(std::size_t width = wide) { return shown.line(limits, now, width); }

    /// What stands after "ETA "; nothing if there is no such part.
    std::string eta()
    {
        auto const text = line();
        auto const at = text.find("ETA ");
        if (at == std::string::npos)
            return "";
        auto const begin = at + 4;
        return text.substr(begin, text.find("  ", begin) - begin);
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(progress_)

BOOST_AUTO_TEST_CASE(all_of_it)
{
    job one;
    one.shown.on_total(100'000);
    one.shown.on_skipped(2'000);
    one.run(1'600, 100s);
    one.shown.on_outcome(false, one.now);
    one.limits.users = {paused("42", 12s)};
    // Paused, so that what was measured is not believed: 96,399 at 970 a minute, and the pause.
    BOOST_TEST(
        one.line() == "3,601/100,000  3 %  16.1/s  ETA 1 h 40 min  1 failed  paused 12 s: Box's rate limit "
                      "(user 42)  2,000 skipped"
    );
}

BOOST_AUTO_TEST_CASE(nothing_is_said_of_what_is_not_known)
{
    job one;
    BOOST_TEST(one.line() == "0");
    one.shown.on_total(0);
    BOOST_TEST(one.line() == "0/0");
    one.shown.on_total(10);
    BOOST_TEST(one.line() == "0/10  0 %  ETA \u2013");
    // More than there were said to be.
    one.run(11, 30s);
    BOOST_TEST(one.line() == "11  0.4/s");
}

BOOST_AUTO_TEST_CASE(no_end_is_foretold_before_there_is_something_to_go_by)
{
    job one;
    one.shown.on_total(1'000);
    one.run(19, 2s);
    BOOST_TEST(one.eta() == "\u2013");
    one.run(1, 1ms);
    BOOST_TEST(one.eta() == "1 min 39 s");

    job slow;
    slow.shown.on_total(1'000);
    slow.run(1, 2999ms);
    BOOST_TEST(slow.eta() == "\u2013");
    slow.now += 1ms;
    BOOST_TEST(slow.eta() == "49 min 57 s");
}

BOOST_AUTO_TEST_CASE(nothing_is_foretold_of_what_is_over)
{
    job one;
    one.shown.on_total(100);
    one.run(100, 10s);
    BOOST_TEST(one.line() == "100/100  100 %  10.0/s");
}

BOOST_AUTO_TEST_CASE(a_part_is_never_all)
{
    job one;
    one.shown.on_total(100'000);
    one.run(99'999, 1000s);
    BOOST_TEST(one.line().find(" 99 %") != std::string::npos, one.line());
}

BOOST_AUTO_TEST_CASE(the_rate_is_that_of_the_last_quarter_of_a_minute)
{
    job one;
    one.run(10'000, 100s);
    one.run(150, 15s);
    BOOST_TEST(one.line() == "10,150  10.0/s");
    one.now += 15s + 250ms;
    BOOST_TEST(one.line() == "10,150  0.0/s");
}

BOOST_AUTO_TEST_CASE(what_the_limit_lets_pass_at_once_is_no_pace)
{
    job one;
    one.shown.on_total(9'730);
    one.limits.users = {limit_of("")};
    one.limits.waiting = 50;
    one.run(30, 500ms);
    BOOST_TEST(one.eta() == "10 min");

    // The sum of all users' limits binds.
    job two;
    two.shown.on_total(9'730);
    two.limits.users = {limit_of("1"), limit_of("2")};
    two.limits.waiting = 50;
    two.run(30, 500ms);
    BOOST_TEST(two.eta() == "5 min");
}

BOOST_AUTO_TEST_CASE(a_limit_that_nobody_waits_for_does_not_bind)
{
    job one;
    one.shown.on_total(2'000);
    one.limits.users = {limit_of("")};
    one.run(1'000, 10s);
    BOOST_TEST(one.eta() == "10 s");
}

BOOST_AUTO_TEST_CASE(users_who_are_known_no_more_count_as_well)
{
    job one;
    one.shown.on_total(2'000);
    one.limits.users = {limit_of("1")};
    one.limits.waiting = 1;
    one.run(1'000, 20s);
    BOOST_TEST(one.eta() == "20 s");
}

BOOST_AUTO_TEST_CASE(slower_than_the_limit_is_slower)
{
    job one;
    one.shown.on_total(700);
    one.limits.users = {limit_of("")};
    one.limits.waiting = 50;
    one.run(100, 20s);
    BOOST_TEST(one.eta() == "2 min");
}

BOOST_AUTO_TEST_CASE(a_pause_is_added_and_makes_nothing_else_longer)
{
    job one;
    one.shown.on_total(10'100 + 480);
    one.limits.users = {limit_of("", 960)};
    one.limits.waiting = 50;
    one.run(480, 30s);
    BOOST_TEST(one.eta() == "10 min 32 s");
    // The whole pause long, and when it goes on afterwards, the pace is that of the limit.
    for (auto left = 60s; left > 0s; left -= 1s) {
        one.limits.users[0].paused_for = left;
        auto const expected = 10min + 32s + left;
        BOOST_TEST(
            one.eta() == std::to_string(expected / 1min) + " min" +
                             (expected % 1min == 0s ? "" : " " + std::to_string(expected % 1min / 1s) + " s")
        );
        one.now += 1s;
    }
    one.limits.users[0].paused_for = 1ns;
    BOOST_TEST(one.eta() == "10 min 32 s");
    one.limits.users[0].paused_for.reset();
    BOOST_TEST(one.eta() == "10 min 32 s");
    one.run(160, 10s);
    BOOST_TEST(one.eta() == "10 min 22 s");
}

BOOST_AUTO_TEST_CASE(one_of_many_users_is_paused)
{
    job one;
    one.shown.on_total(2'000);
    for (int user = 0; user < 64; ++user)
        one.limits.users.push_back(limit_of(std::to_string(user)));
    one.limits.users[7].paused_for = 31s;
    one.run(1'000, 10s);
    // What all others do goes on.
    BOOST_TEST(one.eta() == "41 s");
    BOOST_TEST(one.line().ends_with("  paused 31 s: Box's rate limit (user 7)"), one.line());
}

BOOST_AUTO_TEST_CASE(the_reason_of_a_wait)
{
    job one;
    BOOST_TEST(one.line() == "0");
    one.limits.users = {paused("", 100ms)};
    BOOST_TEST(one.line() == "0  paused 1 s: Box's rate limit");
    one.limits.users = {paused("1", 12s), limit_of("2"), paused("3", 30'100ms), paused("4", 29s)};
    BOOST_TEST(one.line() == "0  3 users paused, up to 31 s: Box's rate limit");
    one.limits.users = {paused("1", 0s), limit_of("2")};
    one.limits.users[1].probing = true;
    BOOST_TEST(one.line() == "0  probing Box's rate limit (user 2)");
    one.limits.breaker_open = true;
    BOOST_TEST(one.line() == "0  Box answers with errors or not at all: probing");
}

BOOST_AUTO_TEST_CASE(nobody_knows_when_box_works_again)
{
    job one;
    one.shown.on_total(2'000);
    one.run(1'000, 10s);
    BOOST_TEST(one.eta() == "10 s");
    one.limits.breaker_open = true;
    BOOST_TEST(one.eta() == "\u2013");
    // What was done before the failure counts no more, and the failure does not either.
    one.now += 10s;
    BOOST_TEST(one.eta() == "\u2013");
    one.limits.breaker_open = false;
    BOOST_TEST(one.eta() == "\u2013");
    one.run(250, 5s);
    BOOST_TEST(one.eta() == "15 s");
}

BOOST_AUTO_TEST_CASE(a_line_fits_its_width)
{
    job one;
    one.shown.on_total(100'000);
    one.shown.on_skipped(2'000);
    one.run(160, 10s);
    one.shown.on_outcome(false, one.now);
    one.limits.users = {paused("42", 12s)};
    auto const all = one.line();
    std::vector<std::string> seen;
    for (auto width = columns(all); width > 0; --width) {
        auto const text = one.line(width);
        BOOST_TEST(columns(text) <= width, text);
        if (seen.empty() || seen.back() != text)
            seen.push_back(text);
    }
    std::vector<std::string> const expected = {
        "2,161/100,000  2 %  16.1/s  ETA 1 h 42 min  1 failed  paused 12 s: Box's rate limit (user 42)  "
        "2,000 skipped",
        "2,161/100,000  2 %  16.1/s  ETA 1 h 42 min  1 failed  paused 12 s: Box's rate limit (user 42)",
        "2,161/100,000  2 %  16.1/s  ETA 1 h 42 min  1 failed  paused 12 s",
        "2,161/100,000  2 %  16.1/s  ETA 1 h 42 min  1 failed",
        "2,161/100,000  2 %  16.1/s  ETA 1 h 42 min",
        "2,161/100,000  2 %  16.1/s",
        "2,161/100,000  2 %",
        "2,161/100,000",
        "2,161/100,00",
    };
    seen.resize(expected.size());
    BOOST_TEST(seen == expected, boost::test_tools::per_element());
    BOOST_TEST(one.line(0) == "");
}

BOOST_AUTO_TEST_CASE(names_of_users_are_harmless)
{
    job one;
    one.limits.users = {paused("4\r\x1b[2J" + std::string(1'000, '2'), 12s)};
    auto const text = one.line(10'000);
    BOOST_TEST(text.find_first_of("\r\x1b") == std::string::npos, text);
    BOOST_TEST(text.size() < 100, text);
}

BOOST_AUTO_TEST_SUITE_END()
