// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/http_message.hpp"

#include "model/text.hpp"

namespace boxlink::model {

std::optional<std::string_view> http_response::find(std::string_view name) const noexcept
{
    for (http_header const& header : headers) {
        if (equal_ignoring_case(header.name, name))
            return trimmed(header.value);
    }
    return std::nullopt;
}

} // namespace boxlink::model
