// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "net/socket_stream.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <climits>
#include <utility>

namespace boxlink::net {
namespace {

namespace asio = boost::asio;

// What earlier calls left behind would be taken for the reason of this one's failure. To look is much cheaper than to clear.
void forget_old_errors() noexcept
{
    if (ERR_peek_error() != 0)
        ERR_clear_error();
}

int as_int(std::size_t size) noexcept
{
    return static_cast<int>(std::min<std::size_t>(size, INT_MAX));
}

} // namespace

/// The stream's side towards the socket, as OpenSSL sees it.
class socket_stream::bio
{
public:
    /// Null if there is no memory.
    static BIO* make(socket_stream& stream)
    {
        BIO* const made = BIO_new(method());
        if (made != nullptr) {
            BIO_set_data(made, &stream);
            BIO_set_init(made, 1);
        }
        return made;
    }

private:
    static BIO_METHOD const* method()
    {
        static BIO_METHOD const* const shared = [] {
            BIO_METHOD* const fresh =
                BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "boxlink socket");
            if (fresh != nullptr) {
                BIO_meth_set_read_ex(fresh, &bio::read);
                BIO_meth_set_write_ex(fresh, &bio::write);
                BIO_meth_set_ctrl(fresh, &bio::control);
            }
            return fresh;
        }();
        return shared;
    }

    static int read(BIO* self, char* into, std::size_t most, std::size_t* count)
    {
        auto& stream = *static_cast<socket_stream*>(BIO_get_data(self));
        BIO_clear_retry_flags(self);
        *count = stream.take({into, most});
        if (*count == 0 && !stream.received_)
            BIO_set_retry_read(self);
        return *count > 0 ? 1 : 0;
    }

    static int write(BIO* self, char const* from, std::size_t size, std::size_t* count)
    {
        auto& stream = *static_cast<socket_stream*>(BIO_get_data(self));
        BIO_clear_retry_flags(self);
        error_code code;
        *count = stream.socket_.write_some(asio::buffer(from, size), code);
        if (code == asio::error::would_block)
            BIO_set_retry_write(self);
        else
            stream.sent_ = code;
        return code ? 0 : 1;
    }

    static long control(BIO* self, int command, long, void*)
    {
        auto const& stream = *static_cast<socket_stream const*>(BIO_get_data(self));
        switch (command) {
        case BIO_CTRL_FLUSH:
            return 1;
        case BIO_CTRL_EOF:
            return stream.unread_.empty() && stream.received_ ? 1 : 0;
        default:
            return 0;
        }
    }
};

void socket_stream::ssl_deleter::operator()(SSL* connection) const noexcept
{
    tls_context::before_free(connection);
    SSL_free(connection);
}

socket_stream::socket_stream(asio::ip::tcp::socket connected) : socket_(std::move(connected))
{
    // A write that cannot be done at once is waited for, not in the kernel.
    error_code ignored;
    socket_.non_blocking(true, ignored);
}

socket_stream::~socket_stream() = default;

result<void> socket_stream::start_tls(tls_context& context)
{
    forget_old_errors();
    tls_.reset(SSL_new(context.context().native_handle()));
    BIO* const ours = tls_ != nullptr ? bio::make(*this) : nullptr;
    if (ours == nullptr)
        return error_info(errc::tls_failed, "there is no memory for another TLS connection");
    SSL_set_bio(tls_.get(), ours, ours);
    SSL_set_mode(tls_.get(), SSL_MODE_ENABLE_PARTIAL_WRITE);
    SSL_set_connect_state(tls_.get());
    return context.prepare(tls_.get());
}

socket_stream::step socket_stream::shake_hands()
{
    forget_old_errors();
    return judge(SSL_do_handshake(tls_.get()));
}

socket_stream::step socket_stream::write(std::string_view& rest)
{
    while (!rest.empty()) {
        if (tls_ != nullptr) {
            forget_old_errors();
            int const written = SSL_write(tls_.get(), rest.data(), as_int(rest.size()));
            if (written <= 0)
                return judge(written);
            rest.remove_prefix(static_cast<std::size_t>(written));
        } else {
            error_code code;
            rest.remove_prefix(socket_.write_some(asio::buffer(rest), code));
            if (code == asio::error::would_block)
                return step::wants_output;
            if (code)
                return fail(code);
        }
    }
    return step::done;
}

socket_stream::step socket_stream::read(std::span<char> into, std::size_t& count)
{
    count = 0;
    if (tls_ == nullptr) {
        count = take(into);
        if (count == 0)
            return received_ ? fail(received_) : step::wants_input;
        return step::done;
    }
    // It would find nothing, in a long way.
    if (is_drained() && SSL_has_pending(tls_.get()) == 0 && !receive())
        return step::wants_input;
    forget_old_errors();
    int const taken = SSL_read(tls_.get(), into.data(), as_int(into.size()));
    if (taken <= 0)
        return judge(taken);
    count = static_cast<std::size_t>(taken);
    return step::done;
}

std::size_t socket_stream::take(std::span<char> into)
{
    if (is_drained())
        receive();
    auto const count = std::min(unread_.size(), into.size());
    std::copy_n(unread_.data(), count, into.data());
    unread_ = unread_.subspan(count);
    return count;
}

bool socket_stream::is_readable()
{
    char next = 0;
    error_code code;
    socket_.receive(asio::buffer(&next, 1), asio::ip::tcp::socket::message_peek, code);
    return code != asio::error::would_block;
}

bool socket_stream::receive()
{
    error_code code;
    auto const count = socket_.read_some(asio::buffer(input_), code);
    if (code == asio::error::would_block)
        return false;
    unread_ = std::span(input_).first(count);
    received_ = code;
    return true;
}

socket_stream::step socket_stream::judge(int returned)
{
    if (returned > 0)
        return step::done;
    switch (SSL_get_error(tls_.get(), returned)) {
    case SSL_ERROR_WANT_READ:
        return step::wants_input;
    case SSL_ERROR_WANT_WRITE:
        return step::wants_output;
    case SSL_ERROR_ZERO_RETURN:
        return fail(asio::error::eof);
    case SSL_ERROR_SSL:
        if (auto const code = ERR_get_error(); ERR_GET_REASON(code) != SSL_R_UNEXPECTED_EOF_WHILE_READING)
            return fail(error_code(static_cast<int>(code), asio::error::get_ssl_category()));
        [[fallthrough]];
    default:
        if (sent_)
            return fail(sent_);
        // Without close_notify, an end may be an attacker's.
        return fail(
            received_ && received_ != asio::error::eof ? received_ : asio::ssl::error::stream_truncated
        );
    }
}

socket_stream::step socket_stream::fail(error_code code)
{
    error_ = code;
    return step::failed;
}

void socket_stream::release_memory() noexcept
{
    if (tls_ != nullptr)
        SSL_free_buffers(tls_.get());
}

void socket_stream::close() noexcept
{
    if (tls_ != nullptr)
        tls_context::before_free(tls_.get());
    error_code ignored;
    socket_.close(ignored);
}

} // namespace boxlink::net
