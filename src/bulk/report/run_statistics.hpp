// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// What a report tells of a run, gathered while it goes on.

#include "bulk/records/result_line.hpp"
#include "bulk/report/latency.hpp"
#include "bulk/report/series.hpp"
#include "bulk/table/job_row.hpp"

#include <boxlink/bulk.hpp>
#include <boxlink/error.hpp>
#include <boxlink/observer.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace boxlink::bulk {

/// A failure that stands for others of its kind. Texts are bounded, and the addresses of links are cut off.
class failure_example
{
public:
    /// Of the input, from 1; 0 if it comes from no lines.
    std::uint64_t line = 0;
    /// `file:123`; empty for a row that is no job.
    std::string item;
    std::string as_user;
    int status = 0;
    std::string box_code;
    std::string message;
    std::string request_id;
    std::string box_request_id;

    failure_example() {}
};

/// The failures of one code.
class failure_group
{
public:
    error_code code;
    std::uint64_t count = 0;
    /// Of these: may have changed something.
    std::uint64_t unknown = 0;
    /// The first ones that differ in what Box said.
    std::vector<failure_example> examples;

    explicit failure_group(error_code what) : code(what) {}
};

/// What became of the jobs of one user, or of several.
struct user_totals
{
    std::uint64_t done = 0;
    std::uint64_t failed = 0;
    std::uint64_t unknown = 0;
    /// Of all jobs together, waiting included.
    std::chrono::nanoseconds duration{};

    [[nodiscard]] std::uint64_t jobs() const noexcept { return done + failed + unknown; }
    void add(user_totals const& other) noexcept;
};

/// A user and what became of the jobs.
class user_line
{
public:
    /// Empty: whom the credentials are for.
    std::string user;
    user_totals totals;

    user_line(std::string whose, user_totals what) : user(std::move(whose)), totals(what) {}
};

/// Requests of the API. Those for tokens are counted apart, and nowhere else.
struct attempt_totals
{
    std::uint64_t attempts = 0;
    std::uint64_t rate_limited = 0;
    /// 5xx.
    std::uint64_t server_errors = 0;
    /// No answer was read.
    std::uint64_t unanswered = 0;
    /// Attempts after which another was to be made.
    std::uint64_t retries = 0;
    std::uint64_t reused_connections = 0;
    std::uint64_t bytes_sent = 0;
    std::uint64_t bytes_received = 0;
    std::uint64_t token_requests = 0;
};

/// Waits for one reason.
struct wait_totals
{
    std::uint64_t count = 0;
    /// Of those whose length was known beforehand.
    std::chrono::nanoseconds longest{};
};

/**
 * Gathers what the report of a bulk job shows. Its memory is bounded, and does not grow with the number of jobs: about 2 MiB at most, with 10,000 users.
 * Knows no clock: each event comes with its time.
 */
class run_statistics
{
public:
    using time_point = std::chrono::steady_clock::time_point;

    /// So many users are counted one by one; later ones together.
    static constexpr std::size_t most_users = 10'000;
    static constexpr std::size_t most_examples = 3;

    run_statistics(time_point begun, std::chrono::system_clock::time_point begun_wall);

    void on_outcome(bulk_outcome const& outcome, job_place const& place, time_point at);
    void on_rejected(row_error const& fault, time_point at);
    void on_attempt(attempt_report const& report, time_point at);
    void on_wait(wait_report const& report, time_point at);

    [[nodiscard]] time_point begun() const noexcept { return begun_; }
    [[nodiscard]] std::chrono::system_clock::time_point begun_wall() const noexcept { return begun_wall_; }
    /// When the last event was.
    [[nodiscard]] time_point last() const noexcept { return last_; }

    [[nodiscard]] user_totals const& totals() const noexcept { return totals_; }
    [[nodiscard]] std::uint64_t rejected() const noexcept { return rejected_; }
    [[nodiscard]] std::vector<failure_example> const& rejected_examples() const noexcept
    {
        return rejected_examples_;
    }
    [[nodiscard]] attempt_totals const& attempts() const noexcept { return attempts_; }
    [[nodiscard]] wait_totals const& waits(wait_reason reason) const noexcept;
    [[nodiscard]] run_series const& series() const noexcept { return series_; }
    /// The pauses of at least one user after a 429.
    [[nodiscard]] run_spans const& pauses() const noexcept { return pauses_; }
    /// From the moment that an attempt has a connection, or begins to open one, to its end.
    [[nodiscard]] latency_histogram const& attempt_latency() const noexcept { return attempt_latency_; }
    /// From the moment that a job is begun to its end, all waits included.
    [[nodiscard]] latency_histogram const& job_latency() const noexcept { return job_latency_; }

    /// The failures by their codes, the most frequent first.
    [[nodiscard]] std::vector<failure_group> failures() const;

    /// Those with the most jobs, the busiest first.
    [[nodiscard]] std::vector<user_line> busiest_users(std::size_t most) const;
    /// Those that are counted one by one.
    [[nodiscard]] std::size_t users() const noexcept { return users_.size(); }
    /// All jobs of users that came when there were too many already.
    [[nodiscard]] user_totals const& other_users() const noexcept { return other_users_; }

private:
    [[nodiscard]] std::chrono::nanoseconds since(time_point at);
    void on_failure(bulk_outcome const& outcome, job_place const& place);

    time_point begun_;
    std::chrono::system_clock::time_point begun_wall_;
    time_point last_;
    user_totals totals_;
    std::uint64_t rejected_ = 0;
    std::vector<failure_example> rejected_examples_;
    attempt_totals attempts_;
    std::array<wait_totals, 9> waits_ = {};
    run_series series_;
    run_spans pauses_;
    latency_histogram attempt_latency_;
    latency_histogram job_latency_;
    /// By name: what other categories have is one group.
    std::map<std::string_view, failure_group> failures_;
    std::unordered_map<std::string, user_totals> users_;
    user_totals other_users_;
};

} // namespace boxlink::bulk
