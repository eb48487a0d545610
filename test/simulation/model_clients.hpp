// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "policy/admission.hpp"
#include "policy/mutation_queue.hpp"
#include "policy/operation.hpp"
#include "world.hpp"

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace boxlink::simulation {

/// boxlink's own policies, driven as the driver of the library drives them.
class boxlink_client final : public model_client
{
public:
    boxlink_client(
        world& around, std::shared_ptr<policy::rate_limiter> limiter, policy::guard_options const& guard
    );

    void submit(work_item const& work) override;

private:
    struct running
    {
        running(std::shared_ptr<policy::mutation_queue> queue, work_item const& what)
            : changes(std::move(queue)), turn(std::to_string(what.item)), work(what)
        {}

        /// An answer that never comes to its client holds the operation longer than that lives.
        std::shared_ptr<policy::mutation_queue> changes;
        policy::mutation_queue::change turn;
        work_item work;
        policy::operation operation{{.max_attempts = 5, .is_change = true}};
    };
    using operation_ptr = std::shared_ptr<running>;

    void begin(policy::mutation_queue::change& turn);
    void wait_for_admission(operation_ptr const& one, policy::admission_need need);
    void pump();
    void send(operation_ptr const& one, policy::permit const& permit);
    void follow(operation_ptr const& one, policy::action const& what);
    void finish(operation_ptr const& one, bool succeeded);

    world& world_;
    policy::admission admission_;
    std::unordered_map<policy::admission::ticket, operation_ptr> waiting_;
    std::shared_ptr<policy::mutation_queue> changes_ = std::make_shared<policy::mutation_queue>();
    std::unordered_map<policy::mutation_queue::change const*, operation_ptr> waiting_for_turn_;
    std::uint64_t timer_ = 0;
    std::optional<time_point> timer_at_;
};

} // namespace boxlink::simulation
