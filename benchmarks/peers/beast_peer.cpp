// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// A plain coroutine loop over Beast, as in Beast's examples: what people write by hand.
#include "by_hand.hpp"
#include "driver.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

#include <exception>
#include <stdexcept>

namespace bench {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::use_awaitable;
using namespace std::chrono_literals;

class beast_peer final : public peer
{
public:
    beast_peer(target const& where, std::size_t connections) : where_(where), connections_(connections)
    {
        tls_.load_verify_file(where.ca_file);
        tls_.set_verify_mode(asio::ssl::verify_peer);
        tls_.set_verify_callback(asio::ssl::host_name_verification(where.host));
    }

    void run(work& todo) override
    {
        for (auto& connection : connections_)
            asio::co_spawn(io_, share_again_and_again(connection, todo), [](std::exception_ptr failure) {
                if (failure)
                    std::rethrow_exception(failure);
            });
        io_.run();
        io_.restart();
    }

    [[nodiscard]] std::size_t connections() const override { return opened_; }

private:
    using stream = beast::ssl_stream<beast::tcp_stream>;

    asio::awaitable<void> connect(std::unique_ptr<stream>& connection)
    {
        connection = std::make_unique<stream>(io_, tls_);
        asio::ip::tcp::resolver resolver(io_);
        auto const addresses = co_await resolver.async_resolve(where_.host, where_.port, use_awaitable);
        auto& tcp = beast::get_lowest_layer(*connection);
        tcp.expires_after(30s);
        co_await tcp.async_connect(addresses, use_awaitable);
        tcp.socket().set_option(asio::ip::tcp::no_delay(true));
        if (SSL_ctrl(
                connection->native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                where_.host.data()
            ) != 1)
            throw std::runtime_error("the server's name cannot be set");
        co_await connection->async_handshake(asio::ssl::stream_base::client, use_awaitable);
        ++opened_;
    }

    // Whether the connection can be used again.
    asio::awaitable<bool> share(stream& connection, beast::flat_buffer& buffer, std::uint64_t file_id)
    {
        http::request<http::string_body> request(http::verb::put, request_target(file_id), 11);
        request.set(http::field::host, where_.host + ':' + where_.port);
        request.set(http::field::user_agent, "beast-peer/1.0");
        request.set(http::field::accept, "application/json");
        request.set(http::field::authorization, "Bearer " + where_.token);
        request.set(http::field::content_type, "application/json");
        request.body() = request_body();
        request.prepare_payload();

        auto& tcp = beast::get_lowest_layer(connection);
        tcp.expires_after(30s);
        co_await http::async_write(connection, request, use_awaitable);
        http::response<http::string_body> response;
        tcp.expires_after(30s);
        co_await http::async_read(connection, buffer, response, use_awaitable);
        link_ = read_answer(response.result_int(), response.body(), file_id);
        co_return response.keep_alive();
    }

    asio::awaitable<void> share_again_and_again(std::unique_ptr<stream>& connection, work& todo)
    {
        beast::flat_buffer buffer;
        while (todo.has_more()) {
            auto const file_id = todo.take();
            auto const begin = steady::now();
            try {
                if (!connection)
                    co_await connect(connection);
                bool const stays_open = co_await share(*connection, buffer, file_id);
                todo.done(begin);
                if (!stays_open)
                    connection.reset();
            } catch (std::exception const& e) {
                todo.failed(begin, e.what());
                connection.reset();
                buffer.clear();
            }
        }
        if (connection)
            beast::get_lowest_layer(*connection).expires_never();
    }

    target where_;
    link link_;
    std::size_t opened_ = 0;
    asio::io_context io_{1};
    asio::ssl::context tls_{asio::ssl::context::tls_client};
    std::vector<std::unique_ptr<stream>> connections_;
};

} // namespace
} // namespace bench

int main(int argc, char** argv)
{
    return bench::drive<bench::beast_peer>(argc, argv, "beast");
}
