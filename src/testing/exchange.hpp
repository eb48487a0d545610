// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "testing/box_state.hpp"
#include "testing/fault_engine.hpp"
#include "testing/http_message.hpp"
#include "testing/random_source.hpp"

#include <boxlink/testing/server_options.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <string>

namespace boxlink::testing {

/// What a connection is to do with one request, or with itself before the first.
class reply
{
public:
    enum class action : unsigned char
    {
        send,  ///< Send `bytes`.
        reset, ///< Break off with a TCP reset.
        stall  ///< Do nothing more.
    };

    /// What happens to the connection after the bytes are sent.
    enum class ending : unsigned char
    {
        keep_open,
        announced, ///< The answer said so: TLS is ended, and what the client still sends is read away.
        silent,    ///< The answer did not say so, but TLS is ended.
        cut        ///< Only TCP is closed.
    };

    action what = action::send;
    ending then = ending::keep_open;
    unsigned status = 0; ///< 0 where no structured answer is sent.
    std::chrono::microseconds delay{};
    std::size_t piece = 0; ///< 0: all bytes in one write.
    std::string bytes;

    // For the counters.
    bool by_fault = false;
    bool rate_limited = false;
    std::optional<std::string> grant_type; // set if this was a token request
    token_events tokens;
};

/// What the transport knows of a request beyond its text.
class request_context
{
public:
    request_context(std::uint64_t ordinal_on_connection, bool keep_alive)
        : ordinal(ordinal_on_connection), client_keeps_alive(keep_alive)
    {}

    std::uint64_t ordinal; ///< 1 for the first request of the connection.
    bool client_keeps_alive;
};

/// Box and its troubles as a value: turns a request into what is to happen on the wire. No sockets, no clock.
class exchange
{
public:
    exchange(const server_options& options, time_point now);

    [[nodiscard]] reply
    on_request(const http_request& request, const request_context& context, time_point now);

    /// What befalls a new connection; nothing in the usual case.
    [[nodiscard]] std::optional<reply> on_accept();

    /// The answer to a request that is too large (413, 431) or not HTTP (400). The connection ends with it.
    [[nodiscard]] reply on_bad_request(unsigned status, time_point now);

    /// Applies all writes that wait for their time.
    void apply_late_writes(time_point now);

    void set_latency(latency value) { latency_ = value; }

    [[nodiscard]] box_state& state() noexcept { return state_; }
    [[nodiscard]] const box_state& state() const noexcept { return state_; }
    [[nodiscard]] fault_engine& faults() noexcept { return faults_; }
    [[nodiscard]] const fault_engine& faults() const noexcept { return faults_; }

private:
    struct late_write
    {
        http_request request;
        std::uint64_t requests_to_go;
    };

    [[nodiscard]] http_response
    answer_of(const http_request& request, const fault_plan& plan, time_point now);
    [[nodiscard]] reply
    carry_out(const fault_plan& plan, const http_request& request, bool close, time_point now);
    [[nodiscard]] std::string
    bytes_of(const http_response& answer, const http_request& request, bool close, time_point now);
    // Of the first `count`: those that were there before the current request.
    void count_down_late_writes(std::size_t count, time_point now);
    [[nodiscard]] std::string_view date(time_point now);

    box_state state_;
    fault_engine faults_;
    random_source latency_random_;
    latency latency_;
    std::uint64_t keep_alive_limit_;
    std::list<late_write> late_writes_;
    // The last Date, for a second's worth of answers.
    std::chrono::sys_seconds date_second_{};
    std::string date_text_;
};

} // namespace boxlink::testing
