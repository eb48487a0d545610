// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/records/append_file.hpp"

#include "unit/bulk/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <cerrno>
#include <fcntl.h>
#include <filesystem>

using namespace boxlink;
using namespace boxlink::bulk;
using namespace boxlink::bulk_test;

namespace {

template <class T>
std::string message_of(result<T> const& outcome, errc expected)
{
    BOOST_TEST_REQUIRE(outcome.has_error());
    BOOST_TEST(outcome.error().code == make_error_code(expected));
    BOOST_TEST(outcome.error().message.find("; ") != std::string::npos);
    return outcome.error().message;
}

} // namespace

BOOST_AUTO_TEST_SUITE(append_files)

BOOST_AUTO_TEST_CASE(a_new_file_is_for_its_owner_only_and_grows_when_it_is_told_to)
{
    temporary_folder const folder;
    auto const path = folder.file("a");
    auto const file = append_file::begin("results", path).value();
    BOOST_TEST(mode_of(path) == 0600u);
    file->append("one\n");
    BOOST_TEST(content_of(path) == "");
    BOOST_TEST(file->write().has_value());
    BOOST_TEST(content_of(path) == "one\n");
    file->append("two\n");
    file->append("three\n");
    BOOST_TEST(file->unwritten().size() == 10u);
    BOOST_TEST(file->sync().has_value());
    BOOST_TEST(content_of(path) == "one\ntwo\nthree\n");
    BOOST_TEST(file->size() == 14u);
    BOOST_TEST(file->unwritten().size() == 0u);
    BOOST_TEST(file->cut(4).has_value());
    file->append("four\n");
    BOOST_TEST(file->sync().has_value());
    BOOST_TEST(content_of(path) == "one\nfour\n");
}

BOOST_AUTO_TEST_CASE(a_file_with_content_is_not_begun_anew)
{
    temporary_folder const folder;
    auto const path = folder.file("a");
    write_file(path, "precious");
    auto const refused = message_of(append_file::begin("results", path), errc::invalid_argument);
    BOOST_TEST(
        refused == "results file \"" + path + "\": there is such a file already; remove it, or name another"
    );
    BOOST_TEST(content_of(path) == "precious");
    write_file(path, "");
    ::chmod(path.c_str(), 0644);
    BOOST_TEST(append_file::begin("results", path).has_value());
    BOOST_TEST(mode_of(path) == 0600u);
}

BOOST_AUTO_TEST_CASE(a_file_is_gone_on_with_after_so_many_bytes)
{
    temporary_folder const folder;
    auto const path = folder.file("a");
    write_file(path, "one\ntwo\nthr");
    auto const file = append_file::resume("results", path, 8).value();
    BOOST_TEST(content_of(path) == "one\ntwo\n");
    file->append("three\n");
    BOOST_TEST(file->sync().has_value());
    BOOST_TEST(content_of(path) == "one\ntwo\nthree\n");
    BOOST_TEST(append_file::resume("results", folder.file("new"), 0).has_value());
    BOOST_TEST(mode_of(folder.file("new")) == 0600u);
    auto const refused = message_of(append_file::resume("results", path, 99), errc::invalid_argument);
    BOOST_TEST(refused.find("has only 14 of the 99 bytes") != std::string::npos);
    BOOST_TEST(content_of(path).size() == 14u);
    auto const missing = folder.file("missing");
    auto const gone = message_of(append_file::resume("results", missing, 8), errc::invalid_argument);
    BOOST_TEST(gone.find("not there any more") != std::string::npos);
    BOOST_TEST(!std::filesystem::exists(missing));
}

BOOST_AUTO_TEST_CASE(a_disk_that_is_full_leaves_whole_what_there_is_and_loses_nothing)
{
    temporary_folder const folder;
    auto const path = folder.file("a");
    auto const file = append_file::begin("results", path).value();
    file->append("one\n");
    BOOST_TEST(file->sync().has_value());
    file->append("two\n");
    {
        full_disk const full(6);
        auto const failed = file->sync();
        auto const message = message_of(failed, errc::callback_failed);
        BOOST_TEST(message.starts_with("results file \"" + path + "\": cannot be written: "), message);
        BOOST_TEST(failed.error().cause.value() == EFBIG);
        file->append("three\n");
        BOOST_TEST(!file->sync().has_value());
    }
    BOOST_TEST(content_of(path) == "one\n");
    BOOST_TEST(file->sync().has_value());
    BOOST_TEST(content_of(path) == "one\ntwo\nthree\n");
}

BOOST_AUTO_TEST_CASE(the_code_of_a_full_device_is_told)
{
    auto const file = append_file::begin("results", "/dev/full").value();
    BOOST_TEST(!file->is_regular());
    file->append("one\n");
    auto const failed = file->sync();
    message_of(failed, errc::callback_failed);
    BOOST_TEST(failed.error().cause.value() == ENOSPC);
}

BOOST_AUTO_TEST_CASE(a_pipe_can_be_written_but_not_gone_on_with)
{
    temporary_folder const folder;
    auto const path = folder.file("pipe");
    BOOST_TEST_REQUIRE(::mkfifo(path.c_str(), 0644) == 0);
    auth::file_descriptor const reader(::open(path.c_str(), O_RDONLY | O_NONBLOCK));
    auto const file = append_file::begin("results", path).value();
    file->append("one\n");
    BOOST_TEST(file->sync().has_value());
    char buffer[8];
    BOOST_TEST(::read(reader.get(), buffer, sizeof buffer) == 4);
    BOOST_TEST(mode_of(path) == 0644u);
    BOOST_TEST(
        message_of(append_file::resume("results", path, 0), errc::invalid_argument).find("no regular file") !=
        std::string::npos
    );
}

BOOST_AUTO_TEST_CASE(places_where_no_file_can_be)
{
    temporary_folder const folder;
    auto const missing = append_file::begin("results", folder.file("none/a"));
    BOOST_TEST(
        message_of(missing, errc::callback_failed).find("cannot be opened: No such file") != std::string::npos
    );
    BOOST_TEST(missing.error().cause.value() == ENOENT);
    auto const directory = append_file::begin("results", folder.file(""));
    message_of(directory, errc::callback_failed);
    BOOST_TEST(directory.error().cause.value() == EISDIR);
}

BOOST_AUTO_TEST_SUITE_END()
