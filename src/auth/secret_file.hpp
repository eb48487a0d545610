// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include <boxlink/error.hpp>
#include <boxlink/secret.hpp>

#include <cstddef>
#include <string>

namespace boxlink::auth {

/// What a file with secrets holds.
class secret_file
{
public:
    secret content;
    /// Whether it is a file that more than its owner may read.
    bool others_can_read = false;

    secret_file() {}
};

/// Reads a file or a pipe to its end, at most `max_size` bytes. No copy stays behind in memory that is given back.
/// \return `errc::invalid_configuration` with a message that names the file.
[[nodiscard]] result<secret_file> read_secret_file(std::string const& path, std::size_t max_size);

} // namespace boxlink::auth
