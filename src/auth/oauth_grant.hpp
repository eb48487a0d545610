// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "auth/grant.hpp"
#include "auth/token_answer.hpp"

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
    [[nodiscard]] boost::asio::awaitable<void> save(stored_tokens tokens, warnings& told);
    [[nodiscard]] boost::asio::awaitable<result<fresh_token>>
    refresh(stored_tokens stored, token_endpoint& endpoint, warnings& told);
    [[nodiscard]] boost::asio::awaitable<fresh_token>
    keep(granted_token granted, stored_tokens before, warnings& told);
    [[nodiscard]] boost::asio::awaitable<void> save_doubt(stored_tokens tokens, warnings& told);
    void supersede(secret in_store);
    [[nodiscard]] error_info store_failed(std::string const& doing, std::string const& why) const;

    oauth_app app_;
    std::shared_ptr<token_store> store_;
    /// What the store did not take, and the refresh token that it has in its place.
    std::optional<stored_tokens> unsaved_;
    secret superseded_;
    /// The refresh token that was sent last, as long as it is not known what became of it: a context that ends on the way can tell no store.
    secret sent_;
};

} // namespace boxlink::auth
