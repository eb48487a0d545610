// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

// How Boost.Test shows the values of the policies.

#include "policy/operation.hpp"

#include <array>
#include <ostream>
#include <string_view>

namespace boxlink::policy {

inline std::ostream& operator<<(std::ostream& out, verdict what)
{
    constexpr std::array<std::string_view, 3> names = {"success", "final", "retry"};
    return out << names.at(static_cast<std::size_t>(what));
}

inline std::ostream& operator<<(std::ostream& out, classification const& one)
{
    return out << one.what << ", reason " << to_string(one.reason) << (one.ambiguous ? ", ambiguous" : "");
}

inline std::ostream& operator<<(std::ostream& out, evidence found)
{
    constexpr std::array<std::string_view, 3> names = {"as asked", "not as asked", "cannot tell"};
    return out << names.at(static_cast<std::size_t>(found));
}

inline std::ostream& operator<<(std::ostream& out, admission_need need)
{
    constexpr std::array<std::string_view, 4> names = {"nothing", "a place", "the first place", "a retry"};
    return out << names.at(static_cast<std::size_t>(need));
}

inline std::ostream& operator<<(std::ostream& out, action const& one)
{
    constexpr std::array<std::string_view, 4> names = {"attempt", "wait", "succeed", "fail"};
    out << names.at(static_cast<std::size_t>(one.what)) << (one.read_back ? " by reading back" : "")
        << (one.fresh_connection ? " afresh" : "") << ", needs " << one.admission;
    out << ", for " << std::chrono::duration<double>(one.delay).count() << " s, reason "
        << to_string(one.reason);
    if (one.failure)
        out << ", under the code " << to_string(*one.failure);
    return out << (one.may_have_taken_effect ? ", may have taken effect" : "");
}

} // namespace boxlink::policy
