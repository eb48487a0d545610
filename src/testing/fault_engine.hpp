// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "testing/http_message.hpp"
#include "testing/random_source.hpp"

#include <boxlink/testing/fault.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace boxlink::testing {

/// What is to befall one request or connection: a fault, made concrete.
class fault_plan
{
public:
    enum class action : unsigned char
    {
        alter,  ///< The usual answer, altered.
        answer, ///< `status` in place of the usual answer.
        reset,
        stall,
        raw ///< `bytes` in place of the usual answer.
    };

    action what = action::alter;
    unsigned status = 0;
    std::string code;
    std::optional<std::string> body;
    std::string content_type;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string bytes;
    std::string surplus;
    std::optional<std::uint64_t>
        apply_after; ///< Empty: the request takes no effect where its answer is replaced.
    std::optional<std::size_t> cut_after;
    std::size_t piece = 0;
    std::chrono::milliseconds delay{};
    bool announce_close = false;
    bool close = false;
};

/// The faults in force: decides whom they befall.
class fault_engine
{
public:
    explicit fault_engine(std::uint64_t seed);

    /// @throws std::invalid_argument for a fault that contradicts itself.
    fault_id inject(const fault& what);
    void remove(fault_id which);
    void clear();

    /// How often a fault has fired. @throws std::out_of_range for one that was never injected here.
    [[nodiscard]] std::uint64_t fired(fault_id which) const;

    /// How often all faults together have fired.
    [[nodiscard]] std::uint64_t fired() const noexcept { return total_fired_; }

    /// Whether there is anything to ask; spares the look-up of the user.
    [[nodiscard]] bool empty() const noexcept { return active_.empty(); }

    /// The fault that befalls a request of this user, if one does.
    [[nodiscard]] std::optional<fault_plan> on_request(const http_request& request, std::string_view user);

    /// The fault that befalls a new connection, if one does.
    [[nodiscard]] std::optional<fault_plan> on_accept();

private:
    struct entry
    {
        fault what;
        std::uint64_t id;
        std::uint64_t times;
        std::uint64_t matched = 0;
        std::uint64_t fired = 0;
    };

    static void check(const fault& what);
    static bool matches(const fault& what, const http_request& request, std::string_view user);
    static fault_plan plan_of(const entry& from);
    bool fires(entry& candidate);
    fault_plan fire(std::size_t index);

    random_source random_;
    std::vector<entry> active_;
    std::vector<std::uint64_t> fired_; // by id - 1; outlives the fault
    std::uint64_t total_fired_ = 0;
};

} // namespace boxlink::testing
