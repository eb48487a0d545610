// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "auth/grant.hpp"
#include "client/client_state.hpp"
#include "client/http_attempt.hpp"
#include "client/interruptible.hpp"
#include "client/token_seeker.hpp"
#include "net/one_shot.hpp"
#include "policy/operation.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <variant>
#include <vector>

namespace boxlink::client_impl {

/**
 * Requests for tokens over the connections of a client, one after another. They count against no user's rate limit, and do not wait for the health of the server:
 * there is one of them for all who wait.
 *
 * An interruption is honoured until a request is sent, and between requests: an answer that is on its way may hold the only refresh token there is.
 */
class token_exchange final : public auth::token_endpoint, public interruptible
{
public:
    explicit token_exchange(std::shared_ptr<client_state> client);
    ~token_exchange();
    token_exchange(token_exchange const&) = delete;
    token_exchange& operator=(token_exchange const&) = delete;

    [[nodiscard]] boost::asio::awaitable<auth::endpoint_answer>
    send(request_maker make, repetition repeat) override;

    [[nodiscard]] boost::asio::awaitable<result<auth::token_ptr>>
    token_of(std::shared_ptr<auth::account> other, std::string user, auth::token_ptr refused) override;

    [[nodiscard]] std::chrono::system_clock::time_point calendar_now() const override
    {
        return client_->calendar_now();
    }

    void interrupt(error_code why) override;

    /// When the last request was begun; nothing if there was none.
    [[nodiscard]] std::optional<policy::time_point> last_attempt() const noexcept { return last_attempt_; }

    /// What it was interrupted with, if it was.
    [[nodiscard]] error_code interruption() const noexcept { return interruption_; }

private:
    [[nodiscard]] boost::asio::awaitable<policy::attempt_outcome>
    attempt(request_maker const& make, bool fresh, auth::endpoint_answer& answer);
    [[nodiscard]] boost::asio::awaitable<result<void>> exchange();
    [[nodiscard]] boost::asio::awaitable<void> nap(policy::duration delay);
    void report(policy::action const& next, std::vector<secret> const& secrets);

    std::shared_ptr<client_state> client_;
    http_attempt attempt_;
    error_code interruption_;
    std::optional<net::one_shot<std::monostate>> nap_;
    token_seeker* seeker_ = nullptr;
    std::vector<attempt_summary> attempts_;
    std::optional<policy::time_point> last_attempt_;
    std::vector<secret> secrets_;
};

} // namespace boxlink::client_impl
