// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// Secrets in text that others wrote: servers and proxies quote what they were sent.

#include <string>
#include <string_view>

namespace boxlink::model {

/**
 * Replaces a secret in a text by `[secret]`, however the text has it: as it is, escaped as any writer of JSON may escape it,
 * percent-encoded, as a form or HTML has it, or cut off by `bounded`. A secret of less than four bytes is left, since it
 * would be found by chance.
 */
void redact(std::string& text, std::string_view secret_text);

} // namespace boxlink::model
