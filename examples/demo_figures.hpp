// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

// The figures that the demo ends with.
#include <boxlink/observer.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace demo {

using milliseconds = std::chrono::duration<double, std::milli>;
using counts = std::vector<std::pair<std::string, std::uint64_t>>;

/// The median, and what 99 of 100 do not exceed.
class spread
{
public:
    spread() = default;
    explicit spread(std::vector<milliseconds> values);

    milliseconds p50{};
    milliseconds p99{};
};

class figures
{
public:
    std::size_t items = 0;
    std::size_t links = 0;
    std::chrono::duration<double> took{};
    /// From a request to the first byte of its answer.
    spread answers;
    /// From the start of the demo to the end of an operation.
    spread operations;
    boxlink::pool_counters connections;
    std::uint64_t most_connections = 0;
    /// What the server did to its clients.
    counts trouble;
    /// What the client made of it.
    counts retries;

    [[nodiscard]] double links_per_second() const { return static_cast<double>(links) / took.count(); }
};

/// `5,000`
std::string grouped(std::uint64_t number);

/// For people, on standard output.
void print(figures const& sum);

/// For programs: one JSON object on standard output.
void print_json(figures const& sum);

} // namespace demo
