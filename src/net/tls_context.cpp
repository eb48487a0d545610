// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "net/tls_context.hpp"

#include "net/system_authorities.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/error.hpp>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <array>
#include <deque>
#include <utility>

namespace boxlink::net {
namespace {

namespace ssl = boost::asio::ssl;

class session_deleter
{
public:
    void operator()(SSL_SESSION* session) const noexcept { SSL_SESSION_free(session); }
};

using session_ptr = std::unique_ptr<SSL_SESSION, session_deleter>;

// What OpenSSL says of the failure's root, which is the first in its queue of errors; empties that.
std::string openssl_error()
{
    auto const code = ERR_get_error();
    ERR_clear_error();
    if (ERR_SYSTEM_ERROR(code))
        return error_code(ERR_GET_REASON(code), boost::system::system_category()).message();
    auto const* reason = ERR_reason_error_string(code);
    return reason != nullptr ? reason : "unknown reason";
}

// OpenSSL's macros for these cast const away in the style of C.
bool set_server_name(SSL* connection, std::string name)
{
    return SSL_ctrl(connection, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data()) == 1;
}

bool set_groups(SSL_CTX* context, std::string groups)
{
    return SSL_CTX_ctrl(context, SSL_CTRL_SET_GROUPS_LIST, 0, groups.data()) == 1;
}

error_info not_loaded(std::string what)
{
    return error_info(errc::invalid_configuration, std::move(what));
}

// What to do about a certificate that was refused; empty if only its owner can do something.
std::string_view advice(long verify_result)
{
    switch (verify_result) {
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_CERT_UNTRUSTED:
        return " (set ca_file to trust a private authority)";
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return " (it was made for another host: check base_url)";
    case X509_V_ERR_CERT_NOT_YET_VALID:
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return " (check the clock of this machine too)";
    default:
        return "";
    }
}

bool is_broken_off(error_code const& cause)
{
    return cause == ssl::error::stream_truncated || cause == boost::asio::error::eof ||
           cause == boost::asio::error::connection_reset || cause == boost::asio::error::broken_pipe;
}

std::string explain(error_code const& cause, std::string const& host)
{
    if (is_broken_off(cause))
        return host + " closed the connection during the TLS handshake";
    if (cause.category() == boost::asio::error::get_ssl_category()) {
        switch (ERR_GET_REASON(static_cast<unsigned long>(cause.value()))) {
        case SSL_R_WRONG_VERSION_NUMBER:
        case SSL_R_HTTP_REQUEST:
            return host + " does not speak TLS on this port (check base_url)";
        case SSL_R_UNSUPPORTED_PROTOCOL:
        case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
            return host + " offers no TLS version that is new enough (1.2 or 1.3)";
        default:
            break;
        }
    }
    return "the TLS handshake with " + host + " failed: " + cause.message();
}

} // namespace

/// The sessions that can be resumed, the newest at the front. Lives as long as its SSL_CTX.
class tls_context::session_store
{
public:
    // Hangs a store on the context; it is freed with it. Null if there is no memory.
    static session_store* attach(SSL_CTX* context)
    {
        auto store = std::make_unique<session_store>();
        if (SSL_CTX_set_ex_data(context, index(), store.get()) != 1)
            return nullptr;
        SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
        SSL_CTX_sess_set_new_cb(context, &session_store::on_new_session);
        return store.release();
    }

    [[nodiscard]] std::size_t size() const noexcept { return sessions_.size(); }

    // A TLS 1.3 ticket is given away for good, so that two connections cannot be linked by it (RFC 8446, C.4).
    session_ptr take()
    {
        if (sessions_.empty())
            return nullptr;
        auto* const newest = sessions_.front().get();
        if (SSL_SESSION_get_protocol_version(newest) < TLS1_3_VERSION) {
            SSL_SESSION_up_ref(newest);
            return session_ptr(newest);
        }
        auto taken = std::move(sessions_.front());
        sessions_.pop_front();
        return taken;
    }

private:
    // Two tickets for each connection of a large pool; what is older has mostly expired.
    static constexpr std::size_t max_sessions = 64;

    static int index()
    {
        static int const value = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, &session_store::free);
        return value;
    }

    static void free(void*, void* store, CRYPTO_EX_DATA*, int, long, void*)
    {
        delete static_cast<session_store*>(store);
    }

    static int on_new_session(SSL* connection, SSL_SESSION* session)
    {
        auto* const store =
            static_cast<session_store*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(connection), index()));
        return store->keep(session) ? 1 : 0;
    }

    // Called by OpenSSL: nothing may be thrown. True if the session is ours now.
    bool keep(SSL_SESSION* session) noexcept
    {
        if (SSL_SESSION_is_resumable(session) != 1)
            return false;
        try {
            // One session of TLS 1.2 serves any number of connections, and the newest lives longest.
            if (SSL_SESSION_get_protocol_version(session) < TLS1_3_VERSION)
                sessions_.clear();
            sessions_.emplace_front();
            sessions_.front().reset(session);
            if (sessions_.size() > max_sessions)
                sessions_.pop_back();
            return true;
        } catch (std::bad_alloc const&) {
            return false;
        }
    }

    std::deque<session_ptr> sessions_;
};

result<std::unique_ptr<tls_context>> tls_context::make(client_options const& options, std::string server_host)
{
    std::unique_ptr<tls_context> made(new tls_context(std::move(server_host)));
    auto* const native = made->context_.native_handle();
    made->sessions_ = session_store::attach(native);
    static constexpr std::array<unsigned char, 9> http11 = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
    // Of the groups, the cheapest first: the client's key is made for that one.
    auto const ready = made->sessions_ != nullptr &&
                       SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION) == 1 &&
                       set_groups(native, "X25519:P-256:P-384") &&
                       SSL_CTX_set_alpn_protos(native, http11.data(), http11.size()) == 0;
    if (!ready)
        return not_loaded("TLS cannot be set up: " + openssl_error());
    SSL_CTX_set_options(native, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_verify(native, SSL_VERIFY_PEER, nullptr);
    if (auto loaded = made->load_authorities(options); !loaded)
        return loaded.error();
    return made;
}

tls_context::tls_context(std::string server_host)
    : context_(ssl::context::tls_client), host_(std::move(server_host))
{}

result<void> tls_context::load_authorities(client_options const& options)
{
    auto* const native = context_.native_handle();
    auto const& file = options.ca_file();
    ERR_clear_error();
    if (!options.system_trust() && file.empty() && options.ca_pem().empty())
        return not_loaded("system_trust is off and there is no ca_file or ca_pem, so that no server could be "
                          "trusted: set ca_file");
    if (options.system_trust() && !trust_system_authorities(native))
        return not_loaded("the certificate authorities of the system cannot be loaded: " + openssl_error());
    if (!file.empty() && SSL_CTX_load_verify_file(native, file.c_str()) != 1)
        return not_loaded("ca_file " + file + " cannot be loaded as PEM certificates: " + openssl_error());
    if (!options.ca_pem().empty()) {
        error_code failure;
        context_.add_certificate_authority(boost::asio::buffer(options.ca_pem()), failure);
        // Asio finds the end of the text by an error, and leaves it.
        ERR_clear_error();
        if (failure)
            return not_loaded("ca_pem cannot be loaded as PEM certificates: " + failure.message());
    }
    return {};
}

result<void> tls_context::prepare(SSL* connection)
{
    auto* const expected = SSL_get0_param(connection);
    ERR_clear_error();
    bool done = false;
    if (is_ip_literal(host_)) {
        // RFC 6066, 3: an address is never sent as server name.
        done = X509_VERIFY_PARAM_set1_ip_asc(expected, host_.c_str()) == 1;
    } else {
        X509_VERIFY_PARAM_set_hostflags(expected, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
        done = set_server_name(connection, host_) &&
               X509_VERIFY_PARAM_set1_host(expected, host_.c_str(), host_.size()) == 1;
    }
    auto const session = sessions_->take();
    if (done && session != nullptr)
        done = SSL_set_session(connection, session.get()) == 1;
    if (!done)
        return error_info(errc::tls_failed, "TLS with " + host_ + " cannot be set up: " + openssl_error());
    return {};
}

bool tls_context::resumed(SSL* connection) noexcept
{
    return SSL_session_reused(connection) == 1;
}

void tls_context::before_free(SSL* connection) noexcept
{
    SSL_set_shutdown(connection, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
}

error_info tls_context::describe_failure(SSL* connection, error_code const& cause) const
{
    auto const verified = SSL_get_verify_result(connection);
    // A connection that breaks says nothing of TLS: another one may work.
    error_info failure(is_broken_off(cause) ? errc::connect_failed : errc::tls_failed, explain(cause, host_));
    if (verified != X509_V_OK) {
        failure.code = errc::tls_failed;
        failure.message =
            "the certificate of " + host_ + " was refused: " + X509_verify_cert_error_string(verified);
        failure.message += advice(verified);
    }
    failure.cause = cause;
    return failure;
}

std::size_t tls_context::stored_sessions() const noexcept
{
    return sessions_->size();
}

} // namespace boxlink::net
