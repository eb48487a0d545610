// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/redirect_listener.hpp"

#include "cli/login_redirect.hpp"
#include "model/wipe.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

#include <cstring>
#include <fcntl.h>
#include <list>
#include <optional>
#include <utility>

namespace boxlink::cli {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

namespace {

// A browser needs two or three, and leaves some idle.
constexpr std::size_t most_connections = 32;
constexpr std::chrono::seconds connection_limit(30);
constexpr std::chrono::milliseconds pause_after_failure(100);
constexpr std::size_t longest_head = 16 * 1024;

tcp::acceptor listen_on(asio::any_io_executor const& executor, tcp::endpoint const& endpoint)
{
    tcp::acceptor acceptor(executor, endpoint.protocol());
    // The browser that is started must not keep the port.
    ::fcntl(acceptor.native_handle(), F_SETFD, FD_CLOEXEC);
    acceptor.set_option(tcp::acceptor::reuse_address(true));
    if (endpoint.address().is_v6())
        acceptor.set_option(asio::ip::v6_only(true));
    acceptor.bind(endpoint);
    acceptor.listen();
    return acceptor;
}

// A browser may take localhost for either address. A machine without IPv6 does without; but if the port is taken there, the browser could bring the code to
// somebody else.
std::optional<tcp::acceptor> listen_on_v6(asio::any_io_executor const& executor, std::uint16_t port)
{
    try {
        return listen_on(executor, {asio::ip::address_v6::loopback(), port});
    } catch (boost::system::system_error const& e) {
        if (e.code() == asio::error::address_in_use)
            throw;
        return std::nullopt;
    }
}

} // namespace

class redirect_listener::shared : public std::enable_shared_from_this<shared>
{
public:
    shared(asio::any_io_executor const& executor, std::uint16_t port)
        : end_or_deadline_(executor), v4_(listen_on(executor, {asio::ip::address_v4::loopback(), port})),
          v6_(listen_on_v6(executor, v4_.local_endpoint().port()))
    {}

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

    void close()
    {
        boost::system::error_code ignored;
        v4_.close(ignored);
        if (v6_)
            v6_->close(ignored);
        for (auto const& socket : sockets_)
            socket->close(ignored);
    }

    asio::awaitable<result<secret>> wait(std::string state, std::chrono::milliseconds limit)
    {
        state_ = std::move(state);
        end_or_deadline_.expires_after(limit);
        start_accepting(v4_);
        if (v6_)
            start_accepting(*v6_);
        boost::system::error_code error;
        co_await end_or_deadline_.async_wait(asio::redirect_error(asio::use_awaitable, error));
        if (end_)
            co_return *std::move(end_);
        if (error)
            co_return error_info(error, "interrupted before anybody had agreed in the browser");
        co_return error_info(
            errc::deadline_exceeded, "nobody has agreed in the browser in time; run boxlink login again"
        );
    }

private:
    using socket_list = std::list<std::shared_ptr<tcp::socket>>;

    void start_accepting(tcp::acceptor& acceptor)
    {
        asio::co_spawn(acceptor.get_executor(), accept(shared_from_this(), acceptor), asio::detached);
    }

    static asio::awaitable<void> accept(std::shared_ptr<shared> self, tcp::acceptor& acceptor)
    {
        while (acceptor.is_open()) {
            boost::system::error_code error;
            tcp::socket socket =
                co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
            if (!error)
                self->take(std::move(socket));
            else if (acceptor.is_open())
                co_await self->pause(acceptor.get_executor());
        }
    }

    // Out of file descriptors, say: trying again at once would fail again at once.
    static asio::awaitable<void> pause(asio::any_io_executor executor)
    {
        asio::steady_timer timer(executor, pause_after_failure);
        co_await timer.async_wait(asio::use_awaitable);
    }

    void take(tcp::socket socket)
    {
        if (sockets_.size() == most_connections)
            return;
        auto const executor = socket.get_executor();
        auto const at = sockets_.insert(sockets_.end(), std::make_shared<tcp::socket>(std::move(socket)));
        asio::co_spawn(executor, converse(*at), [self = shared_from_this(), at](std::exception_ptr) {
            self->sockets_.erase(at);
        });
    }

    asio::awaitable<void> converse(std::shared_ptr<tcp::socket> socket)
    {
        asio::steady_timer limit(socket->get_executor(), connection_limit);
        limit.async_wait([socket](boost::system::error_code const& error) {
            boost::system::error_code ignored;
            if (!error)
                socket->close(ignored);
        });
        redirect_answer answer = co_await read_request(*socket);
        std::string const page = http_text(answer);
        co_await asio::async_write(*socket, asio::buffer(page), asio::use_awaitable);
        boost::system::error_code ignored;
        socket->shutdown(tcp::socket::shutdown_both, ignored);
        if (answer.end && !end_) {
            end_ = std::move(answer.end);
            end_or_deadline_.cancel();
        }
    }

    asio::awaitable<redirect_answer> read_request(tcp::socket& socket)
    {
        // The code is in there.
        model::wiped_buffer<longest_head> bytes;
        std::size_t size = 0;
        http::request_parser<http::empty_body> parser;
        parser.header_limit(longest_head);
        while (!parser.is_header_done()) {
            boost::system::error_code error;
            if (size == bytes.size())
                co_return redirect_answer(431, "The request is too long.");
            size += co_await socket.async_read_some(
                asio::buffer(bytes.data() + size, bytes.size() - size), asio::use_awaitable
            );
            std::size_t const used = parser.put(asio::buffer(bytes.data(), size), error);
            // The parser wants to see again what it did not use.
            std::memmove(bytes.data(), bytes.data() + used, size - used);
            size -= used;
            if (error && error != http::error::need_more)
                co_return redirect_answer(400, "This is no HTTP.");
        }
        std::string_view const method = parser.get().method_string();
        std::string_view const target = parser.get().target();
        co_return answer_redirect(method, target, state_);
    }

    asio::steady_timer end_or_deadline_;
    tcp::acceptor v4_;
    std::optional<tcp::acceptor> v6_;
    std::uint16_t port_ = v4_.local_endpoint().port();
    std::string state_;
    std::optional<result<secret>> end_;
    socket_list sockets_;
};

redirect_listener::redirect_listener(asio::any_io_executor executor, std::uint16_t port)
{
    // A free port of IPv4 may be taken on IPv6.
    constexpr int most_tries = 10;
    for (int tries = 1; !shared_; ++tries) {
        try {
            shared_ = std::make_shared<shared>(executor, port);
        } catch (boost::system::system_error const& e) {
            if (port != 0 || e.code() != asio::error::address_in_use || tries == most_tries)
                throw;
        }
    }
}

redirect_listener::~redirect_listener()
{
    shared_->close();
}

std::uint16_t redirect_listener::port() const noexcept
{
    return shared_->port();
}

std::string redirect_listener::redirect_uri() const
{
    return "http://localhost:" + std::to_string(port()) + std::string(redirect_path);
}

asio::awaitable<result<secret>> redirect_listener::wait(std::string state, std::chrono::milliseconds limit)
{
    return shared_->wait(std::move(state), limit);
}

} // namespace boxlink::cli
