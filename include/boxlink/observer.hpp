// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/**
 * \file
 * What a client tells of its attempts and waits, for logs and metrics.
 */

#include <boxlink/error.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace boxlink {

/// Why an operation makes another attempt.
enum class retry_reason
{
    /// It makes none: the attempt succeeded, or the failure is final.
    none,
    /// The server had closed the reused connection before it saw the request; the next attempt costs nothing.
    stale_connection,
    /// The network failed: resolving, connecting, TLS, or the connection broke.
    network,
    /// The attempt took longer than its time-out.
    timeout,
    /// 429.
    rate_limited,
    /// 408, 500, 502, 503, 504.
    server_error,
    /// 202, or a 409 that Box calls temporary.
    not_ready,
    /// 401: the access token has expired; the next attempt has a new one, and costs nothing.
    expired_token,
};

/// The name of the reason, such as `rate_limited`.
[[nodiscard]] std::string_view to_string(retry_reason reason) noexcept;

/// Why an operation waits before an attempt.
enum class wait_reason
{
    /// It does not wait.
    none,
    /// Its place in the even sequence that the user's rate limit allows.
    paced,
    /// Box answered 429 for this user: everything of the user pauses.
    rate_limited,
    /// As many requests are on their way as the connections, or an overloaded server, allow.
    concurrency,
    /// Too many operations are being retried already.
    retry_budget,
    /// Nearly everything failed lately: only a probe is sent now and then.
    breaker,
    /// The delay between a failed attempt and the next.
    back_off,
    /// An earlier change of the same item is not finished.
    earlier_change,
    /// An access token is being got.
    token,
};

/// The name of the reason, such as `rate_limited`.
[[nodiscard]] std::string_view to_string(wait_reason reason) noexcept;

/**
 * One attempt, told when it is over. It holds no secret.
 *
 * The times follow each other; a phase that did not take place is zero. A reused connection has no `connect` and no `tls`.
 */
class attempt_report
{
public:
    /// What was being done, such as `share file:123`; `find` names no URL, since a link is a capability.
    std::string operation;
    /// Which attempt of the operation this was, from 1.
    int attempt = 0;
    /// The HTTP status; 0 if no answer was read.
    int status = 0;
    /// What the attempt failed with; no error if an answer was read, whatever its status.
    error_code code;
    /// Why another attempt is to be made; the limits may still refuse it, or a deadline end the operation.
    retry_reason retry = retry_reason::none;
    /// How long the operation backs off before the next attempt, the limits not counted.
    std::chrono::nanoseconds retry_delay{};
    /// Whether this was no attempt of the change itself, but a reading of the link to learn what became of one whose answer was lost.
    bool read_back = false;
    /// Waiting for the limits: the user's rate, the requests under way, the retry budget. Before the attempt, and not part of `total`.
    std::chrono::nanoseconds admission{};
    /// Waiting for a connection of the pool, `connect` and `tls` not counted.
    std::chrono::nanoseconds queue{};
    /// Resolving and the TCP connection, the proxy's tunnel included.
    std::chrono::nanoseconds connect{};
    /// The TLS handshake.
    std::chrono::nanoseconds tls{};
    /// From the request's first byte to the answer's first byte.
    std::chrono::nanoseconds first_byte{};
    /// The whole attempt, all of the above included.
    std::chrono::nanoseconds total{};
    /// Bytes of HTTP sent, without TLS.
    std::uint64_t bytes_sent = 0;
    /// Bytes of HTTP received, without TLS.
    std::uint64_t bytes_received = 0;
    /// Whether the connection had served an earlier request.
    bool reused_connection = false;
    /// Whether the TLS session of the connection was resumed.
    bool resumed_tls_session = false;
    /// The `box-request-id` of the answer, as it came.
    std::string box_request_id;
    /// The `Deprecation` and `Box-API-Deprecated-Reason` headers, as they came; empty if there were none.
    std::string deprecation;

    /// An attempt of which nothing is known.
    attempt_report() {}
};

/// A wait before an attempt, told when it begins. It holds no secret.
class wait_report
{
public:
    /// What is being done, such as `share file:123`.
    std::string operation;
    /// Which attempt of the operation comes next, from 1.
    int attempt = 0;
    /// What it waits for.
    wait_reason reason = wait_reason::none;
    /// How long it waits at least, as far as is known now: until a pause ends (`rate_limited`), its place comes (`paced`), a probe may go (`breaker`), the
    /// delay is over (`back_off`). Nothing where others decide.
    std::optional<std::chrono::nanoseconds> expected;

    /// A wait of which nothing is known.
    wait_report() {}
};

/// A new access token, or why there is none, told when it is known. It holds no secret.
class token_report
{
public:
    /// The user whom the token speaks for; nothing if it speaks for whom the credentials are.
    std::optional<std::string> user;
    /// Why there is none; no error if there is.
    error_code code;
    /// The same for people; empty if there is one.
    std::string message;
    /// When the token ends; nothing if that is not known.
    std::optional<std::chrono::system_clock::time_point> expires_at;
    /// Whether it was got while the one before was still good, so that nobody waited.
    bool in_background = false;
    /// Whether it came from the token store: another process had renewed it.
    bool from_store = false;
    /// From the moment that it was needed.
    std::chrono::nanoseconds duration{};

    /// A token of which nothing is known.
    token_report() {}
};

/**
 * Is told of each attempt and each wait of a client, and of its tokens.
 *
 * Called on the client's executor (its strand, if the client is thread-safe), while the operation goes on afterwards: be quick.
 * An exception that leaves a function is swallowed.
 */
class observer
{
public:
    virtual ~observer() = default;

    /// Whether `on_attempt` and `on_wait` are to be called. Asked before each: who says no saves the operations the time that it takes to put the reports together.
    [[nodiscard]] virtual bool wants_attempts() const noexcept { return true; }

    /// An attempt is over.
    virtual void on_attempt(attempt_report const& report) = 0;

    /// An operation begins to wait before an attempt. Not called where it need not wait.
    virtual void on_wait(wait_report const&) {}

    /// An access token was got or not. The attempts of it are told by `on_attempt`, under the operation `get_token`.
    virtual void on_token(token_report const&) {}

    /// Something that fails nothing, but that somebody should look after: tokens that could not be stored, a key file that others can read. Without
    /// secrets. Also called by the constructor of `client`.
    virtual void on_warning(std::string const&) {}
};

/// What the connections of a client did since its start. A snapshot.
struct pool_counters
{
    /// Connections that are open now: idle, in use, and being opened.
    std::uint64_t open = 0;
    /// Connections that are idle now.
    std::uint64_t idle = 0;
    /// Operations that wait for a connection now.
    std::uint64_t waiting = 0;
    /// Connections that were opened, TLS included.
    std::uint64_t connects = 0;
    /// Attempts to open a connection that failed.
    std::uint64_t connect_failures = 0;
    /// TLS handshakes that resumed a session.
    std::uint64_t tls_resumptions = 0;
    /// Requests that were sent on a connection that had served another before.
    std::uint64_t reuses = 0;
    /// Idle connections that were dropped because the server closed them or spoke first.
    std::uint64_t idle_drops = 0;
    /// Connections that were closed because they were idle for too long or too old.
    std::uint64_t expired = 0;
};

} // namespace boxlink
