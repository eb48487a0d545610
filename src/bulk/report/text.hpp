// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// Numbers and texts as a report shows them.

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace boxlink::bulk {

/// With one digit after the point below 100, with two below 1: `1,067`, `16.4`, `0.25`, `0`.
[[nodiscard]] std::string decimal_text(double number);

/// `< 0.1 %`, `12.5 %`, `100 %`; never 100 % of something that is not all, nor nothing of something.
[[nodiscard]] std::string share_text(std::uint64_t part, std::uint64_t whole);

/// In one or two units: `45 s`, `3 min 20 s`, `1 h 29 min`, `2 d 3 h`; `0.35 s` below ten seconds.
[[nodiscard]] std::string duration_text(std::chrono::nanoseconds duration);

/// To three digits: `350 µs`, `12.4 ms`, `1.25 s`, from 100 s on as `duration_text`.
[[nodiscard]] std::string latency_text(std::chrono::nanoseconds duration);

/// `1.5 MB`, in powers of ten.
[[nodiscard]] std::string size_text(std::uint64_t bytes);

/// `23 Nov 2026, 01:17:06 UTC`
[[nodiscard]] std::string instant_text(std::chrono::system_clock::time_point instant);

/// The text without what makes an address a link to an item: `https://app.box.com/…`. Whoever knows the address of a link can open it.
[[nodiscard]] std::string without_links(std::string_view text);

/// On one line, with what could change or hide the text around it written as `\n`, `\x1b` or `\u{202e}`, and malformed bytes as `\xff`.
[[nodiscard]] std::string visible_text(std::string_view text);

} // namespace boxlink::bulk
