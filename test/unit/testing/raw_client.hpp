// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <boxlink/testing/box_server.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <openssl/ssl.h>

#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace boxlink::testing {

namespace asio = boost::asio;
using error_code = boost::system::error_code;

/// What a client is configured with; shared by its connections, as sessions are.
class client_tls
{
public:
    explicit client_tls(const box_server& server) : context(asio::ssl::context::tls_client)
    {
        context.set_verify_mode(asio::ssl::verify_peer);
        context.add_certificate_authority(asio::buffer(server.ca_pem()));
    }

    /// Speaks this version only; old ones need a lower security level.
    void only(int version)
    {
        SSL_CTX_set_min_proto_version(context.native_handle(), version);
        SSL_CTX_set_max_proto_version(context.native_handle(), version);
        if (version < TLS1_2_VERSION)
            SSL_CTX_set_security_level(context.native_handle(), 0);
    }

    asio::ssl::context context;
};

/// A blocking client that shows every byte.
class raw_client
{
public:
    using tcp = asio::ip::tcp;

    raw_client(const box_server& server, client_tls& tls, const char* address = "127.0.0.1")
        : stream_(io_, tls.context)
    {
        stream_.next_layer().connect(tcp::endpoint(asio::ip::make_address(address), server.port()));
        char name[] = "localhost"; // the macro for this casts in the old style
        SSL_ctrl(stream_.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name);
        stream_.set_verify_callback(asio::ssl::host_name_verification("localhost"));
    }

    error_code handshake()
    {
        error_code error;
        stream_.handshake(asio::ssl::stream_base::client, error);
        return error;
    }

    error_code send(std::string_view bytes)
    {
        error_code error;
        asio::write(stream_, asio::buffer(bytes), error);
        return error;
    }

    /// Reads the next answer; what came before an error is returned without its status.
    struct answer
    {
        unsigned status = 0;
        std::string head;
        std::string body;
        error_code error;
    };

    answer receive()
    {
        answer result;
        std::size_t end = 0;
        while ((end = pending_.find("\r\n\r\n")) == pending_.npos) {
            if (!fill(result.error)) {
                result.body = std::exchange(pending_, {});
                return result;
            }
        }
        result.head = pending_.substr(0, end + 4);
        pending_.erase(0, end + 4);
        result.status =
            static_cast<unsigned>(std::atoi(result.head.c_str() + std::string_view("HTTP/1.1 ").size()));
        const auto length_at = result.head.find("Content-Length: ");
        const std::size_t length = length_at == result.head.npos
                                       ? 0
                                       : std::strtoul(result.head.c_str() + length_at + 16, nullptr, 10);
        while (pending_.size() < length && fill(result.error)) {
        }
        result.body = pending_.substr(0, length);
        pending_.erase(0, length);
        return result;
    }

    answer ask(std::string_view bytes)
    {
        answer result;
        result.error = send(bytes);
        return result.error ? result : receive();
    }

    /// Reads until the connection ends, and says how.
    std::string read_all(error_code& how)
    {
        while (fill(how)) {
        }
        return std::exchange(pending_, {});
    }

    /// How many bytes the next TLS record brings.
    std::size_t read_record()
    {
        error_code error;
        const std::size_t before = pending_.size();
        fill(error);
        return pending_.size() - before;
    }

    void close() { stream_.next_layer().close(); }
    tcp::socket& socket() { return stream_.next_layer(); }
    SSL* native() { return stream_.native_handle(); }

private:
    bool fill(error_code& error)
    {
        char some[16 * 1024];
        const std::size_t count = stream_.read_some(asio::buffer(some), error);
        pending_.append(some, count);
        return !error;
    }

    asio::io_context io_;
    asio::ssl::stream<tcp::socket> stream_;
    std::string pending_;
};

/// The text of a request for file 1.
inline std::string request_text(
    const box_server& server,
    std::string_view method,
    std::string_view body = {},
    std::string_view fields = {}
)
{
    std::string text(method);
    text.append(" /2.0/files/1?fields=shared_link HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ");
    text.append(server.token()).append("\r\n").append(fields);
    if (!body.empty())
        text.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
    return text.append("\r\n").append(body);
}

} // namespace boxlink::testing
