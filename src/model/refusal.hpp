// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <boxlink/error.hpp>

#include <string>
#include <utility>

namespace boxlink::model {

/// What a check answers that refuses its input: `errc::invalid_argument`. The message names the thing, what
/// is wrong with it and what to do, and shows no secret.
[[nodiscard]] inline error_info refusal(std::string message)
{
    return {errc::invalid_argument, std::move(message)};
}

} // namespace boxlink::model
