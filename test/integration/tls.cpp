// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Who is trusted, and that nobody else gets a token.

#include "fixture.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>

#include <ostream>
#include <string>
#include <vector>

namespace boxlink::test {
namespace {

/// Closes the only connection; the server may still be on its way back to it from the last answer.
void close_connection(testing::box_server& server)
{
    while (server.close_connections() == 0) {
    }
}

using testing::server_options;
using testing::tls_identity;
using testing::tls_version;

/// A server that must be refused, and a word of the reason that the user is given.
struct impostor
{
    char const* name;
    server_options options;
    char const* reason;

    friend std::ostream& operator<<(std::ostream& out, impostor const& who) { return out << who.name; }
};

std::vector<impostor> const impostors = {
    {"expired", server_options().identity(tls_identity::expired), "expired"},
    {"not yet valid", server_options().identity(tls_identity::not_yet_valid), "not yet valid"},
    {"wrong host", server_options().identity(tls_identity::wrong_host), "localhost"},
    {"self-signed", server_options().identity(tls_identity::self_signed), "self-signed"},
    {"unknown authority", server_options().identity(tls_identity::unknown_authority), "ca_file"},
    {"TLS 1.1", server_options().tls_versions(tls_version::tls_1_0, tls_version::tls_1_1), "TLS version"},
};

/// Versions that must be accepted.
struct version
{
    char const* name;
    tls_version only;

    friend std::ostream& operator<<(std::ostream& out, version const& which) { return out << which.name; }
};

std::vector<version> const versions = {{"1.2", tls_version::tls_1_2}, {"1.3", tls_version::tls_1_3}};

} // namespace

BOOST_AUTO_TEST_SUITE(tls)

BOOST_DATA_TEST_CASE(impostors_are_refused, boost::unit_test::data::make(impostors), who)
{
    client_fixture fixture(who.options);
    auto const outcome =
        fixture.run(share(fixture.box.file(fixture.server.add_file()), link_settings(), as_result));
    BOOST_REQUIRE(outcome.has_error());
    auto const& failure = outcome.error();
    BOOST_TEST(failure.code == error_code(errc::tls_failed), failure.to_string());
    BOOST_TEST(failure.message.find(who.reason) != std::string::npos, failure.to_string());
    // Trying again would not help, and nothing was said to the impostor.
    BOOST_TEST(failure.attempts.size() == 1u);
    BOOST_TEST(!failure.may_have_taken_effect);
    BOOST_TEST(fixture.server.counters().requests == 0u);
}

BOOST_FIXTURE_TEST_CASE(an_authority_that_is_not_given_is_not_trusted, server_fixture)
{
    asio::io_context io;
    client const box(io, token(), client_options().base_url(server.base_url()));
    auto const outcome = test::run(io, share(box.file(server.add_file()), link_settings(), as_result));
    BOOST_REQUIRE(outcome.has_error());
    BOOST_TEST(outcome.error().code == error_code(errc::tls_failed));
    BOOST_TEST(server.counters().requests == 0u);
}

BOOST_DATA_TEST_CASE(versions_and_resumption, boost::unit_test::data::make(versions), which)
{
    client_fixture fixture(server_options().tls_versions(which.only, which.only));
    auto const id = fixture.server.add_file();
    for (int connection = 0; connection < 5; ++connection) {
        BOOST_TEST(!fixture.run(share(fixture.box.file(id), link_settings())).url.empty());
        close_connection(fixture.server);
    }
    auto const seen = fixture.server.counters();
    BOOST_TEST(seen.handshakes_full == 1u);
    BOOST_TEST(seen.handshakes_resumed == 4u);
    BOOST_TEST(fixture.box.counters().tls_resumptions == 4u);
}

BOOST_AUTO_TEST_CASE(server_without_resumption)
{
    client_fixture fixture(server_options().session_resumption(false));
    auto const id = fixture.server.add_file();
    for (int connection = 0; connection < 3; ++connection) {
        BOOST_TEST(!fixture.run(share(fixture.box.file(id), link_settings())).url.empty());
        close_connection(fixture.server);
    }
    BOOST_TEST(fixture.server.counters().handshakes_full == 3u);
}

BOOST_DATA_TEST_CASE_F(
    server_fixture,
    names_and_addresses,
    boost::unit_test::data::make({"localhost", "127.0.0.1", "[::1]"}),
    host
)
{
    asio::io_context io;
    server.record_requests(true);
    auto const url = "https://" + std::string(host) + ":" + std::to_string(server.port());
    client const box(io, token(), options().base_url(url));
    BOOST_TEST(!test::run(io, share(box.file(server.add_file()), link_settings())).url.empty());
    // RFC 6066, 3: an address is no server name.
    auto const expected = std::string(host) == "localhost" ? "localhost" : "";
    BOOST_TEST(server.requests().front().server_name == expected);
}

BOOST_FIXTURE_TEST_CASE(garbage_instead_of_a_handshake, client_fixture)
{
    server.inject(testing::fault().on_accept().always().garbage());
    auto const outcome = run(share(box.file(server.add_file()), link_settings(), as_result));
    BOOST_REQUIRE(outcome.has_error());
    BOOST_TEST(outcome.error().code == error_code(errc::tls_failed), outcome.error().to_string());
}

BOOST_AUTO_TEST_CASE(plain_http_only_if_allowed)
{
    server_fixture fixture(server_options().plain_http(true));
    asio::io_context io;
    BOOST_CHECK_THROW(client(io, fixture.token(), fixture.options()), error);
    client const box(io, fixture.token(), fixture.options().allow_plain_http_to_loopback(true));
    BOOST_TEST(!test::run(io, share(box.file(fixture.server.add_file()), link_settings())).url.empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::test
