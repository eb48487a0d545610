// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "testing/http_message.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace boxlink::testing {

/// One entry of `context_info.errors`.
class field_error
{
public:
    field_error(std::string_view what, std::string_view field, std::string_view text)
        : reason(what), name(field), message(text)
    {}

    std::string reason; ///< `invalid_parameter` and the like.
    std::string name;   ///< The field or parameter.
    std::string message;
};

/// Box's error answer. An empty `code` or `message` stands for the usual one of the status.
/// @param request_id goes into the body; it is not the `box-request-id` of the header.
[[nodiscard]] http_response error_answer(
    unsigned status,
    std::string_view request_id,
    std::string_view code = {},
    std::string_view message = {},
    const std::vector<field_error>& errors = {}
);

/// The answer to a missing (`error` empty), unknown or expired token: no body, only `WWW-Authenticate`.
[[nodiscard]] http_response unauthorized_answer(std::string_view error, std::string_view description);

/// The error answer of the OAuth endpoints.
[[nodiscard]] http_response oauth_error_answer(std::string_view error, std::string_view description);

} // namespace boxlink::testing
