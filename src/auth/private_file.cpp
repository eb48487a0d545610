// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/private_file.hpp"

#include "model/text.hpp"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace boxlink::auth {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_path_shown = 300;

std::string named(std::string_view path)
{
    return "token file " + model::quoted(path, longest_path_shown);
}

error_info refused(std::string_view path, std::string_view fault)
{
    return {errc::invalid_configuration, named(path) + ": " + std::string(fault)};
}

fs::path directory_of(std::string const& path)
{
    fs::path directory = fs::path(path).parent_path();
    return directory.empty() ? fs::path(".") : directory;
}

result<void> check_kind(std::string_view path, struct stat const& status)
{
    if (!S_ISREG(status.st_mode))
        return refused(path, "is no regular file; name a file, or one that does not exist yet");
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return refused(
            path, "others may read or write it, and with it act for the user; run chmod 600 on it, or remove "
                  "it and log in again if others may have read it"
        );
    return {};
}

// False if there is no such file.
result<bool> exists(std::string const& path)
{
    struct stat status = {};
    if (::lstat(path.c_str(), &status) != 0) {
        if (errno == ENOENT)
            return false;
        return file_failure(path, "be read", errno);
    }
    if (auto const good = check_kind(path, status); !good)
        return good.error();
    return true;
}

// 0, or what errno says.
int write_all(int fd, std::string_view text)
{
    while (!text.empty()) {
        ssize_t const written = ::write(fd, text.data(), text.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return errno;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return 0;
}

// The name of a file of this process that is to take the place of another; no two saves have the same.
std::string temporary_name(std::string const& path)
{
    static std::atomic<unsigned> count = 0;
    return path + ".new-" + std::to_string(::getpid()) + '-' + std::to_string(++count);
}

// The process that a name of `temporary_name` belongs to; 0 if it is no such name.
pid_t maker_of(std::string_view name, std::string_view prefix)
{
    if (!name.starts_with(prefix))
        return 0;
    name.remove_prefix(prefix.size());
    auto const dash = name.find('-');
    constexpr std::size_t most_digits = 9;
    if (dash == std::string_view::npos || dash > most_digits || !model::is_digits(name.substr(0, dash)) ||
        !model::is_digits(name.substr(dash + 1)))
        return 0;
    return std::stoi(std::string(name.substr(0, dash)));
}

// They hold tokens. Whoever saves has the lock, so nobody else is in the middle of it: neither another part of this process nor a process that cannot be seen
// from here. (Where a container starts, numbers of processes come again.)
void remove_leftovers(std::string const& path)
{
    std::string const prefix = fs::path(path).filename().string() + ".new-";
    std::error_code ignored;
    for (fs::directory_iterator at(directory_of(path), ignored), end; !ignored && at != end;
         at.increment(ignored)) {
        pid_t const maker = maker_of(at->path().filename().native(), prefix);
        if (maker == ::getpid() || (maker > 0 && ::kill(maker, 0) != 0 && errno == ESRCH))
            ::unlink(at->path().c_str());
    }
}

// A complete file under a temporary name, which is removed unless the file has got its place.
class replacement
{
public:
    explicit replacement(std::string const& path) : path_(path), name_(temporary_name(path)) {}
    ~replacement()
    {
        if (is_there_)
            ::unlink(name_.c_str());
    }
    replacement(replacement const&) = delete;
    replacement& operator=(replacement const&) = delete;

    [[nodiscard]] result<void> write(std::string_view text)
    {
        file_descriptor const file(
            ::open(name_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR)
        );
        if (!file.is_open())
            return failure();
        is_there_ = true;
        // The mask of the process may have taken the owner's rights away.
        if (::fchmod(file.get(), S_IRUSR | S_IWUSR) != 0)
            return failure();
        if (int const error = write_all(file.get(), text); error != 0)
            return failure(error);
        if (::fsync(file.get()) != 0)
            return failure();
        return {};
    }

    [[nodiscard]] result<void> take_place()
    {
        if (::rename(name_.c_str(), path_.c_str()) != 0)
            return failure();
        is_there_ = false;
        file_descriptor const directory(
            ::open(directory_of(path_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        );
        // Some file systems cannot sync directories, and keep the order of renames by themselves.
        if (!directory.is_open() || (::fsync(directory.get()) != 0 && errno != EINVAL))
            return failure();
        return {};
    }

private:
    [[nodiscard]] error_info failure(int error = errno) const
    {
        return file_failure(path_, "be replaced", error);
    }

    std::string const& path_;
    std::string name_;
    bool is_there_ = false;
};

} // namespace

void file_descriptor::reset(int fd) noexcept
{
    if (is_open())
        ::close(fd_);
    fd_ = fd;
}

error_info file_failure(std::string_view path, std::string_view deed, int error)
{
    error_code const cause(error, boost::system::system_category());
    error_info info(
        errc::token_unavailable, named(path) + ": cannot " + std::string(deed) + ": " + cause.message() +
                                     "; see to its directory, the permissions there and the free space"
    );
    info.cause = cause;
    return info;
}

result<std::string> resolve_file(std::string const& path)
{
    if (path.empty() || path.find('\0') != std::string::npos)
        return refused(path, "is no name of a file; name one, or one that does not exist yet");
    fs::path target = path;
    std::error_code error;
    // As many as Linux itself follows (path_resolution(7)).
    constexpr int most_links = 40;
    for (int links = 0; fs::is_symlink(fs::symlink_status(target, error)); ++links) {
        fs::path const next = fs::read_symlink(target, error);
        if (error || links == most_links)
            return refused(path, "is a symbolic link that leads nowhere; name the file itself");
        target = directory_of(target.string()) / next;
    }
    fs::path const directory = fs::canonical(directory_of(target.string()), error);
    if (error || !target.has_filename())
        return refused(path, "its directory does not exist or cannot be entered; make it, for you only");
    return (directory / target.filename()).string();
}

result<secret> read_private_file(std::string const& path, std::size_t limit)
{
    // Opening a pipe or a device would wait or have effects: what it is comes first.
    auto const there = exists(path);
    if (!there)
        return there.error();
    if (!*there)
        return secret();
    file_descriptor const file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    );
    if (!file.is_open())
        return file_failure(path, "be read", errno);
    // Again, of what was opened: a replacement may have come between.
    struct stat status = {};
    if (::fstat(file.get(), &status) != 0)
        return file_failure(path, "be read", errno);
    if (auto const good = check_kind(path, status); !good)
        return good.error();

    std::string buffer(limit + 1, '\0');
    std::size_t size = 0;
    int error = 0;
    while (size < buffer.size() && error == 0) {
        ssize_t const got = ::read(file.get(), buffer.data() + size, buffer.size() - size);
        if (got == 0)
            break;
        if (got > 0)
            size += static_cast<std::size_t>(got);
        else if (errno != EINTR)
            error = errno;
    }
    buffer.resize(size);
    secret text(std::move(buffer));
    if (error != 0)
        return file_failure(path, "be read", error);
    if (text.reveal().size() > limit)
        return refused(path, "is too large for one; name another, or one that does not exist yet");
    return text;
}

result<void> replace_private_file(std::string const& path, std::string_view text)
{
    // A slip of the hand must not cost somebody another file.
    if (auto const old = exists(path); !old)
        return old.error();
    remove_leftovers(path);
    replacement file(path);
    if (auto const written = file.write(text); !written)
        return written.error();
    return file.take_place();
}

} // namespace boxlink::auth
