// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/records/input_digest.hpp"

#include <openssl/evp.h>

#include <array>
#include <cstdio>
#include <new>
#include <stdexcept>

namespace boxlink::bulk {
namespace {

// OpenSSL fails here only if it was built or configured without SHA-256.
void require(bool holds)
{
    if (!holds)
        throw std::runtime_error("OpenSSL has no SHA-256");
}

} // namespace

void input_digest::deleter::operator()(evp_md_ctx_st* context) const noexcept
{
    EVP_MD_CTX_free(context);
}

input_digest::input_digest() : context_(EVP_MD_CTX_new())
{
    if (!context_)
        throw std::bad_alloc();
    require(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1);
}

input_digest::~input_digest() = default;

void input_digest::feed(std::string_view bytes)
{
    require(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1);
}

std::string input_digest::text()
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest = {};
    unsigned size = 0;
    require(EVP_DigestFinal_ex(context_.get(), digest.data(), &size) == 1);
    std::string out;
    for (unsigned i = 0; i < size; ++i) {
        char digits[3];
        std::snprintf(digits, sizeof digits, "%02x", static_cast<unsigned>(digest[i]));
        out += digits;
    }
    return out;
}

} // namespace boxlink::bulk
