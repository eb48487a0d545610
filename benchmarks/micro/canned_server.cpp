// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "canned_server.hpp"

#include "answer_text.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <charconv>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

namespace boxlink::micro {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

class session : public std::enable_shared_from_this<session>
{
public:
    explicit session(tcp::socket socket) : socket_(std::move(socket)) {}

    void read()
    {
        socket_.async_read_some(
            asio::buffer(received_),
            [self = shared_from_this()](error_code code, std::size_t size) {
                if (code)
                    return;
                self->in_.append(self->received_.data(), size);
                self->answer();
            }
        );
    }

private:
    void answer()
    {
        out_.clear();
        while (auto const length = whole_request()) {
            std::string_view const request(in_.data(), length);
            auto const id = request.find_first_of("0123456789", request.find("/files/"));
            append_answer(out_, request.substr(id, request.find_first_not_of("0123456789", id) - id));
            in_.erase(0, length);
        }
        if (out_.empty())
            return read();
        asio::async_write(
            socket_, asio::buffer(out_),
            [self = shared_from_this()](error_code code, std::size_t) {
                if (!code)
                    self->read();
            }
        );
    }

    // How long the first request is; 0 if it has not come as a whole.
    [[nodiscard]] std::size_t whole_request() const
    {
        static constexpr std::string_view end = "\r\n\r\n";
        static constexpr std::string_view name = "Content-Length: ";
        auto const head = in_.find(end);
        if (head == std::string::npos)
            return 0;
        std::size_t body = 0;
        if (auto const field = in_.find(name); field < head)
            std::from_chars(in_.data() + field + name.size(), in_.data() + head, body);
        auto const length = head + end.size() + body;
        return length <= in_.size() ? length : 0;
    }

    tcp::socket socket_;
    std::array<char, 4096> received_{};
    std::string in_;
    std::string out_;
};

} // namespace

class canned_server::state
{
public:
    state() : own_(std::make_unique<asio::io_context>(1)), acceptor_(*own_, any_port)
    {
        accept();
        thread_ = std::thread([this] { own_->run(); });
    }

    explicit state(asio::io_context& io) : acceptor_(io, any_port) { accept(); }

    ~state()
    {
        if (!own_)
            return;
        own_->stop();
        thread_.join();
    }

    state(state const&) = delete;
    state& operator=(state const&) = delete;

    [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

private:
    void accept()
    {
        acceptor_.async_accept([this](error_code code, tcp::socket socket) {
            if (code)
                return;
            socket.set_option(tcp::no_delay(true));
            std::make_shared<session>(std::move(socket))->read();
            accept();
        });
    }

    static inline tcp::endpoint const any_port{asio::ip::address_v4::loopback(), 0};

    std::unique_ptr<asio::io_context> own_;
    tcp::acceptor acceptor_;
    std::thread thread_;
};

canned_server::canned_server() : state_(std::make_unique<state>()) {}
canned_server::canned_server(asio::io_context& io) : state_(std::make_unique<state>(io)) {}
canned_server::~canned_server() = default;

std::uint16_t canned_server::port() const
{
    return state_->port();
}

} // namespace boxlink::micro
