// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "testing/http_message.hpp"
#include "testing/random_source.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace boxlink::testing {

/// What an access token is worth.
enum class token_state : unsigned char
{
    valid,
    expired,
    unknown
};

/// Users and the tokens that speak for them.
class accounts
{
public:
    accounts(std::uint64_t seed, time_point now);

    /// The administrator who exists from the start.
    [[nodiscard]] const std::string& default_user() const noexcept { return default_user_; }

    /// An access token of the default user that lasts for a day.
    [[nodiscard]] const std::string& default_token() const noexcept { return default_token_; }

    /// Adds a user. @throws std::invalid_argument for an id that is taken.
    std::string add_user(std::string name, std::string id);

    [[nodiscard]] bool has_user(std::string_view id) const { return users_.contains(id); }

    /// Gives out an access token. @throws std::out_of_range for an unknown user.
    std::string issue_access(std::string_view user, time_point expires);

    /// Gives out a refresh token. @throws std::out_of_range for an unknown user.
    std::string issue_refresh(std::string_view user);

    /// The user of a refresh token, which is spent by this.
    std::optional<std::string> redeem_refresh(std::string_view token);

    [[nodiscard]] token_state state_of(std::string_view token, time_point now) const;

    /// The user of an access token, expired or not; empty for an unknown one.
    [[nodiscard]] std::string_view user_of(std::string_view token) const;

    /// Makes an access token end now. @throws std::out_of_range for an unknown one.
    void expire(std::string_view token);

    void expire_all();

    /// Forgets an access or refresh token; false when there was none.
    bool revoke(std::string_view token);

private:
    struct access_token
    {
        std::string user;
        time_point expires;
    };

    void require_user(std::string_view id) const;

    random_source random_;
    std::string default_user_ = "10001";
    std::string default_token_;
    std::uint64_t last_user_ = 10001;
    std::map<std::string, std::string, std::less<>> users_; // id → name
    std::map<std::string, access_token, std::less<>> access_;
    std::map<std::string, std::string, std::less<>> refresh_; // token → user
};

} // namespace boxlink::testing
