// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "testing/http_message.hpp"
#include "testing/random_source.hpp"
#include "testing/token_limits.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace boxlink::testing {

/// What an access token is worth.
enum class token_state : unsigned char
{
    valid,
    expired,
    refused, ///< Known and alive, but not taken.
    unknown
};

/// A user who has let an app in. Its number ties the tokens together that one login led to.
class login
{
public:
    login(std::string_view whose, std::uint64_t ordinal) : user(whose), number(ordinal) {}

    std::string user;
    std::uint64_t number;
};

/// What became of a refresh token that was to be redeemed.
class redemption
{
public:
    /// Set if the token was good; it is spent by this.
    std::optional<login> by;
    /// The token was good once, and has been used.
    bool spent_before = false;
    /// The token is or was one.
    bool known = false;
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

    /// @throws std::out_of_range for an unknown user.
    void require_user(std::string_view id) const;

    /// @throws std::out_of_range for an unknown user.
    [[nodiscard]] const std::string& name_of(std::string_view id) const;

    /// A new login. @throws std::out_of_range for an unknown user.
    [[nodiscard]] login log_in(std::string_view user);

    /// Gives out an access token.
    std::string issue_access(const login& by, time_point expires);

    /// Gives out an access token of a new login. @throws std::out_of_range for an unknown user.
    std::string issue_access(std::string_view user, time_point expires)
    {
        return issue_access(log_in(user), expires);
    }

    /// Gives out a token that may do less than `parent`, and ends with it. @throws std::out_of_range for an unknown one.
    std::string issue_downscoped(std::string_view parent, token_limits limits);

    /// Gives out a refresh token.
    std::string issue_refresh(const login& by, time_point now);

    /// Gives out a refresh token of a new login. @throws std::out_of_range for an unknown user.
    std::string issue_refresh(std::string_view user, time_point now)
    {
        return issue_refresh(log_in(user), now);
    }

    /// Spends a refresh token.
    [[nodiscard]] redemption redeem_refresh(std::string_view token, time_point now);

    [[nodiscard]] token_state state_of(std::string_view token, time_point now) const;

    /// The user of an access token, expired or not; empty for an unknown one.
    [[nodiscard]] std::string_view user_of(std::string_view token) const;

    /// What a token is restricted to; null for nothing, and for an unknown one.
    [[nodiscard]] const token_limits* limits_of(std::string_view token) const;

    /// When an access token ends. @throws std::out_of_range for an unknown one.
    [[nodiscard]] time_point expiry_of(std::string_view token) const { return at(token).expires; }

    /// Makes an access token end now. @throws std::out_of_range for an unknown one.
    void expire(std::string_view token);

    void expire_all();

    /// Makes an access token refused from now on. @throws std::out_of_range for an unknown one.
    void refuse(std::string_view token);

    /// Forgets an access or refresh token; false when there was none.
    bool forget(std::string_view token);

    /// Ends the login of an access or refresh token with all tokens that it led to; of a downscoped token only itself.
    void revoke(std::string_view token);

private:
    struct access_token
    {
        std::string user;
        std::uint64_t login_number = 0;
        time_point expires;
        bool refused = false;
        // Downscoped tokens only.
        std::string parent;
        std::optional<token_limits> limits;
    };

    struct refresh_token
    {
        std::string user;
        std::uint64_t login_number = 0;
        time_point expires;
        bool spent = false;
    };

    [[nodiscard]] const access_token& at(std::string_view token) const;
    [[nodiscard]] access_token& at(std::string_view token)
    {
        return const_cast<access_token&>(std::as_const(*this).at(token));
    }

    random_source random_;
    std::string default_user_ = "10001";
    std::string default_token_;
    std::uint64_t last_user_ = 10001;
    std::uint64_t last_login_ = 0;
    std::map<std::string, std::string, std::less<>> users_; // id → name
    std::map<std::string, access_token, std::less<>> access_;
    std::map<std::string, refresh_token, std::less<>> refresh_; // spent ones, too, so that a reuse is seen
};

} // namespace boxlink::testing
