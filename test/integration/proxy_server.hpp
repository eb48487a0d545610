// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace boxlink::test {

/// An HTTP proxy that knows CONNECT, on a free port, with what it was asked for.
class proxy_server
{
public:
    explicit proxy_server(boost::asio::io_context& io)
        : acceptor_(io, {boost::asio::ip::address_v4::loopback(), 0})
    {
        boost::asio::co_spawn(io, accept(), boost::asio::detached);
    }

    [[nodiscard]] std::string authority() const
    {
        return "127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port());
    }

    /// What it answers instead of opening a tunnel; empty to open it.
    std::string refusal;

    /// The heads of the requests.
    std::vector<std::string> requests;

    /// Lets the context come to its end.
    void stop() { acceptor_.close(); }

private:
    using socket = boost::asio::ip::tcp::socket;

    boost::asio::awaitable<void> accept()
    {
        for (;;) {
            boost::system::error_code code;
            auto client =
                co_await acceptor_.async_accept(boost::asio::redirect_error(boost::asio::use_awaitable, code)
                );
            if (code)
                co_return;
            auto work = serve(std::make_shared<socket>(std::move(client)));
            boost::asio::co_spawn(acceptor_.get_executor(), std::move(work), boost::asio::detached);
        }
    }

    boost::asio::awaitable<void> serve(std::shared_ptr<socket> client)
    {
        std::string head;
        auto buffer = boost::asio::dynamic_buffer(head);
        co_await boost::asio::async_read_until(*client, buffer, "\r\n\r\n", boost::asio::use_awaitable);
        requests.push_back(head);
        if (!refusal.empty()) {
            auto const answer = boost::asio::buffer(refusal);
            co_await boost::asio::async_write(*client, answer, boost::asio::use_awaitable);
            co_return;
        }
        auto const target = head.substr(8, head.find(" HTTP") - 8);
        auto const port = static_cast<std::uint16_t>(std::stoi(target.substr(target.rfind(':') + 1)));
        auto server = std::make_shared<socket>(acceptor_.get_executor());
        boost::asio::ip::tcp::endpoint const there(boost::asio::ip::address_v4::loopback(), port);
        co_await server->async_connect(there, boost::asio::use_awaitable);
        auto const established = boost::asio::buffer("HTTP/1.1 200 Connection established\r\n\r\n", 39);
        co_await boost::asio::async_write(*client, established, boost::asio::use_awaitable);
        auto back = relay(server, client);
        boost::asio::co_spawn(acceptor_.get_executor(), std::move(back), boost::asio::detached);
        co_await relay(client, server);
    }

    static boost::asio::awaitable<void> relay(std::shared_ptr<socket> from, std::shared_ptr<socket> to)
    {
        std::array<char, 4096> bytes;
        boost::system::error_code code;
        while (!code) {
            auto const room = boost::asio::buffer(bytes);
            auto const count = co_await from->async_read_some(
                room, boost::asio::redirect_error(boost::asio::use_awaitable, code)
            );
            if (code)
                break;
            auto const text = boost::asio::buffer(bytes.data(), count);
            co_await boost::asio::async_write(
                *to, text, boost::asio::redirect_error(boost::asio::use_awaitable, code)
            );
        }
        to->close(code);
        from->close(code);
    }

    boost::asio::ip::tcp::acceptor acceptor_;
};

} // namespace boxlink::test
