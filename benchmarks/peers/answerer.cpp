// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// A server that costs as little as can be, so that the clients are what is measured: epoll and OpenSSL on one
// thread, no JSON. Every request is answered with the same item, but for the id, which is that of the request.
//
//   answerer [--port 0] [--cert FILE --key FILE | --write-cert FILE] [--tls-tickets 2] [--requests-a-connection N]
//
// Prints the port when it listens, and a line of what it has seen when it is told to end (SIGTERM or SIGINT).
#include "answer_item.hpp"
#include "answerer_tls.hpp"

#include <CLI/CLI.hpp>
#include <openssl/err.h>

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <limits>
#include <netinet/tcp.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>
#include <unordered_map>
#include <utility>

namespace answering {
namespace {

[[noreturn]] void fail(std::string const& what)
{
    throw std::system_error(errno, std::generic_category(), what);
}

int checked(int outcome, char const* what)
{
    if (outcome < 0)
        fail(what);
    return outcome;
}

class options
{
public:
    std::uint16_t port = 0;
    tls_options tls;
    std::uint64_t requests_a_connection = std::numeric_limits<std::uint64_t>::max();
};

class descriptor
{
public:
    explicit descriptor(int number) : number_(number) {}
    descriptor(descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    descriptor& operator=(descriptor&&) = delete;
    ~descriptor()
    {
        if (number_ >= 0)
            ::close(number_);
    }

    [[nodiscard]] int get() const noexcept { return number_; }

private:
    int number_;
};

class statistics
{
public:
    std::uint64_t connections = 0;
    std::uint64_t resumed = 0;
    std::uint64_t requests = 0;
};

using bench::item_begin;
using bench::item_end;

std::string answer_head(std::string_view status_and_headers, std::size_t length)
{
    std::string head("HTTP/1.1 ");
    head.append(status_and_headers)
        .append("\r\nContent-Length: ")
        .append(std::to_string(length))
        .append("\r\n");
    return head;
}

/// The bytes of the answer to a request for this path.
void append_answer(std::string& out, std::string_view target, bool last)
{
    static std::string_view const prefix = "/2.0/files/";
    auto const id = target.starts_with(prefix)
                        ? target.substr(prefix.size(), target.find('?') - prefix.size())
                        : std::string_view();
    if (id.empty() || id.find_first_not_of("0123456789") != std::string_view::npos) {
        out.append(answer_head("404 Not Found", 0)).append("\r\n");
        return;
    }
    out.append(answer_head(
        "200 OK\r\nServer: answerer\r\nDate: Wed, 01 Jul 2026 10:00:00 GMT\r\nContent-Type: application/json",
        item_begin.size() + id.size() + item_end.size()
    ));
    out.append(last ? "Connection: close\r\n\r\n" : "Connection: keep-alive\r\n\r\n");
    out.append(item_begin).append(id).append(item_end);
}

/// The length of the body, of a head whose names may be in any case.
std::size_t body_length(std::string_view head)
{
    static std::string_view const name = "content-length:";
    for (auto at = head.find('\n'); at != std::string_view::npos; at = head.find('\n', at + 1)) {
        auto line = head.substr(at + 1);
        if (line.size() < name.size() || ::strncasecmp(line.data(), name.data(), name.size()) != 0)
            continue;
        line.remove_prefix(name.size());
        line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
        std::size_t length = 0;
        std::from_chars(line.data(), line.data() + line.size(), length);
        return length;
    }
    return 0;
}

class connection
{
public:
    connection(descriptor socket, SSL_CTX* context, options const& wanted, statistics& seen)
        : socket_(std::move(socket)), tls_(SSL_new(context)), requests_left_(wanted.requests_a_connection),
          seen_(seen)
    {
        ensure(tls_ != nullptr && SSL_set_fd(tls_.get(), socket_.get()) == 1, "SSL_new");
        SSL_set_accept_state(tls_.get());
    }

    /// Does what can be done without waiting, and tells what to wait for: EPOLLIN, EPOLLOUT, or 0 at the end.
    std::uint32_t go_on()
    {
        while (true) {
            if (!out_.empty()) {
                int const written = SSL_write(tls_.get(), out_.data(), static_cast<int>(out_.size()));
                if (written <= 0)
                    return what_it_waits_for(written);
                out_.erase(0, static_cast<std::size_t>(written));
                // Saves the call of read that would find nothing.
                if (out_.empty() && requests_left_ > 0 && SSL_has_pending(tls_.get()) == 0)
                    return EPOLLIN;
                continue;
            }
            if (requests_left_ == 0) {
                SSL_shutdown(tls_.get());
                return 0;
            }
            std::array<char, 4096> part;
            int const size = SSL_read(tls_.get(), part.data(), static_cast<int>(part.size()));
            if (size <= 0)
                return what_it_waits_for(size);
            count_connection();
            in_.append(part.data(), static_cast<std::size_t>(size));
            if (!answer())
                return 0;
        }
    }

    /// What it was last seen to wait for.
    std::uint32_t watched = EPOLLIN;

private:
    [[nodiscard]] std::uint32_t what_it_waits_for(int outcome) const
    {
        switch (SSL_get_error(tls_.get(), outcome)) {
        case SSL_ERROR_WANT_READ:
            return EPOLLIN;
        case SSL_ERROR_WANT_WRITE:
            return EPOLLOUT;
        default:
            // What one connection has in OpenSSL's queue of errors is no error of the next.
            ERR_clear_error();
            return 0;
        }
    }

    void count_connection()
    {
        if (std::exchange(is_counted_, true))
            return;
        ++seen_.connections;
        seen_.resumed += static_cast<unsigned>(SSL_session_reused(tls_.get()));
    }

    // Answers the whole requests that are there. False if what is there is none.
    bool answer()
    {
        while (requests_left_ > 0) {
            auto const head_end = in_.find("\r\n\r\n");
            if (head_end == std::string::npos)
                return in_.size() < 65'536;
            std::string_view const head(in_.data(), head_end + 2);
            auto const length = body_length(head);
            if (length > 65'536)
                return false;
            if (in_.size() < head_end + 4 + length)
                return true;
            auto const target_begin = std::min(head.find(' ') + 1, head.size());
            auto const target = head.substr(target_begin, head.find(' ', target_begin) - target_begin);
            --requests_left_;
            ++seen_.requests;
            append_answer(out_, target, requests_left_ == 0);
            in_.erase(0, head_end + 4 + length);
        }
        return true;
    }

    descriptor socket_;
    tls_connection tls_;
    std::string in_;
    std::string out_;
    std::uint64_t requests_left_;
    bool is_counted_ = false;
    statistics& seen_;
};

class server
{
public:
    explicit server(options const& wanted)
        : wanted_(wanted), context_(make_context(wanted.tls)),
          listener_(checked(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), "socket")),
          epoll_(checked(::epoll_create1(EPOLL_CLOEXEC), "epoll_create1")), signals_(take_signals())
    {
        int const on = 1;
        ::setsockopt(listener_.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        auto address = any_port();
        address.sin_port = htons(wanted.port);
        if (::bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
            fail("--port: cannot listen at " + std::to_string(wanted.port));
        checked(::listen(listener_.get(), 4096), "listen");
        watch(listener_.get(), EPOLLIN);
        watch(signals_.get(), EPOLLIN);
    }

    [[nodiscard]] std::uint16_t port() const
    {
        auto address = any_port();
        socklen_t size = sizeof address;
        checked(::getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size), "getsockname");
        return ntohs(address.sin_port);
    }

    /// Serves until a signal says to end.
    statistics const& run()
    {
        std::array<epoll_event, 256> events;
        while (true) {
            int const count = ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), -1);
            for (int i = 0; i < count; ++i) {
                int const number = events[static_cast<std::size_t>(i)].data.fd;
                if (number == signals_.get())
                    return seen_;
                if (number == listener_.get())
                    accept_all();
                else
                    go_on(number);
            }
        }
    }

private:
    static sockaddr_in any_port()
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return address;
    }

    static descriptor take_signals()
    {
        sigset_t set;
        sigemptyset(&set);
        sigaddset(&set, SIGTERM);
        sigaddset(&set, SIGINT);
        checked(::sigprocmask(SIG_BLOCK, &set, nullptr), "sigprocmask");
        std::signal(SIGPIPE, SIG_IGN);
        return descriptor(checked(::signalfd(-1, &set, SFD_CLOEXEC), "signalfd"));
    }

    void watch(int number, std::uint32_t what, int how = EPOLL_CTL_ADD)
    {
        epoll_event event{};
        event.events = what;
        event.data.fd = number;
        checked(::epoll_ctl(epoll_.get(), how, number, &event), "epoll_ctl");
    }

    void go_on(int number)
    {
        auto& one = connections_.at(number);
        auto const wanted = one.go_on();
        if (wanted == 0)
            connections_.erase(number);
        else if (wanted != one.watched)
            watch(number, one.watched = wanted, EPOLL_CTL_MOD);
    }

    void accept_all()
    {
        while (true) {
            int const number = ::accept4(listener_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
            if (number < 0)
                return;
            descriptor socket(number);
            int const on = 1;
            ::setsockopt(number, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            watch(number, EPOLLIN);
            connections_.try_emplace(number, std::move(socket), context_.get(), wanted_, seen_);
        }
    }

    options wanted_;
    tls_context context_;
    descriptor listener_;
    descriptor epoll_;
    descriptor signals_;
    statistics seen_;
    std::unordered_map<int, connection> connections_;
};

} // namespace
} // namespace answering

int main(int argc, char** argv)
try {
    using namespace answering;
    CLI::App app("Answers every request for a file with the same shared link, over TLS 1.3.");
    options wanted;
    app.add_option("--port", wanted.port, "0: any that is free")->capture_default_str();
    auto* const cert =
        app.add_option("--cert", wanted.tls.cert, "the certificate, in PEM")->check(CLI::ExistingFile);
    app.add_option("--key", wanted.tls.key, "its key")->check(CLI::ExistingFile)->needs(cert);
    app.add_option(
           "--write-cert", wanted.tls.write_cert,
           "makes a certificate for localhost and writes it to this file"
    )
        ->excludes(cert);
    app.add_option("--tls-tickets", wanted.tls.tickets, "tickets after a handshake; 0: no session is resumed")
        ->check(CLI::Range(0, 16))
        ->capture_default_str();
    app.add_option("--requests-a-connection", wanted.requests_a_connection, "then the connection is closed")
        ->check(CLI::PositiveNumber);
    CLI11_PARSE(app, argc, argv);
    if (wanted.tls.key.empty() && wanted.tls.write_cert.empty())
        throw std::invalid_argument("give --cert and --key, or --write-cert FILE to have a certificate made");

    server one(wanted);
    std::cout << one.port() << std::endl;
    auto const& seen = one.run();
    std::cout << R"({"connections":)" << seen.connections << R"(,"resumed":)" << seen.resumed
              << R"(,"requests":)" << seen.requests << "}\n";
    return EXIT_SUCCESS;
} catch (std::exception const& e) {
    std::cerr << "answerer: " << e.what() << '\n';
    return EXIT_FAILURE;
}
