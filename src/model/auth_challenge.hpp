// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "model/http_message.hpp"

#include <optional>
#include <string_view>

namespace boxlink::model {

/// A parameter of the `WWW-Authenticate` headers, such as `error` (RFC 6750, section 3), without quotation
/// marks but with the backslashes in them. The first of that name; names match in any case. Valid as long as
/// the response.
[[nodiscard]] std::optional<std::string_view>
challenge_parameter(http_response const& response, std::string_view name) noexcept;

} // namespace boxlink::model
