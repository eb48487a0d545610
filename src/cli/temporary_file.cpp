// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/temporary_file.hpp"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <unistd.h>

namespace boxlink::cli {

temporary_file::temporary_file(std::string const& name)
    : path_((std::filesystem::temp_directory_path() / (name + "-XXXXXX")).string())
{
    int const fd = ::mkstemp(path_.data());
    if (fd < 0)
        throw std::system_error(errno, std::generic_category(), path_);
    ::close(fd);
}

temporary_file::~temporary_file()
{
    ::unlink(path_.c_str());
}

} // namespace boxlink::cli
