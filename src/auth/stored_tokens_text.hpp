// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// The text of a token file: JSON, so that other programs can read it.

#include <boxlink/error.hpp>
#include <boxlink/secret.hpp>
#include <boxlink/token_store.hpp>

#include <cstddef>
#include <string_view>

namespace boxlink::auth {

/// Larger texts are neither written nor read. Box's tokens have less than 4 KiB.
inline constexpr std::size_t max_token_text_size = 64 * 1024;

/// Writes the tokens. Expiries are cut down to whole seconds.
/// \return the text, or `errc::token_unavailable` if the tokens are no UTF-8 or too long to be read back.
[[nodiscard]] result<secret> write_stored_tokens(stored_tokens const& tokens);

/**
 * Reads what `write_stored_tokens` wrote; an empty text, or one of blanks, is no tokens. What this version does not know is skipped.
 *
 * No copy of a token stays behind in memory that is given back. The text itself is the caller's to wipe.
 *
 * \return the tokens, or `errc::token_unavailable` with a message that begins with what is wrong and quotes nothing of the text.
 */
[[nodiscard]] result<stored_tokens> read_stored_tokens(std::string_view text);

} // namespace boxlink::auth
