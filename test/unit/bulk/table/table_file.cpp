// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/table/table_file.hpp"

#include "unit/bulk/table/table_texts.hpp"
#include "unit/bulk/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <optional>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <utility>

using namespace boxlink;
using namespace boxlink::bulk;
using namespace boxlink::bulk_test;

namespace {

// A pipe that gives a text.
class pipe_of
{
public:
    explicit pipe_of(std::string text)
    {
        BOOST_TEST_REQUIRE(::pipe2(ends_, O_CLOEXEC) == 0);
        writer_ = std::thread([fd = ends_[1], text = std::move(text)] {
            std::string_view rest = text;
            while (!rest.empty()) {
                ssize_t const written = ::write(fd, rest.data(), std::min<std::size_t>(rest.size(), 7'777));
                if (written < 0)
                    break;
                rest.remove_prefix(static_cast<std::size_t>(written));
            }
            ::close(fd);
        });
    }
    ~pipe_of()
    {
        // Who writes to a pipe that nobody reads is killed.
        char rest[1000];
        while (::read(ends_[0], rest, sizeof rest) > 0) {
        }
        writer_.join();
        ::close(ends_[0]);
    }
    pipe_of(pipe_of const&) = delete;
    pipe_of& operator=(pipe_of const&) = delete;

    [[nodiscard]] int reading() const noexcept { return ends_[0]; }

private:
    int ends_[2] = {};
    std::thread writer_;
};

// Where temporary files go, for as long as the object lives.
class chosen_folder
{
public:
    explicit chosen_folder(std::string const& path)
    {
        char const* const old = std::getenv("TMPDIR");
        if (old)
            old_ = old;
        ::setenv("TMPDIR", path.c_str(), 1);
    }
    ~chosen_folder()
    {
        if (old_)
            ::setenv("TMPDIR", old_->c_str(), 1);
        else
            ::unsetenv("TMPDIR");
    }
    chosen_folder(chosen_folder const&) = delete;
    chosen_folder& operator=(chosen_folder const&) = delete;

private:
    std::optional<std::string> old_;
};

std::string refusal_of(result<table_file> const& file)
{
    BOOST_TEST_REQUIRE(file.has_error());
    BOOST_TEST((file.error().code == errc::invalid_argument));
    return file.error().message;
}

std::string failure_of(result<void> const& done)
{
    BOOST_TEST_REQUIRE(done.has_error());
    BOOST_TEST((done.error().code == errc::callback_failed));
    return done.error().message;
}

// Not a multiple of the size of any buffer.
std::string long_text()
{
    std::string text;
    for (int i = 0; i < 60'000; ++i)
        text += std::to_string(i);
    return text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(files_of_tables)

BOOST_AUTO_TEST_CASE(files_can_be_read_anywhere)
{
    temporary_folder const folder;
    std::string const text = long_text();
    write_file(folder.file("a.csv"), text);
    auto const file = table_file::open(folder.file("a.csv"));
    BOOST_TEST_REQUIRE(file.has_value());
    BOOST_TEST(file->size() == text.size());
    BOOST_TEST(file->name() == '"' + folder.file("a.csv") + '"');
    BOOST_TEST((content_of(*file) == text));
    BOOST_TEST((content_of(*file, text.size()) == text));
    BOOST_TEST(file->check_unchanged().has_value());
    char bytes[10] = {};
    BOOST_TEST(file->read_at(text.size() - 3, bytes, sizeof bytes).value() == 3U);
    BOOST_TEST(std::string(bytes, 3) == text.substr(text.size() - 3));
    BOOST_TEST(file->read_at(text.size(), bytes, sizeof bytes).value() == 0U);
    BOOST_TEST(file->read_at(text.size() + 100, bytes, sizeof bytes).value() == 0U);
}

BOOST_AUTO_TEST_CASE(files_can_be_moved)
{
    table_file file = table_of("abc");
    table_file other(std::move(file));
    file = std::move(other);
    BOOST_TEST(content_of(file) == "abc");
}

BOOST_AUTO_TEST_CASE(what_is_no_file_is_named)
{
    temporary_folder const folder;
    std::string const missing = refusal_of(table_file::open(folder.file("none.csv")));
    BOOST_TEST(
        missing == "input \"" + folder.file("none.csv") +
                       "\": cannot be opened: No such file or directory; see to its name and permissions"
    );
    BOOST_TEST(
        refusal_of(table_file::open(folder.file(""))) ==
        "input \"" + folder.file("") + "\" is a folder; name the file of a table"
    );
    BOOST_TEST(refusal_of(table_file::open("")).find("is no name") != std::string::npos);
    BOOST_TEST(refusal_of(table_file::open(std::string("a\0b", 3))).find("is no name") != std::string::npos);
    // It is shown on one line, and not all of it.
    std::string const hostile = refusal_of(table_file::open("\x1b[2J\n" + std::string(5000, 'x')));
    BOOST_TEST(hostile.size() < 500U);
    BOOST_TEST(hostile.find('\x1b') == std::string::npos);
    write_file(folder.file("closed.csv"), "x");
    ::chmod(folder.file("closed.csv").c_str(), 0);
    if (::geteuid() != 0)
        BOOST_TEST(
            refusal_of(table_file::open(folder.file("closed.csv"))).find("Permission denied") !=
            std::string::npos
        );
}

BOOST_AUTO_TEST_CASE(pipes_are_copied)
{
    std::string const text = long_text();
    pipe_of const pipe(text);
    auto const file = table_file::spool(pipe.reading(), "standard input");
    BOOST_TEST_REQUIRE(file.has_value());
    BOOST_TEST(file->name() == "standard input");
    BOOST_TEST(file->size() == text.size());
    BOOST_TEST((content_of(*file) == text));
    BOOST_TEST((content_of(*file) == text));
    BOOST_TEST(file->check_unchanged().has_value());
}

BOOST_AUTO_TEST_CASE(pipes_with_a_name_are_copied)
{
    pipe_of const pipe("item\nfile:1\n");
    std::string const path = "/dev/fd/" + std::to_string(pipe.reading());
    auto const file = table_file::open(path);
    BOOST_TEST_REQUIRE(file.has_value());
    BOOST_TEST(file->name() == '"' + path + '"');
    BOOST_TEST(content_of(*file) == "item\nfile:1\n");
    BOOST_TEST(table_file::open("/dev/null").value().size() == 0U);
}

BOOST_AUTO_TEST_CASE(copies_have_no_name)
{
    temporary_folder const folder;
    chosen_folder const there(folder.file(""));
    table_file file = table_of("item,password\n");
    BOOST_TEST(file.write("file:1,secret\n").has_value());
    BOOST_TEST(content_of(file) == "item,password\nfile:1,secret\n");
    BOOST_TEST(file.size() == 28U);
    BOOST_TEST(std::filesystem::is_empty(folder.file("")));
    // It is open in this process, and for its owner only.
    unsigned found = 0;
    for (auto const& each : std::filesystem::directory_iterator("/proc/self/fd")) {
        std::error_code ignored;
        auto const target = std::filesystem::read_symlink(each.path(), ignored).string();
        if (!target.starts_with(folder.file("")))
            continue;
        ++found;
        BOOST_TEST(mode_of(each.path().string()) == 0600U);
    }
    BOOST_TEST(found == 1U);
}

BOOST_AUTO_TEST_CASE(a_folder_that_takes_no_files_is_named)
{
    temporary_folder const folder;
    chosen_folder const there(folder.file("missing"));
    auto const file = table_file::temporary("standard input");
    BOOST_TEST_REQUIRE(file.has_error());
    BOOST_TEST((file.error().code == errc::callback_failed));
    BOOST_TEST(file.error().cause.value() == ENOENT);
    BOOST_TEST(
        file.error().message ==
        "standard input: cannot be copied to the folder for temporary files, \"" + folder.file("missing") +
            "\": No such file or directory; see to the free space and the permissions there, or name another "
            "folder in TMPDIR"
    );
    chosen_folder const not_chosen("");
    BOOST_TEST(table_file::temporary("x").has_value());
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_told)
{
    pipe_of const pipe(long_text());
    full_disk const disk(100'000);
    auto const file = table_file::spool(pipe.reading(), "standard input");
    BOOST_TEST_REQUIRE(file.has_error());
    BOOST_TEST((file.error().code == errc::callback_failed));
    BOOST_TEST(file.error().message.find("free space") != std::string::npos);
    table_file own = table_of("abc");
    BOOST_TEST(failure_of(own.write(long_text())).find("free space") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_is_told)
{
    int const closed = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    auto const file = table_file::spool(closed, "standard input");
    ::close(closed);
    BOOST_TEST_REQUIRE(file.has_error());
    BOOST_TEST((file.error().code == errc::callback_failed));
    BOOST_TEST(file.error().message.starts_with("standard input: cannot be read: "));
}

BOOST_AUTO_TEST_CASE(changes_are_told)
{
    temporary_folder const folder;
    std::string const path = folder.file("a.csv");
    std::string const what =
        '"' + path +
        "\" has changed while it was read; see to it that nobody writes to it, and begin again with it as it "
        "is";
    auto const opened = [&] {
        write_file(path, "item\nfile:1\n");
        auto file = table_file::open(path);
        BOOST_TEST_REQUIRE(file.has_value());
        BOOST_TEST(file->check_unchanged().has_value());
        return *std::move(file);
    };
    table_file const grown = opened();
    write_file(path, "item\nfile:1\nfile:2\n");
    BOOST_TEST(failure_of(grown.check_unchanged()) == what);

    // The same bytes at another time.
    table_file const touched = opened();
    timespec const times[2] = {{0, UTIME_OMIT}, {1, 0}};
    BOOST_TEST_REQUIRE(::utimensat(AT_FDCWD, path.c_str(), times, 0) == 0);
    BOOST_TEST(failure_of(touched.check_unchanged()) == what);

    // Another size at the same time.
    table_file const cut = opened();
    struct stat status = {};
    BOOST_TEST_REQUIRE(::stat(path.c_str(), &status) == 0);
    timespec const same[2] = {{0, UTIME_OMIT}, status.st_mtim};
    BOOST_TEST_REQUIRE(::truncate(path.c_str(), 3) == 0);
    BOOST_TEST_REQUIRE(::utimensat(AT_FDCWD, path.c_str(), same, 0) == 0);
    BOOST_TEST(failure_of(cut.check_unchanged()) == what);

    // Another file under its name: what was opened is there.
    table_file const replaced = opened();
    write_file(folder.file("b.csv"), "other");
    std::filesystem::rename(folder.file("b.csv"), path);
    BOOST_TEST(replaced.check_unchanged().has_value());
    BOOST_TEST(content_of(replaced) == "item\nfile:1\n");
}

BOOST_AUTO_TEST_SUITE_END()
