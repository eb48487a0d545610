// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// A file with secrets: for its owner only, and replaced as a whole or not at all.

#include <boxlink/error.hpp>
#include <boxlink/secret.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace boxlink::auth {

/// An open file, closed with the object.
class file_descriptor
{
public:
    file_descriptor() noexcept = default;
    explicit file_descriptor(int fd) noexcept : fd_(fd) {}
    ~file_descriptor() { reset(); }
    file_descriptor(file_descriptor const&) = delete;
    file_descriptor& operator=(file_descriptor const&) = delete;

    void reset(int fd = -1) noexcept;

    [[nodiscard]] int get() const noexcept { return fd_; }
    [[nodiscard]] bool is_open() const noexcept { return fd_ >= 0; }

private:
    int fd_ = -1;
};

/// A failure of the system: `errc::token_unavailable`, caused by this value of `errno`.
/// \param deed what cannot be done with the file, such as "be read".
[[nodiscard]] error_info file_failure(std::string_view path, std::string_view deed, int error);

/**
 * Where a path leads: symbolic links are followed, so that the file itself is replaced and not a link to it, and everybody who reaches it by
 * another name means the same file. The file may be missing, but not its directory.
 *
 * \return the path, or `errc::invalid_configuration`.
 */
[[nodiscard]] result<std::string> resolve_file(std::string const& path);

/**
 * Reads a file that only its owner can read and write. No copy of it stays behind.
 *
 * \param path as `resolve_file` told it.
 * \return the text, empty if there is no such file; `errc::invalid_configuration` if others can read or write it, it is no file, or it is
 * larger than `limit`; `errc::token_unavailable` if it cannot be read.
 */
[[nodiscard]] result<secret> read_private_file(std::string const& path, std::size_t limit);

/**
 * Replaces a file, or makes it. It can be read by its owner only (0600) from its first byte on, and is synced before it takes the place of the old
 * one. Whenever the process or the machine stops, one of the two is there as a whole. What a process that was killed has left behind is removed.
 *
 * \param path as `resolve_file` told it.
 * \return as `read_private_file`; after a failure the old file is there.
 */
[[nodiscard]] result<void> replace_private_file(std::string const& path, std::string_view text);

} // namespace boxlink::auth
