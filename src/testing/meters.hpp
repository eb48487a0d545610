// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "testing/exchange.hpp"

#include <boxlink/testing/counters.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace boxlink::testing {

/// How a TLS handshake ended.
enum class handshake_result : unsigned char
{
    full,
    resumed,
    failed
};

/// Counts and records. Thread-safe: the server's thread writes, the tests read and wait.
class meters
{
public:
    /// A connection was accepted. @returns its ordinal.
    std::uint64_t accepted();
    void closed();
    void handshake(handshake_result result);
    void connection_fault();

    /// A request is complete and its fate decided. Counted before the answer goes out, so that a client that has its
    /// answer finds the counters up to date.
    void decided(const std::string& method, std::size_t bytes_in, const reply& fate);

    /// A decided request is dealt with.
    void finished(bool answered);

    /// An answer to what was no complete request.
    void refused(std::size_t bytes_in, const reply& fate);

    [[nodiscard]] bool recording() const noexcept { return recording_; }
    void record(bool on) noexcept { recording_ = on; }
    void keep(recorded_request request);
    [[nodiscard]] std::vector<recorded_request> kept() const;
    void drop_kept();

    [[nodiscard]] server_counters snapshot() const;
    void reset();
    bool wait_until(
        const std::function<bool(const server_counters&)>& condition, std::chrono::milliseconds limit
    ) const;

private:
    template <class Change>
    void change(Change apply);

    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    mutable int waiting_ = 0;
    server_counters counters_;
    std::uint64_t last_connection_ = 0;
    std::atomic<bool> recording_ = false;
    std::vector<recorded_request> kept_;
};

} // namespace boxlink::testing
