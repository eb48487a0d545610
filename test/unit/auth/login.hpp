// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// A user's login, with a store and an endpoint that do what the test says.

#include "auth/oauth_grant.hpp"
#include "scripted.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace boxlink::test {

/// A login whose store has the refresh token R1.
struct login
{
    login() { store->tokens.refresh_token = secret(std::string("R1")); }

    result<auth::fresh_token> fetch(auth::token_ptr last = nullptr, bool was_refused = false)
    {
        return run(io, grant->fetch(wanting(std::move(last), was_refused), endpoint));
    }

    result<auth::fresh_token> log_in(std::string code = "the-code")
    {
        auto const given = authorization_code(secret(std::move(code)));
        return run(io, grant->log_in(given, endpoint));
    }

    result<bool> revoke(auth::token_ptr current = nullptr)
    {
        return run(io, grant->revoke(std::move(current), endpoint));
    }

    void store_access(std::string text, std::optional<std::chrono::system_clock::time_point> end)
    {
        store->tokens.access = access_token(secret(std::move(text)), end);
    }

    /// The refresh tokens that were sent, in turn.
    [[nodiscard]] std::string sent() const
    {
        std::string all;
        for (auto const& one : endpoint.requests)
            all += field(one.body, "refresh_token") + ' ';
        return all;
    }

    boost::asio::io_context io;
    scripted_endpoint endpoint;
    std::shared_ptr<scripted_store> store = std::make_shared<scripted_store>();
    std::shared_ptr<auth::oauth_grant> grant = std::make_shared<auth::oauth_grant>(
        oauth_app("the-client", secret(std::string("the-secret"))), store
    );
};

inline std::string text_of(result<auth::fresh_token> const& token)
{
    return token.has_value() ? std::string(token->access.text.reveal()) : token.error().to_string();
}

inline bool quotes_nothing(error_info const& failure)
{
    auto const text = failure.to_string();
    for (std::string_view const hidden : {"R1", "R2", "A1", "A2", "the-secret", "the-code"}) {
        if (text.find(hidden) != std::string::npos)
            return false;
    }
    return true;
}

inline void throw_runtime_error()
{
    throw std::runtime_error("the disk is full");
}

inline void throw_number()
{
    throw 42;
}

inline constexpr auto every_throw = {&throw_runtime_error, &throw_number};

} // namespace boxlink::test
