// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "keys.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>
#include <openssl/x509.h>

#include <functional>
#include <stdexcept>

namespace boxlink::test {
namespace {

void require(bool good)
{
    if (!good)
        throw std::runtime_error(
            std::string("OpenSSL cannot make a key of the test: ") +
            ERR_reason_error_string(ERR_peek_last_error())
        );
}

// All of OpenSSL's ciphers for this thread, within a scope.
class all_ciphers
{
public:
    all_ciphers()
        : library(OSSL_LIB_CTX_new()), standard_(OSSL_PROVIDER_load(library, "default")),
          legacy(OSSL_PROVIDER_load(library, "legacy")), before_(OSSL_LIB_CTX_set0_default(library))
    {}
    all_ciphers(all_ciphers const&) = delete;
    all_ciphers& operator=(all_ciphers const&) = delete;
    ~all_ciphers()
    {
        OSSL_LIB_CTX_set0_default(before_);
        OSSL_PROVIDER_unload(legacy);
        OSSL_PROVIDER_unload(standard_);
        OSSL_LIB_CTX_free(library);
        ERR_clear_error();
    }

    OSSL_LIB_CTX* const library;

private:
    OSSL_PROVIDER* standard_;

public:
    OSSL_PROVIDER* const legacy;

private:
    OSSL_LIB_CTX* before_;
};

std::string written(std::function<int(BIO*)> const& write)
{
    std::unique_ptr<BIO, decltype(&BIO_free)> const out(BIO_new(BIO_s_mem()), &BIO_free);
    require(write(out.get()) == 1);
    char* data = nullptr;
    auto const size = BIO_get_mem_data(out.get(), &data);
    return std::string(data, static_cast<std::size_t>(size));
}

std::string encrypted(EVP_PKEY* key, int algorithm, char const* cipher_name, std::string_view passphrase)
{
    all_ciphers const ciphers;
    auto const* const cipher = cipher_name ? EVP_get_cipherbyname(cipher_name) : nullptr;
    std::unique_ptr<PKCS8_PRIV_KEY_INFO, decltype(&PKCS8_PRIV_KEY_INFO_free)> const info(
        EVP_PKEY2PKCS8(key), &PKCS8_PRIV_KEY_INFO_free
    );
    require(info != nullptr);
    std::unique_ptr<X509_SIG, decltype(&X509_SIG_free)> const sealed(
        PKCS8_encrypt_ex(
            algorithm, cipher, passphrase.data(), static_cast<int>(passphrase.size()), nullptr, 0, 2048,
            info.get(), ciphers.library, nullptr
        ),
        &X509_SIG_free
    );
    require(sealed != nullptr);
    return written([&](BIO* out) { return PEM_write_bio_PKCS8(out, sealed.get()); });
}

unsigned char const* bytes_of(std::string_view text)
{
    return reinterpret_cast<unsigned char const*>(text.data());
}

} // namespace

bool has_legacy_provider()
{
    all_ciphers const ciphers;
    return ciphers.legacy != nullptr;
}

test_key::test_key(EVP_PKEY* key) : key_(key, &EVP_PKEY_free)
{
    require(key != nullptr);
}

test_key test_key::rsa(unsigned bits)
{
    return test_key(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", static_cast<std::size_t>(bits)));
}

test_key test_key::ec()
{
    return test_key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
}

test_key const& test_key::shared()
{
    static test_key const key = rsa();
    return key;
}

std::string test_key::plain() const
{
    return written([this](BIO* out) {
        return PEM_write_bio_PKCS8PrivateKey(out, key_.get(), nullptr, nullptr, 0, nullptr, nullptr);
    });
}

std::string test_key::pbes2(char const* cipher, std::string_view passphrase, int prf) const
{
    return encrypted(key_.get(), prf, cipher, passphrase);
}

std::string test_key::pbes1(int algorithm, std::string_view passphrase) const
{
    return encrypted(key_.get(), algorithm, nullptr, passphrase);
}

std::string test_key::traditional(char const* cipher, std::string_view passphrase) const
{
    all_ciphers const ciphers;
    return written([&](BIO* out) {
        return PEM_write_bio_PrivateKey_traditional(
            out, key_.get(), cipher ? EVP_get_cipherbyname(cipher) : nullptr, bytes_of(passphrase),
            static_cast<int>(passphrase.size()), nullptr, nullptr
        );
    });
}

std::string test_key::public_half() const
{
    return written([this](BIO* out) { return PEM_write_bio_PUBKEY(out, key_.get()); });
}

std::string test_key::certificate() const
{
    std::unique_ptr<X509, decltype(&X509_free)> const certificate(X509_new(), &X509_free);
    require(X509_set_pubkey(certificate.get(), key_.get()) == 1);
    require(X509_sign(certificate.get(), key_.get(), EVP_sha256()) > 0);
    return written([&](BIO* out) { return PEM_write_bio_X509(out, certificate.get()); });
}

bool test_key::verifies(char const* digest, std::string_view message, std::string_view signature) const
{
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> const context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    bool const good =
        EVP_DigestVerifyInit_ex(context.get(), nullptr, digest, nullptr, nullptr, key_.get(), nullptr) == 1 &&
        EVP_DigestVerify(
            context.get(), bytes_of(signature), signature.size(), bytes_of(message), message.size()
        ) == 1;
    ERR_clear_error();
    return good;
}

} // namespace boxlink::test
