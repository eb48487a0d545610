// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

// What the drivers of all clients written in C++ have in common: the same load, measured in the same way.
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace bench {

using steady = std::chrono::steady_clock;

/// Where to send requests to.
class target
{
public:
    std::string host;
    std::string port;
    std::string ca_file;
    std::string token = "T0ken0fTheBenchmarks0123456789";

    [[nodiscard]] std::string origin() const { return "https://" + host + ':' + port; }
};

/// A number of operations, for several coroutines of one thread to do one after another. Ids count up.
class work
{
public:
    work(std::uint64_t first_id, std::size_t operations)
        : next_(first_id), end_(first_id + operations), times_(operations)
    {}

    [[nodiscard]] bool has_more() const noexcept { return next_ < end_; }

    /// The id of the next file. Only if there is one.
    [[nodiscard]] std::uint64_t take() noexcept { return next_++; }

    void done(steady::time_point begin) noexcept { times_[done_++] = steady::now() - begin; }
    /// The first failure is told on standard error.
    void failed(steady::time_point begin, char const* what);

    /// How long each operation took.
    [[nodiscard]] std::vector<std::chrono::nanoseconds> const& times() const noexcept { return times_; }

    [[nodiscard]] std::size_t errors() const noexcept { return errors_; }

private:
    std::uint64_t next_;
    std::uint64_t end_;
    std::size_t done_ = 0;
    std::size_t errors_ = 0;
    std::vector<std::chrono::nanoseconds> times_;
};

/// One client, on the one thread that it is used from.
class peer
{
public:
    peer() = default;
    virtual ~peer() = default;
    peer(peer const&) = delete;
    peer& operator=(peer const&) = delete;

    /// Does the work with so many requests on the wire at a time. Connections stay open for the next time.
    virtual void run(work& todo) = 0;

    /// How many connections were opened since the client was made.
    [[nodiscard]] virtual std::size_t connections() const = 0;
};

using peer_factory = std::unique_ptr<peer> (*)(target const& where, std::size_t connections);

/**
 * The main function of a driver: reads the command line, runs the load, prints one line of JSON.
 *
 *     --url https://HOST:PORT --ca FILE [--count N] [--connections C] [--threads T] [--warmup W]
 */
int drive(int argc, char** argv, char const* name, peer_factory make);

/// The same for a peer that is made of a target and a number of connections.
template <class Peer>
int drive(int argc, char** argv, char const* name)
{
    return drive(argc, argv, name, [](target const& where, std::size_t connections) -> std::unique_ptr<peer> {
        return std::make_unique<Peer>(where, connections);
    });
}

} // namespace bench
