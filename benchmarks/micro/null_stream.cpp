// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// In the place of `socket_stream`: what is written vanishes, and the answer to it is there at once. The socket is connected, but nothing goes over it.
#include "answer_text.hpp"
#include "net/socket_stream.hpp"

#include <openssl/ssl.h>

#include <algorithm>
#include <string>
#include <utility>

namespace boxlink::net {
namespace {

std::string const& answer()
{
    static std::string const text = [] {
        std::string out;
        micro::append_answer(out, "1000000");
        return out;
    }();
    return text;
}

} // namespace

void socket_stream::ssl_deleter::operator()(SSL* connection) const noexcept
{
    SSL_free(connection);
}

socket_stream::socket_stream(boost::asio::ip::tcp::socket connected) : socket_(std::move(connected))
{
    std::copy(answer().begin(), answer().end(), input_.begin());
}

socket_stream::~socket_stream() = default;

result<void> socket_stream::start_tls(tls_context&)
{
    return error_info(errc::connection_lost, "nothing speaks no TLS");
}

socket_stream::step socket_stream::shake_hands()
{
    return step::failed;
}

socket_stream::step socket_stream::write(std::string_view& rest)
{
    rest = {};
    unread_ = std::span(input_).first(answer().size());
    return step::done;
}

socket_stream::step socket_stream::read(std::span<char> into, std::size_t& count)
{
    count = std::min(unread_.size(), into.size());
    std::copy_n(unread_.data(), count, into.data());
    unread_ = unread_.subspan(count);
    return count == 0 ? step::wants_input : step::done;
}

bool socket_stream::is_readable()
{
    return false;
}

void socket_stream::release_memory() noexcept {}

void socket_stream::close() noexcept
{
    error_code ignored;
    socket_.close(ignored);
}

} // namespace boxlink::net
