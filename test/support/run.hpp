// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace boxlink::test {

/// Runs handlers, one at a time, until `holds()` does. A context without work before that is a failure of the test.
template <class Condition>
void run_until(boost::asio::io_context& io, Condition holds)
{
    while (!holds()) {
        io.restart();
        if (io.run_one() == 0)
            throw std::logic_error("nothing is left to run, but what the test waits for has not happened");
    }
}

/// Runs what can run now, without waiting for anything.
inline void run_ready(boost::asio::io_context& io)
{
    io.restart();
    io.poll();
}

/// Runs a coroutine to its end; its value or its exception becomes the caller's.
template <class T>
T run(boost::asio::io_context& io, boost::asio::awaitable<T> work)
{
    using stored = std::conditional_t<std::is_void_v<T>, bool, T>;
    std::optional<stored> value;
    std::exception_ptr failure;
    bool ended = false;
    auto const story = [&]() -> boost::asio::awaitable<void> {
        if constexpr (std::is_void_v<T>) {
            co_await std::move(work);
        } else {
            value.emplace(co_await std::move(work));
        }
    };
    boost::asio::co_spawn(io, story(), [&](std::exception_ptr thrown) {
        failure = thrown;
        ended = true;
    });
    run_until(io, [&] { return ended; });
    if (failure)
        std::rethrow_exception(failure);
    if constexpr (!std::is_void_v<T>)
        return std::move(*value);
}

} // namespace boxlink::test
