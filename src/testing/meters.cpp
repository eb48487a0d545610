// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/meters.hpp"

#include <algorithm>
#include <utility>

namespace boxlink::testing {

template <class Change>
void meters::change(Change apply)
{
    const std::lock_guard lock(mutex_);
    apply(counters_);
    if (waiting_ > 0)
        changed_.notify_all();
}

namespace {

void count_answer(server_counters& counters, const reply& fate)
{
    if (fate.status != 0)
        ++counters.answers_by_status[fate.status];
    counters.bytes_out += fate.bytes.size();
}

void count_tokens(server_counters& counters, const reply& fate)
{
    if (fate.grant_type) {
        ++counters.token_requests;
        ++counters.token_requests_by_grant[*fate.grant_type];
    }
    counters.tokens_granted += fate.tokens.granted;
    counters.refresh_token_reuses += fate.tokens.refresh_reuses;
    counters.jti_reuses += fate.tokens.jti_reuses;
    for (const std::string& error : fate.tokens.refusals)
        ++counters.token_refusals[error];
}

} // namespace

std::uint64_t meters::accepted()
{
    std::uint64_t ordinal = 0;
    change([&](server_counters& counters) {
        ordinal = ++last_connection_;
        ++counters.connections_accepted;
        ++counters.connections_open;
        counters.connections_high_water =
            std::max(counters.connections_high_water, counters.connections_open);
    });
    return ordinal;
}

void meters::closed()
{
    change([](server_counters& counters) { --counters.connections_open; });
}

void meters::handshake(handshake_result result)
{
    change([result](server_counters& counters) {
        if (result == handshake_result::full)
            ++counters.handshakes_full;
        else if (result == handshake_result::resumed)
            ++counters.handshakes_resumed;
        else
            ++counters.handshakes_failed;
    });
}

void meters::connection_fault()
{
    change([](server_counters& counters) { ++counters.faults_fired; });
}

void meters::decided(const std::string& method, std::size_t bytes_in, const reply& fate)
{
    change([&](server_counters& counters) {
        ++counters.requests;
        ++counters.requests_by_method[method];
        ++counters.in_flight;
        counters.in_flight_high_water = std::max(counters.in_flight_high_water, counters.in_flight);
        counters.bytes_in += bytes_in;
        counters.faults_fired += fate.by_fault ? 1 : 0;
        counters.rate_limited += fate.rate_limited ? 1 : 0;
        count_tokens(counters, fate);
        count_answer(counters, fate);
    });
}

void meters::finished(bool answered)
{
    change([answered](server_counters& counters) {
        --counters.in_flight;
        counters.requests_unanswered += answered ? 0 : 1;
    });
}

void meters::refused(std::size_t bytes_in, const reply& fate)
{
    change([&](server_counters& counters) {
        counters.bytes_in += bytes_in;
        count_answer(counters, fate);
    });
}

void meters::keep(recorded_request request)
{
    const std::lock_guard lock(mutex_);
    kept_.push_back(std::move(request));
}

std::vector<recorded_request> meters::kept() const
{
    const std::lock_guard lock(mutex_);
    return kept_;
}

void meters::drop_kept()
{
    const std::lock_guard lock(mutex_);
    kept_.clear();
}

server_counters meters::snapshot() const
{
    const std::lock_guard lock(mutex_);
    return counters_;
}

void meters::reset()
{
    change([](server_counters& counters) {
        server_counters zero;
        zero.connections_open = zero.connections_high_water = counters.connections_open;
        zero.in_flight = zero.in_flight_high_water = counters.in_flight;
        counters = std::move(zero);
    });
}

bool meters::wait_until(
    const std::function<bool(const server_counters&)>& condition, std::chrono::milliseconds limit
) const
{
    std::unique_lock lock(mutex_);
    ++waiting_;
    const bool met = changed_.wait_for(lock, limit, [&] { return condition(counters_); });
    --waiting_;
    return met;
}

} // namespace boxlink::testing
