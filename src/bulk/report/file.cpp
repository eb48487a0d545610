// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/report/file.hpp"

#include "auth/private_file.hpp"
#include "bulk/records/append_file.hpp"

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <unistd.h>

namespace boxlink::bulk {
namespace {

namespace fs = std::filesystem;

// Tells of a file, and never opens it: what is written goes to another one first.
append_file told_of(std::string const& path)
{
    return append_file("report", path);
}

bool is_report(std::string const& path)
{
    std::ifstream file(path, std::ios::binary);
    std::string beginning(report_beginning.size(), '\0');
    file.read(beginning.data(), static_cast<std::streamsize>(beginning.size()));
    return file && beginning == report_beginning;
}

// Where the report is to be: no link, so that it takes the place of the file and not of the link.
result<std::string> place_of(std::string const& path)
{
    auto const found = auth::resolve_file(path);
    if (!found)
        return told_of(path).refusal(
            "its folder does not exist or cannot be entered; name another, or make the folder"
        );
    std::error_code error;
    fs::path const place = *found;
    auto const there = fs::status(place, error);
    if (!fs::exists(there))
        return place.string();
    // Another file must not be lost by a slip of the hand, nor a device by a superuser.
    if (!fs::is_regular_file(there))
        return told_of(path).refusal("is no regular file; name one, or one that does not exist yet");
    if (fs::file_size(place, error) != 0 && !is_report(place.string()))
        return told_of(path).refusal(
            "there is such a file already, and it is no report; remove it, or name another"
        );
    return place.string();
}

// A file beside the report, gone with the object unless it has got its place.
class draft
{
public:
    explicit draft(std::string const& place)
        : place_(place), name_(place + ".new-" + std::to_string(::getpid()))
    {}
    ~draft() { ::unlink(name_.c_str()); }
    draft(draft const&) = delete;
    draft& operator=(draft const&) = delete;

    [[nodiscard]] result<void> write(std::string_view html) const
    {
        // One of a process that had the same number and was killed.
        ::unlink(name_.c_str());
        auto const file = append_file::begin("report", name_);
        if (!file)
            return file.error();
        (*file)->append(html);
        return (*file)->sync();
    }

    [[nodiscard]] result<void> take_place() const
    {
        if (std::rename(name_.c_str(), place_.c_str()) != 0)
            return told_of(place_).failure("be replaced", errno);
        return {};
    }

private:
    std::string const& place_;
    std::string name_;
};

// The failure of a draft, told of the report, whose name people know.
error_info of_report(std::string const& path, error_info const& failure)
{
    return told_of(path).failure("be written", failure.cause.value());
}

} // namespace

result<void> check_report_file(std::string const& path)
{
    auto const place = place_of(path);
    if (!place)
        return place.error();
    if (auto const written = draft(*place).write(report_beginning); !written)
        return of_report(path, written.error());
    return {};
}

result<void> write_report(std::string const& path, std::string_view html)
{
    auto const place = place_of(path);
    if (!place)
        return place.error();
    draft const file(*place);
    if (auto const written = file.write(html); !written)
        return of_report(path, written.error());
    return file.take_place();
}

} // namespace boxlink::bulk
