// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "net/system_authorities.hpp"

#include "certificates.hpp"
#include "support/environment_variable.hpp"
#include "support/temporary_folder.hpp"
#include "tls_connection.hpp"

#include <boost/test/unit_test.hpp>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace boxlink;
using namespace boxlink::net;
using namespace boxlink::net::test;

namespace {

/// Made once: keys cost time under the sanitizers.
class authorities
{
public:
    identity const root = make_authority("a root");
    identity const other_root = make_authority("another root");
    identity const intermediate = make_authority("an intermediate authority", &root);
    identity const stranger = make_authority("a stranger");

    static authorities const& get()
    {
        static authorities const made;
        return made;
    }
};

/// What OpenSSL takes for the system's while a test runs. Neither the file nor the directory is there at first.
class fixture
{
public:
    identity const& root = authorities::get().root;
    identity const& other_root = authorities::get().other_root;
    identity const& intermediate = authorities::get().intermediate;
    identity const& stranger = authorities::get().stranger;

    void write_file(std::string const& content) const
    {
        std::ofstream(folder_.file("all.pem"), std::ios::binary) << content;
    }

    void remove_file() const { BOOST_TEST_REQUIRE(std::filesystem::remove(folder_.file("all.pem"))); }

    void add_to_directory(identity const& authority) const
    {
        std::array<char, 16> name;
        std::snprintf(
            name.data(), name.size(), "%08lx.0",
            X509_NAME_hash_ex(X509_get_subject_name(authority.certificate.get()), nullptr, nullptr, nullptr)
        );
        std::filesystem::create_directory(hashed_);
        std::ofstream(hashed_ / name.data(), std::ios::binary) << authority.pem();
    }

private:
    boxlink::test::temporary_folder folder_;
    std::filesystem::path hashed_ = folder_.path() / "hashed";
    boxlink::test::environment_variable file_{"SSL_CERT_FILE", folder_.file("all.pem").c_str()};
    boxlink::test::environment_variable directory_{"SSL_CERT_DIR", hashed_.c_str()};
};

std::unique_ptr<tls_context> make_client(client_options const& options = {})
{
    auto made = tls_context::make(options, "box.example");
    BOOST_TEST_REQUIRE(made.has_value(), made.error().message);
    BOOST_TEST(ERR_peek_error() == 0u);
    return std::move(*made);
}

// A client that has read everything, as OpenSSL does it.
std::unique_ptr<tls_context> make_eager_client()
{
    auto made = make_client();
    auto* const native = made->context().native_handle();
    SSL_CTX_set_cert_verify_callback(native, nullptr, nullptr);
    BOOST_TEST_REQUIRE(SSL_CTX_set_default_verify_paths(native) == 1);
    return made;
}

// How many certificates were read until now.
int read_by(tls_context& client)
{
    return sk_X509_OBJECT_num(X509_STORE_get0_objects(SSL_CTX_get_cert_store(client.context().native_handle())
    ));
}

// A server that presents a certificate of that authority.
openssl_ptr<SSL_CTX> server_of(identity const& authority)
{
    return make_server_context(make_server("DNS:box.example", &authority));
}

// The same, with the certificate of the authority, which is an intermediate one.
openssl_ptr<SSL_CTX> server_below(identity const& authority)
{
    auto made = server_of(authority);
    BOOST_TEST_REQUIRE(SSL_CTX_add1_chain_cert(made.get(), authority.certificate.get()) == 1);
    return made;
}

bool accepts(tls_context& client, SSL_CTX* server)
{
    tls_connection attempt(client, server);
    auto const accepted = attempt.handshake();
    BOOST_TEST(!attempt.resumed());
    BOOST_TEST((SSL_get_verify_result(attempt.client()) == X509_V_OK) == accepted);
    BOOST_TEST(ERR_peek_error() == 0u);
    return accepted;
}

// What is told of a server that must be refused. Its cause is the first of OpenSSL's errors: none of a file may be before it.
std::string refusal(tls_context& client, SSL_CTX* server)
{
    tls_connection attempt(client, server);
    BOOST_TEST(!attempt.handshake());
    auto const told = client.describe_failure(attempt.client(), attempt.cause());
    return told.message + ": " + told.cause.message();
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(system_authorities, fixture)

BOOST_AUTO_TEST_CASE(authorities_in_the_file_are_trusted)
{
    write_file(root.pem() + other_root.pem());
    auto const client = make_client();
    BOOST_TEST(read_by(*client) == 0);
    BOOST_TEST(accepts(*client, server_of(root).get()));
    BOOST_TEST(read_by(*client) == 2);
    BOOST_TEST(accepts(*client, server_of(other_root).get()));
    BOOST_TEST(accepts(*make_client(), server_below(intermediate).get()));
}

BOOST_AUTO_TEST_CASE(cross_certificates_of_authorities_in_the_file_do_no_harm)
{
    write_file(root.pem());
    // The root as another authority vouches for it, which is unknown here.
    openssl_ptr<X509> const cross(X509_dup(root.certificate.get()));
    X509_set_issuer_name(cross.get(), X509_get_subject_name(stranger.certificate.get()));
    BOOST_TEST_REQUIRE(X509_sign(cross.get(), stranger.key.get(), EVP_sha256()) > 0);
    auto const server = server_below(intermediate);
    BOOST_TEST_REQUIRE(SSL_CTX_add1_chain_cert(server.get(), cross.get()) == 1);
    BOOST_TEST(accepts(*make_client(), server.get()));
}

BOOST_AUTO_TEST_CASE(the_file_is_read_once)
{
    write_file(root.pem() + other_root.pem());
    auto const client = make_client();
    BOOST_TEST(accepts(*client, server_of(root).get()));
    remove_file();
    BOOST_TEST(accepts(*client, server_of(other_root).get()));
    BOOST_TEST(accepts(*client, server_below(intermediate).get()));

    write_file(stranger.pem());
    refusal(*client, server_of(stranger).get());
    BOOST_TEST(accepts(*client, server_of(root).get()));
    BOOST_TEST(read_by(*client) == 2);
}

BOOST_AUTO_TEST_CASE(the_file_is_not_read_for_authorities_in_the_directory)
{
    write_file(root.pem() + other_root.pem());
    add_to_directory(root);
    auto const client = make_client();
    for (int i = 0; i < 2; ++i) {
        BOOST_TEST(accepts(*client, server_of(root).get()));
        BOOST_TEST(accepts(*client, server_below(intermediate).get()));
        BOOST_TEST(read_by(*client) == 1);
    }
    BOOST_TEST(accepts(*client, server_of(other_root).get()));
    BOOST_TEST(read_by(*client) == 2);
}

BOOST_AUTO_TEST_CASE(the_directory_may_be_what_else_openssl_takes)
{
    add_to_directory(root);
    temporary_file const roots(other_root.pem() + root.pem());
    for (auto const& several : {std::string("/nonexistent:") + std::getenv("SSL_CERT_DIR"), roots.path()}) {
        boxlink::test::environment_variable const directory("SSL_CERT_DIR", several.c_str());
        BOOST_TEST(accepts(*make_eager_client(), server_of(root).get()));
        BOOST_TEST(accepts(*make_client(), server_of(root).get()));
    }
}

BOOST_AUTO_TEST_CASE(the_file_is_not_read_for_explicit_authorities)
{
    write_file(root.pem() + other_root.pem());
    temporary_file const ca_file(root.pem());
    for (auto const& options :
         {client_options().ca_file(ca_file.path()), client_options().ca_pem(root.pem())}) {
        auto const client = make_client(options);
        BOOST_TEST(accepts(*client, server_of(root).get()));
        BOOST_TEST(accepts(*client, server_below(intermediate).get()));
        BOOST_TEST(read_by(*client) == 1);
        BOOST_TEST(accepts(*client, server_of(other_root).get()));
        BOOST_TEST(read_by(*client) == 2);
    }
}

BOOST_AUTO_TEST_CASE(without_system_trust_nothing_is_read)
{
    write_file(other_root.pem());
    add_to_directory(other_root);
    auto const client = make_client(client_options().system_trust(false).ca_pem(root.pem()));
    refusal(*client, server_of(other_root).get());
    BOOST_TEST(read_by(*client) == 1);
}

BOOST_AUTO_TEST_CASE(refusals_are_those_of_openssl)
{
    write_file(root.pem() + other_root.pem());
    add_to_directory(root);
    auto const impostor = make_authority("another root");
    auto const lost = make_authority("an intermediate authority of the stranger", &stranger);
    std::array const servers = {
        server_of(stranger),
        server_below(stranger),
        server_of(intermediate),
        server_below(lost),
        server_of(impostor),
        make_server_context(make_server("DNS:box.example", nullptr)),
        make_server_context(make_server("DNS:box.example", &root, std::chrono::days(-1))),
        make_server_context(make_server("DNS:box.example", &other_root, std::chrono::days(-1))),
        make_server_context(make_server("DNS:other.example", &root)),
        make_server_context(make_server("DNS:other.example", &other_root)),
    };
    auto const eager = make_eager_client();
    auto const used = make_client();
    for (auto const& server : servers) {
        auto const expected = refusal(*eager, server.get());
        BOOST_TEST(refusal(*make_client(), server.get()) == expected);
        BOOST_TEST(refusal(*used, server.get()) == expected);
    }
    BOOST_TEST(accepts(*used, server_of(other_root).get()));
}

BOOST_AUTO_TEST_CASE(the_verdict_without_the_file_is_forgotten)
{
    // Without the file a signature is wrong, which OpenSSL has words for; with it no root is found.
    add_to_directory(make_authority("a root"));
    write_file(make_authority("an intermediate authority", &stranger).pem());
    auto const server = server_below(intermediate);
    auto const expected = refusal(*make_eager_client(), server.get());
    BOOST_TEST(expected.ends_with("certificate verify failed (SSL routines)"), expected);
    BOOST_TEST(refusal(*make_client(), server.get()) == expected);
}

BOOST_AUTO_TEST_CASE(a_system_without_authorities_is_no_error)
{
    auto const expected = refusal(*make_eager_client(), server_of(root).get());
    BOOST_TEST(expected.ends_with("certificate verify failed (SSL routines)"), expected);
    auto const client = make_client(client_options().ca_pem(other_root.pem()));
    for (int i = 0; i < 2; ++i) {
        BOOST_TEST(refusal(*client, server_of(root).get()) == expected);
        BOOST_TEST(accepts(*client, server_of(other_root).get()));
    }

    for (auto const* const broken :
         {"", "nothing", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"}) {
        write_file(broken);
        BOOST_TEST(refusal(*make_client(), server_of(root).get()) == expected);
    }
}

BOOST_AUTO_TEST_CASE(connections_may_outlive_the_context)
{
    write_file(root.pem());
    auto const server = server_of(root);
    auto client = make_client();
    tls_connection first(*client, server.get());
    tls_connection second(*client, server.get());
    client.reset();
    BOOST_TEST(first.handshake());
    BOOST_TEST(second.handshake());
}

BOOST_AUTO_TEST_SUITE_END()
