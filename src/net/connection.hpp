// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "net/background_work.hpp"
#include "net/http_wire.hpp"
#include "net/origin.hpp"
#include "net/socket_stream.hpp"
#include "net/timer_queue.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

namespace boxlink::net {

/// How one exchange on a connection went, filled while it goes on.
struct exchange_progress
{
    /// When it began; told by whoever begins it.
    time_source::time_point begun;
    /// Whether a byte of the request may have left.
    bool request_sent = false;
    /// Whether a byte of an answer has come.
    bool answer_begun = false;
    /// From its beginning to the answer's first byte.
    std::chrono::nanoseconds first_byte{};
};

/**
 * One connection to the origin: opened once, then used for one exchange after another.
 *
 * All functions are called on the client's executor. A coroutine that awaits one of its functions keeps the connection alive.
 */
class connection final : public std::enable_shared_from_this<connection>, private reading_round::reader
{
public:
    explicit connection(std::shared_ptr<origin> server);
    ~connection();

    /// Resolves, connects, asks the proxy for a tunnel and shakes hands. Call once. Ends at the latest after the origin's connect time-out.
    [[nodiscard]] boost::asio::awaitable<result<void>> open();

    /// Where the next request is to be written.
    [[nodiscard]] request_buffer& request() noexcept { return request_; }

    using exchange_handler = std::function<void(result<void>)>;

    /**
     * Sends the request and reads its answer, then calls `ended`: on the executor, never from within, and never if the context goes away. Until then the
     * connection keeps itself alive.
     *
     * After an error the connection is useless. After success it may be used again if `reader().can_reuse_connection()`.
     */
    void exchange(
        exchange_progress& progress,
        exchange_handler ended,
        response_reader::body_rule body = response_reader::body_rule::framed
    );

    /// What has read the last answer.
    [[nodiscard]] response_reader& reader() noexcept { return reader_; }

    /// Closes the socket at once; what is awaited ends. Whoever called knows why.
    void abort() noexcept;

    /// Rests: gives memory back, and calls `ended` once when the server closes the connection or speaks, until `stop_watching`. Does not keep the
    /// context running.
    void watch_idle(std::function<void()> ended);

    /// Ends the watch.
    void stop_watching() noexcept;

    /// Resolving, the TCP connection and the proxy's tunnel.
    [[nodiscard]] std::chrono::nanoseconds connect_time() const noexcept { return connect_time_; }

    /// The TLS handshake.
    [[nodiscard]] std::chrono::nanoseconds tls_time() const noexcept { return tls_time_; }

    /// Whether the TLS session was resumed.
    [[nodiscard]] bool is_resumed() const noexcept { return resumed_; }

    /// When the connection must not be used any more; set by its pool.
    time_source::time_point end_of_life = time_source::time_point::max();

    /// How many requests were sent over it; counted by its pool.
    std::uint64_t uses = 0;

    /// Whether it has been idle: the server may have closed it meanwhile.
    bool was_idle = false;

private:
    [[nodiscard]] boost::asio::awaitable<result<void>> connect();
    [[nodiscard]] boost::asio::awaitable<result<void>> open_tunnel(server_address const& proxy);
    [[nodiscard]] boost::asio::awaitable<result<void>> shake_hands();
    void send_rest();
    void read() override;
    void watch_on();
    void end_exchange(result<void> outcome);
    [[nodiscard]] response_reader::state take_input(std::size_t count);
    [[nodiscard]] error_info broken(char const* when) const;

    std::shared_ptr<origin> origin_;
    std::optional<socket_stream> stream_;
    /// Who is at the other end of the stream: the proxy until there is a tunnel.
    server_address const* peer_;
    request_buffer request_;
    response_reader reader_;

    // The exchange that is under way.
    exchange_progress* progress_ = nullptr;
    exchange_handler exchange_ended_;
    std::string_view rest_;
    bool is_starting_exchange_ = false;

    std::optional<dialer> dialer_;
    background_work background_;
    std::function<void()> idle_ended_;
    std::uint64_t watch_ = 0;
    std::chrono::nanoseconds connect_time_{};
    std::chrono::nanoseconds tls_time_{};
    bool resumed_ = false;
    bool aborted_ = false;
    bool timed_out_ = false;
};

} // namespace boxlink::net
