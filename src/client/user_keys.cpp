// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "client/user_keys.hpp"

#include <charconv>
#include <functional>
#include <string_view>

namespace boxlink::client_impl {
namespace {

/// Keys with this bit are made of a text; the others are the ids of users.
constexpr policy::user_key made_of_text = policy::user_key{1} << 63;

policy::user_key key_of_text(std::string_view text)
{
    return made_of_text | std::hash<std::string_view>()(text);
}

} // namespace

policy::user_key user_key(std::string_view who)
{
    policy::user_key id = 0;
    auto const* const end = who.data() + who.size();
    auto const [rest, failure] = std::from_chars(who.data(), end, id);
    bool const fits = failure == std::errc() && rest == end && (id & made_of_text) == 0;
    return fits ? id : key_of_text(who);
}

std::vector<user_limit> user_limits(policy::rate_limiter const& limiter, policy::time_point now)
{
    std::vector<user_limit> users;
    for (auto const& known : limiter.snapshot(now)) {
        auto& user = users.emplace_back();
        if ((known.user & made_of_text) == 0)
            user.user = std::to_string(known.user);
        user.requests_per_minute = known.per_minute;
        user.configured_requests_per_minute = known.configured_per_minute;
        if (known.paused_until && *known.paused_until > now)
            user.paused_for = *known.paused_until - now;
        user.probing = known.probing;
        user.rate_limited = known.refusals;
    }
    return users;
}

} // namespace boxlink::client_impl
