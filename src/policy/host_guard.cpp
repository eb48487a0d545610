// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "policy/host_guard.hpp"

#include <algorithm>
#include <cmath>

namespace boxlink::policy {
namespace {

using namespace std::chrono_literals;
using seconds = std::chrono::duration<double>;

constexpr double cut = 0.7;
constexpr seconds first_open = 1s;
constexpr double open_growth = 1.5;
/// What was long ago says nothing of now.
constexpr duration sample_age = 30s;
constexpr std::size_t least_sample = 10;

bool is_broken_connection(attempt_outcome const& outcome)
{
    if (outcome.status != 0)
        return false;
    bool const stale = outcome.reused_connection && !outcome.answer_begun;
    return outcome.failure == errc::connect_failed || outcome.failure == errc::resolve_failed ||
           (outcome.failure == errc::connection_lost && !stale);
}

bool is_failure(attempt_outcome const& outcome)
{
    return outcome.status >= 500 || is_broken_connection(outcome) ||
           (outcome.status == 0 && outcome.failure == errc::attempt_timed_out);
}

} // namespace

host_guard::host_guard(guard_options const& options)
    : options_(options), window_(double(std::max<std::size_t>(1, options.max_in_flight))),
      budget_(options.retry_budget)
{}

wait_reason host_guard::obstacle(time_point now) const noexcept
{
    if (open_)
        return now < next_probe_ || probing(now) ? wait_reason::breaker : wait_reason::none;
    return in_flight_ < window() ? wait_reason::none : wait_reason::concurrency;
}

std::optional<time_point> host_guard::open_until() const noexcept
{
    return open_ ? std::optional(next_probe_) : std::nullopt;
}

std::optional<time_point> host_guard::look_again_at(time_point now) const noexcept
{
    return open_ ? std::optional(probing(now) ? probe_lost_at_ : next_probe_) : std::nullopt;
}

guard_permit host_guard::enter(time_point now)
{
    ++in_flight_;
    if (!open_)
        return {.epoch = epoch_};
    probe_ = ++probes_;
    probe_lost_at_ = now + options_.probe_timeout;
    return {.epoch = epoch_, .probe = probe_};
}

void host_guard::leave(guard_permit const& permit)
{
    --in_flight_;
    if (permit.probe != 0 && permit.probe == probe_)
        probe_ = 0;
}

void host_guard::unused(guard_permit const& permit)
{
    leave(permit);
}

void host_guard::completed(
    guard_permit const& permit, attempt_outcome const& outcome, time_point now, double random
)
{
    bool const probed = permit.probe != 0 && permit.probe == probe_;
    leave(permit);
    if ((outcome.status == 503 || is_broken_connection(outcome)) && permit.epoch == epoch_) {
        ++epoch_;
        window_ = std::max(1.0, window_ * cut);
    }
    bool const failed = is_failure(outcome);
    bool const answered = outcome.status != 0 && !failed;
    if (answered && outcome.status != 429) {
        window_ = std::min(double(std::max<std::size_t>(1, options_.max_in_flight)), window_ + 1 / window_);
        add_budget(options_.budget_for_success, now);
    }
    if (open_) {
        if (probed && answered)
            close();
        else if (probed && failed) {
            ++failed_probes_;
            open(outcome, now, random);
        }
        return;
    }
    if (!answered && !failed)
        return;
    note(failed, now);
    auto const seen = std::min(noted_, sample);
    if (seen >= least_sample && double(failed_.count()) > 0.8 * double(seen)) {
        failed_probes_ = 0;
        open(outcome, now, random);
    }
}

void host_guard::note(bool failed, time_point now)
{
    if (now - last_noted_ > sample_age) {
        failed_.reset();
        noted_ = 0;
    }
    last_noted_ = now;
    failed_[noted_++ % sample] = failed;
}

void host_guard::open(attempt_outcome const& outcome, time_point now, double random)
{
    open_ = true;
    auto const longest = seconds(options_.longest_open);
    auto const own = std::min(longest, first_open * std::pow(open_growth, std::min(failed_probes_, 30)));
    auto wait = std::chrono::ceil<duration>(own * (0.75 + 0.5 * random));
    if (outcome.retry_after && outcome.retry_after->count() > 0)
        wait = std::max(
            wait, duration(std::min<std::chrono::milliseconds>(
                      *outcome.retry_after, std::chrono::floor<std::chrono::milliseconds>(options_.max_pause)
                  ))
        );
    next_probe_ = now + wait;
}

void host_guard::close()
{
    open_ = false;
    failed_.reset();
    noted_ = 0;
}

double host_guard::budget(time_point now) const noexcept
{
    auto const passed = budget_at_ == time_point{} ? seconds(0) : seconds(now - budget_at_);
    return std::min(
        options_.retry_budget, budget_ + std::max(0.0, passed.count()) * options_.budget_a_second
    );
}

void host_guard::add_budget(double amount, time_point now)
{
    budget_ = std::min(options_.retry_budget, budget(now) + amount);
    budget_at_ = now;
}

bool host_guard::spend_retry(time_point now)
{
    // Not exactly one, since a sum of fractions seldom is.
    if (budget(now) < 0.999)
        return false;
    add_budget(-1, now);
    return true;
}

void host_guard::refund_retry(time_point now)
{
    add_budget(1, now);
}

time_point host_guard::retry_affordable_at(time_point now) const noexcept
{
    auto const missing = 1 - budget(now);
    if (missing <= 0)
        return now;
    if (options_.budget_a_second <= 0 || options_.retry_budget < 1)
        return time_point::max();
    return now + std::chrono::ceil<duration>(seconds(missing / options_.budget_a_second));
}

} // namespace boxlink::policy
