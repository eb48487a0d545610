// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/private_key.hpp"

#include "auth/openssl_errors.hpp"
#include "auth/pem_reader.hpp"
#include "model/text.hpp"
#include "model/wipe.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <new>

namespace boxlink::auth {
namespace {

constexpr std::size_t max_pem_size = 64 * 1024;
constexpr int min_bits = 2048;

error_info refused(std::string_view fault, std::string_view advice)
{
    return error_info(
        errc::invalid_configuration, std::string("private key: ").append(fault).append("; ").append(advice)
    );
}

error_info refused(key_fault const& why)
{
    return refused(why.fault, why.advice);
}

char const* digest_name(jwt_algorithm algorithm) noexcept
{
    switch (algorithm) {
    case jwt_algorithm::rs256:
        return "SHA256";
    case jwt_algorithm::rs384:
        return "SHA384";
    case jwt_algorithm::rs512:
        break;
    }
    return "SHA512";
}

struct free_context
{
    void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};
using context_ptr = std::unique_ptr<EVP_MD_CTX, free_context>;

context_ptr new_context()
{
    context_ptr context(EVP_MD_CTX_new());
    if (!context)
        throw std::bad_alloc();
    return context;
}

unsigned char const* bytes_of(std::string_view text) noexcept
{
    return reinterpret_cast<unsigned char const*>(text.data());
}

bool verifies(EVP_PKEY* key, std::string_view message, std::string_view signature)
{
    auto const context = new_context();
    char const* const digest = digest_name(jwt_algorithm::rs256);
    return EVP_DigestVerifyInit_ex(context.get(), nullptr, digest, nullptr, nullptr, key, nullptr) == 1 &&
           EVP_DigestVerify(
               context.get(), bytes_of(signature), signature.size(), bytes_of(message), message.size()
           ) == 1;
}

// The text with real line ends where it has `\n` or `\r\n` as characters, as environment variables have them.
secret with_line_ends(std::string_view pem)
{
    std::string text;
    text.reserve(pem.size());
    while (!pem.empty()) {
        std::size_t const escape = pem.starts_with("\\n") || pem.starts_with("\\r") ? 2 : 1;
        text += escape == 2 ? '\n' : pem.front();
        pem.remove_prefix(escape);
    }
    return secret(std::move(text));
}

} // namespace

result<private_key> private_key::open(secret const& pem, secret const& passphrase)
{
    if (model::trimmed(pem.reveal()).empty())
        return refused("is missing", "give the key as PEM text");
    if (pem.reveal().size() > max_pem_size)
        return refused("is larger than 64 KiB", "give one key as PEM text");
    auto const text = with_line_ends(pem.reveal());
    if (auto const why = fault_of_label(pem_label(text.reveal())))
        return refused(*why);

    openssl_errors const errors;
    auto read = read_private_key(text.reveal(), passphrase);
    if (auto const* const why = std::get_if<key_fault>(&read))
        return refused(*why);
    private_key opened(std::shared_ptr<EVP_PKEY>(std::move(std::get<pkey_ptr>(read))));
    auto* const key = opened.key_.get();
    if (EVP_PKEY_is_a(key, "RSA") != 1)
        return refused(no_rsa_key);
    if (int const bits = EVP_PKEY_get_bits(key); bits < min_bits)
        return refused(
            "has " + std::to_string(bits) + " bits",
            "make a new one of 2048 bits or more and give Box its public half"
        );
    // A damaged key can be well-formed; Box would only say that it cannot verify.
    constexpr std::string_view sample = "boxlink";
    auto const signature = opened.sign(jwt_algorithm::rs256, sample);
    if (!signature || !verifies(key, sample, *signature))
        return refused(broken_key);
    return opened;
}

result<std::string> private_key::sign(jwt_algorithm algorithm, std::string_view message) const
{
    openssl_errors const errors;
    auto const context = new_context();
    std::string signature(static_cast<std::size_t>(std::max(EVP_PKEY_get_size(key_.get()), 0)), '\0');
    std::size_t size = signature.size();
    if (EVP_DigestSignInit_ex(
            context.get(), nullptr, digest_name(algorithm), nullptr, nullptr, key_.get(), nullptr
        ) != 1 ||
        EVP_DigestSign(
            context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes_of(message),
            message.size()
        ) != 1)
        return refused(
            "OpenSSL cannot sign with it (" + errors.first_reason() + ')',
            "look at the configuration of OpenSSL on this machine"
        );
    signature.resize(size);
    return signature;
}

} // namespace boxlink::auth
