// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/run_one.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <exception>
#include <utility>

namespace boxlink::cli {

namespace asio = boost::asio;

void run_one(asio::io_context& context, asio::awaitable<void> work, surroundings const& around)
{
    asio::signal_set signals(context, SIGINT, SIGTERM);
    asio::cancellation_signal cancellation;
    signals.async_wait([&](boost::system::error_code const& error, int) {
        if (error)
            return;
        // With the default action back in place, the second signal works even if this thread is stuck.
        signals.clear();
        around.say("interrupted; once more ends the command at once");
        cancellation.emit(asio::cancellation_type::terminal);
    });
    std::exception_ptr failure;
    auto ended = [&](std::exception_ptr thrown) {
        failure = thrown;
        signals.cancel();
    };
    asio::co_spawn(context, std::move(work), asio::bind_cancellation_slot(cancellation.slot(), ended));
    context.run();
    if (failure)
        std::rethrow_exception(failure);
}

} // namespace boxlink::cli
