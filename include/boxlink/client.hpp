// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/**
 * \file
 * The client and the items that it hands out.
 */

#include <boxlink/client_options.hpp>
#include <boxlink/credentials.hpp>
#include <boxlink/item_ref.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <concepts>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace boxlink {

/// What `client` and `item` are handles on. Internal; users only ever hold it through them.
class client_state;

/**
 * An item of Box as seen by a client: what `share`, `unshare` and `get_link` take. Nothing is sent until then.
 *
 * Object lifetimes: a cheap handle that keeps the client's shared state alive.
 * Thread safety: as `client`.
 */
class item
{
public:
    /// The executor that default completions use: the one that the client was made with.
    using executor_type = boost::asio::any_io_executor;

    /// The type and id.
    [[nodiscard]] item_ref const& ref() const noexcept { return ref_; }

    /// The user whom the operations act as, if `client::as_user` named one.
    [[nodiscard]] std::optional<std::string> const& as_user() const noexcept { return as_user_; }

    /// The executor that the client was made with.
    [[nodiscard]] executor_type get_executor() const;

    /// The shared state of the client. Internal.
    [[nodiscard]] std::shared_ptr<client_state> const& state() const noexcept { return state_; }

private:
    friend class client;

    item(std::shared_ptr<client_state> state, item_ref ref, std::optional<std::string> as_user)
        : state_(std::move(state)), ref_(std::move(ref)), as_user_(std::move(as_user))
    {}

    std::shared_ptr<client_state> state_;
    item_ref ref_;
    std::optional<std::string> as_user_;
};

/**
 * A client of Box: connections, credentials and options. Every application needs one, or one a thread.
 *
 * Object lifetimes: a cheap handle on shared state. The state lives as long as a client, an item, or an operation in flight: destroying
 * the handles cancels nothing, operations in flight end as they would have. Idle connections are closed with the state. The
 * executor's context must live as long as the state. If the context is destroyed first, operations that are in flight are dropped: their
 * handlers are destroyed without being called, as with Asio's own operations.
 *
 * Idle connections and their timers do not keep `io_context::run()` from returning (on executors of `io_context` and `thread_pool`, and
 * strands of these).
 *
 * Thread safety: without `client_options::thread_safe`, all handles on one client are used from the handlers of its executor only, one at a time. With it,
 * each thread may use handles of its own at any time; one handle is never used by two threads at once. `close`, `counters` and `limits` may be called from any
 * thread, in either case.
 */
class client
{
public:
    /// The executor that default completions use.
    using executor_type = boost::asio::any_io_executor;

    /**
     * Makes a client. Nothing is sent and no connection is opened. Of the certificate authorities only the explicit
     * ones are read: `client_options::system_trust` says when the system's are.
     *
     * \param executor where everything runs. It must run one handler at a time (an `io_context` with one thread, or a strand), unless
     * `options.thread_safe()`.
     * \param who the credentials.
     * \param options how to connect, retry and report.
     * \throws error with `errc::invalid_configuration` that names the option.
     */
    client(executor_type executor, credentials who, client_options options = client_options());

    /// As above, for an execution context such as `io_context`.
    template <class ExecutionContext>
    requires requires(ExecutionContext& context)
    {
        {
            context.get_executor()
            } -> std::convertible_to<executor_type>;
    }
    client(ExecutionContext& context, credentials who, client_options options = client_options())
        : client(executor_type(context.get_executor()), std::move(who), std::move(options))
    {}

    /// A file by its id. The id is checked when an operation starts.
    [[nodiscard]] boxlink::item file(std::string id) const { return item(item_ref::file(std::move(id))); }

    /// A folder by its id. The id is checked when an operation starts.
    [[nodiscard]] boxlink::item folder(std::string id) const { return item(item_ref::folder(std::move(id))); }

    /// A web link (bookmark) by its id. The id is checked when an operation starts.
    [[nodiscard]] boxlink::item web_link(std::string id) const
    {
        return item(item_ref::web_link(std::move(id)));
    }

    /// An item by its type and id, such as one that `item_ref::parse` read.
    [[nodiscard]] boxlink::item item(item_ref ref) const;

    /// The same client acting as another user (`As-User`): same connections, counted against that user's rate limit.
    /// \param user_id decimal digits; checked when an operation starts.
    [[nodiscard]] client as_user(std::string user_id) const;

    /// The user whom the operations act as, if `as_user` named one.
    [[nodiscard]] std::optional<std::string> const& acting_as() const noexcept { return as_user_; }

    /// The executor that the client was made with.
    [[nodiscard]] executor_type get_executor() const;

    /// What the connections did so far. Thread-safe.
    [[nodiscard]] pool_counters counters() const;

    /// What holds operations up now: learned rates and pauses of the users, requests under way, retry budget, breaker. Thread-safe.
    [[nodiscard]] limits_snapshot limits() const;

    /**
     * Closes the client and all handles on its state: operations in flight complete with `errc::client_closed`, connections are closed,
     * later operations fail at once. Thread-safe; takes effect on the client's executor. May be called again.
     */
    void close();

    /// The shared state. Internal.
    [[nodiscard]] std::shared_ptr<client_state> const& state() const noexcept { return state_; }

private:
    friend class client_state;

    client(std::shared_ptr<client_state> state, std::optional<std::string> as_user)
        : state_(std::move(state)), as_user_(std::move(as_user))
    {}

    std::shared_ptr<client_state> state_;
    std::optional<std::string> as_user_;
};

} // namespace boxlink
