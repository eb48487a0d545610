// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model_server.hpp"

namespace boxlink::simulation {
namespace {

using namespace std::chrono_literals;

constexpr double bucket_seconds = 10;
constexpr seconds attempt_timeout = 30s;

} // namespace

model_server::model_server(server_options options, virtual_time& clock, std::uint64_t seed)
    : options_(std::move(options)), clock_(clock), random_(seed), window_offset_(random_.uniform() * 60)
{}

double model_server::value(std::vector<phase> const& phases, duration at)
{
    double current = 0;
    for (auto const& one : phases) {
        if (one.begin > seconds(at))
            break;
        current = one.value;
    }
    return current;
}

double model_server::permitted_until(seconds end) const
{
    double sum = 0;
    constexpr seconds step = 1s;
    for (seconds at = 0s; at < end; at += step) {
        auto const when = to_duration(at);
        sum += (value(options_.limit, when) - options_.other_load) / 60 * (1 - value(options_.failing, when));
    }
    return sum;
}

seconds model_server::count(user_key user)
{
    auto& its = accounts_[user];
    auto const now = clock_.now();
    auto const allowed = limit();
    if (options_.kind == counting::fixed_window) {
        auto const into = seconds(clock_.elapsed()) + window_offset_;
        auto const window = static_cast<std::int64_t>(into / 60s);
        if (window != its.window) {
            its.window = window;
            its.used = 0;
        }
        if (its.used + 1 > allowed)
            return 60s * static_cast<double>(window + 1) - into;
        ++its.used;
    } else if (options_.kind == counting::sliding_window) {
        auto& last = its.last_minute;
        while (!last.empty() && last.front() <= now - 60s)
            last.pop_front();
        if (static_cast<double>(last.size()) + 1 > allowed) {
            auto const nth_to_leave = last.size() - static_cast<std::size_t>(allowed);
            return last[nth_to_leave] + 60s - now;
        }
        last.push_back(now);
    } else {
        auto const full = allowed / 60 * bucket_seconds;
        its.tokens = its.tokens < 0
                         ? full
                         : std::min(full, its.tokens + seconds(now - its.refilled).count() * allowed / 60);
        its.refilled = now;
        if (its.tokens < 1)
            return seconds((1 - its.tokens) * 60 / allowed);
        its.tokens -= 1;
    }
    return 0s;
}

attempt_outcome model_server::refusal(seconds wait) const
{
    attempt_outcome answer{
        .status = 429, .request_sent = true, .answer_begun = true, .retry_after = std::nullopt};
    auto const whole = std::chrono::ceil<std::chrono::seconds>(wait);
    switch (options_.retry_after) {
    case retry_after_kind::honest:
        answer.retry_after = whole;
        break;
    case retry_after_kind::date:
        answer.retry_after = std::chrono::floor<std::chrono::seconds>(wait);
        break;
    case retry_after_kind::missing:
        break;
    case retry_after_kind::too_short:
        answer.retry_after = std::chrono::ceil<std::chrono::milliseconds>(wait / 10);
        break;
    case retry_after_kind::always_one:
        answer.retry_after = 1s;
        break;
    case retry_after_kind::too_long:
        answer.retry_after = whole * 10;
        break;
    }
    return answer;
}

attempt_outcome model_server::handle(user_key user)
{
    if (random_.uniform() < value(options_.failing, clock_.elapsed()))
        return {.status = 503, .request_sent = true, .answer_begun = true, .retry_after = std::nullopt};
    if (auto const wait = count(user); wait > 0s)
        return refusal(wait);
    ++accepted_;
    return {.status = 200, .request_sent = true, .answer_begun = true, .retry_after = std::nullopt};
}

void model_server::exchange(user_key user, answer_handler done)
{
    auto const way = [this] { return seconds(random_.between(0.015, 0.035)); };
    if (value(options_.failing, clock_.elapsed()) >= 1) {
        clock_.after(2 * way(), [done = std::move(done)] {
            done({.failure = errc::connect_failed, .retry_after = std::nullopt});
        });
        return;
    }
    clock_.after(way(), [this, user, way, done = std::move(done)] {
        bool const lost_before = random_.uniform() < options_.lost / 2;
        auto const answer = lost_before ? attempt_outcome{.retry_after = std::nullopt} : handle(user);
        if (lost_before || random_.uniform() < options_.lost / 2) {
            clock_.after(attempt_timeout, [done] {
                done({.failure = errc::attempt_timed_out, .request_sent = true, .retry_after = std::nullopt});
            });
            return;
        }
        // With the way there and back the median is 250 ms. Refusals are quick.
        auto const work = answer.status == 200 ? random_.lognormal(200ms, 0.5) : random_.lognormal(10ms, 0.5);
        clock_.after(work + way(), [answer, done] { done(answer); });
    });
}

void model_server::start_other_load(time_point end)
{
    if (options_.other_load <= 0 || clock_.now() >= end)
        return;
    clock_.after(random_.exponential(60s / options_.other_load), [this, end] {
        static_cast<void>(count(0));
        start_other_load(end);
    });
}

} // namespace boxlink::simulation
