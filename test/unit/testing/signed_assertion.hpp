// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "testing/base64url.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace boxlink::testing {

using test_key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

inline test_key make_rsa_key(unsigned bits = 2048)
{
    return test_key(EVP_RSA_gen(bits), &EVP_PKEY_free);
}

inline std::string public_pem(const test_key& key)
{
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> out(BIO_new(BIO_s_mem()), &BIO_free_all);
    PEM_write_bio_PUBKEY(out.get(), key.get());
    char* data = nullptr;
    const long size = BIO_get_mem_data(out.get(), &data);
    return std::string(data, static_cast<std::size_t>(size));
}

/// Null when the passphrase is wrong.
inline test_key private_key(std::string_view pem, std::string passphrase)
{
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> in(
        BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free_all
    );
    return test_key(PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, passphrase.data()), &EVP_PKEY_free);
}

inline std::string signature(std::string_view text, const test_key& key, const EVP_MD* digest)
{
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    std::size_t size = static_cast<std::size_t>(EVP_PKEY_get_size(key.get()));
    std::string out(size, '\0');
    if (EVP_DigestSignInit(context.get(), nullptr, digest, nullptr, key.get()) != 1 ||
        EVP_DigestSign(
            context.get(), reinterpret_cast<unsigned char*>(out.data()), &size,
            reinterpret_cast<const unsigned char*>(text.data()), text.size()
        ) != 1)
        throw std::runtime_error("the test cannot sign");
    out.resize(size);
    return out;
}

/// A JWT of this header and these claims.
inline std::string signed_assertion(
    const boost::json::value& header,
    const boost::json::value& claims,
    const test_key& key,
    const EVP_MD* digest = EVP_sha256()
)
{
    const std::string text =
        base64url(boost::json::serialize(header)) + "." + base64url(boost::json::serialize(claims));
    return text + "." + base64url(signature(text, key, digest));
}

} // namespace boxlink::testing
