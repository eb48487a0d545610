// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <string>
#include <string_view>

namespace boxlink::model {

/// Appends the text with every byte but the unreserved characters of RFC 3986 (letters, digits, `-._~`) as
/// `%XX`: three bytes a byte at most, so a caller who has reserved that much leaves no copies of a secret
/// behind.
void append_percent_encoded(std::string& out, std::string_view text);

} // namespace boxlink::model
