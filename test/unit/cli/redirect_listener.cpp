// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/redirect_listener.hpp"

#include "support/run.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/test/unit_test.hpp>

#include <deque>
#include <optional>

using namespace boxlink;
using namespace boxlink::cli;
using boxlink::test::run;
using boxlink::test::run_until;
using namespace std::chrono_literals;
namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

// The listener waits, on the same thread as the browsers.
class waiting
{
public:
    asio::io_context io;
    std::optional<redirect_listener> listener{std::in_place, io.get_executor(), std::uint16_t(0)};
    std::optional<result<secret>> end;
    asio::cancellation_signal cancellation;

    void wait(std::chrono::milliseconds limit = 10min)
    {
        asio::co_spawn(
            io, listener->wait("the-state", limit),
            asio::bind_cancellation_slot(
                cancellation.slot(), [this](std::exception_ptr, result<secret> got) { end = std::move(got); }
            )
        );
    }

    tcp::socket connect(asio::ip::address const& address = asio::ip::address_v4::loopback())
    {
        tcp::socket socket(io);
        socket.connect({address, listener->port()});
        return socket;
    }

    // What the listener answers before it closes the connection.
    std::string exchange(tcp::socket& socket, std::string const& request)
    {
        return run(io, exchange_by(socket, request));
    }

    std::string get(std::string const& target)
    {
        tcp::socket socket = connect();
        return exchange(socket, "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

private:
    static asio::awaitable<std::string> exchange_by(tcp::socket& socket, std::string const& request)
    {
        boost::system::error_code ignored;
        co_await asio::async_write(socket, asio::buffer(request), asio::use_awaitable);
        std::string answer;
        co_await asio::async_read(
            socket, asio::dynamic_buffer(answer), asio::redirect_error(asio::use_awaitable, ignored)
        );
        co_return answer;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(redirect_listeners, waiting)

BOOST_AUTO_TEST_CASE(the_code_ends_the_wait_when_the_page_is_sent)
{
    BOOST_TEST(
        listener->redirect_uri() == "http://localhost:" + std::to_string(listener->port()) + "/callback"
    );
    wait();
    BOOST_TEST(get("/favicon.ico").starts_with("HTTP/1.1 404 "));
    BOOST_TEST(get("/callback?code=c&state=wrong").starts_with("HTTP/1.1 400 "));
    BOOST_TEST(!end);
    BOOST_TEST(get("/callback?code=c&state=the-state").starts_with("HTTP/1.1 200 "));
    run_until(io, [&] { return end.has_value(); });
    BOOST_TEST((*end)->reveal() == "c");
}

BOOST_AUTO_TEST_CASE(connections_that_say_nothing_hinder_nobody)
{
    wait();
    std::deque<tcp::socket> silent;
    for (int i = 0; i < 31; ++i)
        silent.push_back(connect());
    BOOST_TEST(get("/callback?code=c&state=the-state").starts_with("HTTP/1.1 200 "));
    run_until(io, [&] { return end.has_value(); });
    // Too many are closed at once.
    tcp::socket many[] = {connect(), connect(), connect()};
    BOOST_TEST(exchange(many[2], "GET / HTTP/1.1\r\n\r\n") == "");
    // Nothing is left that would keep the context running.
    listener.reset();
    test::run_ready(io);
    BOOST_TEST(io.stopped());
}

BOOST_AUTO_TEST_CASE(requests_in_pieces_and_requests_that_are_none)
{
    wait();
    for (std::string const& bytes :
         {std::string("hello\r\n\r\n"), std::string("\x16\x03\x01\x02\r\n\r\n\x01", 9),
          std::string("GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n")}) {
        tcp::socket socket = connect();
        BOOST_TEST(exchange(socket, bytes).starts_with("HTTP/1.1 400 "), bytes);
    }
    tcp::socket large = connect();
    BOOST_TEST(
        exchange(large, "GET / HTTP/1.1\r\nX: " + std::string(16 * 1024 - 3, 'x')).starts_with("HTTP/1.1 4")
    );
    BOOST_TEST(!end);

    tcp::socket slow = connect();
    std::string const request = "GET /callback?code=c&state=the-state HTTP/1.1\r\nHost: x\r\n\r\n";
    for (char const& byte : request) {
        asio::write(slow, asio::buffer(&byte, 1));
        test::run_ready(io);
    }
    run_until(io, [&] { return end.has_value(); });
    BOOST_TEST(end->has_value());
}

BOOST_AUTO_TEST_CASE(ipv6_where_there_is_any)
{
    boost::system::error_code error;
    tcp::socket socket(io);
    socket.connect({asio::ip::address_v6::loopback(), listener->port()}, error);
    if (error) {
        BOOST_TEST_MESSAGE("no IPv6 here: " << error.message());
        return;
    }
    wait();
    BOOST_TEST(exchange(socket, "GET /callback?code=c&state=the-state HTTP/1.1\r\nHost: x\r\n\r\n")
                   .starts_with("HTTP/1.1 200 "));
}

BOOST_AUTO_TEST_CASE(the_wait_ends_in_other_ways)
{
    wait(0ms);
    run_until(io, [&] { return end.has_value(); });
    BOOST_TEST((end->error().code == errc::deadline_exceeded));

    listener.emplace(io.get_executor(), std::uint16_t(0));
    end.reset();
    wait();
    test::run_ready(io);
    cancellation.emit(asio::cancellation_type::terminal);
    run_until(io, [&] { return end.has_value(); });
    BOOST_TEST((end->error().code == asio::error::operation_aborted));
}

BOOST_AUTO_TEST_CASE(a_port_that_is_taken)
{
    BOOST_CHECK_EXCEPTION(
        redirect_listener(io.get_executor(), listener->port()), boost::system::system_error,
        [](boost::system::system_error const& e) { return e.code() == asio::error::address_in_use; }
    );
}

BOOST_AUTO_TEST_SUITE_END()
