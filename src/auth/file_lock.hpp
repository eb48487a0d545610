// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// A lock that processes, and parts of one process, hold against each other.

#include "auth/private_file.hpp"

#include <boxlink/error.hpp>

#include <string>

namespace boxlink::auth {

/// An advisory lock (flock) on a file of its own, given back with the object, or by the system when the process ends however it ends. The file stays:
/// who removed it would let two in.
class file_lock
{
public:
    /// Nothing is locked yet. \param path of the file, which is made if it is missing, for its owner only.
    explicit file_lock(std::string path) : path_(std::move(path)) {}
    ~file_lock();
    file_lock(file_lock const&) = delete;
    file_lock& operator=(file_lock const&) = delete;

    /// Takes the lock if nobody has it, without waiting. Not to be called once it is taken.
    /// \return whether it was taken, or `errc::token_unavailable`.
    [[nodiscard]] result<bool> try_take();

private:
    [[nodiscard]] bool is_still_there() const noexcept;

    std::string path_;
    file_descriptor file_;
};

} // namespace boxlink::auth
