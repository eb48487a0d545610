// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Many jobs from a source to a sink.

#include "bulk_fixture.hpp"
#include "printing.hpp"

#include <boxlink/testing/fault.hpp>

#include <boost/asio/post.hpp>

#include <algorithm>
#include <numeric>
#include <ranges>
#include <set>
#include <string>
#include <vector>

namespace boxlink::test {
namespace {

using namespace std::chrono_literals;
using testing::kind;

BOOST_FIXTURE_TEST_SUITE(bulk, bulk_fixture)

BOOST_AUTO_TEST_CASE(each_job_is_done_once_and_told_once)
{
    constexpr std::size_t count = 2'000;
    auto const ids = files(count);
    auto const story = [&]() -> asio::awaitable<bulk_summary> {
        co_return co_await share_all(box, sharing(ids), keeping());
    };
    auto const summary = run(story());

    BOOST_TEST(summary.jobs == count);
    BOOST_TEST(summary.done == count);
    BOOST_TEST(summary.failed == 0U);
    BOOST_TEST(summary.unknown == 0U);
    BOOST_TEST(summary.is_complete);
    BOOST_TEST(server.link_count() == count);
    BOOST_TEST(server.counters().requests_with("PUT") == count);
    std::set<std::uint64_t> told;
    for (auto const& outcome : outcomes) {
        told.insert(outcome.index);
        BOOST_TEST_REQUIRE(outcome.index < count);
        BOOST_TEST(outcome.job.item.id() == ids[outcome.index]);
        BOOST_TEST_REQUIRE(outcome.link.has_value());
        BOOST_TEST(outcome.link->url == server.link_of(kind::file, ids[outcome.index])->url);
        BOOST_TEST(!outcome.failure.has_value());
    }
    BOOST_TEST(told.size() == count);
    BOOST_TEST(outcomes.size() == count);
}

BOOST_AUTO_TEST_CASE(no_jobs_are_a_success)
{
    start(sharing({}), keeping());
    BOOST_TEST(finish().value().jobs == 0U);
    BOOST_TEST(finish().value().is_complete);
}

BOOST_AUTO_TEST_CASE(jobs_of_all_kinds)
{
    auto const shared = server.add_file("shared");
    auto const bare = server.add_folder("bare");
    server.add_link(kind::file, shared);
    std::vector<bulk_job> const jobs = {
        bulk_job(item_ref::file(shared), bulk_action::unshare),
        bulk_job(item_ref::folder(bare), bulk_action::get_link),
        bulk_job(item_ref::web_link(server.add_web_link())),
        bulk_job(item_ref::file("404")),
        bulk_job(item_ref::file("not an id")),
    };
    start(jobs_of(jobs), keeping());
    auto const& summary = finish().value();
    BOOST_TEST(summary.jobs == 5U);
    BOOST_TEST(summary.done == 3U);
    BOOST_TEST(summary.failed == 2U);
    std::sort(outcomes.begin(), outcomes.end(), [](auto const& a, auto const& b) {
        return a.index < b.index;
    });
    BOOST_TEST(outcomes.at(0).item().id == shared);
    BOOST_TEST(!outcomes.at(0).link.has_value());
    BOOST_TEST(!outcomes.at(1).link.has_value());
    BOOST_TEST(outcomes.at(2).link.has_value());
    BOOST_TEST((outcomes.at(3).failure.value().code == errc::not_found));
    BOOST_TEST((outcomes.at(4).failure.value().code == errc::invalid_argument));
    BOOST_TEST(!server.link_of(kind::file, shared).has_value());
}

BOOST_AUTO_TEST_CASE(a_range_may_make_its_jobs_as_they_are_asked_for)
{
    auto const ids = files(50);
    auto jobs =
        ids | std::views::transform([](std::string const& id) { return bulk_job(item_ref::file(id)); });
    start(jobs_of(std::move(jobs)), keeping());
    BOOST_TEST(finish().value().done == 50U);
}

BOOST_AUTO_TEST_CASE(no_more_are_under_way_than_asked_for)
{
    auto const ids = files(200);
    bulk_options options;
    options.concurrency(7);
    start(sharing(ids), keeping(), options);
    BOOST_TEST(finish().value().done == 200U);
    BOOST_TEST(server.counters().in_flight_high_water <= 7U);
}

BOOST_AUTO_TEST_CASE(a_slow_sink_holds_the_source_up)
{
    constexpr std::size_t concurrency = 10;
    auto const ids = files(500);
    bulk_options options;
    options.concurrency(concurrency).look_ahead(0);
    std::size_t furthest = 0;
    // Slower than the server: its io_context turns many times for each outcome.
    auto sink = [&](bulk_outcome outcome) -> asio::awaitable<void> {
        outcomes.push_back(std::move(outcome));
        for (int turn = 0; turn < 50; ++turn) {
            furthest = std::max(furthest, asked - outcomes.size());
            co_await asio::post(io, asio::use_awaitable);
        }
    };
    start(sharing(ids), sink, options);
    BOOST_TEST(finish().value().done == ids.size());
    // What is under way, what has ended, and one that was asked for.
    BOOST_TEST(furthest <= 2 * concurrency + 2);
}

BOOST_AUTO_TEST_CASE(jobs_act_as_their_users)
{
    auto const id = server.add_file();
    auto const ann = server.add_user("Ann");
    server.record_requests(true);
    bulk_job job{item_ref::file(id)};
    job.as_user = ann;
    start(jobs_of(std::vector{job}), keeping());
    finish();
    BOOST_TEST_REQUIRE(server.requests().size() == 1U);
    BOOST_TEST(server.requests().front().raw.find("As-User: " + ann) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_may_be_done_is_looked_at_first)
{
    auto const ids = files(4);
    auto const wanted = link_settings().access(access_level::open).can_download(false);
    server.add_link(kind::file, ids[1]);
    auto const story = [&]() -> asio::awaitable<void> {
        co_await share(box.file(ids[0]), wanted);
        co_await share(box.file(ids[2]), wanted);
    };
    run(story());
    auto const puts = server.counters().requests_with("PUT");
    std::vector<bulk_job> jobs = {
        bulk_job(item_ref::file(ids[0]), wanted),                // as asked for
        bulk_job(item_ref::file(ids[1]), wanted),                // another link
        bulk_job(item_ref::file(ids[2]), bulk_action::unshare),  // still there
        bulk_job(item_ref::file(ids[3]), bulk_action::unshare),  // not there
        bulk_job(item_ref::file(ids[3]), bulk_action::get_link), // a reading anyhow
        bulk_job(item_ref::file("404"), wanted),
    };
    for (auto& job : jobs)
        job.may_be_done = true;
    start(jobs_of(jobs), keeping());
    BOOST_TEST(finish().value().done == 5U);
    BOOST_TEST(server.counters().requests_with("PUT") == puts + 3);
    std::sort(outcomes.begin(), outcomes.end(), [](auto const& a, auto const& b) {
        return a.index < b.index;
    });
    BOOST_TEST(outcomes.at(0).item().read_back);
    BOOST_TEST(outcomes.at(0).link.value().url == server.link_of(kind::file, ids[0])->url);
    BOOST_TEST(!outcomes.at(1).item().read_back);
    BOOST_TEST(!server.link_of(kind::file, ids[1])->can_download);
    BOOST_TEST(!outcomes.at(2).item().read_back);
    BOOST_TEST(!server.link_of(kind::file, ids[2]).has_value());
    BOOST_TEST(outcomes.at(3).item().read_back);
    BOOST_TEST((outcomes.at(5).failure.value().code == errc::not_found));
}

BOOST_AUTO_TEST_CASE(jobs_are_told_of_when_they_begin)
{
    auto const ids = files(100);
    bulk_options options;
    std::vector<std::uint64_t> begun;
    options.concurrency(5).on_begin([&](std::uint64_t index) {
        BOOST_TEST(server.counters().requests <= begun.size());
        begun.push_back(index);
        BOOST_TEST(begun.size() <= outcomes.size() + 5 + 5);
    });
    start(sharing(ids), keeping(), options);
    BOOST_TEST(finish().value().done == 100U);
    std::vector<std::uint64_t> all(100);
    std::iota(all.begin(), all.end(), 0U);
    BOOST_TEST(begun == all, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_password_that_may_be_set_is_set_again)
{
    auto const ids = files(1);
    bulk_job job(item_ref::file(ids[0]), link_settings().password("Passw0rd-x7Q"));
    job.may_be_done = true;
    start(jobs_of(std::vector<bulk_job>(2, job)), keeping());
    BOOST_TEST(finish().value().done == 2U);
    BOOST_TEST(server.counters().requests_with("PUT") == 2U);
}

BOOST_AUTO_TEST_CASE(bad_options_are_named)
{
    auto const refusal = [&](bulk_options options) {
        ended.reset();
        start(sharing({}), keeping(), std::move(options));
        return finish().error();
    };
    for (auto const& [options, name] : {
             std::pair(bulk_options().concurrency(0), "concurrency"),
             std::pair(bulk_options().concurrency_per_user(100'001), "concurrency_per_user"),
             std::pair(bulk_options().look_ahead(1'000'001), "look_ahead"),
             std::pair(bulk_options().request(request_options().if_match("1")), "if_match"),
             std::pair(bulk_options().request(request_options().max_attempts(0)), "max_attempts"),
         }) {
        auto const failure = refusal(options);
        BOOST_TEST((failure.code == errc::invalid_argument));
        BOOST_TEST(failure.message.find(name) != std::string::npos);
    }
    ended.reset();
    start(nullptr, keeping());
    BOOST_TEST((finish().error().code == errc::invalid_argument));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::test
