// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/file_lock.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

namespace boxlink::auth {

file_lock::~file_lock()
{
    // Closing is not enough: a child of this process that was made without exec may have the file open too.
    if (file_.is_open())
        ::flock(file_.get(), LOCK_UN);
}

result<bool> file_lock::try_take()
{
    if (!file_.is_open())
        file_.reset(
            ::open(path_.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY, S_IRUSR | S_IWUSR)
        );
    if (!file_.is_open())
        return file_failure(path_, "be locked", errno);
    if (::flock(file_.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK || errno == EINTR)
            return false;
        return file_failure(path_, "be locked", errno);
    }
    if (is_still_there())
        return true;
    // Somebody removed the file, and others may lock a new one by now.
    file_.reset();
    return false;
}

bool file_lock::is_still_there() const noexcept
{
    struct stat ours = {};
    struct stat there = {};
    return ::fstat(file_.get(), &ours) == 0 && ::lstat(path_.c_str(), &there) == 0 &&
           ours.st_dev == there.st_dev && ours.st_ino == there.st_ino;
}

} // namespace boxlink::auth
