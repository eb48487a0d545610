// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// What the limits cost a request, in virtual time: how long it waits costs nothing here.
#include "policy/admission.hpp"

#include <benchmark/benchmark.h>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

namespace {

using namespace boxlink::policy;

class desk
{
public:
    explicit desk(std::size_t users) : users_(users) {}

    void enqueue(user_key user)
    {
        // Deadlines as operations have them: all differ, and the queue is sorted by them too.
        static_cast<void>(
            waiting_.enqueue({.user = user, .deadline = now_ + std::chrono::hours(24 * 365)}, now_)
        );
    }

    /// The next request that may go, for which time passes.
    permit next()
    {
        for (;;) {
            if (auto const decided = waiting_.next(now_))
                return decided->granted.value();
            now_ = waiting_.wake_at(now_).value();
        }
    }

    std::optional<permit> admit_at_once()
    {
        user_ = (user_ + 1) % users_;
        // Each user comes again when the next place is due.
        now_ += std::chrono::nanoseconds(100'000'000) / static_cast<std::int64_t>(users_);
        return waiting_.admit_at_once({.user = user_, .deadline = now_ + std::chrono::minutes(5)}, now_);
    }

    void completed(permit const& used)
    {
        waiting_.completed(
            used, {.status = 200, .request_sent = true, .answer_begun = true, .retry_after = std::nullopt},
            now_, 0.5
        );
    }

private:
    std::size_t users_;
    user_key user_ = 0;
    // Not the clock's zero, so that nothing of the past is before it.
    time_point now_{std::chrono::hours(1000)};
    admission waiting_{std::make_shared<rate_limiter>(rate_options{}), guard_options{}};
};

/// One goes, and another one of its user comes: so many wait all the time.
void limiter_steady(benchmark::State& state)
{
    auto const waiting = static_cast<std::size_t>(state.range(0));
    auto const users = static_cast<std::size_t>(state.range(1));
    desk all(users);
    for (std::size_t i = 0; i < waiting; ++i)
        all.enqueue(i % users);
    for (auto _ : state) {
        auto const granted = all.next();
        all.enqueue(granted.user);
        all.completed(granted);
    }
}

void limiter_admit_at_once(benchmark::State& state)
{
    desk all(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) {
        auto const admitted = all.admit_at_once();
        if (!admitted)
            return state.SkipWithError("a request was not admitted at once");
        all.completed(*admitted);
    }
}

BENCHMARK(limiter_steady)
    ->ArgNames({"waiting", "users"})
    ->Args({1, 1})
    ->Args({1000, 1})
    ->Args({100'000, 1})
    ->Args({10'000, 10'000})
    ->Args({100'000, 10'000});
BENCHMARK(limiter_admit_at_once)->ArgName("users")->Arg(1)->Arg(10'000);

} // namespace
