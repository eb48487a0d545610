// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <string>

namespace boxlink::auth {

/**
 * The errors that OpenSSL notes in this thread within a scope. At its end they are forgotten: the TLS connections of the thread take what is left there for
 * their own.
 */
class openssl_errors
{
public:
    openssl_errors() noexcept;
    openssl_errors(openssl_errors const&) = delete;
    openssl_errors& operator=(openssl_errors const&) = delete;
    ~openssl_errors();

    /// Why the first one happened; it never quotes what was worked on.
    [[nodiscard]] std::string first_reason() const;

    /// Whether one of them says that there is no such algorithm here. Forgets them.
    [[nodiscard]] bool name_unknown_algorithm() const noexcept;
};

} // namespace boxlink::auth
