// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Awaiting boxlink from existing Asio code, with time-outs and cancellation. The embedded server stands for a
// Box that does not answer.
#include <boxlink/boxlink.hpp>
#include <boxlink/testing/testing.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <utility>

namespace asio = boost::asio;
using namespace std::chrono_literals;
using boxlink::testing::box_server;
using boxlink::testing::fault;

// A time-out is an option of the operation: it covers waiting for a connection, the exchange, retries and the
// waits between them. `share(…) || timer.async_wait(…)` of Asio's awaitable operators would work too, but the
// error then says no more than that the timer was faster, and both sides must run on one executor.
asio::awaitable<void> read_with_a_time_out(boxlink::item report)
{
    boxlink::request_options options;
    options.deadline(100ms);
    boxlink::result<boxlink::link_lookup> found = co_await get_link(report, options, boxlink::as_result);
    if (!found && found.error().code == boxlink::errc::deadline_exceeded)
        std::cout << "read: " << found.error().to_string() << '\n';
    else
        throw std::logic_error("the server answered, although it was told not to");
}

// A change that ran into its time-out may have taken effect. boxlink says so by a code of its own; reading
// the link back tells.
asio::awaitable<void> share_with_a_time_out(boxlink::item report)
{
    boxlink::request_options options;
    options.deadline(100ms);
    boxlink::result<boxlink::shared_link> made =
        co_await share(report, boxlink::link_settings(), options, boxlink::as_result);
    if (made || made.error().code != boxlink::errc::outcome_unknown)
        throw std::logic_error("the server answered, although it was told not to");

    std::cout << "share: " << made.error().to_string() << '\n';
    boxlink::link_lookup found = co_await get_link(report);
    std::cout << "read back: " << (found.link ? "it took effect" : "it took no effect") << '\n';
}

// A single operation is cancelled by the slot that is bound to its handler. The signal is emitted where the
// operation was started: on the same thread or strand.
void cancel_one_operation(asio::io_context& io, boxlink::item report)
{
    asio::cancellation_signal stop;
    auto on_end = [](boxlink::error_code failure, boxlink::link_lookup) {
        std::cout << "cancelled: " << failure.message() << '\n';
        if (failure != asio::error::operation_aborted)
            throw std::logic_error("the operation was not cancelled");
    };
    get_link(report, asio::bind_cancellation_slot(stop.slot(), on_end));

    asio::steady_timer user_loses_patience(io, 20ms);
    user_loses_patience.async_wait([&](boxlink::error_code) { stop.emit(asio::cancellation_type::total); });
    io.run();
    io.restart();
}

// Cancelling a coroutine cancels what it awaits. co_spawn passes on terminal cancellation only, unless the
// coroutine resets that by asio::this_coro::reset_cancellation_state.
void cancel_a_coroutine(asio::io_context& io, boxlink::item report)
{
    asio::cancellation_signal stop;
    auto on_end = [](std::exception_ptr failure) {
        try {
            if (failure)
                std::rethrow_exception(failure);
        } catch (boxlink::error const& e) {
            if (e.code() != asio::error::operation_aborted)
                throw;
            // A cancelled change may have reached the server already.
            std::cout << "cancelled: " << e.what()
                      << (e.info().may_have_taken_effect ? "; it may have taken effect" : "") << '\n';
        }
    };
    auto publish = [report]() -> asio::awaitable<void> {
        co_await share(report, boxlink::link_settings());
        throw std::logic_error("the share was not cancelled");
    };
    asio::co_spawn(io, publish, asio::bind_cancellation_slot(stop.slot(), on_end));

    asio::steady_timer service_shuts_down(io, 20ms);
    service_shuts_down.async_wait([&](boxlink::error_code) { stop.emit(asio::cancellation_type::terminal); });
    io.run();
    io.restart();
}

boxlink::client connect(asio::io_context& io, box_server const& server)
{
    boxlink::client_options options;
    options.base_url(server.base_url()).ca_pem(server.ca_pem()).system_trust(false);
    boxlink::client box(io, boxlink::bearer_token(server.token()), options);
    return box;
}

// Runs a coroutine to its end; its exception leaves io.run().
void run(asio::io_context& io, asio::awaitable<void> work)
{
    asio::co_spawn(io, std::move(work), [](std::exception_ptr failure) {
        if (failure)
            std::rethrow_exception(failure);
    });
    io.run();
    io.restart();
}

int main()
try {
    box_server server;
    asio::io_context io;
    boxlink::client box = connect(io, server);
    boxlink::item report = box.file(server.add_file("report.pdf"));

    server.inject(fault().method("GET").stall());
    run(io, read_with_a_time_out(report));

    server.inject(fault().method("PUT").applied().stall());
    run(io, share_with_a_time_out(report));

    server.inject(fault().method("GET").stall());
    cancel_one_operation(io, report);

    server.inject(fault().method("PUT").stall());
    cancel_a_coroutine(io, report);
    return EXIT_SUCCESS;
} catch (std::exception const& e) {
    std::cerr << "timeout_and_cancellation: " << e.what() << '\n';
    return EXIT_FAILURE;
}
