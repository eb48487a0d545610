// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

// HTTP/1.1 as bytes: a request to text, bytes to an answer. No I/O.

#include "model/http_message.hpp"
#include "net/url.hpp"

#include <boxlink/error.hpp>
#include <boxlink/secret.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace boxlink::net {

/// The one buffer that a connection's requests are written to. They hold tokens, so it is wiped when it grows or goes away.
class request_buffer
{
public:
    request_buffer() = default;
    request_buffer(request_buffer const&) = delete;
    request_buffer& operator=(request_buffer const&) = delete;
    ~request_buffer();

    [[nodiscard]] std::string_view text() const noexcept { return text_; }

    /// Empties the buffer and makes room, so that appending as much does not leave a copy behind.
    void start(std::size_t capacity);
    void append(std::string_view more) { text_ += more; }

    /// Empties the buffer and wipes what it held.
    void wipe() noexcept;

private:
    std::string text_;
};

/// Makes the text of requests to one server. What is the same in all of them is made once.
class request_writer
{
public:
    /// \param user_agent_suffix visible ASCII and spaces; checked by the client's constructor and again by `write`.
    request_writer(server_address const& server, std::string_view user_agent_suffix);

    /**
     * Fills `out` with the whole request, ready to be sent by one write.
     *
     * \param token is sent as `Authorization: Bearer`; nothing is sent if it is empty.
     * \return `errc::invalid_argument` if a part of the request cannot stand on the wire: control characters, a header that
     *         this class or HTTP itself sets. `out` is empty then.
     */
    [[nodiscard]] result<void>
    write(request_buffer& out, model::http_request const& request, secret const& token) const;

private:
    /// What stands between the target and the headers that vary.
    std::string common_headers_;
    bool user_agent_is_valid_ = false;
};

/// The bounds of one answer.
class response_limits
{
public:
    /// The status line and headers of one answer, and the trailers of a chunked body.
    std::size_t header = 16 * 1024;
    /// The body without its framing.
    std::size_t body = 1024 * 1024;
    /// Everything that is received for one request.
    std::size_t wire = 2 * 1024 * 1024;
    /// 1xx answers before the one that counts.
    int informational = 10;
};

/// Reads one answer from bytes as they come; the same object reads the next one after `reset`, with the same memory.
class response_reader
{
public:
    enum class state
    {
        need_more,
        done,
        /// `error()` tells why. The connection is of no use any more.
        failed,
    };

    enum class body_rule
    {
        /// As the headers say.
        framed,
        /// The answer to CONNECT: what follows a 2xx is the tunnel, and the body of a refusal is not wanted. Ends with the headers.
        tunnel,
    };

    explicit response_reader(response_limits limits = {}) : limits_(limits) {}

    /// Forgets everything and waits for the next answer.
    void reset(body_rule rule = body_rule::framed);

    /// Takes the next bytes. Never throws. After `done` all further bytes count as surplus.
    [[nodiscard]] state feed(std::span<char const> bytes) noexcept;

    /**
     * The server has ended the stream in an orderly way (for TLS: by close_notify; a torn connection is not that).
     * Completes a body that ends with the connection; fails otherwise, with `errc::connection_lost`. Never throws.
     */
    [[nodiscard]] state finish_eof() noexcept;

    /// Why the answer was refused. Only in state `failed`.
    [[nodiscard]] error_info const& error() const noexcept { return error_; }

    /// The answer. Complete in state `done`; may be moved from.
    [[nodiscard]] model::http_response& response() noexcept { return response_; }

    /// Whether the server keeps the connection and the answer ended where it said: only then the connection may be used again.
    /// Only in state `done`.
    [[nodiscard]] bool can_reuse_connection() const noexcept { return keep_alive_ && surplus_ == 0; }

    /// Whether the server keeps the connection: HTTP/1.1, no `Connection: close`, a body that does not end with the connection.
    /// Only in state `done`.
    [[nodiscard]] bool keep_alive() const noexcept { return keep_alive_; }

    /// How many bytes came after the end of the answer.
    [[nodiscard]] std::size_t surplus() const noexcept { return surplus_; }

    /// How many bytes came since `reset`, 1xx answers included.
    [[nodiscard]] std::uint64_t bytes_received() const noexcept { return received_; }

private:
    enum class step
    {
        header,
        sized_body,
        body_to_eof,
        chunk_size,
        chunk_extension,
        chunk_size_end,
        chunk_data,
        chunk_data_cr,
        chunk_data_lf,
        trailer_start,
        trailer_line,
        trailer_line_end,
        trailers_end,
        done,
        failed,
    };

    void take(std::string_view bytes);
    [[nodiscard]] std::size_t take_header(std::string_view bytes);
    void on_header(std::string_view text);
    [[nodiscard]] std::size_t take_body(std::string_view bytes);
    void take_framing(char c);
    void append_body(std::string_view bytes);
    void fail(errc code, std::string message);

    response_limits limits_;
    body_rule rule_ = body_rule::framed;
    step step_ = step::header;
    model::http_response response_;
    error_info error_;
    /// The part of a header that has come so far.
    std::string pending_;
    /// Bytes of the body or chunk that are still to come.
    std::uint64_t remaining_ = 0;
    /// Digits of a chunk's size, bytes of its extension or of the trailers.
    std::size_t framing_ = 0;
    int informational_ = 0;
    bool keep_alive_ = false;
    std::size_t surplus_ = 0;
    std::uint64_t received_ = 0;
};

} // namespace boxlink::net
