// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace boxlink::testing {

/// What the embedded server has seen since it started, or since `box_server::reset_counters()`.
class server_counters
{
public:
    server_counters() = default;

    /// TCP connections accepted.
    std::uint64_t connections_accepted = 0;
    /// Connections open now. Not reset by `reset_counters()`.
    std::uint64_t connections_open = 0;
    /// The most connections that were open at once.
    std::uint64_t connections_high_water = 0;

    /// TLS handshakes that made new keys.
    std::uint64_t handshakes_full = 0;
    /// TLS handshakes that resumed a session.
    std::uint64_t handshakes_resumed = 0;
    /// TLS handshakes that either side broke off.
    std::uint64_t handshakes_failed = 0;

    /// Complete requests received.
    std::uint64_t requests = 0;
    /// Requests being worked on now: received, not yet answered or dropped. Not reset by `reset_counters()`.
    std::uint64_t in_flight = 0;
    /// The most requests that were in flight at once.
    std::uint64_t in_flight_high_water = 0;
    /// Complete requests by method.
    std::map<std::string, std::uint64_t> requests_by_method;
    /// Structured answers by status. Raw bytes, garbage, resets and stalls have no status and are not here.
    std::map<unsigned, std::uint64_t> answers_by_status;
    /// Answers 429 of the rate limits. Injected ones are not here.
    std::uint64_t rate_limited = 0;
    /// Complete `POST`s to `/oauth2/token`, granted, refused, or befallen by a fault.
    std::uint64_t token_requests = 0;
    /// The same by `grant_type` as it was sent; the empty text stands for none.
    std::map<std::string, std::uint64_t> token_requests_by_grant;
    /// Access tokens given out by `/oauth2/token`.
    std::uint64_t tokens_granted = 0;
    /// Token requests that the rules of `/oauth2/token` refused, by `error`. Injected answers are not here.
    std::map<std::string, std::uint64_t> token_refusals;
    /// Refresh tokens that were sent again after they were spent.
    std::uint64_t refresh_token_reuses = 0;
    /// Well signed assertions (JWT) whose `jti` had been seen before.
    std::uint64_t jti_reuses = 0;
    /// Requests that met an injected fault, and connections that did.
    std::uint64_t faults_fired = 0;
    /// Requests that never got an answer: reset, stalled, or the client went away first.
    std::uint64_t requests_unanswered = 0;

    /// Bytes of HTTP received, inside TLS.
    std::uint64_t bytes_in = 0;
    /// Bytes of HTTP sent, inside TLS.
    std::uint64_t bytes_out = 0;

    /// The number of answers with this status.
    [[nodiscard]] std::uint64_t answers(unsigned status) const
    {
        const auto found = answers_by_status.find(status);
        return found == answers_by_status.end() ? 0 : found->second;
    }

    /// The number of token requests with this `grant_type`.
    [[nodiscard]] std::uint64_t token_requests_of(const std::string& grant_type) const
    {
        const auto found = token_requests_by_grant.find(grant_type);
        return found == token_requests_by_grant.end() ? 0 : found->second;
    }

    /// The number of token requests refused with this `error`.
    [[nodiscard]] std::uint64_t token_refusals_of(const std::string& error) const
    {
        const auto found = token_refusals.find(error);
        return found == token_refusals.end() ? 0 : found->second;
    }

    /// The number of requests with this method.
    [[nodiscard]] std::uint64_t requests_with(const std::string& method) const
    {
        const auto found = requests_by_method.find(method);
        return found == requests_by_method.end() ? 0 : found->second;
    }
};

/// One request as it came off the wire, kept while `box_server::record_requests(true)` is in force.
class recorded_request
{
public:
    recorded_request() = default;

    /// The bytes exactly as received: request line, header fields and body.
    std::string raw;
    /// The connection it came over: 1 is the first that the server accepted.
    std::uint64_t connection = 0;
    /// The host name that the client sent in the TLS handshake (SNI); empty without one.
    std::string server_name;
    /// `TLSv1.3`, for instance; empty over plain HTTP.
    std::string tls_version;
    /// The status that was answered; 0 for raw bytes, garbage, resets and stalls.
    unsigned status = 0;
};

} // namespace boxlink::testing
