// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace boxlink::bulk_test {

/// Where files go: into memory if there is such a file system, because the tests sync some thousand times.
inline std::filesystem::path place_for_files()
{
    std::filesystem::path const memory = "/dev/shm";
    return ::access(memory.c_str(), W_OK | X_OK) == 0 ? memory : std::filesystem::temp_directory_path();
}

class temporary_folder : public test::temporary_folder
{
public:
    temporary_folder() : test::temporary_folder(place_for_files()) {}
};

inline std::string content_of(std::string const& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

inline void write_file(std::string const& path, std::string_view content)
{
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << content;
    BOOST_TEST_REQUIRE(file.flush().good());
}

inline unsigned mode_of(std::string const& path)
{
    struct stat status = {};
    BOOST_TEST_REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 07777;
}

/// No file can grow beyond so many bytes, as if the disk were full: what is written ends there, and then fails.
class full_disk
{
public:
    explicit full_disk(rlim_t size) : old_handler_(std::signal(SIGXFSZ, SIG_IGN))
    {
        ::getrlimit(RLIMIT_FSIZE, &old_);
        rlimit const low = {size, old_.rlim_max};
        BOOST_TEST_REQUIRE(::setrlimit(RLIMIT_FSIZE, &low) == 0);
    }
    ~full_disk()
    {
        ::setrlimit(RLIMIT_FSIZE, &old_);
        std::signal(SIGXFSZ, old_handler_);
    }
    full_disk(full_disk const&) = delete;
    full_disk& operator=(full_disk const&) = delete;

private:
    rlimit old_ = {};
    void (*old_handler_)(int);
};

} // namespace boxlink::bulk_test
