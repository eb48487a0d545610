// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/**
 * \file
 * Where the tokens of an OAuth 2.0 login are kept between runs of a program.
 */

#include <boxlink/access_token.hpp>
#include <boxlink/secret.hpp>

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <string>

namespace boxlink {

/// What a store keeps.
class stored_tokens
{
public:
    /// The access token; empty if there is none.
    access_token access;
    /// The refresh token; empty if nobody has logged in. Box takes it once, within 60 days (developer guide "Refresh a Token").
    secret refresh_token;
    /// Whether the refresh token was sent and the answer lost, so that it is perhaps spent: it is not sent again.
    bool is_in_doubt = false;

    /// Nothing.
    stored_tokens() {}
};

/**
 * Keeps the tokens of one login. Implement it for a database, a vault or the like; `memory_token_store` and `file_token_store` come with boxlink.
 *
 * Its functions run on the executor of the client that refreshes, one at a time, and may throw whatever they like: the failure is reported by
 * `observer::on_warning`, and the tokens stay in memory, so that nothing is lost as long as the program runs.
 *
 * A refresh goes: `lock`, `load`, the request to Box unless somebody else has refreshed meanwhile, `save`, then the lock is dropped.
 */
class token_store
{
public:
    virtual ~token_store() = default;

    /// Waits until nobody else refreshes, and keeps others from it until the pointer is dropped. Needed where several processes share the tokens. Null, as
    /// by default, where there is nothing to lock.
    [[nodiscard]] virtual boost::asio::awaitable<std::shared_ptr<void>> lock();

    /// What was saved last; empty tokens if nothing was.
    [[nodiscard]] virtual boost::asio::awaitable<stored_tokens> load() = 0;

    /// Replaces all of it. When it returns, the tokens must survive the end of the process.
    [[nodiscard]] virtual boost::asio::awaitable<void> save(stored_tokens tokens) = 0;

    /// What the store is, for messages, such as the name of a file. No secret.
    [[nodiscard]] virtual std::string name() const = 0;
};

/// Keeps the tokens as long as the program runs. \param refresh_token of an earlier login; empty if there was none.
[[nodiscard]] std::shared_ptr<token_store> memory_token_store(secret refresh_token = secret());

/**
 * Keeps the tokens in a file that only its owner can read (0600), replaced as a whole and synced. Several processes of one machine may use the same file
 * at once: an advisory lock on `path + ".lock"` lets one of them refresh at a time, and the others take over what it got. Not for network file systems
 * without locks.
 *
 * A file that others can read or write is refused. Waiting for the lock, 10 minutes at most, blocks no thread; reading and writing block for as long as the disk does, once an hour.
 */
[[nodiscard]] std::shared_ptr<token_store> file_token_store(std::string path);

} // namespace boxlink
