// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

// What every integration test stands on: an embedded server over real TLS, an io_context, and a client of the two.

#include "client/client_state.hpp"
#include "net/time_source.hpp"
#include "support/run.hpp"

#include <boxlink/boxlink.hpp>
#include <boxlink/testing/box_server.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <unistd.h>
#include <utility>

namespace boxlink::test {

namespace asio = boost::asio;

/// A file that is gone when the test is over.
class temporary_file
{
public:
    temporary_file()
    {
        std::string pattern = (std::filesystem::temp_directory_path() / "boxlink-XXXXXX").string();
        auto const descriptor = ::mkstemp(pattern.data());
        BOOST_REQUIRE_GE(descriptor, 0);
        ::close(descriptor);
        path_ = pattern;
    }
    ~temporary_file()
    {
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }
    temporary_file(temporary_file const&) = delete;
    temporary_file& operator=(temporary_file const&) = delete;

    [[nodiscard]] std::filesystem::path const& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
};

/// Limits that hold nothing up until a server answers 429.
inline shared_limits no_limits()
{
    return shared_limits(limit_options().requests_per_minute(6'000'000).burst(10'000));
}

/// An embedded server whose authority stands in a file.
struct server_fixture
{
    explicit server_fixture(testing::server_options options = {}) : server(std::move(options))
    {
        server.write_ca_file(ca.path());
    }

    /// The options of a client that trusts the server, and nobody else, and that sends as fast as it can.
    [[nodiscard]] client_options options() const
    {
        return client_options()
            .base_url(server.base_url())
            .ca_file(ca.path().string())
            .system_trust(false)
            .limits(no_limits());
    }

    [[nodiscard]] credentials token() const { return bearer_token(server.token()); }

    temporary_file ca;
    testing::box_server server;
};

/// A client of an embedded server, both on one context.
struct client_fixture : server_fixture
{
    explicit client_fixture(testing::server_options options = {}) : server_fixture(std::move(options)) {}

    /// A client by the clocks of the machine.
    [[nodiscard]] client make_client(client_options chosen) { return client(io, token(), std::move(chosen)); }

    /// A client whose time the test turns itself.
    [[nodiscard]] client make_client(client_options chosen, std::shared_ptr<net::time_source> time)
    {
        return client_state::handle(
            client_state::make(io.get_executor(), token(), std::move(chosen), std::move(time)).value()
        );
    }

    template <class T>
    T run(asio::awaitable<T> work)
    {
        return test::run(io, std::move(work));
    }

    asio::io_context io{1};
    client box = make_client(options());
};

} // namespace boxlink::test
