// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/pem.hpp"

namespace boxlink::auth {

std::string_view pem_label(std::string_view text) noexcept
{
    constexpr std::string_view begin = "-----BEGIN ";
    std::string_view first;
    for (auto at = text.find(begin); at != text.npos; at = text.find(begin)) {
        text.remove_prefix(at + begin.size());
        auto const label = text.substr(0, text.find_first_of("-\r\n"));
        if (label.ends_with("PRIVATE KEY"))
            return label;
        if (first.empty())
            first = label;
    }
    return first;
}

std::optional<key_fault> fault_of_label(std::string_view label) noexcept
{
    if (label == "ENCRYPTED PRIVATE KEY" || label == "PRIVATE KEY" || label == "RSA PRIVATE KEY")
        return std::nullopt;
    if (label == "OPENSSH PRIVATE KEY")
        return key_fault("is in OpenSSH's format", "convert it with 'ssh-keygen -p -m PKCS8 -f FILE'");
    if (label.ends_with("PRIVATE KEY"))
        return no_rsa_key;
    if (label.ends_with("PUBLIC KEY"))
        return key_fault("is a public key", "give the private key that belongs to it");
    if (label.ends_with("CERTIFICATE") || label.ends_with("CERTIFICATE REQUEST"))
        return key_fault("is a certificate", "give the private key that belongs to it");
    return key_fault(
        "is no private key in PEM format",
        "give all of the text from '-----BEGIN ... PRIVATE KEY-----' to '-----END ... PRIVATE KEY-----'"
    );
}

} // namespace boxlink::auth
