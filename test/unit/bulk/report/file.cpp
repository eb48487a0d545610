// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/report/file.hpp"

#include "../temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>

using namespace boxlink;
using namespace boxlink::bulk;
using namespace boxlink::bulk_test;

namespace {

std::string report(std::string const& text)
{
    return std::string(report_beginning) + text;
}

std::size_t files_beside(std::string const& path)
{
    std::filesystem::directory_iterator const files(std::filesystem::path(path).parent_path());
    return static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

void check_refused(result<void> const& got, std::string_view text)
{
    BOOST_TEST_REQUIRE(got.has_error());
    BOOST_TEST((got.error().code == errc::invalid_argument));
    BOOST_TEST(got.error().message.starts_with("report file \""));
    BOOST_TEST(got.error().message.find(text) != std::string::npos, got.error().message);
}

} // namespace

BOOST_AUTO_TEST_SUITE(report_file)

BOOST_AUTO_TEST_CASE(for_its_owner_only)
{
    temporary_folder const folder;
    auto const path = folder.file("r.html");
    BOOST_TEST(check_report_file(path).has_value());
    BOOST_TEST(!std::filesystem::exists(path));
    BOOST_TEST(write_report(path, report("one")).has_value());
    BOOST_TEST(content_of(path) == report("one"));
    BOOST_TEST(mode_of(path) == 0600u);
    BOOST_TEST(files_beside(path) == 1u);
}

BOOST_AUTO_TEST_CASE(only_reports_are_replaced)
{
    temporary_folder const folder;
    auto const path = folder.file("r.html");
    write_file(path, "");
    BOOST_TEST(write_report(path, report("one")).has_value());
    BOOST_TEST(check_report_file(path).has_value());
    BOOST_TEST(content_of(path) == report("one"));
    BOOST_TEST(write_report(path, report("two")).has_value());
    BOOST_TEST(content_of(path) == report("two"));

    write_file(path, "id\n1\n");
    check_refused(check_report_file(path), "no report");
    check_refused(write_report(path, report("three")), "no report");
    BOOST_TEST(content_of(path) == "id\n1\n");
}

BOOST_AUTO_TEST_CASE(links_are_followed)
{
    temporary_folder const folder;
    auto const link = folder.file("link.html");
    std::filesystem::create_symlink("r.html", link);
    BOOST_TEST(write_report(link, report("one")).has_value());
    BOOST_TEST(std::filesystem::is_symlink(link));
    BOOST_TEST(content_of(folder.file("r.html")) == report("one"));
}

BOOST_AUTO_TEST_CASE(no_file)
{
    temporary_folder const folder;
    auto const inner = folder.file("folder");
    std::filesystem::create_directory(inner);
    check_refused(check_report_file(inner), "no regular file");
    check_refused(write_report("/dev/null", report("")), "no regular file");
}

BOOST_AUTO_TEST_CASE(no_folder)
{
    temporary_folder const folder;
    check_refused(write_report(folder.file("none/r.html"), report("")), "none/r.html\": its folder");
    BOOST_TEST(check_report_file(folder.file("none/r.html")).has_error());
}

BOOST_AUTO_TEST_CASE(a_full_disk_leaves_the_old_one)
{
    temporary_folder const folder;
    auto const path = folder.file("r.html");
    BOOST_TEST(write_report(path, report("one")).has_value());
    {
        full_disk const full(1'000);
        BOOST_TEST(write_report(path, report(std::string(5'000, 'x'))).has_error());
    }
    BOOST_TEST(content_of(path) == report("one"));
    BOOST_TEST(files_beside(path) == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
