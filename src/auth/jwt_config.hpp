// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// The JSON file that Box's developer console makes for an app that signs its token requests (JWT).

#include <boxlink/error.hpp>
#include <boxlink/secret.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace boxlink::auth {

/// Larger texts are refused unread. The console's files have some 2 KiB.
inline constexpr std::size_t max_jwt_config_size = 64 * 1024;

/// What the file tells of the app.
class jwt_config
{
public:
    std::string client_id;
    secret client_secret;
    /// Names the key pair to Box: `kid` of an assertion.
    std::string public_key_id;
    /// PEM: `ENCRYPTED PRIVATE KEY`, `PRIVATE KEY` or `RSA PRIVATE KEY`. Only its frame and alphabet have been looked at.
    secret private_key;
    /// Opens the key; may be empty, since a key need not be encrypted.
    secret passphrase;
    /// Nothing for an app that acts for users only: the file has none then, or `"0"`.
    std::optional<std::string> enterprise_id;

    jwt_config() {}
};

/**
 * Reads the file's text. What this version does not know in it is skipped.
 *
 * No copy of a secret stays behind in memory that is given back. The text itself is the caller's to wipe.
 *
 * \return the settings, or `errc::invalid_configuration` with a message that names the member by its path, such as
 * `boxAppSettings.clientSecret`, and quotes nothing of the file.
 */
[[nodiscard]] result<jwt_config> parse_jwt_config(std::string_view json);

} // namespace boxlink::auth
