// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/secret_file.hpp"

#include "model/text.hpp"
#include "model/wipe.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <string_view>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace boxlink::auth {
namespace {

constexpr std::size_t max_path_shown = 200;

error_info refused(std::string const& path, std::string_view fault, std::string_view advice)
{
    return error_info(
        errc::invalid_configuration,
        model::quoted(path, max_path_shown).append(": ").append(fault).append("; ").append(advice)
    );
}

error_info unreadable(std::string const& path, int error)
{
    return refused(
        path, "cannot be read (" + std::generic_category().message(error) + ')',
        "give the path of a file that this user may read"
    );
}

class descriptor
{
public:
    explicit descriptor(std::string const& path) noexcept
        : number_(::open(path.c_str(), O_RDONLY | O_CLOEXEC))
    {}
    descriptor(descriptor const&) = delete;
    descriptor& operator=(descriptor const&) = delete;
    ~descriptor()
    {
        if (number_ >= 0)
            ::close(number_);
    }

    [[nodiscard]] int get() const noexcept { return number_; }

private:
    int number_;
};

bool others_can_read(int file) noexcept
{
    struct ::stat status;
    return ::fstat(file, &status) == 0 && S_ISREG(status.st_mode) &&
           (status.st_mode & (S_IRGRP | S_IROTH)) != 0;
}

// Appends until the end or until the text has `limit` bytes. \return 0, or the errno.
int read_up_to(int file, std::string& text, std::size_t limit)
{
    model::wiped_buffer<4096> buffer;
    while (text.size() < limit) {
        auto const count = ::read(file, buffer.data(), std::min(buffer.size(), limit - text.size()));
        if (count == 0)
            break;
        if (count > 0)
            text.append(buffer.data(), static_cast<std::size_t>(count));
        else if (errno != EINTR)
            return errno;
    }
    return 0;
}

} // namespace

result<secret_file> read_secret_file(std::string const& path, std::size_t max_size)
{
    descriptor const file(path);
    if (file.get() < 0)
        return unreadable(path, errno);
    std::string text;
    text.reserve(max_size + 1);
    int const error = read_up_to(file.get(), text, max_size + 1);
    bool const is_too_large = text.size() > max_size;
    secret_file read;
    read.content = secret(std::move(text));
    read.others_can_read = others_can_read(file.get());
    if (error != 0)
        return unreadable(path, error);
    if (is_too_large)
        return refused(
            path, "is larger than " + std::to_string(max_size / 1024) + " KiB", "is it the right file?"
        );
    return read;
}

} // namespace boxlink::auth
