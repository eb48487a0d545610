// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "policy/host_guard.hpp"
#include "policy/rate_limiter.hpp"
#include "policy/time_order.hpp"

#include <boxlink/request_options.hpp>

#include <boost/intrusive/list.hpp>
#include <boost/intrusive/set.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <memory_resource>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

namespace boxlink::policy {

/// The right to send one request now. It must be reported as completed or unused.
struct permit
{
    user_key user = 0;
    rate_permit rate;
    guard_permit guard;
};

/// A request that wants to be sent.
struct admission_request
{
    user_key user = 0;
    boxlink::priority priority = boxlink::priority::interactive;
    /// When it is of no use any more.
    time_point deadline = time_point::max();
    /// Its last attempt was answered with 429: it goes before the others of its user and priority.
    bool after_rate_limit = false;
    /// It repeats an attempt that failed, and costs retry budget.
    bool is_retry = false;
};

/**
 * Says which of the waiting requests of a client is sent next, and when.
 *
 * Users whose time has come are served in turn; of one user, interactive requests go before bulk, yet every eighth place is for bulk. The server's
 * health limits how many are under way. A request that cannot be sent before its deadline is refused at once.
 *
 * Call `next` until it returns nothing after each call that changes something, and at `wake_at`. Not thread-safe. The clock must not go back.
 */
class admission
{
public:
    /// Names a waiting request; never 0.
    using ticket = std::uint64_t;

    admission(std::shared_ptr<rate_limiter> limiter, guard_options const& options);
    ~admission();
    admission(admission const&) = delete;
    admission& operator=(admission const&) = delete;

    /// Admits a request at once, if nobody waits before it and nothing holds it up. If not, nothing has changed: let it wait.
    [[nodiscard]] std::optional<permit> admit_at_once(admission_request const& request, time_point now);

    /// Lets a request wait. `next` says how that ends, unless it is cancelled.
    [[nodiscard]] ticket enqueue(admission_request const& request, time_point now);

    /// The request waits no longer. Nothing happens if it doesn't.
    void cancel(ticket who, time_point now);

    /// How the waiting of a request ends.
    struct decision
    {
        ticket who = 0;
        /// It may be sent now; if there is nothing, it is refused.
        std::optional<permit> granted = std::nullopt;
        /// Why it is refused.
        wait_reason reason = wait_reason::none;
        /// When it could have been sent at the earliest, as far as is known.
        std::optional<time_point> possible_at = std::nullopt;
    };

    /// The next decision, or nothing if all others must wait.
    [[nodiscard]] std::optional<decision> next(time_point now);

    /// When to call `next` again if nothing else happens; nothing if there is no need to.
    [[nodiscard]] std::optional<time_point> wake_at(time_point now) const;

    /// Why a request waits.
    struct forecast
    {
        wait_reason reason = wait_reason::none;
        /// Until when at least, if that is known.
        std::optional<time_point> until = std::nullopt;
    };
    [[nodiscard]] forecast explain(ticket who, time_point now) const;

    /// The request of a permit is over.
    /// \param random uniform in [0, 1).
    void completed(permit const& used, attempt_outcome const& outcome, time_point now, double random);

    /// The request of a permit was not sent.
    void unused(permit const& spare, time_point now);

    /// What there is now.
    struct state
    {
        std::size_t waiting = 0;
        std::size_t in_flight = 0;
        std::size_t window = 0;
        double retry_budget = 0;
        bool breaker_open = false;
    };
    [[nodiscard]] state snapshot(time_point now) const;

private:
    // What waits stands in lists of its own kind by itself: with tens of thousands, each node elsewhere in memory takes time.
    struct of_all;
    struct of_lane;
    struct user_lane;

    struct waiting : boost::intrusive::list_base_hook<>, time_order_hook<of_all>, time_order_hook<of_lane>
    {
        explicit waiting(ticket who, admission_request const& what) : name(who), request(what) {}

        ticket name;
        admission_request request;
        enum class where
        {
            lane,
            parked,
            refused,
        } state = where::lane;
        /// While it is in a lane: which, and how it lies to the others of its queue.
        user_lane* lane = nullptr;
        std::int64_t place = 0;
    };
    using queue = boost::intrusive::list<waiting>;
    struct deadline_of
    {
        time_point operator()(waiting const& of) const noexcept { return of.request.deadline; }
    };
    template <class Which, std::size_t Kinds>
    using by_deadline = time_order<waiting, Which, deadline_of, Kinds>;

    /// The waiting requests of one user. There are some, and so there is one place reserved in the user's sequence.
    struct user_lane : boost::intrusive::list_base_hook<>, boost::intrusive::set_base_hook<>
    {
        user_key user = 0;
        /// Distinguishes lanes whose times are equal.
        std::uint64_t number = 0;
        std::array<queue, 2> queues;
        by_deadline<of_lane, 2> deadlines;
        std::int64_t first = 0;
        std::int64_t last = 0;
        int interactive_in_a_row = 0;
        reservation place;
        bool ready = false;

        [[nodiscard]] bool is_empty() const noexcept { return queues[0].empty() && queues[1].empty(); }
        [[nodiscard]] queue& queue_of(admission_request const& request) noexcept
        {
            return queues[request.priority == boxlink::priority::bulk ? 1 : 0];
        }

        friend bool operator<(user_lane const& a, user_lane const& b) noexcept
        {
            return std::pair(a.place.at, a.number) < std::pair(b.place.at, b.number);
        }
    };

    struct unreachable
    {
        wait_reason reason;
        std::optional<time_point> possible_at;
    };

    [[nodiscard]] std::optional<unreachable>
    hopeless(admission_request const& request, bool paid, time_point now) const;
    [[nodiscard]] std::size_t ahead_of(admission_request const& request) const;
    void join(waiting& entry, time_point now);
    void leave(waiting& entry) noexcept;
    void refuse(waiting& entry, wait_reason reason, time_point possible_at);
    template <class Order>
    void refuse_all_before(Order& deadlines, time_point until, wait_reason reason);
    void refuse_paused(user_lane& of);
    void unpark(time_point now);
    void wait_until(user_lane& of, time_point when);
    void make_ready(user_lane& of);
    void hasten(user_lane& of);
    void drop_if_empty(user_lane& of, time_point now);
    [[nodiscard]] std::optional<decision> refusal();
    [[nodiscard]] decision grant(user_lane& of, rate_permit const& rate, time_point now);
    [[nodiscard]] static waiting& choose(user_lane& of);

    std::shared_ptr<rate_limiter> limiter_;
    host_guard guard_;
    ticket tickets_ = 0;
    time_point latest_{};
    /// Gives the room of one request to the next.
    std::pmr::unsynchronized_pool_resource memory_;
    std::pmr::unordered_map<ticket, waiting> waiting_{&memory_};
    std::unordered_map<user_key, user_lane> lanes_;
    /// Lanes whose place comes later, and lanes whose time has come.
    boost::intrusive::set<user_lane> timed_;
    std::uint64_t lane_numbers_ = 0;
    boost::intrusive::list<user_lane> ready_;
    /// Retries that are not affordable yet.
    std::set<ticket> parked_;
    by_deadline<of_all, 6> deadlines_;
    std::deque<decision> refusals_;
};

} // namespace boxlink::policy
