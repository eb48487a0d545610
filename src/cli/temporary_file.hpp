// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

/// \file
/// A file that is gone when nobody needs it any more.

#include <string>

namespace boxlink::cli {

/// An empty file for this user only, in the directory for temporary files. Removed with the object.
class temporary_file
{
public:
    /// \throws std::system_error that names the directory, if no file can be made there.
    explicit temporary_file(std::string const& name);
    ~temporary_file();
    temporary_file(temporary_file const&) = delete;
    temporary_file& operator=(temporary_file const&) = delete;

    [[nodiscard]] std::string const& path() const noexcept { return path_; }

private:
    std::string path_;
};

} // namespace boxlink::cli
