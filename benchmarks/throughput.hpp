// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

// What the parts of share_throughput have in common.
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace bench {

using steady = std::chrono::steady_clock;
using microseconds = std::chrono::duration<double, std::micro>;

/// Where the server is, and what to share.
class target
{
public:
    std::string host = "localhost";
    std::string port;
    std::string ca_file;
    std::string token;
    /// A file for each connection: changes of one file go one after another.
    std::vector<std::string> file_ids;
};

/// A number of operations, for several coroutines of one thread to do one after another.
class work
{
public:
    explicit work(std::size_t operations) : left_(operations) { times_.reserve(operations); }

    /// Whether there was one left; it is the caller's then.
    [[nodiscard]] bool take() noexcept { return left_ > 0 && left_-- > 0; }

    void done(steady::time_point begin) { times_.push_back(steady::now() - begin); }

    /// How long each operation took.
    [[nodiscard]] std::vector<microseconds> const& times() const noexcept { return times_; }

private:
    std::size_t left_;
    std::vector<microseconds> times_;
};

/// A client with a number of connections, each of which has one request on the wire at a time.
class contender
{
public:
    virtual ~contender() = default;

    /// Does the work on the calling thread. Connections stay open for the next time.
    virtual void run(work& todo) = 0;
};

/// Awaits boxlink's share, as its users do.
std::unique_ptr<contender> make_boxlink(target const& where, std::size_t connections);

/// What the yardstick does with an answer.
enum class answer_use
{
    look_at_status, ///< No more than that.
    read_link,      ///< Parses the JSON, as boxlink must.
};

/// Sends the same request in the way of Beast's examples.
std::unique_ptr<contender> make_beast(target const& where, std::size_t connections, answer_use use);

} // namespace bench
