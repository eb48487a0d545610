// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "invariants.hpp"
#include "model_pool.hpp"
#include "model_server.hpp"
#include "virtual_time.hpp"

#include <boxlink/request_options.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

namespace boxlink::simulation {

/// Something that a client has to do.
struct work_item
{
    /// Counted from 0, in the order of submission.
    std::uint64_t number = 0;
    user_key user = 0;
    /// What is changed.
    std::uint64_t item = 0;
    boxlink::priority priority = boxlink::priority::bulk;
};

/// What all that takes part in one simulation shares.
class world
{
public:
    world(server_options const& options, invariants::known known, std::uint64_t seed)
        : random(seed), server(options, clock, seed ^ 0x5EED), watch(known)
    {}

    /// Sends a request of this work, under the eyes of the invariants, once there is a connection.
    void send(work_item const& work, model_server::answer_handler done)
    {
        if (!pool)
            return exchange(work, std::move(done));
        pool->take([this, work, done = std::move(done)] {
            exchange(work, [this, done](attempt_outcome const& outcome) {
                pool->give_back();
                done(outcome);
            });
        });
    }

    virtual_time clock;
    random_source random;
    model_server server;
    invariants watch;
    /// If there is none, there are connections enough, all open.
    std::optional<model_pool> pool;
    std::uint64_t sent = 0;
    std::uint64_t refused = 0;

private:
    void exchange(work_item const& work, model_server::answer_handler done)
    {
        ++sent;
        watch.on_send(work.user, work.item, clock.now());
        server.exchange(work.user, [this, work, done = std::move(done)](attempt_outcome const& outcome) {
            refused += outcome.status == 429 ? 1 : 0;
            watch.on_answer(work.user, work.item, outcome, clock.now());
            done(outcome);
        });
    }
};

/// One way to do a lot of work.
class model_client
{
public:
    virtual ~model_client() = default;

    /// Begins some work. It must end some time.
    virtual void submit(work_item const& work) = 0;

    /// Is told of the end of each: whether it succeeded.
    std::function<void(work_item const&, bool)> on_end;
};

} // namespace boxlink::simulation
