// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "auth/grant.hpp"
#include "auth/token_answer.hpp"
#include "auth/turnstile.hpp"

#include <boxlink/oauth.hpp>
#include <boxlink/token_operations.hpp>
#include <boxlink/token_store.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace boxlink::auth {

/**
 * A user's login: refresh tokens, each good for one use, in a store that other processes may share.
 *
 * A refresh token is sent once. If it is not known what became of that, the store says so from then on, and nobody sends it again.
 */
class oauth_grant final : public grant
{
public:
    oauth_grant(oauth_app app, std::shared_ptr<token_store> store);

    [[nodiscard]] result<void> check() const override;
    [[nodiscard]] std::string whose() const override;
    [[nodiscard]] boost::asio::awaitable<result<fresh_token>>
    fetch(wanted_token wanted, token_endpoint& endpoint) override;
    [[nodiscard]] boost::asio::awaitable<result<fresh_token>>
    log_in(authorization_code const& code, token_endpoint& endpoint) override;
    [[nodiscard]] boost::asio::awaitable<result<bool>>
    revoke(token_ptr current, token_endpoint& endpoint) override;

private:
    using warnings = std::vector<std::string>;

    [[nodiscard]] boost::asio::awaitable<result<std::shared_ptr<void>>> lock();
    [[nodiscard]] boost::asio::awaitable<result<stored_tokens>> load(warnings& told);
    /// \param before the refresh token that the store has; nothing if that is not known. \return what went wrong; empty if the store has taken it.
    [[nodiscard]] boost::asio::awaitable<std::string>
    save(stored_tokens tokens, std::optional<secret> before);
    [[nodiscard]] boost::asio::awaitable<result<fresh_token>>
    refresh(stored_tokens stored, token_endpoint& endpoint, warnings& told);
    [[nodiscard]] boost::asio::awaitable<error_info> lose(stored_tokens stored, error_info why);
    [[nodiscard]] boost::asio::awaitable<fresh_token>
    keep(granted_token granted, std::optional<secret> before, warnings& told);
    [[nodiscard]] error_info store_failed(std::string const& doing, std::string const& why) const;

    oauth_app app_;
    std::shared_ptr<token_store> store_;
    /// A login or its end may come while a refresh is under way, on another thread. Not all stores have locks.
    std::shared_ptr<turnstile> one_at_a_time_ = std::make_shared<turnstile>();
    /// What the store did not take, and the refresh token that it has in its place; nothing if that is not known.
    std::optional<stored_tokens> unsaved_;
    std::optional<secret> superseded_;
    /// The refresh token that was sent, until it is known and noted what became of it: a coroutine whose context ends on the way can tell no store.
    secret sent_;
};

} // namespace boxlink::auth
