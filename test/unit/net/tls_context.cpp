// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "net/tls_context.hpp"

#include "certificates.hpp"
#include "tls_connection.hpp"

#include <boost/asio/ssl/error.hpp>
#include <boost/test/unit_test.hpp>
#include <openssl/err.h>
#include <openssl/ssl.h>

using namespace boxlink;
using namespace boxlink::net;
using namespace boxlink::net::test;

namespace {

/// What every test needs, made once: keys cost time under the sanitizers.
class fixture
{
public:
    identity const authority = make_authority("an authority of the tests");
    identity const server =
        make_server("DNS:box.example,DNS:*.wild.example,DNS:a*.part.example,IP:127.0.0.1,IP:::1", &authority);
    openssl_ptr<SSL_CTX> const server_context = make_server_context(server);
    temporary_file const ca_file{authority.pem()};

    static fixture const& get()
    {
        static fixture const made;
        return made;
    }
};

std::unique_ptr<tls_context>
trusting(std::string host, std::string const& ca_file = fixture::get().ca_file.path())
{
    auto made = tls_context::make(client_options().system_trust(false).ca_file(ca_file), std::move(host));
    BOOST_TEST_REQUIRE(made.has_value(), made.error().message);
    return std::move(*made);
}

// The message of a handshake that must fail.
std::string
refusal(std::string host, SSL_CTX* server_context, std::string const& ca_file = fixture::get().ca_file.path())
{
    auto const context = trusting(std::move(host), ca_file);
    tls_connection attempt(*context, server_context);
    BOOST_TEST(!attempt.handshake());
    auto const failure = context->describe_failure(attempt.client(), attempt.cause());
    BOOST_TEST(failure.code == make_error_code(errc::tls_failed));
    BOOST_TEST(failure.cause == attempt.cause());
    BOOST_TEST(context->stored_sessions() == 0u);
    return failure.message;
}

std::string refusal(std::string host, identity const& server)
{
    auto const context = make_server_context(server);
    return refusal(std::move(host), context.get());
}

bool accepted(std::string host)
{
    auto const context = trusting(std::move(host));
    return tls_connection(*context, fixture::get().server_context.get()).handshake();
}

openssl_ptr<SSL_CTX> server_with_version(int version)
{
    auto context = make_server_context(fixture::get().server);
    SSL_CTX_set_min_proto_version(context.get(), version);
    SSL_CTX_set_max_proto_version(context.get(), version);
    if (version < TLS1_2_VERSION)
        SSL_CTX_set_cipher_list(context.get(), "ALL:@SECLEVEL=0");
    return context;
}

void check_not_made(client_options const& options, std::string_view why)
{
    auto const made = tls_context::make(options, "box.example");
    BOOST_TEST_REQUIRE(made.has_error());
    BOOST_TEST(made.error().code == make_error_code(errc::invalid_configuration));
    BOOST_TEST(made.error().message.find(why) != std::string::npos, made.error().message);
}

} // namespace

BOOST_AUTO_TEST_SUITE(tls_context_)

BOOST_AUTO_TEST_CASE(server_name_is_sent_for_names_only)
{
    auto const context = trusting("box.example");
    tls_connection named(*context, fixture::get().server_context.get());
    BOOST_TEST_REQUIRE(named.handshake());
    BOOST_TEST(SSL_get_servername(named.server(), TLSEXT_NAMETYPE_host_name) == std::string("box.example"));

    for (std::string const host : {"127.0.0.1", "::1"}) {
        auto const for_address = trusting(host);
        tls_connection unnamed(*for_address, fixture::get().server_context.get());
        BOOST_TEST_REQUIRE(unnamed.handshake());
        BOOST_TEST(SSL_get_servername(unnamed.server(), TLSEXT_NAMETYPE_host_name) == nullptr);
    }
}

BOOST_AUTO_TEST_CASE(host_is_verified)
{
    BOOST_TEST(accepted("box.example"));
    BOOST_TEST(accepted("any.wild.example"));
    for (std::string const host :
         {"example", "other.example", "sub.box.example", "wild.example", "a.b.wild.example",
          "ab.part.example", "127.0.0.2", "::2"}) {
        auto const message = refusal(host, fixture::get().server_context.get());
        BOOST_TEST(message.starts_with("the certificate of " + host + " was refused: "), message);
        BOOST_TEST(
            message.find("mismatch (it was made for another host: check base_url)") != std::string::npos,
            message
        );
    }
}

BOOST_AUTO_TEST_CASE(certificates_are_verified)
{
    auto message = refusal(
        "box.example", make_server("DNS:box.example", &fixture::get().authority, std::chrono::days(-1))
    );
    BOOST_TEST(message.find("certificate has expired") != std::string::npos, message);

    message = refusal("box.example", make_server("DNS:box.example", nullptr));
    BOOST_TEST(
        message.find("self-signed certificate (set ca_file to trust a private authority)") !=
            std::string::npos,
        message
    );

    auto const stranger = make_authority("another authority");
    message = refusal("box.example", make_server("DNS:box.example", &stranger));
    BOOST_TEST(message.find("(set ca_file") != std::string::npos, message);

    // The same name, but another key: what an attacker would present.
    auto const impostor = make_authority("an authority of the tests");
    message = refusal("box.example", make_server("DNS:box.example", &impostor));
    BOOST_TEST(message.find("was refused") != std::string::npos, message);

    auto const leaf_as_authority = make_server("DNS:box.example", &fixture::get().server);
    message = refusal("box.example", leaf_as_authority);
    BOOST_TEST(message.find("was refused") != std::string::npos, message);
}

BOOST_AUTO_TEST_CASE(system_trust_does_not_trust_a_private_authority)
{
    auto const made = tls_context::make(client_options(), "box.example");
    BOOST_TEST_REQUIRE(made.has_value());
    tls_connection attempt(**made, fixture::get().server_context.get());
    BOOST_TEST(!attempt.handshake());
}

BOOST_AUTO_TEST_CASE(ca_file_is_trusted_beside_the_system)
{
    auto const made =
        tls_context::make(client_options().ca_file(fixture::get().ca_file.path()), "box.example");
    BOOST_TEST_REQUIRE(made.has_value());
    BOOST_TEST(tls_connection(**made, fixture::get().server_context.get()).handshake());
}

BOOST_AUTO_TEST_CASE(ca_pem_is_trusted_alone_and_beside_others)
{
    std::string const pem = fixture::get().authority.pem();
    std::string const other_pem = make_authority("another authority").pem();
    temporary_file const others(other_pem);
    client_options const choices[] = {
        client_options().system_trust(false).ca_pem(pem),
        client_options().ca_pem(pem),
        client_options().system_trust(false).ca_pem(other_pem + pem),
        client_options().system_trust(false).ca_file(others.path()).ca_pem(pem),
    };
    for (auto const& options : choices) {
        auto const made = tls_context::make(options, "box.example");
        BOOST_TEST_REQUIRE(made.has_value());
        BOOST_TEST(tls_connection(**made, fixture::get().server_context.get()).handshake());
    }
    auto const another =
        tls_context::make(client_options().system_trust(false).ca_pem(other_pem), "box.example");
    BOOST_TEST_REQUIRE(another.has_value());
    BOOST_TEST(!tls_connection(**another, fixture::get().server_context.get()).handshake());
}

BOOST_AUTO_TEST_CASE(old_versions_are_refused)
{
    for (auto const version : {TLS1_VERSION, TLS1_1_VERSION}) {
        auto const server = server_with_version(version);
        auto const message = refusal("box.example", server.get());
        BOOST_TEST(message.find("no TLS version that is new enough") != std::string::npos, message);
    }
    for (auto const version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        auto const server = server_with_version(version);
        auto const context = trusting("box.example");
        tls_connection made(*context, server.get());
        BOOST_TEST(made.handshake());
        BOOST_TEST(SSL_version(made.client()) == version);
    }
}

BOOST_AUTO_TEST_CASE(what_is_not_tls_is_named)
{
    auto const context = trusting("box.example");
    tls_connection attempt(*context, fixture::get().server_context.get());
    BIO_write(SSL_get_wbio(attempt.server()), "HTTP/1.1 400 Bad Request\r\n\r\n", 28);
    BOOST_TEST(!attempt.handshake());
    auto const message = context->describe_failure(attempt.client(), attempt.cause()).message;
    BOOST_TEST(message.find("does not speak TLS") != std::string::npos, message);

    auto const cut = context->describe_failure(attempt.client(), boost::asio::ssl::error::stream_truncated);
    BOOST_TEST(cut.message.find("closed the connection") != std::string::npos, cut.message);
}

BOOST_AUTO_TEST_CASE(tickets_are_used_once)
{
    auto const server = server_with_version(TLS1_3_VERSION);
    auto const context = trusting("box.example");
    tls_connection first(*context, server.get());
    BOOST_TEST_REQUIRE(first.handshake());
    BOOST_TEST(!first.resumed());
    BOOST_TEST(context->stored_sessions() == 0u);
    first.read();
    BOOST_TEST(context->stored_sessions() == 2u);

    tls_connection second(*context, server.get());
    BOOST_TEST(context->stored_sessions() == 1u);
    tls_connection third(*context, server.get());
    BOOST_TEST(context->stored_sessions() == 0u);
    tls_connection fourth(*context, server.get());
    BOOST_TEST((second.handshake() && second.resumed()));
    BOOST_TEST((third.handshake() && third.resumed()));
    BOOST_TEST((fourth.handshake() && !fourth.resumed()));
}

BOOST_AUTO_TEST_CASE(sessions_of_tls_1_2_are_used_again)
{
    auto const server = server_with_version(TLS1_2_VERSION);
    auto const context = trusting("box.example");
    tls_connection first(*context, server.get());
    BOOST_TEST_REQUIRE(first.handshake());
    BOOST_TEST(context->stored_sessions() == 1u);
    for (int i = 0; i < 3; ++i) {
        tls_connection next(*context, server.get());
        BOOST_TEST((next.handshake() && next.resumed()));
        BOOST_TEST(context->stored_sessions() == 1u);
        tls_context::before_free(next.client());
    }
}

BOOST_AUTO_TEST_CASE(session_survives_a_connection_that_is_cut)
{
    for (auto const version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        auto const server = server_with_version(version);
        auto const context = trusting("box.example");
        {
            tls_connection first(*context, server.get());
            BOOST_TEST_REQUIRE(first.handshake());
            first.read();
            tls_context::before_free(first.client());
        }
        tls_connection second(*context, server.get());
        BOOST_TEST((second.handshake() && second.resumed()));
    }
}

BOOST_AUTO_TEST_CASE(session_that_the_server_forgot_does_no_harm)
{
    auto const context = trusting("box.example");
    {
        auto const server = server_with_version(TLS1_3_VERSION);
        tls_connection first(*context, server.get());
        BOOST_TEST_REQUIRE(first.handshake());
        first.read();
    }
    auto const restarted = server_with_version(TLS1_3_VERSION);
    tls_connection second(*context, restarted.get());
    BOOST_TEST((second.handshake() && !second.resumed()));
}

BOOST_AUTO_TEST_CASE(sessions_are_bounded)
{
    auto const server = server_with_version(TLS1_3_VERSION);
    SSL_CTX_set_num_tickets(server.get(), 50);
    auto const context = trusting("box.example");
    for (int i = 0; i < 2; ++i) {
        tls_connection made(*context, server.get());
        BOOST_TEST_REQUIRE(made.handshake());
        made.read();
    }
    BOOST_TEST(context->stored_sessions() == 64u);
}

BOOST_AUTO_TEST_CASE(connection_may_outlive_the_context)
{
    auto const server = server_with_version(TLS1_3_VERSION);
    auto context = trusting("box.example");
    tls_connection made(*context, server.get());
    BOOST_TEST_REQUIRE(made.handshake());
    context.reset();
    // Tickets come now; who keeps them is gone with the last connection only.
    made.read();
}

BOOST_AUTO_TEST_CASE(pem_text_without_a_certificate_is_refused)
{
    for (auto const* const text :
         {"nothing", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
        check_not_made(client_options().ca_pem(text), "ca_pem cannot be loaded as PEM certificates");
    BOOST_TEST(ERR_peek_error() == 0u);
}

BOOST_AUTO_TEST_CASE(configuration_errors_name_the_file)
{
    check_not_made(client_options().system_trust(false), "set ca_file");
    check_not_made(
        client_options().ca_file("/nonexistent/ca.pem"), "ca_file /nonexistent/ca.pem cannot be loaded"
    );
    check_not_made(client_options().ca_file("/nonexistent/ca.pem"), "No such file");
    temporary_file const empty("");
    check_not_made(client_options().ca_file(empty.path()), empty.path());
    temporary_file const garbage("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    check_not_made(client_options().system_trust(false).ca_file(garbage.path()), garbage.path());
    BOOST_TEST(ERR_peek_error() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
