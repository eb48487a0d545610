// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

// The addresses of host names, asked for once and shared by a client's connections for a while.

#include "net/one_shot.hpp"

#include <boxlink/error.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/address.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace boxlink::net {

/// Addresses in the order in which they should be tried, each once, never none.
using address_list = std::vector<boost::asio::ip::address>;

/// Asks who knows, and calls back once on the cache's executor, never from within the call. The call may come after the cache is gone.
using resolve_function =
    std::function<void(std::string const& host, std::function<void(result<address_list>)> done)>;

/// The resolver of the system. Its queries cannot be cancelled, so they don't keep `io_context::run()` from returning.
[[nodiscard]] resolve_function make_system_resolver(boost::asio::any_io_executor executor);

/// The addresses that need no question: those of an IP literal, and of `localhost` and names below it (RFC 6761, 6.3). Else empty.
[[nodiscard]] address_list known_addresses(std::string_view host);

/**
 * Remembers addresses for 30 seconds, since the resolver does not tell how long they are good. Failures are not remembered.
 * Those who ask for the same name at the same time share one query.
 *
 * Used on one executor. Destroying it ends all waits with `operation_aborted`.
 */
class resolver_cache
{
    class state;

public:
    using time_point = std::chrono::steady_clock::time_point;

    /// How long an answer is used.
    static constexpr std::chrono::seconds time_to_live{30};

    resolver_cache(boost::asio::any_io_executor executor, resolve_function resolve);
    ~resolver_cache();
    resolver_cache(resolver_cache const&) = delete;
    resolver_cache& operator=(resolver_cache const&) = delete;

    /// One wait for the addresses of a name. May be destroyed at any time, the cache's end included.
    class lookup
    {
    public:
        /// Answers at once what is known, else asks or joins those who ask.
        lookup(resolver_cache& cache, std::string host, time_point now);
        ~lookup();
        lookup(lookup const&) = delete;
        lookup& operator=(lookup const&) = delete;

        /// The addresses, or `errc::resolve_failed`. Call once.
        [[nodiscard]] boost::asio::awaitable<result<address_list>> wait() { return answer_.wait(); }

        /// Ends the wait with `operation_aborted`; the query goes on for others.
        void abort();

    private:
        friend class resolver_cache::state;

        std::shared_ptr<state> state_;
        std::string host_;
        one_shot<result<address_list>> answer_;
    };

private:
    std::shared_ptr<state> state_;
};

} // namespace boxlink::net
