// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// Where Box's page sends the browser: a small HTTP server on this machine, for one login.

#include <boxlink/error.hpp>
#include <boxlink/secret.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace boxlink::cli {

/// Listens on the loopback addresses only. Used on one executor. Whatever is still connected at the end of its life is closed.
class redirect_listener
{
public:
    /// \param port 0 for a free one.
    /// \throws boost::system::system_error if the port is taken.
    redirect_listener(boost::asio::any_io_executor executor, std::uint16_t port);
    ~redirect_listener();
    redirect_listener(redirect_listener&&) = delete;

    [[nodiscard]] std::uint16_t port() const noexcept;

    /// `http://localhost:PORT/callback`: Box's own guides register that name, and not the number.
    [[nodiscard]] std::string redirect_uri() const;

    /**
     * Waits until a browser brings Box's answer with this state, whose page has been sent by then. All else is answered and forgotten. Call once.
     *
     * \return the authorization code; or `errc::login_required` if the user refused, `errc::deadline_exceeded` if nobody came,
     * `operation_aborted` if it is cancelled.
     */
    [[nodiscard]] boost::asio::awaitable<result<secret>>
    wait(std::string state, std::chrono::milliseconds limit);

private:
    class shared;

    std::shared_ptr<shared> shared_;
};

} // namespace boxlink::cli
