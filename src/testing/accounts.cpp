// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/accounts.hpp"

#include <stdexcept>
#include <utility>

namespace boxlink::testing {

namespace {

constexpr std::uint64_t for_tokens = 1;
constexpr std::size_t token_length = 32;

} // namespace

accounts::accounts(std::uint64_t seed, time_point now) : random_(seed, for_tokens)
{
    users_.emplace(default_user_, "Service Account");
    default_token_ = issue_access(default_user_, now + std::chrono::hours(24));
}

std::string accounts::add_user(std::string name, std::string id)
{
    while (id.empty()) {
        std::string next = std::to_string(++last_user_);
        if (!has_user(next))
            id = std::move(next);
    }
    if (!users_.emplace(id, std::move(name)).second)
        throw std::invalid_argument("user " + id + " exists already: choose another id, or none to get one");
    return id;
}

void accounts::require_user(std::string_view id) const
{
    if (!has_user(id))
        throw std::out_of_range(
            "user " + std::string(id) + " does not exist on the embedded server: add it first"
        );
}

std::string accounts::issue_access(std::string_view user, time_point expires)
{
    require_user(user);
    std::string token = random_.text(token_length);
    access_.emplace(token, access_token{std::string(user), expires});
    return token;
}

std::string accounts::issue_refresh(std::string_view user)
{
    require_user(user);
    std::string token = random_.text(2 * token_length);
    refresh_.emplace(token, user);
    return token;
}

std::optional<std::string> accounts::redeem_refresh(std::string_view token)
{
    const auto found = refresh_.find(token);
    if (found == refresh_.end())
        return std::nullopt;
    std::string user = std::move(found->second);
    refresh_.erase(found);
    return user;
}

token_state accounts::state_of(std::string_view token, time_point now) const
{
    const auto found = access_.find(token);
    if (found == access_.end())
        return token_state::unknown;
    return found->second.expires <= now ? token_state::expired : token_state::valid;
}

std::string_view accounts::user_of(std::string_view token) const
{
    const auto found = access_.find(token);
    return found == access_.end() ? std::string_view() : std::string_view(found->second.user);
}

void accounts::expire(std::string_view token)
{
    const auto found = access_.find(token);
    if (found == access_.end())
        throw std::out_of_range(
            "the access token is not known to the embedded server: it was revoked or never issued"
        );
    found->second.expires = time_point::min();
}

void accounts::expire_all()
{
    for (auto& [token, access] : access_)
        access.expires = time_point::min();
}

bool accounts::revoke(std::string_view token)
{
    const auto access = access_.find(token);
    if (access != access_.end()) {
        access_.erase(access);
        return true;
    }
    const auto refresh = refresh_.find(token);
    if (refresh == refresh_.end())
        return false;
    refresh_.erase(refresh);
    return true;
}

} // namespace boxlink::testing
