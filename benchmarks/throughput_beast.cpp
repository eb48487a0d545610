// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// The yardstick: one coroutine a connection, written as Beast's examples are (http/client/awaitable-ssl).
#include "throughput.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/json.hpp>

#include <exception>
#include <stdexcept>

namespace bench {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::use_awaitable;
using namespace std::chrono_literals;

class beast_contender final : public contender
{
public:
    beast_contender(target const& where, std::size_t connections, answer_use use) : where_(where), use_(use)
    {
        tls_.load_verify_file(where.ca_file);
        tls_.set_verify_mode(asio::ssl::verify_peer);
        tls_.set_verify_callback(asio::ssl::host_name_verification(where.host));
        for (std::size_t i = 0; i < connections; ++i)
            streams_.push_back(std::make_unique<stream>(io_, tls_));
    }

    void run(work& todo) override
    {
        for (std::size_t i = 0; i < streams_.size(); ++i)
            asio::co_spawn(
                io_, share_again_and_again(*streams_[i], where_.file_ids.at(i), todo),
                [](std::exception_ptr failure) {
                    if (failure)
                        std::rethrow_exception(failure);
                }
            );
        io_.run();
        io_.restart();
    }

private:
    using stream = beast::ssl_stream<beast::tcp_stream>;

    asio::awaitable<void> connect(stream& one)
    {
        asio::ip::tcp::resolver resolver(io_);
        auto const addresses = co_await resolver.async_resolve(where_.host, where_.port, use_awaitable);
        auto& tcp = beast::get_lowest_layer(one);
        tcp.expires_after(30s);
        co_await tcp.async_connect(addresses, use_awaitable);
        tcp.socket().set_option(asio::ip::tcp::no_delay(true));
        if (SSL_ctrl(
                one.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                where_.host.data()
            ) != 1)
            throw std::runtime_error("the server's name cannot be set");
        co_await one.async_handshake(asio::ssl::stream_base::client, use_awaitable);
    }

    asio::awaitable<void> share_again_and_again(stream& one, std::string const& file_id, work& todo)
    {
        auto& tcp = beast::get_lowest_layer(one);
        if (!tcp.socket().is_open())
            co_await connect(one);
        beast::flat_buffer buffer;
        while (todo.take()) {
            auto const begin = steady::now();
            http::request<http::string_body> request(
                http::verb::put, "/2.0/files/" + file_id + "?fields=shared_link", 11
            );
            request.set(http::field::host, where_.host + ':' + where_.port);
            request.set(http::field::user_agent, "boxlink/0.1.0");
            request.set("X-Box-UA", "agent=boxlink/0.1.0; env=C++/20");
            request.set(http::field::accept, "application/json");
            request.set(http::field::authorization, "Bearer " + where_.token);
            request.set(http::field::content_type, "application/json");
            request.body() = R"({"shared_link":{"access":"company"}})";
            request.prepare_payload();

            tcp.expires_after(30s);
            co_await http::async_write(one, request, use_awaitable);
            http::response<http::string_body> response;
            tcp.expires_after(30s);
            co_await http::async_read(one, buffer, response, use_awaitable);
            if (response.result() != http::status::ok)
                throw std::runtime_error("status " + std::to_string(response.result_int()));
            if (use_ == answer_use::read_link)
                link_ = boost::json::parse(response.body()).at("shared_link").at("url").as_string();
            todo.done(begin);
        }
        tcp.expires_never();
    }

    target where_;
    answer_use use_;
    std::string link_;
    asio::io_context io_{1};
    asio::ssl::context tls_{asio::ssl::context::tls_client};
    std::vector<std::unique_ptr<stream>> streams_;
};

} // namespace

std::unique_ptr<contender> make_beast(target const& where, std::size_t connections, answer_use use)
{
    return std::make_unique<beast_contender>(where, connections, use);
}

} // namespace bench
