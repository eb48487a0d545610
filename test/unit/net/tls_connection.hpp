// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "certificates.hpp"
#include "net/tls_context.hpp"

#include <boost/asio/ssl/error.hpp>
#include <boost/test/unit_test.hpp>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <array>

namespace boxlink::net::test {

/// A client and a server that talk through memory.
class tls_connection
{
public:
    tls_connection(tls_context& context, SSL_CTX* server_context)
        : client_(SSL_new(context.context().native_handle())), server_(SSL_new(server_context))
    {
        BIO* client_side = nullptr;
        BIO* server_side = nullptr;
        BIO_new_bio_pair(&client_side, 1 << 16, &server_side, 1 << 16);
        SSL_set_bio(client_.get(), client_side, client_side);
        SSL_set_bio(server_.get(), server_side, server_side);
        SSL_set_connect_state(client_.get());
        SSL_set_accept_state(server_.get());
        BOOST_TEST_REQUIRE(context.prepare(client_.get()).has_value());
    }

    /// True if both are content; `cause()` tells why the client is not.
    bool handshake()
    {
        for (int turn = 0; turn < 10; ++turn) {
            ERR_clear_error();
            auto const client_result = SSL_do_handshake(client_.get());
            if (auto const why = SSL_get_error(client_.get(), client_result); why == SSL_ERROR_SSL) {
                cause_ =
                    error_code(static_cast<int>(ERR_get_error()), boost::asio::error::get_ssl_category());
                return false;
            }
            auto const server_result = SSL_do_handshake(server_.get());
            if (client_result == 1 && server_result == 1)
                return true;
        }
        return false;
    }

    /// Reads whatever the server sent, the session tickets of TLS 1.3 included.
    void read()
    {
        std::array<char, 16> buffer;
        SSL_read(client_.get(), buffer.data(), static_cast<int>(buffer.size()));
    }

    [[nodiscard]] SSL* client() const { return client_.get(); }
    [[nodiscard]] SSL* server() const { return server_.get(); }
    [[nodiscard]] error_code cause() const { return cause_; }
    [[nodiscard]] bool resumed() const { return tls_context::resumed(client_.get()); }

private:
    openssl_ptr<SSL> client_;
    openssl_ptr<SSL> server_;
    error_code cause_;
};

} // namespace boxlink::net::test
