// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// Files that grow at their end and must be true whenever the process or the machine stops.

#include "auth/private_file.hpp"
#include "bulk/records/wiped_text.hpp"

#include <boxlink/error.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace boxlink::bulk {

/// Takes text, writes it when it is told to. What cannot be written as a whole is taken back, so that the file ends as it did before.
class append_file
{
public:
    /// What it may be opened for.
    enum class use
    {
        write,
        read_and_write,
    };

    /// No file yet. \param what it is, for messages, such as "results".
    append_file(std::string what, std::string path) : what_(std::move(what)), path_(std::move(path)) {}

    /// Opens the file, makes it if it is missing, for its owner only, and makes sure that its name outlasts a loss of power.
    [[nodiscard]] result<void> open(use how);

    /// Begins a file: there must be none of that name, or an empty one, or one that is no regular file, such as a pipe.
    [[nodiscard]] static result<std::unique_ptr<append_file>> begin(std::string what, std::string path);

    /// Goes on with a file that has at least so many bytes. What is beyond them is cut off.
    [[nodiscard]] static result<std::unique_ptr<append_file>>
    resume(std::string what, std::string path, std::uint64_t size);

    /// Cuts off what is beyond so many bytes.
    [[nodiscard]] result<void> cut(std::uint64_t size);

    append_file(append_file const&) = delete;
    append_file& operator=(append_file const&) = delete;

    /// Takes text, which may be a secret.
    void append(std::string_view text) { buffer_.append(text); }

    /// Forgets what was taken and is not written.
    void discard() noexcept { buffer_.clear(); }

    /// Writes what was taken. After a failure it is still there, to be tried again. \return `errc::callback_failed`.
    [[nodiscard]] result<void> write();

    /// Writes what was taken, and waits until all of it would outlast a loss of power. A file that could not be synced once cannot be relied on: each
    /// later call fails.
    [[nodiscard]] result<void> sync();

    /// The bytes that are in the file.
    [[nodiscard]] std::uint64_t size() const noexcept { return size_; }

    /// What was taken and is not written.
    [[nodiscard]] std::string_view unwritten() const noexcept { return buffer_.view(); }

    [[nodiscard]] bool is_regular() const noexcept { return is_regular_; }

    /// The open file.
    [[nodiscard]] int descriptor() const noexcept { return fd_.get(); }

    /// What cannot be done with this file: `errc::invalid_argument`.
    [[nodiscard]] error_info refusal(std::string_view fault) const;

    /// What the system cannot do with it: `errc::callback_failed`, caused by this value of `errno`.
    [[nodiscard]] error_info failure(std::string_view deed, int error) const;

private:
    [[nodiscard]] result<void> write_at_end();
    [[nodiscard]] result<void> write_to_stream();

    std::string what_;
    std::string path_;
    auth::file_descriptor fd_;
    std::uint64_t size_ = 0;
    wiped_text buffer_;
    bool is_regular_ = true;
    bool is_synced_ = true;
    /// What errno said when it could not be synced.
    int sync_error_ = 0;
};

} // namespace boxlink::bulk
