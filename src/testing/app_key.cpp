// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/app_key.hpp"

#include "testing/base64url.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>

#include <array>
#include <memory>
#include <stdexcept>

namespace boxlink::testing {

namespace {

using bio_ptr = std::unique_ptr<BIO, decltype(&BIO_free_all)>;

void require(bool ok, const char* what)
{
    if (ok)
        return;
    ERR_clear_error();
    throw std::runtime_error(std::string("embedded server: OpenSSL cannot ") + what);
}

bio_ptr writing()
{
    bio_ptr made(BIO_new(BIO_s_mem()), &BIO_free_all);
    require(made != nullptr, "get memory");
    return made;
}

std::string text_of(const bio_ptr& from)
{
    char* data = nullptr;
    const long size = BIO_get_mem_data(from.get(), &data);
    return std::string(data, static_cast<std::size_t>(size));
}

} // namespace

app_key::app_key()
{
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> pair(EVP_RSA_gen(2048), &EVP_PKEY_free);
    require(pair != nullptr, "make an RSA key");

    std::array<unsigned char, 24> random{};
    require(RAND_bytes(random.data(), static_cast<int>(random.size())) == 1, "draw a passphrase");
    passphrase = base64url({reinterpret_cast<const char*>(random.data()), random.size()});

    const bio_ptr public_out = writing();
    require(PEM_write_bio_PUBKEY(public_out.get(), pair.get()) == 1, "write a public key");
    public_pem = text_of(public_out);

    const bio_ptr private_out = writing();
    require(
        PEM_write_bio_PKCS8PrivateKey(
            private_out.get(), pair.get(), EVP_aes_256_cbc(), passphrase.data(),
            static_cast<int>(passphrase.size()), nullptr, nullptr
        ) == 1,
        "encrypt a private key"
    );
    private_pem = text_of(private_out);
}

} // namespace boxlink::testing
