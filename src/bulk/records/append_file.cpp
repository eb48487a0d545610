// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/records/append_file.hpp"

#include "model/refusal.hpp"
#include "model/text.hpp"

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace boxlink::bulk {
namespace {

constexpr std::size_t longest_path_shown = 300;

// A file is lost with the power, however well it is synced, if its name is.
int sync_directory_of(std::string const& path)
{
    auto directory = std::filesystem::path(path).parent_path();
    if (directory.empty())
        directory = ".";
    auth::file_descriptor const fd(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd.is_open())
        return errno;
    // Some file systems cannot sync directories, and keep the order by themselves.
    return ::fsync(fd.get()) != 0 && errno != EINVAL ? errno : 0;
}

std::string named(std::string_view what, std::string_view path)
{
    return std::string(what) + " file " + model::quoted(path, longest_path_shown);
}

} // namespace

result<void> append_file::open(use how)
{
    // A pipe without a reader would wait for one.
    int const flags = (how == use::write ? O_WRONLY : O_RDWR) | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
    fd_.reset(::open(path_.c_str(), flags | O_CREAT | O_EXCL, S_IRUSR | S_IWUSR));
    bool const is_new = fd_.is_open();
    if (!is_new && errno == EEXIST)
        fd_.reset(::open(path_.c_str(), flags));
    struct stat status = {};
    if (!fd_.is_open() || ::fstat(fd_.get(), &status) != 0)
        return failure("be opened", errno);
    is_regular_ = S_ISREG(status.st_mode);
    size_ = is_regular_ ? static_cast<std::uint64_t>(status.st_size) : 0;
    ::fcntl(fd_.get(), F_SETFL, ::fcntl(fd_.get(), F_GETFL) & ~O_NONBLOCK);
    if (int const error = is_new ? sync_directory_of(path_) : 0; error != 0)
        return failure("be made to last", error);
    return {};
}

result<std::unique_ptr<append_file>> append_file::begin(std::string what, std::string path)
{
    auto file = std::make_unique<append_file>(std::move(what), std::move(path));
    if (auto const opened = file->open(use::write); !opened)
        return opened.error();
    if (file->size_ != 0)
        return file->refusal("there is such a file already; remove it, or name another");
    // An empty one that others can read may have been there.
    if (file->is_regular_ && ::fchmod(file->fd_.get(), S_IRUSR | S_IWUSR) != 0)
        return file->failure("be made private", errno);
    return file;
}

result<std::unique_ptr<append_file>>
append_file::resume(std::string what, std::string path, std::uint64_t size)
{
    auto file = std::make_unique<append_file>(std::move(what), std::move(path));
    // Opening would make it.
    if (size > 0 && ::access(file->path_.c_str(), F_OK) != 0)
        return file->refusal("is not there any more; restore it, or begin anew with another journal");
    if (auto const opened = file->open(use::write); !opened)
        return opened.error();
    if (!file->is_regular_)
        return file->refusal("is no regular file, so that it cannot be gone on with; name one");
    if (file->size_ < size)
        return file->refusal(
            "has only " + std::to_string(file->size_) + " of the " + std::to_string(size) +
            " bytes that the journal knows of; restore it, or begin anew with another journal"
        );
    if (auto const cut = file->cut(size); !cut)
        return cut.error();
    return file;
}

result<void> append_file::cut(std::uint64_t size)
{
    if (is_regular_ && ::ftruncate(fd_.get(), static_cast<off_t>(size)) != 0)
        return failure("be cut", errno);
    is_synced_ = false;
    size_ = size;
    return {};
}

error_info append_file::refusal(std::string_view fault) const
{
    return model::refusal(named(what_, path_).append(": ").append(fault));
}

error_info append_file::failure(std::string_view deed, int error) const
{
    error_code const cause(error, boost::system::system_category());
    error_info info(
        errc::callback_failed, named(what_, path_) + ": cannot " + std::string(deed) + ": " +
                                   cause.message() + "; see to the free space and the permissions there"
    );
    info.cause = cause;
    return info;
}

result<void> append_file::write()
{
    if (buffer_.size() == 0)
        return {};
    is_synced_ = false;
    return is_regular_ ? write_at_end() : write_to_stream();
}

result<void> append_file::write_at_end()
{
    std::string_view rest = buffer_.view();
    auto at = static_cast<off_t>(size_);
    while (!rest.empty()) {
        ssize_t const written = ::pwrite(fd_.get(), rest.data(), rest.size(), at);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0) {
            int const error = errno;
            // A part of a line would be broken; if even this fails, whoever resumes cuts it off.
            [[maybe_unused]] int const ignored = ::ftruncate(fd_.get(), static_cast<off_t>(size_));
            return failure("be written", error);
        }
        rest.remove_prefix(static_cast<std::size_t>(written));
        at += written;
    }
    size_ += buffer_.size();
    buffer_.clear();
    return {};
}

result<void> append_file::write_to_stream()
{
    while (buffer_.size() != 0) {
        std::string_view const rest = buffer_.view();
        ssize_t const written = ::write(fd_.get(), rest.data(), rest.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return failure("be written", errno);
        size_ += static_cast<std::uint64_t>(written);
        buffer_.erase_front(static_cast<std::size_t>(written));
    }
    return {};
}

result<void> append_file::sync()
{
    if (sync_error_ != 0)
        return failure("be synced", sync_error_);
    if (auto const written = write(); !written)
        return written;
    if (is_synced_ || !is_regular_)
        return {};
    if (::fdatasync(fd_.get()) != 0) {
        // The system forgets what it could not write: a second attempt would seem to succeed.
        sync_error_ = errno;
        return failure("be synced", sync_error_);
    }
    is_synced_ = true;
    return {};
}

} // namespace boxlink::bulk
