// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <boxlink/error.hpp>

#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace boxlink::model {

/// What a check answers that refuses its input: `errc::invalid_argument`. The message names the thing, what
/// is wrong with it and what to do, and shows no secret.
[[nodiscard]] inline error_info refusal(std::string message)
{
    return {errc::invalid_argument, std::move(message)};
}

/// Whether a number that has a name is between two others; if not, `code`, with the name and the range.
template <std::integral Number>
[[nodiscard]] result<void> check_range(
    errc code,
    std::string_view name,
    Number value,
    std::type_identity_t<Number> least,
    std::type_identity_t<Number> most
)
{
    if (value >= least && value <= most)
        return {};
    return error_info(
        code, std::string(name) + ": " + std::to_string(value) + " is not in the range " +
                  std::to_string(least) + " to " + std::to_string(most)
    );
}

} // namespace boxlink::model
