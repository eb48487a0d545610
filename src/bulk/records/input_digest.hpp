// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace boxlink::bulk {

/// The SHA-256 of an input, a piece at a time: what a journal knows it by.
class input_digest
{
public:
    input_digest();
    ~input_digest();
    input_digest(input_digest const&) = delete;
    input_digest& operator=(input_digest const&) = delete;

    void feed(std::string_view bytes);

    /// In hexadecimal digits. Ends the digest.
    [[nodiscard]] std::string text();

private:
    struct deleter
    {
        void operator()(evp_md_ctx_st* context) const noexcept;
    };

    std::unique_ptr<evp_md_ctx_st, deleter> context_;
};

} // namespace boxlink::bulk
