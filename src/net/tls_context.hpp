// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

// The TLS of one client to one server: what is trusted, what is verified, and the sessions to resume.

#include "net/url.hpp"

#include <boxlink/client_options.hpp>

#include <boost/asio/ssl/context.hpp>

#include <cstddef>
#include <memory>
#include <string>

namespace boxlink::net {

/**
 * One `ssl::context` for all connections of a client to its server, and the TLS sessions that the server gave out.
 *
 * Used from one thread or strand at a time, by its streams too (their reads store sessions). Streams may outlive it.
 */
class tls_context
{
public:
    /// Loads the trusted authorities; the system's only when they are needed, see trust_system_authorities. Errors are
    /// `errc::invalid_configuration` and name the file.
    [[nodiscard]] static result<std::unique_ptr<tls_context>>
    make(client_options const& options, std::string server_host);

    tls_context(tls_context const&) = delete;
    tls_context& operator=(tls_context const&) = delete;

    /// What the streams are made of.
    [[nodiscard]] boost::asio::ssl::context& context() noexcept { return context_; }

    /// Before the handshake: sets the name to send and to verify, and a session to resume if there is one. A stream that could
    /// not be prepared must not be used.
    [[nodiscard]] result<void> prepare(SSL* ssl);

    /// Whether the handshake resumed a session.
    [[nodiscard]] static bool resumed(SSL* ssl) noexcept;

    /// Before a stream is closed or destroyed without a TLS shutdown: without this OpenSSL would forget the stream's session.
    static void before_free(SSL* ssl) noexcept;

    /// The error of a failed handshake, in words that tell what to do: `errc::tls_failed`, or `errc::connect_failed` if it was
    /// only broken off.
    [[nodiscard]] error_info describe_failure(SSL* ssl, error_code const& cause) const;

    /// How many sessions are kept now.
    [[nodiscard]] std::size_t stored_sessions() const noexcept;

private:
    class session_store;

    explicit tls_context(std::string server_host);
    result<void> load_authorities(client_options const& options);

    boost::asio::ssl::context context_;
    std::string host_;
    /// Owned by the SSL_CTX, which streams keep alive beyond this object.
    session_store* sessions_ = nullptr;
};

} // namespace boxlink::net
