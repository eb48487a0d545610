// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace boxlink::model {

/// The longest wait that a server is believed to mean.
inline constexpr std::chrono::hours max_retry_after{24};

/**
 * The wait that a `Retry-After` header asks for: seconds, also with decimals (rounded up to milliseconds), or
 * an HTTP-date; 0 to `max_retry_after`.
 *
 * \param value the header's value.
 * \param date_header the `Date` of the same answer: an HTTP-date is relative to the server's clock, which may
 * differ from ours.
 * \param now stands in where there is no usable `Date`.
 * \return nothing if the value is neither.
 */
[[nodiscard]] std::optional<std::chrono::milliseconds> parse_retry_after(
    std::string_view value,
    std::optional<std::string_view> date_header,
    std::chrono::system_clock::time_point now
);

} // namespace boxlink::model
