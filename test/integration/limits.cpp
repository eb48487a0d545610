// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "timed_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <deque>
#include <string>
#include <vector>

namespace boxlink::test {
namespace {

using namespace std::chrono_literals;
using testing::fault;

fault refusal(std::chrono::seconds retry_after)
{
    return fault().status(429).retry_after(retry_after);
}

struct limits_fixture : timed_fixture
{
    /// A client that keeps these limits, on a clock of its own that goes with the fixture's.
    [[nodiscard]] client limited(shared_limits const& limits, client_options chosen)
    {
        clocks.push_back(std::make_shared<manual_time>(io.get_executor()));
        return make_client(chosen.observer(log).limits(limits), clocks.back());
    }
    [[nodiscard]] client limited(shared_limits const& limits)
    {
        return limited(limits, server_fixture::options());
    }

    /// Turns the hands in small steps until the operation is over. \return how long that took.
    template <class T>
    std::chrono::nanoseconds until_over(client const& watched, started<T> const& operation)
    {
        auto const begin = time->now();
        for (run_ready(io); !operation.is_over(); run_ready(io)) {
            if (watched.limits().in_flight == 0)
                advance(10ms);
        }
        return time->now() - begin;
    }

    void advance(std::chrono::nanoseconds by)
    {
        time->advance(by);
        for (auto const& clock : clocks)
            clock->advance(by);
    }

    [[nodiscard]] std::optional<std::chrono::nanoseconds>
    pause_of(client const& asked, std::string const& user = "") const
    {
        for (auto const& known : asked.limits().users) {
            if (known.user == user)
                return known.paused_for;
        }
        return std::nullopt;
    }

    std::vector<std::shared_ptr<manual_time>> clocks;
};

BOOST_FIXTURE_TEST_SUITE(limits, limits_fixture)

BOOST_AUTO_TEST_CASE(requests_are_spaced_after_a_burst)
{
    box = limited(shared_limits(limit_options().requests_per_minute(600).burst(5)));
    auto const ids = server.add_files(11);
    std::deque<started<link_lookup>> lookups(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i)
        get_link(box.file(ids[i]), lookups[i].token());
    for (std::size_t i = 0; i < 5; ++i)
        BOOST_TEST(outcome_of(lookups[i]).has_value());
    run_ready(io);
    BOOST_TEST(server.counters().requests == 5U);
    BOOST_TEST(box.limits().waiting == 6U);
    BOOST_TEST(log->waits.size() == 6U);
    for (auto const& wait : log->waits)
        BOOST_TEST(to_string(wait.reason) == "paced");

    // 600 a minute, less a margin of 2 %.
    auto const waited = until_over(box, lookups.back());
    BOOST_TEST((waited >= 600ms));
    BOOST_TEST((waited <= 700ms));
    BOOST_TEST(server.counters().requests == 11U);
}

BOOST_AUTO_TEST_CASE(a_pause_holds_for_all_clients_of_the_limits_and_for_no_others)
{
    shared_limits const limits(limit_options().requests_per_minute(6000));
    box = limited(limits);
    auto const sharing = limited(limits);
    auto const stranger = limited(no_limits());
    auto const id = server.add_file();
    server.inject(refusal(30s));
    started<link_lookup> refused;
    get_link(box.file(id), refused.token());
    after_attempt(1);
    run_ready(io);
    BOOST_TEST((pause_of(box).value() >= 30s));

    started<link_lookup> held;
    started<link_lookup> free;
    get_link(sharing.file(id), held.token());
    get_link(stranger.file(id), free.token());
    BOOST_TEST(outcome_of(free).has_value());
    run_ready(io);
    BOOST_TEST(!held.is_over());
    BOOST_TEST(sharing.limits().waiting == 1U);
    BOOST_TEST(to_string(log->waits.back().reason) == "rate_limited");
    BOOST_TEST((log->waits.back().expected.value() >= 30s));
    BOOST_TEST(limits.users().size() == 1U);

    BOOST_TEST((until_over(sharing, held) >= 30s));
    until_over(box, refused);
    BOOST_TEST(held.outcome().has_value());
    BOOST_TEST(refused.outcome().has_value());
    BOOST_TEST(server.counters().requests == 4U);
}

BOOST_AUTO_TEST_CASE(users_have_pauses_of_their_own)
{
    auto const user = server.add_user();
    auto const id = server.add_file();
    server.inject(refusal(30s).user(user));
    started<link_lookup> refused;
    get_link(box.as_user(user).file(id), refused.token());
    after_attempt(1);
    run_ready(io);
    BOOST_TEST((pause_of(box, user).value() >= 30s));
    BOOST_TEST(!pause_of(box).has_value());

    started<link_lookup> other;
    get_link(box.file(id), other.token());
    BOOST_TEST(outcome_of(other).has_value());
    BOOST_TEST(!refused.is_over());
    BOOST_TEST((until_over(box, refused) >= 30s));
}

BOOST_AUTO_TEST_CASE(a_pause_is_obeyed_up_to_the_option)
{
    box = limited(shared_limits(limit_options().max_pause(20s)));
    server.inject(refusal(10min));
    started<link_lookup> lookup;
    get_link(box.file(server.add_file()), lookup.token());
    auto const waited = until_over(box, lookup);
    BOOST_TEST((waited >= 20s));
    BOOST_TEST((waited <= 22s));
}

BOOST_AUTO_TEST_CASE(interactive_goes_before_bulk)
{
    box = limited(shared_limits(limit_options().requests_per_minute(60)));
    auto const ids = server.add_files(100);
    std::deque<started<link_lookup>> flood(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i)
        get_link(box.file(ids[i]), request_options().priority(priority::bulk), flood[i].token());
    started<link_lookup> urgent;
    get_link(box.file(ids[0]), urgent.token());

    BOOST_TEST((until_over(box, urgent) <= 2100ms));
    BOOST_TEST(!flood.back().is_over());
    until_over(box, flood.back());
    for (auto const& one : flood)
        BOOST_TEST(outcome_of(one).has_value());
}

BOOST_AUTO_TEST_CASE(what_cannot_go_before_its_deadline_is_refused_at_once_and_told_when)
{
    auto const id = server.add_file();
    server.inject(refusal(60s));
    started<link_lookup> first;
    get_link(box.file(id), request_options().deadline(30s), first.token());
    BOOST_TEST(outcome_of(first).error().code == errc::rate_limited);
    BOOST_TEST(first.failure().status == 429);
    BOOST_TEST((first.failure().elapsed == 0s));

    started<shared_link> second;
    share(box.file(id), link_settings(), request_options().deadline(59s), second.token());
    BOOST_TEST(outcome_of(second).error().code == errc::rate_limited);
    BOOST_TEST(second.failure().attempts.empty());
    BOOST_TEST((second.failure().retry_after.value() >= 60s));
    BOOST_TEST((second.failure().retry_after.value() <= 62s));
    BOOST_TEST(second.failure().message.find("ms at the earliest") != std::string::npos);
    BOOST_TEST(!second.failure().may_have_taken_effect);
    BOOST_TEST(server.counters().requests == 1U);
}

BOOST_AUTO_TEST_CASE(a_pause_that_begins_refuses_those_who_wait_already)
{
    box = limited(no_limits(), server_fixture::options().max_connections(1));
    auto const ids = server.add_files(2);
    server.inject(refusal(60s));
    started<link_lookup> first;
    started<link_lookup> second;
    get_link(box.file(ids[0]), first.token());
    get_link(box.file(ids[1]), request_options().deadline(30s), second.token());
    BOOST_TEST(outcome_of(second).error().code == errc::rate_limited);
    BOOST_TEST((second.failure().elapsed == 0s));
    BOOST_TEST((until_over(box, first) >= 60s));
    BOOST_TEST(server.counters().requests == 2U);
}

BOOST_AUTO_TEST_CASE(changes_of_an_item_go_one_after_another)
{
    auto const id = server.add_file();
    server.inject(fault().status(503).applied());
    started<shared_link> first;
    started<shared_link> second;
    started<item_info> third;
    share(box.file(id), link_settings().access(access_level::open), first.token());
    share(box.file(id), link_settings().access(access_level::company), second.token());
    unshare(box.file(id), third.token());
    auto const other = server.add_file();
    started<shared_link> beside;
    share(box.file(other), link_settings(), beside.token());

    // The first one's retry comes before the second, whatever the time of its back-off.
    BOOST_TEST(outcome_of(beside).has_value());
    BOOST_TEST(!first.is_over());
    until_over(box, third);
    BOOST_TEST(to_string(outcome_of(first)->access.value()) == "open");
    BOOST_TEST(to_string(outcome_of(second)->access.value()) == "company");
    BOOST_TEST(!server.link_of(testing::kind::file, id).has_value());
    BOOST_TEST(std::count_if(log->waits.begin(), log->waits.end(), [](auto const& wait) {
                   return wait.reason == wait_reason::earlier_change;
               }) == 2);
}

BOOST_AUTO_TEST_CASE(a_server_that_fails_is_probed_until_it_is_back)
{
    auto const ids = server.add_files(40);
    server.inject(fault().status(503).always());
    std::deque<started<link_lookup>> lookups(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i)
        get_link(box.file(ids[i]), request_options().priority(priority::bulk), lookups[i].token());
    while (!box.limits().breaker_open) {
        run_ready(io);
        if (box.limits().in_flight == 0)
            time->advance(10ms);
    }
    // All that is under way comes to its end, then one request goes at a time.
    while (box.limits().in_flight > 0)
        run_ready(io);
    BOOST_TEST(box.limits().window < 32U);
    auto const before = server.counters().requests;
    for (int second = 0; second < 10; ++second) {
        time->advance(1s);
        do
            run_ready(io);
        while (box.limits().in_flight > 0);
    }
    BOOST_TEST(server.counters().requests - before <= 10U);
    BOOST_TEST(box.limits().breaker_open);
    BOOST_TEST(std::any_of(log->waits.begin(), log->waits.end(), [](auto const& wait) {
        return wait.reason == wait_reason::breaker;
    }));

    server.clear_faults();
    for (auto const& lookup : lookups)
        until_over(box, lookup);
    BOOST_TEST(!box.limits().breaker_open);
    auto const succeeded = std::count_if(lookups.begin(), lookups.end(), [](auto const& lookup) {
        return lookup.outcome().has_value();
    });
    BOOST_TEST(succeeded >= 30);
}

BOOST_AUTO_TEST_CASE(options_out_of_range_are_refused)
{
    auto const refuses = [](limit_options const& options, std::string const& name) {
        BOOST_CHECK_EXCEPTION(shared_limits{options}, error, [&](error const& refused) {
            return refused.code() == errc::invalid_configuration &&
                   refused.info().message.find(name) != std::string::npos;
        });
    };
    refuses(limit_options().requests_per_minute(0), "requests_per_minute");
    refuses(limit_options().burst(0), "burst");
    refuses(limit_options().max_pause(0ms), "max_pause");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::test
