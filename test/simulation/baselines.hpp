// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "world.hpp"

#include <cstddef>
#include <deque>
#include <optional>

namespace boxlink::simulation {

/// A bulk job of so many workers, each with one piece of work at a time; each call backs off alone.
class worker_client : public model_client
{
public:
    worker_client(world& around, std::size_t workers) : world_(around), idle_(workers) {}

    void submit(work_item const& work) override;

protected:
    /// Sends an attempt, now or later.
    virtual void attempt(work_item const& work, int nth);
    /// After how long to try again; nothing to give up.
    [[nodiscard]] virtual std::optional<seconds> retry_after(attempt_outcome const& outcome, int nth) = 0;
    virtual void answered(attempt_outcome const&) {}

    void send(work_item const& work, int nth);

    world& world_;

private:
    void start();
    void end(work_item const& work, bool succeeded);

    std::size_t idle_;
    std::deque<work_item> queue_;
};

/// The official Box SDKs: up to five retries, after Retry-After or else 2^n s with a jitter of half of it.
class box_sdk_client final : public worker_client
{
public:
    using worker_client::worker_client;

protected:
    std::optional<seconds> retry_after(attempt_outcome const& outcome, int nth) override;
};

/// The adaptive retry mode of the AWS SDKs, as botocore documents and implements it: a token bucket for all requests of the client, whose rate follows CUBIC,
/// and a quota for retries. As many attempts as the Box SDKs make.
class aws_adaptive_client final : public worker_client
{
public:
    using worker_client::worker_client;

protected:
    void attempt(work_item const& work, int nth) override;
    std::optional<seconds> retry_after(attempt_outcome const& outcome, int nth) override;
    void answered(attempt_outcome const& outcome) override;

private:
    void measure();
    void set_rate(double rate);
    void refill();
    void drain();

    // The token bucket, in requests a second; used from the first refusal on.
    bool limited_ = false;
    double tokens_ = 0;
    double rate_ = 0.5;
    double capacity_ = 1;
    time_point filled_ = virtual_time::start;
    std::deque<std::pair<work_item, int>> blocked_;
    bool draining_ = false;
    // The measured rate, over half seconds, smoothed.
    double measured_ = 0;
    double slot_ = 0;
    double in_slot_ = 0;
    // CUBIC.
    double last_max_ = 0;
    time_point last_refused_ = virtual_time::start;
    double quota_ = 500;
};

} // namespace boxlink::simulation
