// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "answerer_tls.hpp"

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace answering {
namespace {

using certificate = std::unique_ptr<X509, freed_by<&X509_free>>;
using private_key = std::unique_ptr<EVP_PKEY, freed_by<&EVP_PKEY_free>>;

certificate own_certificate(EVP_PKEY* key)
{
    certificate cert(X509_new());
    ensure(cert != nullptr, "X509_new");
    ASN1_INTEGER_set(X509_get_serialNumber(cert.get()), 1);
    X509_set_version(cert.get(), X509_VERSION_3);
    X509_gmtime_adj(X509_getm_notBefore(cert.get()), -60L * 60);
    X509_gmtime_adj(X509_getm_notAfter(cert.get()), 60L * 60 * 24);
    X509_set_pubkey(cert.get(), key);
    auto* const name = X509_get_subject_name(cert.get());
    auto const* const host = reinterpret_cast<unsigned char const*>("localhost");
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, host, -1, -1, 0);
    X509_set_issuer_name(cert.get(), name);
    for (auto const& [kind, value] :
         {std::pair(NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1"),
          std::pair(NID_basic_constraints, "critical,CA:TRUE")}) {
        auto* const extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value);
        ensure(
            extension != nullptr && X509_add_ext(cert.get(), extension, -1) == 1,
            "an extension of the certificate"
        );
        X509_EXTENSION_free(extension);
    }
    ensure(X509_sign(cert.get(), key, EVP_sha256()) > 0, "X509_sign");
    return cert;
}

void use_own_certificate(SSL_CTX* context, std::string const& path)
{
    // OpenSSL's macro for this casts const away.
    std::string curve = "P-256";
    private_key const key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", curve.data()));
    ensure(key != nullptr, "EVP_PKEY_Q_keygen");
    auto const cert = own_certificate(key.get());
    ensure(
        SSL_CTX_use_certificate(context, cert.get()) == 1 && SSL_CTX_use_PrivateKey(context, key.get()) == 1,
        "the certificate cannot be used"
    );
    std::unique_ptr<std::FILE, freed_by<&std::fclose>> const file(std::fopen(path.c_str(), "w"));
    if (!file || PEM_write_X509(file.get(), cert.get()) != 1)
        throw std::runtime_error("--write-cert: '" + path + "' cannot be written");
}

} // namespace

void ensure(bool good, char const* what)
{
    if (!good)
        throw std::runtime_error(std::string("OpenSSL: ") + what);
}

tls_context make_context(tls_options const& wanted)
{
    tls_context context(SSL_CTX_new(TLS_server_method()));
    ensure(context != nullptr, "SSL_CTX_new");
    SSL_CTX_set_min_proto_version(context.get(), TLS1_3_VERSION);
    // Head and body of a request are two records: both in one call of read.
    SSL_CTX_set_read_ahead(context.get(), 1);
    SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_num_tickets(context.get(), wanted.tickets);
    std::string_view const id = "answerer";
    SSL_CTX_set_session_id_context(
        context.get(), reinterpret_cast<unsigned char const*>(id.data()), static_cast<unsigned>(id.size())
    );
    if (wanted.cert.empty())
        use_own_certificate(context.get(), wanted.write_cert);
    else if (SSL_CTX_use_certificate_chain_file(context.get(), wanted.cert.c_str()) != 1 ||
             SSL_CTX_use_PrivateKey_file(context.get(), wanted.key.c_str(), SSL_FILETYPE_PEM) != 1)
        throw std::runtime_error(
            "--cert and --key: '" + wanted.cert + "' and '" + wanted.key +
            "' are no certificate and its key in PEM"
        );
    return context;
}

} // namespace answering
