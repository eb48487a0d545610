// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "net/timer_queue.hpp"
#include "policy/admission.hpp"
#include "policy/mutation_queue.hpp"

#include <boxlink/limits.hpp>

#include <boost/unordered/unordered_flat_map.hpp>

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace boxlink::client_impl {

/**
 * Where the operations of a client wait until they may go on: for an earlier change of the same item, and for the limits. Drives the policies with the client's
 * clock.
 *
 * Used on the client's executor, but for `snapshot`.
 */
class limits_gate
{
public:
    /// Who waits. Must withdraw before its end.
    class waiter
    {
    public:
        /// The turn has come to change the item.
        virtual void on_turn() = 0;
        /// The limits have decided on the request.
        virtual void on_decision(policy::admission::decision const& decision) = 0;

    protected:
        ~waiter() = default;
    };

    limits_gate(
        net::timer_queue& timers,
        std::shared_ptr<policy::rate_limiter> limiter,
        policy::guard_options const& options
    );

    /// \name One change of an item at a time.
    /// \{

    /// A turn to change an item.
    class turn : private policy::mutation_queue::change
    {
    public:
        turn(std::string item, waiter& whose) : change(std::move(item)), whose_(whose) {}

    private:
        friend class limits_gate;

        waiter& whose_;
    };

    /// Asks for a turn. \return whether it is there at once; else `on_turn` follows.
    [[nodiscard]] bool take_turn(turn& asked);

    /// The change is over, or its turn is not waited for any longer.
    void end_turn(turn& over);
    /// \}

    /// \name The limits.
    /// \{

    /// Admits a request at once if nothing holds it up; if not, `ask`.
    [[nodiscard]] std::optional<policy::permit>
    admit_at_once(policy::admission_request const& request, policy::time_point now);

    /// Asks for the admission of a request. `on_decision` follows, perhaps before this returns. \return names the request.
    policy::admission::ticket ask(policy::admission_request const& request, waiter& who);

    /// The request is not waited for any longer.
    void withdraw(policy::admission::ticket who);

    /// Why a request waits.
    [[nodiscard]] policy::admission::forecast explain(policy::admission::ticket who) const;

    /// An admitted request is over.
    /// \param random uniform in [0, 1).
    void completed(
        policy::permit const& used,
        policy::attempt_outcome const& outcome,
        policy::time_point now,
        double random
    );

    /// An admitted request was not sent.
    void unused(policy::permit const& spare);
    /// \}

    /// All but the users of the limits. From any thread.
    [[nodiscard]] limits_snapshot snapshot() const noexcept;

private:
    void pump(policy::time_point now);
    void publish(policy::time_point now);

    net::timer_queue& timers_;
    policy::admission admission_;
    boost::unordered_flat_map<policy::admission::ticket, waiter*> waiting_;
    net::timer_queue::timer alarm_;
    policy::time_point alarm_at_ = policy::time_point::max();

    policy::mutation_queue turns_;

    // Copies of what the policies say, for other threads.
    std::atomic<std::size_t> seen_waiting_ = 0;
    std::atomic<std::size_t> seen_in_flight_ = 0;
    std::atomic<std::size_t> seen_window_ = 0;
    std::atomic<double> seen_budget_ = 0;
    std::atomic<bool> seen_breaker_ = false;
};

} // namespace boxlink::client_impl
