// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/tls_identity.hpp"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <stdexcept>

namespace boxlink::testing {

namespace {

constexpr long day = 24L * 60 * 60;
constexpr const char* names_of_this_machine = "DNS:localhost,IP:127.0.0.1,IP:::1";

void require(bool ok, const char* what)
{
    if (ok)
        return;
    char reason[256];
    ERR_error_string_n(ERR_get_error(), reason, sizeof reason);
    throw std::runtime_error(std::string("embedded server: OpenSSL cannot ") + what + ": " + reason);
}

std::string to_pem(X509* certificate)
{
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> out(BIO_new(BIO_s_mem()), &BIO_free_all);
    require(out && PEM_write_bio_X509(out.get(), certificate) == 1, "write a certificate");
    char* data = nullptr;
    const long size = BIO_get_mem_data(out.get(), &data);
    return std::string(data, static_cast<std::size_t>(size));
}

} // namespace

void server_certificates::free_key::operator()(EVP_PKEY* key) const noexcept
{
    EVP_PKEY_free(key);
}

void server_certificates::free_certificate::operator()(X509* certificate) const noexcept
{
    X509_free(certificate);
}

/// Builds one certificate, field by field.
class server_certificates::builder
{
public:
    static key_ptr new_key()
    {
        key_ptr key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
        require(key != nullptr, "make a key");
        return key;
    }

    builder(const char* common_name, EVP_PKEY* key) : certificate_(X509_new())
    {
        require(certificate_ != nullptr, "make a certificate");
        std::uint64_t serial = 0;
        require(
            RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1, "draw a serial number"
        );
        X509_set_version(certificate_.get(), X509_VERSION_3);
        ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate_.get()), serial >> 1);
        X509_NAME* const name = X509_get_subject_name(certificate_.get());
        const auto* const text = reinterpret_cast<const unsigned char*>(common_name);
        require(
            X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, text, -1, -1, 0) == 1, "name a certificate"
        );
        require(X509_set_pubkey(certificate_.get(), key) == 1, "put a key into a certificate");
        valid(-day, 30 * day);
    }

    /// From and until when, relative to now.
    void valid(long from, long until)
    {
        X509_gmtime_adj(X509_getm_notBefore(certificate_.get()), from);
        X509_gmtime_adj(X509_getm_notAfter(certificate_.get()), until);
    }

    void extension(int nid, const char* value, X509* issuer)
    {
        X509V3_CTX context;
        X509V3_set_ctx(
            &context, issuer ? issuer : certificate_.get(), certificate_.get(), nullptr, nullptr, 0
        );
        X509_EXTENSION* const made = X509V3_EXT_conf_nid(nullptr, &context, nid, value);
        require(made != nullptr, "make a certificate extension");
        const bool added = X509_add_ext(certificate_.get(), made, -1) == 1;
        X509_EXTENSION_free(made);
        require(added, "add a certificate extension");
    }

    /// Without an issuer, the certificate signs itself.
    certificate_ptr sign(X509* issuer, EVP_PKEY* issuer_key)
    {
        X509_set_issuer_name(certificate_.get(), X509_get_subject_name(issuer ? issuer : certificate_.get()));
        require(X509_sign(certificate_.get(), issuer_key, EVP_sha256()) > 0, "sign a certificate");
        return std::move(certificate_);
    }

    static certificate_ptr authority(const char* name, EVP_PKEY* key)
    {
        builder made(name, key);
        made.extension(NID_basic_constraints, "critical,CA:TRUE", nullptr);
        made.extension(NID_key_usage, "critical,keyCertSign,cRLSign", nullptr);
        made.extension(NID_subject_key_identifier, "hash", nullptr);
        return made.sign(nullptr, key);
    }

    static certificate_ptr leaf(tls_identity identity, EVP_PKEY* key, X509* issuer, EVP_PKEY* issuer_key)
    {
        const bool wrong_host = identity == tls_identity::wrong_host;
        builder made(wrong_host ? "wrong-host.example" : "localhost", key);
        if (identity == tls_identity::expired)
            made.valid(-30 * day, -day);
        if (identity == tls_identity::not_yet_valid)
            made.valid(day, 30 * day);
        made.extension(NID_basic_constraints, "critical,CA:FALSE", issuer);
        made.extension(NID_key_usage, "critical,digitalSignature", issuer);
        made.extension(NID_ext_key_usage, "serverAuth", issuer);
        made.extension(
            NID_subject_alt_name, wrong_host ? "DNS:wrong-host.example" : names_of_this_machine, issuer
        );
        made.extension(NID_subject_key_identifier, "hash", issuer);
        if (issuer)
            made.extension(NID_authority_key_identifier, "keyid", issuer);
        return made.sign(issuer, issuer_key);
    }

private:
    certificate_ptr certificate_;
};

server_certificates::server_certificates(tls_identity identity) : leaf_key_(builder::new_key())
{
    const key_ptr ca_key = builder::new_key();
    const certificate_ptr ca = builder::authority("boxlink test authority", ca_key.get());
    ca_pem_ = to_pem(ca.get());

    if (identity == tls_identity::self_signed) {
        leaf_ = builder::leaf(identity, leaf_key_.get(), nullptr, leaf_key_.get());
    } else if (identity == tls_identity::unknown_authority) {
        const key_ptr other_key = builder::new_key();
        const certificate_ptr other =
            builder::authority("boxlink authority that nobody knows", other_key.get());
        leaf_ = builder::leaf(identity, leaf_key_.get(), other.get(), other_key.get());
    } else {
        leaf_ = builder::leaf(identity, leaf_key_.get(), ca.get(), ca_key.get());
    }
}

void server_certificates::install(SSL_CTX* context) const
{
    require(SSL_CTX_use_certificate(context, leaf_.get()) == 1, "use the server certificate");
    require(SSL_CTX_use_PrivateKey(context, leaf_key_.get()) == 1, "use the server key");
}

} // namespace boxlink::testing
