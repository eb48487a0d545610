// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "policy/rate_limiter.hpp"
#include "virtual_time.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <unordered_map>
#include <vector>

namespace boxlink::simulation {

using policy::attempt_outcome;
using policy::user_key;

/// How the server counts the requests of a user.
enum class counting
{
    /// So many in each minute of the server's clock.
    fixed_window,
    /// So many in any minute.
    sliding_window,
    /// An even rate, and ten seconds' worth at once after a quiet time.
    token_bucket,
};

/// What the server's 429 says of when to come again.
enum class retry_after_kind
{
    /// The truth, rounded up to whole seconds.
    honest,
    /// The truth as an HTTP-date, which cuts the fraction of a second off.
    date,
    missing,
    /// A tenth of the truth.
    too_short,
    always_one,
    /// Ten times the truth.
    too_long,
};

/// A value that changes at certain times.
struct phase
{
    seconds begin;
    double value;
};

/// What the server does, and when.
struct server_options
{
    counting kind = counting::fixed_window;
    retry_after_kind retry_after = retry_after_kind::honest;
    /// Requests a minute of each user.
    std::vector<phase> limit = {{seconds(0), 1000}};
    /// The share of requests that get 503; 1 is an outage: no connection.
    std::vector<phase> failing = {{seconds(0), 0}};
    /// The share of requests that never get an answer, whether they are counted or not.
    double lost = 0;
    /// Requests a minute that another application sends for the first user.
    double other_load = 0;
};

/// The server and the way to it.
class model_server
{
public:
    model_server(server_options options, virtual_time& clock, std::uint64_t seed);

    using answer_handler = std::function<void(attempt_outcome const&)>;

    /// Sends a request; the answer comes after some time.
    void exchange(user_key user, answer_handler done);

    /// Starts the load of the other application, until then.
    void start_other_load(time_point end);

    /// How many requests of one user are permitted until then, the other application's not counted.
    [[nodiscard]] double permitted_until(seconds end) const;

    /// How many requests were accepted.
    [[nodiscard]] std::uint64_t accepted() const noexcept { return accepted_; }

private:
    struct account
    {
        std::int64_t window = -1;
        double used = 0;
        std::deque<time_point> last_minute;
        double tokens = -1;
        time_point refilled{};
    };

    [[nodiscard]] static double value(std::vector<phase> const& phases, duration at);
    [[nodiscard]] double limit() const { return value(options_.limit, clock_.elapsed()); }
    /// Zero if the request is accepted, else when the next would be.
    [[nodiscard]] seconds count(user_key user);
    [[nodiscard]] attempt_outcome handle(user_key user);
    [[nodiscard]] attempt_outcome refusal(seconds wait) const;

    server_options options_;
    virtual_time& clock_;
    random_source random_;
    seconds window_offset_;
    std::unordered_map<user_key, account> accounts_;
    std::uint64_t accepted_ = 0;
};

} // namespace boxlink::simulation
