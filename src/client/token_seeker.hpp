// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "auth/account.hpp"
#include "net/one_shot.hpp"

#include <boxlink/error.hpp>

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <string>
#include <variant>

namespace boxlink {
class client_state;
}

namespace boxlink::client_impl {

/**
 * Somebody who wants access tokens of an account. Whoever is first to need one makes a client get it, for all who wait, in a coroutine of its own:
 * that one goes on when this one is interrupted.
 *
 * On the client's executor.
 */
class token_seeker
{
public:
    /// \param user empty for whom the credentials themselves speak.
    token_seeker(client_state& client, std::shared_ptr<auth::account> where, std::string user);
    ~token_seeker();
    token_seeker(token_seeker const&) = delete;
    token_seeker& operator=(token_seeker const&) = delete;

    /// A token that is good, and no older than the one that was refused; 0 if none was. Or why there is none. Nothing if it must be waited for, by `seek`.
    [[nodiscard]] std::optional<result<auth::token_ptr>>
    ask(policy::token_serial refused, policy::time_point now);

    /// Gets a token that is good, and no older than the one that was refused; 0 if none was. After `interrupt` it fails at once, with any error.
    [[nodiscard]] boost::asio::awaitable<result<auth::token_ptr>> seek(policy::token_serial refused);

    /// A newer token if there is one by now, else null.
    [[nodiscard]] auth::token_ptr newest(policy::time_point now) const;

    /// Ends the waiting, and any later one.
    void interrupt();

    /// Whether it has ever waited.
    [[nodiscard]] bool has_suspended() const noexcept { return suspended_; }

    /// Whether another token can be had.
    [[nodiscard]] bool can_renew() const noexcept { return account_->how() != nullptr; }

private:
    struct bell
    {
        explicit bell(boost::asio::any_io_executor executor) : rung(std::move(executor)) {}
        net::one_shot<std::monostate> rung;
    };

    client_state& client_;
    std::shared_ptr<auth::account> account_;
    std::string user_;
    std::optional<policy::failure_serial> seen_;
    std::shared_ptr<bell> bell_;
    bool interrupted_ = false;
    bool suspended_ = false;
};

} // namespace boxlink::client_impl
