// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/tls_identity.hpp"

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/test/unit_test.hpp>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <memory>

namespace boxlink::testing {

namespace {

namespace ssl = boost::asio::ssl;

// What OpenSSL says to a client that trusts `ca_pem` and wants `host`: X509_V_OK or why not.
int verdict(const server_certificates& certificates, const char* host)
{
    ssl::context context(ssl::context::tls);
    certificates.install(context.native_handle());
    X509* const leaf = SSL_CTX_get0_certificate(context.native_handle());

    ssl::context trust(ssl::context::tls_client);
    trust.add_certificate_authority(boost::asio::buffer(certificates.ca_pem()));
    const std::unique_ptr<X509_STORE_CTX, decltype(&X509_STORE_CTX_free)> check(
        X509_STORE_CTX_new(), &X509_STORE_CTX_free
    );
    X509_STORE_CTX_init(check.get(), SSL_CTX_get_cert_store(trust.native_handle()), leaf, nullptr);
    X509_STORE_CTX_set_default(check.get(), "ssl_server");
    X509_VERIFY_PARAM* const wanted = X509_STORE_CTX_get0_param(check.get());
    if (X509_VERIFY_PARAM_set1_ip_asc(wanted, host) != 1)
        X509_VERIFY_PARAM_set1_host(wanted, host, 0);
    X509_verify_cert(check.get());
    return X509_STORE_CTX_get_error(check.get());
}

} // namespace

BOOST_AUTO_TEST_SUITE(tls_identities)

BOOST_AUTO_TEST_CASE(the_trusted_one_is_good_for_all_names_of_this_machine)
{
    const server_certificates certificates(tls_identity::trusted);
    BOOST_TEST(certificates.ca_pem().starts_with("-----BEGIN CERTIFICATE-----\n"));
    for (const char* host : {"localhost", "127.0.0.1", "::1"})
        BOOST_TEST(verdict(certificates, host) == X509_V_OK, host);
    BOOST_TEST(verdict(certificates, "example.com") == X509_V_ERR_HOSTNAME_MISMATCH);
    BOOST_TEST(verdict(certificates, "127.0.0.2") == X509_V_ERR_IP_ADDRESS_MISMATCH);
}

BOOST_AUTO_TEST_CASE(each_other_one_has_its_own_flaw)
{
    BOOST_TEST(
        verdict(server_certificates(tls_identity::expired), "localhost") == X509_V_ERR_CERT_HAS_EXPIRED
    );
    BOOST_TEST(
        verdict(server_certificates(tls_identity::not_yet_valid), "localhost") ==
        X509_V_ERR_CERT_NOT_YET_VALID
    );
    BOOST_TEST(
        verdict(server_certificates(tls_identity::wrong_host), "localhost") == X509_V_ERR_HOSTNAME_MISMATCH
    );
    BOOST_TEST(verdict(server_certificates(tls_identity::wrong_host), "wrong-host.example") == X509_V_OK);
    BOOST_TEST(
        verdict(server_certificates(tls_identity::self_signed), "localhost") ==
        X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT
    );
    BOOST_TEST(
        verdict(server_certificates(tls_identity::unknown_authority), "localhost") ==
        X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY
    );
}

BOOST_AUTO_TEST_CASE(every_server_has_an_authority_of_its_own)
{
    BOOST_TEST(
        server_certificates(tls_identity::trusted).ca_pem() !=
        server_certificates(tls_identity::trusted).ca_pem()
    );
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::testing
