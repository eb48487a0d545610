// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// What a text in PEM format holds, as far as its first line tells (RFC 7468).

#include <optional>
#include <string_view>

namespace boxlink::auth {

/// What is wrong with a key, and what to do.
class key_fault
{
public:
    std::string_view fault;
    std::string_view advice;

    constexpr key_fault(std::string_view what, std::string_view way_out) noexcept
        : fault(what), advice(way_out)
    {}
};

inline constexpr key_fault broken_key("is broken", "give all of it as it was made, or make a new one");
inline constexpr key_fault
    no_rsa_key("is no RSA key", "give an RSA key of 2048 bits or more, the only kind that Box takes");

/// What stands between `-----BEGIN ` and `-----`: of the first private key of a text, else of what is first in it. Empty if it is no PEM.
[[nodiscard]] std::string_view pem_label(std::string_view text) noexcept;

/// Why something with this label is no RSA private key; nothing if it may be one.
[[nodiscard]] std::optional<key_fault> fault_of_label(std::string_view label) noexcept;

} // namespace boxlink::auth
