// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Random operations while a server does things and does not say so, says no, is busy, or does things late: whatever an operation reports agrees with
// what the server has.

#include "driven_client.hpp"
#include "item_kinds.hpp"
#include "random_links.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace boxlink::test {
namespace {

using namespace std::chrono_literals;
using testing::stored_link;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::uint64_t seeds = 25;
#else
constexpr std::uint64_t seeds = 100;
#endif
constexpr int steps = 20;
/// Names the operation to the server, in each of its requests.
constexpr char const* tag = "X-Operation";

/// An item, and the changes of it in the order in which they were started.
struct target
{
    item_kind kind;
    std::string id;
};

/// What was asked for, and what was told in the end.
struct order
{
    int number = 0;
    target const* on = nullptr;
    /// Nothing for a lookup; without settings, the link is removed.
    bool is_change = false;
    std::optional<link_settings> settings;
    request_options options;
    net::time_source::time_point started_at{};

    std::optional<error_info> failure;
    net::time_source::time_point over_at{};
    /// How many were over before.
    std::optional<int> place;
    std::string url;
    std::string etag;
    bool read_back = false;

    [[nodiscard]] bool succeeded() const { return place && !failure; }
    [[nodiscard]] bool is_certain() const { return !failure || !failure->may_have_taken_effect; }
};

/// What all seeds together have met: none of it must be missing.
struct tally
{
    std::map<std::string, int> counts;

    void add(order const& one)
    {
        if (one.succeeded())
            ++counts[one.read_back ? "success, read back" : "success"];
        else if (one.failure->code == errc::outcome_unknown)
            ++counts["unknown"];
        else
            ++counts[one.failure->may_have_taken_effect ? "failure in doubt" : "failure"];
    }
};

/// Whether an attempt leaves open if it took effect.
bool leaves_doubt(attempt_summary const& attempt)
{
    if (attempt.status == 0)
        return attempt.code != errc::connect_failed && attempt.code != errc::resolve_failed;
    return attempt.status == 202 || attempt.status == 408 || attempt.status >= 500;
}

bool leaves_doubt(error_info const& failure)
{
    return std::any_of(failure.attempts.begin(), failure.attempts.end(), [](auto const& attempt) {
        return leaves_doubt(attempt);
    });
}

/// One seed: a server, a client, a few items, and what happens to them.
class story
{
public:
    story(std::uint64_t seed, tally& met)
        : random_(seed), secretive_(seed % 4 == 0), met_(met), world_(testing::server_options().seed(seed)),
          server_(world_.server),
          driven_(world_, world_.server_fixture::options().max_connections(1 + seed % 8))
    {
        server_.record_requests(true);
        for (auto const& kind : item_kinds)
            targets_.push_back({kind, kind.add(server_)});
    }

    void go()
    {
        for (int step = 0; step < steps; ++step) {
            BOOST_TEST_CONTEXT("step " << step)
            {
                if (random_.percent(20))
                    several_at_once();
                else
                    one_alone();
                server_.clear_faults();
                server_.clear_requests();
                orders_.clear();
            }
        }
        driven_.check_nothing_left_over();
    }

private:
    void one_alone()
    {
        auto const& on = any_target();
        auto const before = server_.link_of(on.kind.stored, on.id);
        auto const etag_before = server_.etag_of(on.kind.stored, on.id);
        auto& one = random_order(on);
        one.options.max_attempts(static_cast<int>(1 + random_.below(4)));
        if (random_.percent(20))
            one.options.deadline(25s);
        if (one.is_change && random_.percent(40))
            one.options.if_match(random_.percent(70) ? etag_before : "77777");
        inject_troubles(on, true);
        start(one);
        driven_.drive([&] { return one.place.has_value(); });
        auto const at_end = server_.link_of(on.kind.stored, on.id);
        // What comes late must not contradict what was told either.
        server_.clear_faults();
        server_.apply_late_writes();
        auto const after = server_.link_of(on.kind.stored, on.id);

        met_.add(one);
        check_times(one);
        BOOST_TEST_CONTEXT((one.failure ? one.failure->to_string() : "success"))
        {
            if (one.succeeded() && one.is_change) {
                BOOST_TEST(shows(at_end, one.settings));
                BOOST_TEST(shows(after, one.settings));
            }
            if (one.succeeded() && (one.settings || !one.is_change)) {
                BOOST_TEST(one.url == (after ? after->url : ""));
                BOOST_TEST(one.etag == server_.etag_of(on.kind.stored, on.id));
            }
            if (!one.is_change || (one.failure && one.is_certain())) {
                BOOST_TEST((after == before));
                BOOST_TEST(server_.etag_of(on.kind.stored, on.id) == etag_before);
            }
            // A link that lives keeps its address, whatever becomes of the rest.
            if (before && after)
                BOOST_TEST(before->url == after->url);
            if (one.failure)
                check_doubt(one);
        }
    }

    void several_at_once()
    {
        std::map<target const*, std::optional<stored_link>> before;
        for (auto const& each : targets_) {
            before[&each] = server_.link_of(each.kind.stored, each.id);
            inject_troubles(each, false);
        }
        // Most of them on one item.
        auto const& crowded = any_target();
        for (std::size_t count = 3 + random_.below(4); count > 0; --count) {
            auto& one = random_order(random_.percent(75) ? crowded : any_target());
            if (random_.percent(15))
                one.options.deadline(40s);
            start(one);
        }
        driven_.drive([this] { return over_ == static_cast<int>(orders_.size()); });
        for (auto const& one : orders_) {
            met_.add(one);
            check_times(one);
            if (one.failure)
                check_doubt(one);
        }
        for (auto const& each : targets_) {
            check_sequence(each);
            check_last(each, before[&each]);
        }
    }

    /// Changes of an item go one after another in the order in which they were started: no request of an earlier one comes after one of a later one.
    void check_sequence(target const& on)
    {
        int latest = 0;
        for (auto const& request : server_.requests()) {
            auto const at = request.raw.find(std::string(tag) + ": ");
            BOOST_REQUIRE(at != std::string::npos);
            auto const number = std::stoi(request.raw.substr(at + std::string(tag).size() + 2));
            auto const& one = orders_[static_cast<std::size_t>(number - first_number())];
            if (one.on != &on || !one.is_change)
                continue;
            BOOST_TEST(number >= latest);
            latest = number;
        }
        int last_success = -1;
        for (auto const& one : orders_) {
            if (one.on != &on || !one.is_change || !one.succeeded())
                continue;
            BOOST_TEST(*one.place > last_success);
            last_success = *one.place;
        }
    }

    /// The last change that was certain to take effect shows, unless a later one is in doubt.
    void check_last(target const& on, std::optional<stored_link> const& before)
    {
        order const* last = nullptr;
        bool certain = true;
        for (auto const& one : orders_) {
            if (one.on != &on || !one.is_change)
                continue;
            if (one.succeeded()) {
                last = &one;
                certain = true;
            } else if (!one.is_certain())
                certain = false;
        }
        auto const after = server_.link_of(on.kind.stored, on.id);
        if (last != nullptr && certain)
            BOOST_TEST(shows(after, last->settings));
        if (last == nullptr && certain)
            BOOST_TEST((after == before));
    }

    void check_times(order const& one) const
    {
        BOOST_TEST((one.over_at - one.started_at <= one.options.deadline().value_or(5min)));
    }

    static void check_doubt(order const& one)
    {
        auto const& failure = *one.failure;
        bool const doubt = one.is_change && leaves_doubt(failure);
        if (failure.code == errc::outcome_unknown)
            BOOST_TEST(failure.may_have_taken_effect);
        if (failure.may_have_taken_effect)
            BOOST_TEST(doubt);
        // Only reading back can dispel a doubt, and only what somebody else's etag explains.
        if (doubt && failure.code != errc::precondition_failed)
            BOOST_TEST(failure.may_have_taken_effect);
    }

    target const& any_target() { return targets_[random_.below(targets_.size())]; }
    [[nodiscard]] int first_number() const { return orders_.front().number; }

    order& random_order(target const& on)
    {
        if (orders_.empty())
            over_ = 0;
        auto& one = orders_.emplace_back();
        one.number = ++numbers_;
        one.on = &on;
        one.options.header(tag, std::to_string(one.number));
        auto const what = random_.below(10);
        one.is_change = what > 0;
        if (what > 3)
            one.settings = random_settings(random_, on.kind, secretive_);
        return one;
    }

    void inject_troubles(target const& on, bool may_be_late)
    {
        for (auto count = random_.below(5); count > 0; --count) {
            auto one = random_trouble(random_, may_be_late, secretive_);
            one.what.item(on.kind.stored, on.id);
            if (one.stalls)
                driven_.inject_stall(one.what);
            else
                driven_.inject(one.what);
        }
    }

    void start(order& one)
    {
        one.started_at = driven_.time->now();
        auto const item = one.on->kind.of(driven_.box, one.on->id);
        auto const keep = [this, &one](auto const& ended) {
            BOOST_TEST(!one.place.has_value());
            one.place = over_++;
            one.over_at = driven_.time->now();
            if (ended.has_error())
                one.failure = ended.error();
            return !one.failure;
        };
        if (!one.is_change) {
            get_link(item, one.options, as_result([keep, &one](result<link_lookup> const& ended) {
                         if (!keep(ended))
                             return;
                         one.url = ended->link ? ended->link->url : "";
                         one.etag = ended->item.etag.value();
                     }));
        } else if (one.settings) {
            share(item, *one.settings, one.options, as_result([keep, &one](result<shared_link> const& ended) {
                      if (!keep(ended))
                          return;
                      one.url = ended->url;
                      one.etag = ended->item.etag.value();
                      one.read_back = ended->item.read_back;
                  }));
        } else {
            unshare(item, one.options, as_result([keep, &one](result<item_info> const& ended) {
                        if (keep(ended))
                            one.read_back = ended->read_back;
                    }));
        }
    }

    chance random_;
    /// Whether nearly all is about passwords, of which reading back shows nothing but that there is one, and much does not take effect.
    bool const secretive_;
    tally& met_;
    client_fixture world_;
    testing::box_server& server_;
    driven_client driven_;
    std::vector<target> targets_;
    std::deque<order> orders_;
    int numbers_ = 0;
    int over_ = 0;
};

BOOST_AUTO_TEST_SUITE(lost_outcomes)

BOOST_AUTO_TEST_CASE(what_is_told_agrees_with_the_server)
{
    tally met;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        BOOST_TEST_CONTEXT("seed " << seed)
        {
            story(seed, met).go();
        }
    }
    for (auto const& [what, count] : met.counts)
        BOOST_TEST_MESSAGE(what << ": " << count);
    BOOST_TEST(met.counts.size() == 5U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::test
