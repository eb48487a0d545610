// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/tls_settings.hpp"

#include <openssl/ssl.h>

#include <stdexcept>
#include <string_view>

namespace boxlink::testing {

namespace {

int protocol_number(tls_version version)
{
    switch (version) {
    case tls_version::tls_1_0:
        return TLS1_VERSION;
    case tls_version::tls_1_1:
        return TLS1_1_VERSION;
    case tls_version::tls_1_2:
        return TLS1_2_VERSION;
    case tls_version::tls_1_3:
        return TLS1_3_VERSION;
    }
    return 0;
}

} // namespace

boost::asio::ssl::context
make_tls_context(const server_options& options, const server_certificates& certificates)
{
    if (options.oldest_tls() > options.newest_tls())
        throw std::invalid_argument("tls_versions: the oldest version is newer than the newest; swap them");

    boost::asio::ssl::context context(boost::asio::ssl::context::tls_server);
    SSL_CTX* const native = context.native_handle();
    // The old versions sign with SHA-1, which the security levels above 0 refuse.
    if (options.oldest_tls() < tls_version::tls_1_2)
        SSL_CTX_set_security_level(native, 0);
    certificates.install(native);
    SSL_CTX_set_min_proto_version(native, protocol_number(options.oldest_tls()));
    SSL_CTX_set_max_proto_version(native, protocol_number(options.newest_tls()));

    // Sessions live in tickets, which hold all there is to know: nothing is kept here.
    SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_OFF);
    if (options.session_resumption()) {
        constexpr std::string_view id = "boxlink-testing";
        const auto* const bytes = reinterpret_cast<const unsigned char*>(id.data());
        SSL_CTX_set_session_id_context(native, bytes, static_cast<unsigned>(id.size()));
    } else {
        SSL_CTX_set_options(native, SSL_OP_NO_TICKET);
        SSL_CTX_set_num_tickets(native, 0);
    }
    return context;
}

} // namespace boxlink::testing
