// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#define BOOST_TEST_MODULE boxlink_bulk_wiping
#include "bulk/records/ledger.hpp"
#include "bulk/table/job_reader.hpp"
#include "bulk/table/table_rows.hpp"
#include "support/freed_memory.hpp"
#include "unit/bulk/pieces.hpp"
#include "unit/bulk/records/commit.hpp"
#include "unit/bulk/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <utility>

using namespace boxlink;
using namespace boxlink::bulk;
using namespace boxlink::bulk_test;
using boxlink::test::freed_memory_watch;
using boxlink::test::marker;

namespace {

constexpr auto now = std::chrono::sys_days(std::chrono::year(2026) / 7 / 1);

// Reads a table in pieces that make the reader's memory grow.
void read(table_format format, secret const& table, std::size_t piece)
{
    job_reader reader(format, row_options(now));
    std::size_t rows = 0;
    auto const take = [&] {
        while (job_entry const* const entry = reader.next()) {
            auto const copy = *entry;
            rows += copy.index() == entry->index() ? 1 : 0;
        }
    };
    for (std::string_view const each : pieces_of(table.reveal(), piece)) {
        reader.feed(each);
        take();
    }
    reader.finish();
    take();
    BOOST_TEST(rows == 2u);
}

} // namespace

BOOST_AUTO_TEST_CASE(tables_leave_no_password_behind)
{
    secret const csv("item,access,password\nfile:1,open,\"" + marker + "\"\nfile:2,nobody," + marker + "\n");
    secret const json(
        R"({"item":"file:1","password":")" + marker + "\"}\n" + R"({"item":"file:2","password":["\n)" +
        marker + "\"]}\n"
    );
    for (std::size_t const piece : {1u, 10u, 1000u}) {
        freed_memory_watch const watch;
        read(table_format::csv, csv, piece);
        read(table_format::json_lines, json, piece);
        BOOST_TEST(watch.leaks() == 0);
    }
}

BOOST_AUTO_TEST_CASE(tables_in_files_leave_no_password_behind)
{
    secret const table(
        "item,access,as_user,password\nfile:1,open,1,\"" + marker + "\"\nfile:2,open,2," + marker +
        "\nfile:3,nobody,2," + marker + "\n"
    );
    temporary_folder const folder;
    write_file(folder.file("table.csv"), table.reveal());
    row_options options(now);
    options.settings.access(access_level::open).password(secret(marker));
    freed_memory_watch const watch;
    {
        auto const file = table_file::open(folder.file("table.csv"));
        BOOST_TEST_REQUIRE(file.has_value());
        auto survey = survey_table(*file, table_format::csv, options, [](row_error const&) {});
        BOOST_TEST_REQUIRE(survey.has_value());
        table_rows source(*file, *std::move(survey), options);
        unsigned rows = 0;
        while (source.next().value())
            ++rows;
        BOOST_TEST(rows == 3u);
    }
    BOOST_TEST(watch.leaks() == 0);
}

BOOST_AUTO_TEST_CASE(failed_rows_leave_no_password_behind)
{
    temporary_folder const folder;
    ledger_files files;
    files.failed = folder.file("failed.csv");
    secret const row("file:1," + marker);
    bulk_outcome outcome(0, bulk_job(item_ref::file("1")));
    outcome.failure.emplace(errc::not_found, "no such item");
    freed_memory_watch const watch;
    {
        auto book = ledger::open(files, journal_header(now), ledger_mode::begin);
        BOOST_TEST_REQUIRE(book.has_value());
        for (int i = 0; i < 20; ++i)
            (*book)->finished(job_place(0, 2), row, outcome);
        BOOST_TEST(commit(**book).has_value());
    }
    BOOST_TEST(watch.leaks() == 0);
}
