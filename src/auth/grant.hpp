// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "model/http_message.hpp"
#include "policy/token_lifecycle.hpp"

#include <boxlink/access_token.hpp>
#include <boxlink/error.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace boxlink {
class authorization_code;
class oauth_app;
} // namespace boxlink

namespace boxlink::auth {

class account;

/// An access token as it is kept and handed out.
class held_token
{
public:
    access_token access;
    /// Grows with each token of a user.
    policy::token_serial serial = 0;
    /// When it ends; the end of time if that is not known.
    policy::time_point ends = policy::time_point::max();
    /// Whether it came from a store, and not straight from Box.
    bool from_store = false;

    held_token() {}
};

using token_ptr = std::shared_ptr<held_token const>;

/// What a grant yields.
class fresh_token
{
public:
    access_token access;
    /// From when it was asked for; nothing if that is not known.
    std::optional<std::chrono::milliseconds> lifetime;
    bool from_store = false;
    /// What went wrong without harm, for people: a store that did not take the token.
    std::vector<std::string> warnings;

    fresh_token() {}
};

/// How a request to the token endpoint ended.
class endpoint_answer
{
public:
    /// The answer, whatever its status; nothing if there was none.
    std::optional<model::http_response> response;
    /// No error if the status is 200; else what `model::read_error` tells, or why there is no answer.
    error_info failure;
    /// Whether Box may have carried the request out although there is a failure.
    bool in_doubt = false;

    endpoint_answer() {}
};

/// A request to the token endpoint.
class token_message
{
public:
    model::http_request request;
    /// What is in it, to be cut out of errors, should a server echo it.
    std::vector<secret> secrets;

    token_message(model::http_request checked_request, std::vector<secret> confidential)
        : request(std::move(checked_request)), secrets(std::move(confidential))
    {}
};

/// Where grants send their requests: the connections of a client. Retries by the policies of the client.
class token_endpoint
{
public:
    /// Makes the request for each attempt: some must differ.
    using request_maker = std::function<result<token_message>()>;

    /// Whether a request may be sent again when it is not known what became of it.
    enum class repetition
    {
        allowed,
        forbidden,
    };

    [[nodiscard]] virtual boost::asio::awaitable<endpoint_answer>
    send(request_maker make, repetition repeat) = 0;

    /// The token of other credentials. \param user empty for those whom they speak for themselves. \param refused the one that Box refused, null if there was none.
    [[nodiscard]] virtual boost::asio::awaitable<result<token_ptr>>
    token_of(std::shared_ptr<account> other, std::string user, token_ptr refused) = 0;

    /// This machine's calendar.
    [[nodiscard]] virtual std::chrono::system_clock::time_point calendar_now() const = 0;

protected:
    ~token_endpoint() = default;
};

/// Which token is wanted.
class wanted_token
{
public:
    /// For `credentials::with_user_tokens`.
    std::optional<std::string> user;
    /// The one before; null if this is the first.
    token_ptr last;
    /// Whether Box has refused that one.
    bool last_was_refused = false;

    wanted_token() {}
};

/**
 * One way to get access tokens. Its coroutines run on the executor of the client whose endpoint they are given, one call at a time for each user; different
 * users' may run at the same time, on different threads.
 */
class grant
{
public:
    grant() = default;
    grant(grant const&) = delete;
    grant& operator=(grant const&) = delete;
    virtual ~grant() = default;

    /// Whether it can work at all: `errc::invalid_configuration` that names what is wrong.
    [[nodiscard]] virtual result<void> check() const = 0;

    /// What a user of it should know: a key file that others can read. Usually empty.
    [[nodiscard]] virtual std::string warning() const { return {}; }

    /// Says whose rate limit the tokens count against: a user's id, or any text that is the same for the same user.
    [[nodiscard]] virtual std::string whose() const = 0;

    /// Whether it gets tokens for users too.
    [[nodiscard]] virtual bool serves_users() const noexcept { return false; }

    [[nodiscard]] virtual boost::asio::awaitable<result<fresh_token>>
    fetch(wanted_token wanted, token_endpoint& endpoint) = 0;

    /// The first token of a user's login; `errc::invalid_argument` for grants without one.
    [[nodiscard]] virtual boost::asio::awaitable<result<fresh_token>>
    log_in(authorization_code const& code, token_endpoint& endpoint);

    /// Ends a token, and whatever it could be renewed by. \param current null if there is none. \return whether there was anything to end.
    [[nodiscard]] virtual boost::asio::awaitable<result<bool>>
    revoke(token_ptr current, token_endpoint& endpoint);
};

} // namespace boxlink::auth
