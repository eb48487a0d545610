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

inline std::ostream& operator<<(std::ostream& out, action const& one)
{
    constexpr std::array<std::string_view, 4> names = {"attempt", "wait", "succeed", "fail"};
    out << names.at(static_cast<std::size_t>(one.what)) << (one.fresh_connection ? " afresh" : "");
    out << " for " << std::chrono::duration<double>(one.delay).count() << " s, reason "
        << to_string(one.reason);
    if (one.failure)
        out << ", under the code " << make_error_code(*one.failure).message();
    return out << (one.may_have_taken_effect ? ", may have taken effect" : "");
}

} // namespace boxlink::policy
