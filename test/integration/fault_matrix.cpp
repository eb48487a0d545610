// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Each fault of the embedded server × {one connection, many} × {first attempt, later attempt} × {share, unshare, get_link, find}: exactly as many
// requests as are needed, the outcome that agrees with the server, no effect twice, no hang, the deadline kept, and nothing left over.

#include "driven_client.hpp"
#include "fault_rows.hpp"
#include "item_kinds.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>

#include <algorithm>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace boxlink::test {
namespace {

namespace data = boost::unit_test::data;
using namespace std::chrono_literals;
using testing::fault;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::size_t many = 4;
#else
constexpr std::size_t many = 5;
#endif

/// One operation on an item of its own, and what became of it.
struct subject
{
    item_kind kind = item_kinds[0];
    std::string id;
    /// Whom `find` acts as, so that a fault can be meant for it.
    std::string user;
    /// The link and etag before.
    std::optional<testing::stored_link> link;
    std::string etag;

    bool is_over = false;
    net::time_source::time_point over_at{};
    std::optional<error_info> failure;
    std::string url;
    bool read_back = false;
};

/// One run: some operations of a new client.
class trial
{
public:
    trial(client_fixture& on, deed what, std::size_t count)
        : server_(on.server), what_(what), driven(on, on.options().max_connections(count).max_attempts(12)),
          begin_(driven.time->now())
    {
        for (std::size_t n = 0; n < count; ++n)
            add(item_kinds[n % item_kinds.size()]);
        server_.reset_counters();
    }

    /// A fault that befalls this operation's requests only.
    [[nodiscard]] fault aimed(subject const& at, fault what) const
    {
        return what_ == deed::find ? what.user(at.user) : what.item(at.kind.stored, at.id);
    }

    void start(request_options const& options)
    {
        for (auto& each : subjects)
            start(each, options);
    }

    [[nodiscard]] bool all_over() const
    {
        return std::all_of(subjects.begin(), subjects.end(), [](auto const& each) { return each.is_over; });
    }

    /// Runs to the end. \param deadline what all operations must have kept.
    void finish(std::chrono::nanoseconds deadline)
    {
        driven.drive([this] { return all_over(); });
        for (auto const& each : subjects)
            BOOST_TEST((each.over_at - begin_ <= deadline));
        driven.check_nothing_left_over();
        server_.clear_faults();
    }

    /// Whether the effect of the change shows; of a lookup, nothing must.
    [[nodiscard]] bool has_effect(subject const& one) const
    {
        return server_.link_of(one.kind.stored, one.id).has_value() != one.link.has_value();
    }

    /// The etag has advanced as often as that takes; and what there is of a link is the one that was told of.
    void check_effect(subject const& one, bool expected) const
    {
        auto const link = server_.link_of(one.kind.stored, one.id);
        BOOST_TEST(has_effect(one) == expected);
        BOOST_TEST(
            std::stoi(server_.etag_of(one.kind.stored, one.id)) == std::stoi(one.etag) + (expected ? 1 : 0)
        );
        if (what_ == deed::share && link)
            BOOST_TEST(link->access == "company");
        if (what_ != deed::share && link)
            BOOST_TEST((link == one.link));
    }

    [[nodiscard]] std::uint64_t faults_fired() const { return server_.counters().faults_fired; }
    [[nodiscard]] std::uint64_t requests() const { return server_.counters().requests; }

private:
    testing::box_server& server_;
    deed what_;

public:
    driven_client driven;
    std::deque<subject> subjects;

private:
    void add(item_kind const& kind)
    {
        auto& one = subjects.emplace_back();
        one.kind = kind;
        one.id = kind.add(server_);
        if (what_ == deed::find)
            one.user = server_.add_user();
        if (what_ != deed::share)
            one.link = server_.add_link(kind.stored, one.id);
        one.etag = server_.etag_of(kind.stored, one.id);
    }

    void start(subject& one, request_options const& options)
    {
        auto const target = one.kind.of(driven.box, one.id);
        auto const keep = [this, &one](auto const& outcome, auto const& take) {
            BOOST_TEST(!one.is_over);
            one.is_over = true;
            one.over_at = driven.time->now();
            if (outcome.has_error())
                one.failure = outcome.error();
            else
                take(*outcome);
        };
        switch (what_) {
        case deed::share: {
            auto const take = [&one](shared_link const& link) {
                one.url = link.url;
                one.read_back = link.item.read_back;
            };
            auto const settings = link_settings().access(access_level::company).can_download(false);
            share(target, settings, options, as_result([=](result<shared_link> const& ended) {
                      keep(ended, take);
                  }));
            break;
        }
        case deed::unshare: {
            auto const take = [&one](item_info const& item) { one.read_back = item.read_back; };
            unshare(target, options, as_result([=](result<item_info> const& ended) { keep(ended, take); }));
            break;
        }
        case deed::get_link: {
            auto const take = [&one](link_lookup const& found) { one.url = found.link.value().url; };
            get_link(target, options, as_result([=](result<link_lookup> const& ended) {
                         keep(ended, take);
                     }));
            break;
        }
        case deed::find: {
            auto const take = [&one](found_item const& found) { one.url = found.link.value().url; };
            auto const box = driven.box.as_user(one.user);
            find(box, one.link->url, options, as_result([=](result<found_item> const& ended) {
                     keep(ended, take);
                 }));
            break;
        }
        }
    }

    net::time_source::time_point begin_;
};

/// What must become of one operation.
struct prediction
{
    /// That its server sees.
    std::uint64_t requests = 0;
    std::optional<errc> failure;
    bool may_have_taken_effect = false;
    bool has_effect = false;
    bool read_back = false;
};

/// \param later whether the fault befalls not the first attempt, but the one after a 503.
prediction predict(fault_row const& row, deed what, bool later)
{
    bool const at_connection = row.where == place::connection || row.where == place::held_connection;
    bool const change = is_change(what);
    prediction expected;
    expected.requests = (later ? 1 : 0) + (at_connection ? 0 : 1);
    expected.has_effect = change && row.applied;
    auto const fails = [&](errc code, bool may_have_taken_effect) {
        expected.failure = code;
        expected.may_have_taken_effect = change && may_have_taken_effect;
    };
    auto const reads_back = [&] {
        ++expected.requests;
        if (row.applied)
            expected.read_back = true;
        else
            fails(errc::outcome_unknown, true);
    };
    switch (row.then) {
    case sequel::success:
        break;
    case sequel::again:
        ++expected.requests;
        expected.has_effect = change;
        break;
    case sequel::refusal:
        fails(row.code, later);
        break;
    case sequel::no_use:
        if (change && later)
            reads_back();
        else
            fails(row.code, false);
        break;
    case sequel::contested:
        expected.requests += change && later ? 1 : 0;
        fails(row.code, false);
        break;
    case sequel::doubt:
        if (change)
            reads_back();
        else
            fails(row.code, false);
        break;
    case sequel::nonsense:
        fails(row.code, true);
        break;
    }
    return expected;
}

struct matrix_fixture : client_fixture
{
    void inject(trial& run, fault_row const& row, fault const& what)
    {
        if (row.where == place::stall)
            run.driven.inject_stall(what);
        else if (row.where == place::held_connection)
            run.driven.inject_held_connection(what);
        else
            run.driven.inject(what);
    }

    /// Lets the fault befall an attempt of each operation.
    void start(trial& run, fault_row const& row, deed what, bool later)
    {
        auto const count = run.subjects.size();
        bool const at_connection = row.where == place::connection || row.where == place::held_connection;
        for (auto const& each : run.subjects) {
            if (later)
                run.driven.inject(run.aimed(each, fault().status(503)));
            if (!at_connection)
                inject(run, row, run.aimed(each, row.make(what)));
        }
        if (at_connection && !later)
            inject(run, row, row.make(what).times(count));
        run.start(request_options());
        if (at_connection && later) {
            // What is open now must not be of use to later attempts.
            run.driven.drive([&] {
                return run.driven.log->reports.size() == count && run.driven.is_at_rest();
            });
            server.reset_connections();
            inject(run, row, row.make(what).times(count));
        }
    }

    /// Each operation has met what was meant for it.
    static void check_fired(trial const& run, fault_row const& row, bool later)
    {
        auto const count = run.subjects.size();
        auto const fired = run.faults_fired();
        if (row.where == place::connection || row.where == place::held_connection)
            BOOST_TEST(fired > (later ? count : 0));
        else
            BOOST_TEST(fired == (later ? 2 : 1) * count);
    }

    void check(trial& run, fault_row const& row, deed what, bool later)
    {
        auto const expected = predict(row, what, later);
        BOOST_TEST(run.requests() == run.subjects.size() * expected.requests);
        for (auto const& each : run.subjects) {
            auto const link = server.link_of(each.kind.stored, each.id);
            run.check_effect(each, expected.has_effect);
            BOOST_TEST(
                each.failure.has_value() == expected.failure.has_value(),
                (each.failure ? each.failure->to_string() : "success")
            );
            if (each.failure && expected.failure) {
                BOOST_TEST(each.failure->code == *expected.failure, each.failure->to_string());
                BOOST_TEST(each.failure->may_have_taken_effect == expected.may_have_taken_effect);
            }
            BOOST_TEST(each.read_back == expected.read_back);
            bool const is_servers = !each.url.ends_with("/raw");
            if (!each.url.empty() && is_servers)
                BOOST_TEST(each.url == link.value().url);
        }
    }

    /// What comes after is not disturbed, by anything that is still in a connection.
    void check_later_lookup(trial& run)
    {
        auto const before = run.requests();
        for (auto const& each : run.subjects) {
            started<link_lookup> lookup;
            get_link(each.kind.of(run.driven.box, each.id), lookup.token());
            run.driven.drive([&] { return lookup.is_over(); });
            BOOST_REQUIRE(lookup.outcome().has_value());
            auto const link = server.link_of(each.kind.stored, each.id);
            BOOST_TEST(
                (lookup.outcome()->link ? lookup.outcome()->link->url : "none") == (link ? link->url : "none")
            );
        }
        BOOST_TEST(run.requests() == before + run.subjects.size());
        run.driven.check_nothing_left_over();
    }

    void go(fault_row const& row, deed what, std::size_t count, bool later)
    {
        trial run(*this, what, count);
        start(run, row, what, later);
        run.finish(5min);
        check_fired(run, row, later);
        check(run, row, what, later);
        check_later_lookup(run);
        // What takes effect late has no effect twice either.
        server.apply_late_writes();
        for (auto const& each : run.subjects)
            run.check_effect(each, predict(row, what, later).has_effect);
    }

    /// The fault befalls all attempts, and the time is short.
    void go_in_vain(fault_row const& row, deed what, std::size_t count)
    {
        constexpr auto deadline = 20s;
        trial run(*this, what, count);
        if (row.where == place::connection || row.where == place::held_connection)
            inject(run, row, row.make(what).always());
        else
            for (auto const& each : run.subjects)
                inject(run, row, run.aimed(each, row.make(what)).always());
        run.start(request_options().deadline(deadline));
        run.finish(deadline);

        // What was sent is what the server saw, unless it was sent over a used connection that was dead already.
        std::uint64_t sent = 0;
        std::uint64_t stale = 0;
        for (auto const& report : run.driven.log->reports) {
            sent += report.bytes_sent > 0 ? 1 : 0;
            stale += report.status == 0 && report.reused_connection ? 1 : 0;
        }
        BOOST_TEST(run.requests() <= sent);
        BOOST_TEST(run.requests() + stale >= sent);
        server.apply_late_writes();
        for (auto const& each : run.subjects) {
            BOOST_TEST(
                each.failure.has_value() == (row.then != sequel::success && row.name != "a late handshake")
            );
            bool const may_have_effect =
                is_change(what) && (!each.failure || each.failure->may_have_taken_effect);
            bool const has_effect = run.has_effect(each);
            BOOST_TEST((may_have_effect || !has_effect));
            run.check_effect(each, has_effect);
            if (!each.failure)
                BOOST_TEST(has_effect == is_change(what));
            if (each.failure && each.failure->code == errc::outcome_unknown)
                BOOST_TEST(each.failure->may_have_taken_effect);
        }
    }
};

BOOST_FIXTURE_TEST_SUITE(fault_matrix, matrix_fixture)

BOOST_DATA_TEST_CASE(each_is_overcome_or_told, data::make(fault_rows()), row)
{
    for (std::size_t const count : {std::size_t{1}, row.lonely ? 1 : many}) {
        for (bool const later : {false, true}) {
            for (auto const what : deeds) {
                BOOST_TEST_CONTEXT(
                    what << ", " << count << " at once, " << (later ? "later" : "first") << " attempt"
                )
                {
                    go(row, what, count, later);
                }
            }
        }
    }
}

BOOST_DATA_TEST_CASE(the_deadline_is_kept, data::make(fault_rows()), row)
{
    for (auto const what : deeds) {
        BOOST_TEST_CONTEXT(what)
        {
            go_in_vain(row, what, many / 2);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::test
