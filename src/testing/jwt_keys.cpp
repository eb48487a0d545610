// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/jwt_keys.hpp"

#include "testing/base64url.hpp"

#include <boost/json/parse.hpp>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <array>
#include <optional>
#include <stdexcept>
#include <utility>

namespace boxlink::testing {

namespace json = boost::json;

namespace {

constexpr std::uint64_t for_key_ids = 6;
constexpr std::size_t key_id_length = 8;
constexpr int least_bits = 2048;

// What is left in OpenSSL's queue would be taken for an error of the next TLS operation of this thread.
struct clean_error_queue
{
    ~clean_error_queue() { ERR_clear_error(); }
};

using bio_ptr = std::unique_ptr<BIO, decltype(&BIO_free_all)>;

bio_ptr reading(std::string_view text)
{
    return bio_ptr(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), &BIO_free_all);
}

std::optional<json::object> object_of(std::string_view part)
{
    const auto text = base64url_decode(part);
    if (!text)
        return std::nullopt;
    boost::system::error_code failed;
    json::value parsed = json::parse(*text, failed);
    if (failed || !parsed.is_object())
        return std::nullopt;
    return std::move(parsed.get_object());
}

std::string_view text_of(const json::object& from, std::string_view name)
{
    const json::value* const found = from.if_contains(name);
    return found && found->is_string() ? std::string_view(found->get_string()) : std::string_view();
}

const EVP_MD* digest_of(std::string_view algorithm)
{
    if (algorithm == "RS256")
        return EVP_sha256();
    if (algorithm == "RS384")
        return EVP_sha384();
    if (algorithm == "RS512")
        return EVP_sha512();
    return nullptr;
}

bool is_signature(std::string_view signature, std::string_view of, const EVP_MD* digest, EVP_PKEY* key)
{
    const clean_error_queue on_exit;
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    const auto bytes = [](std::string_view text) {
        return reinterpret_cast<const unsigned char*>(text.data());
    };
    return context && EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, key) == 1 &&
           EVP_DigestVerify(context.get(), bytes(signature), signature.size(), bytes(of), of.size()) == 1;
}

verified_assertion refused(std::string_view why)
{
    verified_assertion result;
    result.refusal = why;
    return result;
}

} // namespace

void jwt_keys::free_key::operator()(EVP_PKEY* key) const noexcept
{
    EVP_PKEY_free(key);
}

jwt_keys::jwt_keys(std::uint64_t seed) : random_(seed, for_key_ids) {}

std::string jwt_keys::add(std::string_view public_key_pem)
{
    const clean_error_queue on_exit;
    // Without a passphrase at hand, OpenSSL would ask for one at the terminal.
    char no_passphrase[] = "";
    key_ptr key(PEM_read_bio_PUBKEY(reading(public_key_pem).get(), nullptr, nullptr, no_passphrase));
    if (!key || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA || EVP_PKEY_get_bits(key.get()) < least_bits)
        throw std::invalid_argument(
            "the key is no RSA public key of 2048 bits or more in PEM form: make one with openssl rsa -pubout"
        );
    std::string id = random_.text(key_id_length);
    keys_.emplace(id, std::move(key));
    return id;
}

verified_assertion jwt_keys::verify(std::string_view assertion) const
{
    const auto first_dot = assertion.find('.');
    const auto last_dot = assertion.rfind('.');
    if (first_dot == assertion.npos || assertion.find('.', first_dot + 1) != last_dot)
        return refused("Invalid JWT assertion: three parts with dots between them are expected");
    const auto header = object_of(assertion.substr(0, first_dot));
    auto claims = object_of(assertion.substr(first_dot + 1, last_dot - first_dot - 1));
    const auto signature = base64url_decode(assertion.substr(last_dot + 1));
    if (!header || !claims || !signature)
        return refused("Invalid JWT assertion: a part is not JSON in base64url");

    const EVP_MD* const digest = digest_of(text_of(*header, "alg"));
    if (!digest)
        return refused("Please check the 'alg' header. RS256, RS384 or RS512 is expected.");
    if (text_of(*header, "typ") != "JWT")
        return refused("Please check the 'typ' header. JWT is expected.");
    const auto key = keys_.find(text_of(*header, "kid"));
    if (key == keys_.end() ||
        !is_signature(*signature, assertion.substr(0, last_dot), digest, key->second.get()))
        return refused("OpenSSL unable to verify data: ");

    verified_assertion result;
    result.claims = std::move(*claims);
    return result;
}

} // namespace boxlink::testing
