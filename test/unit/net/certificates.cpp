// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "certificates.hpp"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <unistd.h>

namespace boxlink::net::test {
namespace {

void require(bool done, char const* what)
{
    if (!done)
        throw std::runtime_error(std::string("cannot make a certificate: ") + what);
}

void add_extension(X509* certificate, X509* issuer, int id, std::string const& value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    auto* const extension = X509V3_EXT_conf_nid(nullptr, &context, id, value.c_str());
    require(extension != nullptr, value.c_str());
    require(X509_add_ext(certificate, extension, -1) == 1, value.c_str());
    X509_EXTENSION_free(extension);
}

identity make(std::string const& name, std::chrono::days valid_for)
{
    static long serial = 0;
    identity made;
    made.key.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
    made.certificate.reset(X509_new());
    require(made.key != nullptr && made.certificate != nullptr, "no memory");
    auto* const certificate = made.certificate.get();
    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -24L * 3600 * 10);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 24L * 3600 * static_cast<long>(valid_for.count()));
    X509_set_pubkey(certificate, made.key.get());
    auto const* text = reinterpret_cast<unsigned char const*>(name.c_str());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8, text, -1, -1, 0);
    return made;
}

void sign(identity& made, identity const& issuer)
{
    X509_set_issuer_name(made.certificate.get(), X509_get_subject_name(issuer.certificate.get()));
    require(X509_sign(made.certificate.get(), issuer.key.get(), EVP_sha256()) > 0, "signature");
}

} // namespace

std::string identity::pem() const
{
    std::unique_ptr<BIO, decltype(&BIO_free)> const out(BIO_new(BIO_s_mem()), &BIO_free);
    require(PEM_write_bio_X509(out.get(), certificate.get()) == 1, "PEM");
    char const* text = nullptr;
    auto const size = BIO_ctrl(out.get(), BIO_CTRL_INFO, 0, &text);
    return std::string(text, static_cast<std::size_t>(size));
}

identity make_authority(std::string const& name, identity const* issuer)
{
    auto made = make(name, std::chrono::days(2));
    add_extension(made.certificate.get(), made.certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
    add_extension(made.certificate.get(), made.certificate.get(), NID_key_usage, "critical,keyCertSign");
    sign(made, issuer != nullptr ? *issuer : made);
    return made;
}

identity make_server(std::string const& names, identity const* issuer, std::chrono::days valid_for)
{
    auto made = make("a server", valid_for);
    auto const& by = issuer != nullptr ? *issuer : made;
    add_extension(made.certificate.get(), by.certificate.get(), NID_subject_alt_name, names);
    add_extension(made.certificate.get(), by.certificate.get(), NID_ext_key_usage, "serverAuth");
    sign(made, by);
    return made;
}

openssl_ptr<SSL_CTX> make_server_context(identity const& server)
{
    openssl_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()));
    require(context != nullptr, "no memory");
    require(SSL_CTX_use_certificate(context.get(), server.certificate.get()) == 1, "certificate");
    require(SSL_CTX_use_PrivateKey(context.get(), server.key.get()) == 1, "key");
    return context;
}

temporary_file::temporary_file(std::string const& content)
    : path_((std::filesystem::temp_directory_path() / "boxlink-test-XXXXXX").string())
{
    auto const file = ::mkstemp(path_.data());
    require(file >= 0, "temporary file");
    auto const written = ::write(file, content.data(), content.size());
    ::close(file);
    require(written == static_cast<ssize_t>(content.size()), "temporary file");
}

temporary_file::~temporary_file()
{
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
}

} // namespace boxlink::net::test
