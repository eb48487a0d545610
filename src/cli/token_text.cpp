// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/token_text.hpp"

#include "model/timestamp.hpp"

#include <algorithm>
#include <ctime>

namespace boxlink::cli {
namespace {

std::string local_time(system_clock::time_point time)
{
    std::time_t const seconds = system_clock::to_time_t(time);
    std::tm parts = {};
    char text[64];
    if (::localtime_r(&seconds, &parts) == nullptr ||
        std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S %z", &parts) == 0)
        return model::format_rfc3339(time);
    return text;
}

} // namespace

std::string describe(user_info const& user)
{
    std::string const id = "id " + user.id;
    if (user.name.empty() && user.login.empty())
        return id;
    if (user.name.empty() || user.login.empty())
        return user.name + user.login + ", " + id;
    return user.name + " (" + user.login + "), " + id;
}

std::chrono::seconds seconds_until(system_clock::time_point then, system_clock::time_point now) noexcept
{
    return std::max(std::chrono::floor<std::chrono::seconds>(then - now), std::chrono::seconds(0));
}

std::string describe_end(std::optional<system_clock::time_point> const& end, system_clock::time_point now)
{
    if (!end)
        return "an unknown time: nobody tells when a ready token ends";
    auto const minutes = std::chrono::floor<std::chrono::minutes>(seconds_until(*end, now)).count();
    std::string const in = minutes == 0 ? "less than a minute"
                                        : std::to_string(minutes) + (minutes == 1 ? " minute" : " minutes");
    return local_time(*end) + ", in " + in;
}

std::optional<std::string> rfc3339(std::optional<system_clock::time_point> const& time)
{
    if (!time)
        return std::nullopt;
    return model::format_rfc3339(*time);
}

} // namespace boxlink::cli
