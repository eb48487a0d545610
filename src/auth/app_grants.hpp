// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// Grants of apps that need no user to log in.

#include "auth/grant.hpp"
#include "auth/private_key.hpp"

#include <boxlink/credentials.hpp>
#include <boxlink/jwt_app.hpp>

#include <atomic>
#include <chrono>
#include <optional>
#include <string>

namespace boxlink::auth {

/// What the two have in common: tokens for an enterprise or a user, and the app that may end them.
class app_grant : public grant
{
public:
    /// \param subject nothing if it is not known for whom.
    app_grant(oauth_app app, std::optional<box_subject> subject);

    [[nodiscard]] result<void> check() const override;
    [[nodiscard]] std::string whose() const override;
    [[nodiscard]] bool serves_users() const noexcept override { return true; }
    [[nodiscard]] boost::asio::awaitable<result<bool>>
    revoke(token_ptr current, token_endpoint& endpoint) override;

protected:
    [[nodiscard]] oauth_app const& app() const noexcept { return app_; }
    /// For whom a token is wanted.
    [[nodiscard]] box_subject subject_of(wanted_token const& wanted) const;

private:
    oauth_app app_;
    std::optional<box_subject> subject_;
};

class client_credentials_grant final : public app_grant
{
public:
    client_credentials_grant(oauth_app app, box_subject subject);

    [[nodiscard]] boost::asio::awaitable<result<fresh_token>>
    fetch(wanted_token wanted, token_endpoint& endpoint) override;
};

class jwt_grant final : public app_grant
{
public:
    jwt_grant(jwt_app app, std::optional<box_subject> subject);

    [[nodiscard]] result<void> check() const override;
    [[nodiscard]] std::string warning() const override { return warning_; }
    [[nodiscard]] boost::asio::awaitable<result<fresh_token>>
    fetch(wanted_token wanted, token_endpoint& endpoint) override;

private:
    /// \param now by Box's clock.
    [[nodiscard]] result<token_message>
    make_request(box_subject const& subject, std::chrono::system_clock::time_point now) const;
    /// \param assumed how far Box's clock was thought to be ahead. \return whether that was wrong, so that another try may succeed.
    [[nodiscard]] bool learn_clock(
        endpoint_answer& answer, std::chrono::system_clock::time_point now, std::chrono::seconds assumed
    );

    std::string public_key_id_;
    jwt_algorithm algorithm_;
    std::string warning_;
    result<void> parts_;
    result<private_key> key_;
    /// How far Box's clock is ahead of ours.
    std::atomic<std::chrono::seconds::rep> clock_difference_ = 0;
};

} // namespace boxlink::auth
