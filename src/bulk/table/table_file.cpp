// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/table/table_file.hpp"

#include "auth/private_file.hpp"
#include "model/refusal.hpp"
#include "model/text.hpp"
#include "model/wipe.hpp"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace boxlink::bulk {
namespace {

constexpr std::size_t longest_path_shown = 300;

error_info failure(std::string const& name, std::string_view deed, int error, std::string_view advice)
{
    error_code const cause(error, boost::system::system_category());
    error_info info(
        errc::callback_failed,
        name + ": cannot " + std::string(deed) + ": " + cause.message() + "; " + std::string(advice)
    );
    info.cause = cause;
    return info;
}

std::string temporary_folder()
{
    char const* const chosen = std::getenv("TMPDIR");
    return chosen && *chosen ? chosen : "/tmp";
}

error_info no_room(std::string const& name, int error)
{
    return failure(
        name,
        "be copied to the folder for temporary files, " +
            model::quoted(temporary_folder(), longest_path_shown),
        error, "see to the free space and the permissions there, or name another folder in TMPDIR"
    );
}

// A file without a name; negative if it cannot be made, and errno says why.
int make_nameless()
{
    std::string const folder = temporary_folder();
    int const fd = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    // What a file system says that has no such files, and what a kernel says that has none.
    bool const is_unknown = errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL;
    if (fd >= 0 || !is_unknown)
        return fd;
    std::string path = folder + "/boxlink-XXXXXX";
    int const named = ::mkostemp(path.data(), O_CLOEXEC);
    if (named >= 0)
        ::unlink(path.c_str());
    return named;
}

bool is_same_time(timespec const& a, timespec const& b) noexcept
{
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

} // namespace

class table_file::opened
{
public:
    opened(int fd, std::string what) : file(fd), name(std::move(what)) {}

    auth::file_descriptor file;
    std::string name;
    std::uint64_t size = 0;
    /// The time of its last change; nothing if nobody else can reach it.
    std::optional<timespec> time;
};

table_file::table_file(std::unique_ptr<opened> file) noexcept : file_(std::move(file)) {}
table_file::table_file(table_file&& other) noexcept = default;
table_file& table_file::operator=(table_file&& other) noexcept = default;
table_file::~table_file() = default;

result<table_file> table_file::open(std::string const& path)
{
    std::string name = model::quoted(path, longest_path_shown);
    if (path.empty() || path.find('\0') != std::string::npos)
        return model::refusal("input " + name + " is no name of a file; name the table's");
    auto file =
        std::make_unique<opened>(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY), std::move(name));
    struct stat status = {};
    if (!file->file.is_open() || ::fstat(file->file.get(), &status) != 0) {
        error_code const cause(errno, boost::system::system_category());
        auto info = model::refusal(
            "input " + file->name + ": cannot be opened: " + cause.message() +
            "; see to its name and permissions"
        );
        info.cause = cause;
        return info;
    }
    if (S_ISDIR(status.st_mode))
        return model::refusal("input " + file->name + " is a folder; name the file of a table");
    if (!S_ISREG(status.st_mode))
        return spool(file->file.get(), std::move(file->name));
    file->size = static_cast<std::uint64_t>(status.st_size);
    file->time = status.st_mtim;
    return table_file(std::move(file));
}

result<table_file> table_file::spool(int descriptor, std::string name)
{
    auto copy = temporary(std::move(name));
    if (!copy)
        return copy;
    model::wiped_buffer<64UL * 1024> piece;
    for (;;) {
        ssize_t const got = ::read(descriptor, piece.data(), piece.size());
        if (got == 0)
            return copy;
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return failure(copy->name(), "be read", errno, "give the table in a file");
        if (auto const written = copy->write({piece.data(), static_cast<std::size_t>(got)}); !written)
            return written.error();
    }
}

result<table_file> table_file::temporary(std::string name)
{
    auto file = std::make_unique<opened>(make_nameless(), std::move(name));
    if (!file->file.is_open())
        return no_room(file->name, errno);
    return table_file(std::move(file));
}

result<void> table_file::write(std::string_view text)
{
    while (!text.empty()) {
        ssize_t const written = ::write(file_->file.get(), text.data(), text.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return no_room(file_->name, errno);
        text.remove_prefix(static_cast<std::size_t>(written));
        file_->size += static_cast<std::uint64_t>(written);
    }
    return {};
}

result<std::size_t> table_file::read_at(std::uint64_t offset, char* to, std::size_t size) const
{
    std::size_t count = 0;
    while (count < size) {
        ssize_t const got =
            ::pread(file_->file.get(), to + count, size - count, static_cast<off_t>(offset + count));
        if (got == 0)
            break;
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return failure(file_->name, "be read", errno, "see to the disk or the network that it is on");
        count += static_cast<std::size_t>(got);
    }
    return count;
}

std::string const& table_file::name() const noexcept
{
    return file_->name;
}

std::uint64_t table_file::size() const noexcept
{
    return file_->size;
}

result<void> table_file::check_unchanged() const
{
    if (!file_->time)
        return {};
    struct stat status = {};
    if (::fstat(file_->file.get(), &status) != 0)
        return failure(file_->name, "be examined", errno, "see to the disk or the network that it is on");
    if (static_cast<std::uint64_t>(status.st_size) != file_->size ||
        !is_same_time(status.st_mtim, *file_->time))
        return changed();
    return {};
}

error_info table_file::changed() const
{
    return error_info(
        errc::callback_failed, file_->name + " has changed while it was read; see to it that nobody writes "
                                             "to it, and begin again with it as it is"
    );
}

} // namespace boxlink::bulk
