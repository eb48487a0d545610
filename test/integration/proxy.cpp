// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Connections through an HTTP proxy.

#include "fixture.hpp"
#include "proxy_server.hpp"

#include <optional>
#include <string>

namespace boxlink::test {
namespace {

/// A client behind a proxy. The proxy's accepting keeps the context busy, so operations are waited for one by one.
struct proxy_fixture : client_fixture
{
    [[nodiscard]] client_options through(std::string const& userinfo = {}) const
    {
        return options().proxy("http://" + userinfo + proxy.authority());
    }

    result<shared_link> share_through(client_options chosen, request_options request = {})
    {
        auto const behind = make_client(std::move(chosen));
        std::optional<result<shared_link>> outcome;
        share(
            behind.file(server.add_file()), link_settings(), std::move(request),
            as_result([&](result<shared_link> ended) { outcome = std::move(ended); })
        );
        io.restart();
        while (!outcome)
            io.run_one();
        return *outcome;
    }

    proxy_server proxy{io};
};

} // namespace

BOOST_AUTO_TEST_SUITE(proxy)

BOOST_FIXTURE_TEST_CASE(tunnel, proxy_fixture)
{
    auto const link = share_through(through());
    BOOST_REQUIRE(link.has_value());
    auto const target = "localhost:" + std::to_string(server.port());
    BOOST_REQUIRE(proxy.requests.size() == 1u);
    auto const& head = proxy.requests.front();
    BOOST_TEST(head.starts_with("CONNECT " + target + " HTTP/1.1\r\n"));
    BOOST_TEST(head.find("Host: " + target + "\r\n") != std::string::npos);
    // The token is for Box, in the tunnel, and not for the proxy.
    BOOST_TEST(head.find(server.token()) == std::string::npos);
    BOOST_TEST(head.find("uthorization") == std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(credentials_are_sent_and_not_shown, proxy_fixture)
{
    BOOST_TEST(share_through(through("alice:p%40ss@")).has_value());
    // base64("alice:p@ss")
    BOOST_TEST(
        proxy.requests.front().find("Proxy-Authorization: Basic YWxpY2U6cEBzcw==\r\n") != std::string::npos
    );

    proxy.refusal = "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n";
    auto const refused = share_through(through("alice:p%40ss@"));
    BOOST_REQUIRE(refused.has_error());
    BOOST_TEST(refused.error().code == error_code(errc::proxy_failed));
    BOOST_TEST(refused.error().message.find("407") != std::string::npos, refused.error().message);
    BOOST_TEST(refused.error().to_string().find("p@ss") == std::string::npos);
    BOOST_TEST(refused.error().to_string().find("YWxpY2U6cEBzcw") == std::string::npos);
    BOOST_TEST(refused.error().attempts.size() == 1u);
}

BOOST_FIXTURE_TEST_CASE(no_proper_answer, proxy_fixture)
{
    for (std::string const answer :
         {"this is not HTTP\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\nearly bytes", "HTTP/1.1"}) {
        BOOST_TEST_CONTEXT(answer)
        {
            proxy.refusal = answer;
            auto const outcome = share_through(through(), request_options().max_attempts(1));
            BOOST_REQUIRE(outcome.has_error());
            BOOST_TEST(outcome.error().code == error_code(errc::proxy_failed), outcome.error().to_string());
        }
    }
    BOOST_TEST(server.counters().requests == 0u);
}

BOOST_FIXTURE_TEST_CASE(proxy_is_down, proxy_fixture)
{
    auto const chosen = through();
    proxy.stop();
    auto const outcome = share_through(chosen, request_options().max_attempts(1));
    BOOST_REQUIRE(outcome.has_error());
    BOOST_TEST(outcome.error().code == error_code(errc::connect_failed));
    BOOST_TEST(outcome.error().message.find("127.0.0.1") != std::string::npos, outcome.error().message);
}

BOOST_FIXTURE_TEST_CASE(many_operations_share_the_tunnels, proxy_fixture)
{
    auto const behind = make_client(through().max_connections(4));
    auto const ids = server.add_files(200);
    std::size_t completed = 0;
    std::size_t made = 0;
    for (auto const& id : ids) {
        share(behind.file(id), link_settings(), [&](error_code code, shared_link const&) {
            ++completed;
            if (!code)
                ++made;
        });
    }
    io.restart();
    while (completed < ids.size())
        io.run_one();
    BOOST_TEST(made == ids.size());
    BOOST_TEST(proxy.requests.size() <= 4u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::test
