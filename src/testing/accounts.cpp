// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/accounts.hpp"

#include <stdexcept>
#include <utility>

namespace boxlink::testing {

namespace {

constexpr std::uint64_t for_tokens = 1;
constexpr std::size_t token_length = 32;
constexpr auto refresh_token_lifetime = std::chrono::days(60);

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

const std::string& accounts::name_of(std::string_view id) const
{
    require_user(id);
    return users_.find(id)->second;
}

login accounts::log_in(std::string_view user)
{
    require_user(user);
    return login(user, ++last_login_);
}

std::string accounts::issue_access(const login& by, time_point expires)
{
    std::string token = random_.text(token_length);
    access_token made;
    made.user = by.user;
    made.login_number = by.number;
    made.expires = expires;
    access_.emplace(token, std::move(made));
    return token;
}

std::string accounts::issue_downscoped(std::string_view parent, token_limits limits)
{
    access_token made = at(parent);
    made.parent = parent;
    made.limits = std::move(limits);
    std::string token = random_.text(token_length);
    access_.emplace(token, std::move(made));
    return token;
}

std::string accounts::issue_refresh(const login& by, time_point now)
{
    std::string token = random_.text(2 * token_length);
    refresh_.emplace(token, refresh_token{by.user, by.number, now + refresh_token_lifetime});
    return token;
}

redemption accounts::redeem_refresh(std::string_view token, time_point now)
{
    redemption result;
    const auto found = refresh_.find(token);
    if (found == refresh_.end())
        return result;
    refresh_token& known = found->second;
    result.known = true;
    result.spent_before = known.spent;
    if (!known.spent && known.expires > now)
        result.by.emplace(known.user, known.login_number);
    known.spent = true;
    return result;
}

// A token that was made of another is never worth more than that.
token_state accounts::state_of(std::string_view token, time_point now) const
{
    const auto found = access_.find(token);
    if (found == access_.end())
        return token_state::unknown;
    const access_token& known = found->second;
    if (known.refused)
        return token_state::refused;
    if (known.expires <= now)
        return token_state::expired;
    return known.parent.empty() ? token_state::valid : state_of(known.parent, now);
}

std::string_view accounts::user_of(std::string_view token) const
{
    const auto found = access_.find(token);
    return found == access_.end() ? std::string_view() : std::string_view(found->second.user);
}

const token_limits* accounts::limits_of(std::string_view token) const
{
    const auto found = access_.find(token);
    return found == access_.end() || !found->second.limits ? nullptr : &*found->second.limits;
}

const accounts::access_token& accounts::at(std::string_view token) const
{
    const auto found = access_.find(token);
    if (found == access_.end())
        throw std::out_of_range(
            "the access token is not known to the embedded server: it was revoked or never issued"
        );
    return found->second;
}

void accounts::expire(std::string_view token)
{
    at(token).expires = time_point::min();
}

void accounts::expire_all()
{
    for (auto& [token, access] : access_)
        access.expires = time_point::min();
}

void accounts::refuse(std::string_view token)
{
    at(token).refused = true;
}

bool accounts::forget(std::string_view token)
{
    const auto named = [token](const auto& entry) { return entry.first == token; };
    return std::erase_if(access_, named) + std::erase_if(refresh_, named) > 0;
}

void accounts::revoke(std::string_view token)
{
    const auto access = access_.find(token);
    const auto refresh = refresh_.find(token);
    if (access != access_.end() && access->second.limits) {
        access_.erase(access);
        return;
    }
    std::uint64_t ended = 0;
    if (access != access_.end())
        ended = access->second.login_number;
    else if (refresh != refresh_.end())
        ended = refresh->second.login_number;
    const auto of_login = [ended](const auto& entry) { return entry.second.login_number == ended; };
    std::erase_if(access_, of_login);
    std::erase_if(refresh_, of_login);
}

} // namespace boxlink::testing
