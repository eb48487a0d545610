// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Folders as tables of jobs.

#include "bulk/table/folder_table.hpp"

#include "bulk/table/table_file.hpp"
#include "bulk/table/table_survey.hpp"
#include "fixture.hpp"
#include "printing.hpp"

#include <boxlink/testing/fault.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>

#include <chrono>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace boxlink::test {
namespace {

using bulk::folder_table_summary;
using writer = std::function<result<void>(std::string_view)>;

struct table_fixture : client_fixture
{
    asio::awaitable<result<folder_table_summary>>
    story(std::string folder, listing_options options, writer write)
    {
        std::function<void(listed_item const&)> on_failure = [this](listed_item const& each) {
            failed.push_back(each.item.id);
            BOOST_TEST(each.failure.has_value());
        };
        return bulk::write_folder_table(
            box.folder(std::move(folder)), std::move(options), std::move(write), std::move(on_failure)
        );
    }

    result<folder_table_summary> list(std::string folder, listing_options options = {})
    {
        return run(story(std::move(folder), std::move(options), [this](std::string_view rows) {
            pieces.emplace_back(rows);
            return result<void>();
        }));
    }

    [[nodiscard]] std::string table() const
    {
        std::string all;
        for (auto const& each : pieces)
            all += each;
        return all;
    }

    static std::string row(std::string const& type, std::string const& id)
    {
        return R"({"item":")" + type + ':' + id + "\"}\n";
    }

    std::vector<std::string> pieces;
    std::vector<std::string> failed;
};

BOOST_FIXTURE_TEST_SUITE(folder_table, table_fixture)

BOOST_AUTO_TEST_CASE(an_empty_folder)
{
    auto const summary = list(server.add_folder());
    BOOST_TEST(summary.value().items == 0U);
    BOOST_TEST(pieces.empty());
}

BOOST_AUTO_TEST_CASE(each_kind_of_item_is_a_row)
{
    auto const folder = server.add_folder("reports");
    auto const file = server.add_file("a.pdf", folder);
    auto const below = server.add_folder("below", folder);
    auto const web_link = server.add_web_link("site", folder);
    auto const deep = server.add_file("b.pdf", below);
    BOOST_TEST(list(folder).value().items == 3U);
    std::string const first = row("file", file) + row("folder", below) + row("web_link", web_link);
    BOOST_TEST(table() == first);
    pieces.clear();
    BOOST_TEST(list(folder, listing_options().recursive(true)).value().items == 4U);
    BOOST_TEST(table() == first + row("file", deep));
}

BOOST_AUTO_TEST_CASE(rows_come_in_large_pieces_and_are_jobs)
{
    auto const folder = server.add_folder();
    auto const ids = server.add_files(7'000, folder);
    auto const summary = list(folder);
    BOOST_TEST(summary.value().items == ids.size());
    BOOST_TEST_REQUIRE(pieces.size() > 1U);
    std::string expected;
    for (auto const& id : ids)
        expected += row("file", id);
    BOOST_TEST((table() == expected));
    for (auto const& each : pieces) {
        BOOST_TEST(each.ends_with('\n'));
        BOOST_TEST(each.size() < 66'000U);
        BOOST_TEST((&each == &pieces.back() || each.size() >= 65'536U));
    }
    auto file = bulk::table_file::temporary("folder");
    BOOST_TEST_REQUIRE(file.has_value());
    BOOST_TEST(file->write(table()).has_value());
    bulk::row_options const options(std::chrono::system_clock::now());
    auto const survey =
        bulk::survey_table(*file, bulk::table_format::json_lines, options, [](bulk::row_error const& fault) {
            BOOST_TEST(fault.to_string().empty());
        });
    BOOST_TEST(survey.value().rows == ids.size());
}

BOOST_AUTO_TEST_CASE(a_folder_that_cannot_be_listed_is_told)
{
    auto const root = server.add_folder("root");
    auto const closed = server.add_folder("closed", root);
    auto const open = server.add_folder("open", root);
    server.add_file("unseen", closed);
    auto const file = server.add_file("seen", open);
    server.inject(testing::fault()
                      .path("/2.0/folders/" + closed + "/items")
                      .status(403)
                      .code("access_denied_insufficient_permissions")
                      .always());
    auto const summary = list(root, listing_options().recursive(true));
    BOOST_TEST(summary.value().items == 3U);
    BOOST_TEST(summary.value().failures == 1U);
    BOOST_TEST(failed == std::vector<std::string>{closed});
    BOOST_TEST(table() == row("folder", closed) + row("folder", open) + row("file", file));
}

BOOST_AUTO_TEST_CASE(the_folder_itself_must_be_there)
{
    auto const missing = list("404");
    BOOST_TEST_REQUIRE(missing.has_error());
    BOOST_TEST((missing.error().code == errc::not_found));
    BOOST_TEST(failed.empty());
    BOOST_TEST((list("0", listing_options().page_size(0)).error().code == errc::invalid_argument));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_written_ends_it)
{
    auto const folder = server.add_folder();
    server.add_files(7'000, folder);
    for (unsigned const last : {1U, 2U}) {
        unsigned count = 0;
        auto const ended = run(story(folder, {}, [&](std::string_view) {
            ++count;
            return count == last ? result<void>(error_info(errc::callback_failed, "full")) : result<void>();
        }));
        BOOST_TEST_REQUIRE(ended.has_error());
        BOOST_TEST(ended.error().message == "full");
        BOOST_TEST(count == last);
    }
}

BOOST_AUTO_TEST_CASE(it_can_be_cancelled)
{
    auto const folder = server.add_folder();
    server.add_files(7'000, folder);
    asio::cancellation_signal stop;
    std::optional<std::exception_ptr> ended;
    unsigned count = 0;
    asio::co_spawn(
        io,
        story(
            folder, {},
            [&](std::string_view) {
                ++count;
                stop.emit(asio::cancellation_type::terminal);
                return result<void>();
            }
        ),
        asio::bind_cancellation_slot(
            stop.slot(), [&](std::exception_ptr fault, result<folder_table_summary> const&) { ended = fault; }
        )
    );
    io.restart();
    io.run();
    BOOST_TEST_REQUIRE(ended.has_value());
    BOOST_TEST(count == 1U);
    BOOST_CHECK_EXCEPTION(
        std::rethrow_exception(*ended), boost::system::system_error,
        [](boost::system::system_error const& fault) {
            return fault.code() == asio::error::operation_aborted;
        }
    );
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::test
