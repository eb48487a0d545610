// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "policy/admission.hpp"
#include "policy/operation.hpp"
#include "world.hpp"

#include <deque>
#include <memory>
#include <optional>
#include <unordered_map>

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
        work_item work;
        policy::operation operation;
    };
    using operation_ptr = std::shared_ptr<running>;

    void wait_for_admission(operation_ptr const& one, bool after_rate_limit, bool is_retry);
    void pump();
    void send(operation_ptr const& one, policy::permit const& permit);
    void follow(operation_ptr const& one, policy::action const& what, attempt_outcome const& last);
    void finish(operation_ptr const& one, bool succeeded);

    world& world_;
    policy::admission admission_;
    std::unordered_map<policy::admission::ticket, operation_ptr> waiting_;
    /// By item: the change under way and those that wait for it.
    std::unordered_map<std::uint64_t, std::deque<operation_ptr>> changes_;
    std::uint64_t timer_ = 0;
    std::optional<time_point> timer_at_;
};

} // namespace boxlink::simulation
