// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

// What the clients written by hand do beside HTTP: compose the body, and read and check the answer, by Boost.JSON.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bench {

/// What is kept of an answer.
class link
{
public:
    std::string url;
    std::optional<std::string> download_url;
    std::string access;
    bool is_password_enabled = false;
};

[[nodiscard]] std::string request_body();

/// "/2.0/files/ID?fields=shared_link"
[[nodiscard]] std::string request_target(std::uint64_t file_id);

/// The link in an answer with this status. Throws std::runtime_error if it is not what was asked for.
[[nodiscard]] link read_answer(unsigned status, std::string_view body, std::uint64_t file_id);

} // namespace bench
