// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// Tables that are read more than once: before a job begins, and while it runs.

#include <boxlink/error.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace boxlink::bulk {

/// The bytes of a table, in a file that can be read as often as one likes. Cheap to move; what was moved from can only be destroyed or assigned to.
class table_file
{
public:
    /**
     * Opens a file. What cannot be read twice, such as a pipe, is copied as by `spool`.
     *
     * \return `errc::invalid_argument` that names the path if it is missing, a folder, or cannot be opened.
     */
    [[nodiscard]] static result<table_file> open(std::string const& path);

    /**
     * Copies a stream to its end into a temporary file that has no name and can be read by nobody else, since there may be passwords in it.
     * It is made in the folder that the environment variable TMPDIR names, or in /tmp. Waits for the stream.
     *
     * \param descriptor the open stream, which is not closed.
     * \param name for messages, such as "standard input".
     * \return `errc::callback_failed` if one of the two cannot be read or written.
     */
    [[nodiscard]] static result<table_file> spool(int descriptor, std::string name);

    /// An empty temporary file, of the same kind, for `write`.
    [[nodiscard]] static result<table_file> temporary(std::string name);

    table_file(table_file&& other) noexcept;
    table_file& operator=(table_file&& other) noexcept;
    ~table_file();

    /// Appends to a temporary file. \return `errc::callback_failed`; a part may have been appended then.
    [[nodiscard]] result<void> write(std::string_view text);

    /// Reads from a place on. \return how many bytes, fewer than asked for only at the end; `errc::callback_failed`.
    [[nodiscard]] result<std::size_t> read_at(std::uint64_t offset, char* to, std::size_t size) const;

    /// What it is, for messages: a path in quotation marks, or the name that it was given.
    [[nodiscard]] std::string const& name() const noexcept;

    /// The bytes that were in it when it was opened, or that were written.
    [[nodiscard]] std::uint64_t size() const noexcept;

    /// `changed()` if the file is not as it was when it was opened, as far as its size and the time of its last change tell.
    [[nodiscard]] result<void> check_unchanged() const;

    /// The error of a file that does not hold any more what it did: `errc::callback_failed`.
    [[nodiscard]] error_info changed() const;

private:
    class opened;

    explicit table_file(std::unique_ptr<opened> file) noexcept;

    std::unique_ptr<opened> file_;
};

} // namespace boxlink::bulk
