// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "raw_client.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>

namespace boxlink::testing {

namespace {

struct free_session
{
    void operator()(SSL_SESSION* session) const noexcept { SSL_SESSION_free(session); }
};

// Connects ten times, each time offering the session of the time before, and returns the server's counters.
server_counters reconnect(box_server& server, int version)
{
    server.add_file("file", "0", "1");
    client_tls tls(server);
    tls.only(version);
    std::unique_ptr<SSL_SESSION, free_session> session;
    for (int i = 0; i < 10; ++i) {
        raw_client client(server, tls);
        if (session)
            SSL_set_session(client.native(), session.get());
        BOOST_REQUIRE(!client.handshake());
        BOOST_REQUIRE(client.ask(request_text(server, "GET")).status == 200u);
        session.reset(SSL_get1_session(client.native()));
        // Without this, OpenSSL holds the session to be broken when its connection goes.
        SSL_set_shutdown(client.native(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
    }
    return server.counters();
}

} // namespace

BOOST_AUTO_TEST_SUITE(server_tls)

BOOST_AUTO_TEST_CASE(sessions_are_resumed)
{
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        box_server server;
        const server_counters seen = reconnect(server, version);
        BOOST_TEST(seen.handshakes_full == 1u);
        BOOST_TEST(seen.handshakes_resumed == 9u);
        BOOST_TEST(seen.handshakes_failed == 0u);
    }
}

BOOST_AUTO_TEST_CASE(resumption_can_be_switched_off)
{
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        box_server server(server_options().session_resumption(false));
        BOOST_TEST(reconnect(server, version).handshakes_full == 10u);
    }
}

BOOST_AUTO_TEST_CASE(other_identities_are_refused)
{
    for (const tls_identity identity :
         {tls_identity::expired, tls_identity::not_yet_valid, tls_identity::wrong_host,
          tls_identity::self_signed, tls_identity::unknown_authority}) {
        box_server server(server_options().identity(identity));
        client_tls tls(server);
        raw_client client(server, tls);
        BOOST_TEST(client.handshake().message().find("certificate verify failed") != std::string::npos);
        client.close();
        BOOST_TEST(server.wait_until([](const server_counters& seen) { return seen.connections_open == 0; }));
        BOOST_TEST(server.counters().requests == 0u);
        BOOST_TEST(server.counters().bytes_in == 0u);
    }
}

BOOST_AUTO_TEST_CASE(versions_are_as_chosen)
{
    struct expectation
    {
        tls_version oldest, newest;
        int client;
        bool good;
    };
    for (const auto& [oldest, newest, version, good] : std::initializer_list<expectation>{
             {tls_version::tls_1_2, tls_version::tls_1_3, TLS1_2_VERSION, true},
             {tls_version::tls_1_2, tls_version::tls_1_3, TLS1_3_VERSION, true},
             {tls_version::tls_1_2, tls_version::tls_1_3, TLS1_1_VERSION, false},
             {tls_version::tls_1_2, tls_version::tls_1_2, TLS1_3_VERSION, false},
             {tls_version::tls_1_3, tls_version::tls_1_3, TLS1_2_VERSION, false},
             {tls_version::tls_1_0, tls_version::tls_1_1, TLS1_2_VERSION, false},
             {tls_version::tls_1_0, tls_version::tls_1_1, TLS1_1_VERSION, true},
             {tls_version::tls_1_0, tls_version::tls_1_0, TLS1_VERSION, true}}) {
        box_server server(server_options().tls_versions(oldest, newest));
        client_tls tls(server);
        tls.only(version);
        raw_client client(server, tls);
        BOOST_TEST(!client.handshake() == good);
        BOOST_TEST(server.wait_until([wanted = good](const server_counters& seen) {
            return wanted ? seen.handshakes_full == 1 : seen.handshakes_failed == 1;
        }));
    }
    BOOST_CHECK_THROW(
        box_server(server_options().tls_versions(tls_version::tls_1_3, tls_version::tls_1_2)),
        std::invalid_argument
    );
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::testing
