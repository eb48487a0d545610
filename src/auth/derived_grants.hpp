// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// Grants that get tokens from somebody else: other credentials, or the program's own code.

#include "auth/account.hpp"
#include "auth/grant.hpp"

#include <boxlink/credentials.hpp>
#include <boxlink/token_scope.hpp>

#include <memory>
#include <string>

namespace boxlink::auth {

class downscoped_grant final : public grant
{
public:
    downscoped_grant(std::shared_ptr<account> parent, token_scope scope);

    [[nodiscard]] result<void> check() const override;
    [[nodiscard]] std::string warning() const override;
    [[nodiscard]] std::string whose() const override { return parent_->whose(); }
    [[nodiscard]] boost::asio::awaitable<result<fresh_token>>
    fetch(wanted_token wanted, token_endpoint& endpoint) override;

private:
    std::shared_ptr<account> parent_;
    token_scope scope_;
};

class custom_grant final : public grant
{
public:
    explicit custom_grant(detail::token_function source);

    [[nodiscard]] result<void> check() const override;
    [[nodiscard]] std::string whose() const override;
    [[nodiscard]] bool serves_users() const noexcept override { return true; }
    [[nodiscard]] boost::asio::awaitable<result<fresh_token>>
    fetch(wanted_token wanted, token_endpoint& endpoint) override;

private:
    detail::token_function source_;
};

} // namespace boxlink::auth
