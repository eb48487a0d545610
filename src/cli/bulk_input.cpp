// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/bulk_input.hpp"

#include "bulk/records/append_file.hpp"
#include "bulk/records/error_names.hpp"
#include "bulk/records/journal.hpp"
#include "bulk/records/result_line.hpp"
#include "bulk/table/folder_table.hpp"
#include "cli/refusal.hpp"
#include "cli/run_one.hpp"

#include <boxlink/folder_listing.hpp>

#include <boost/asio/error.hpp>

#include <functional>
#include <ostream>
#include <unistd.h>

namespace boxlink::cli {
namespace {

constexpr std::uint64_t told_faults = 10;

[[noreturn]] void refuse(error_info const& why)
{
    if (bulk::is_of_configuration(why.code))
        throw configuration_error(why.to_string());
    if (why.code == boost::asio::error::operation_aborted)
        throw run_failure(exit_code::interrupted, "interrupted; nothing was done");
    if (why.code == errc::invalid_argument)
        throw usage_error(why.message);
    throw run_failure(exit_code::failed, why.to_string());
}

bulk::table_file must(result<bulk::table_file> opened)
{
    if (!opened)
        refuse(opened.error());
    return *std::move(opened);
}

// Lists into a function, and tells of what cannot be listed.
void list_into(
    std::function<result<void>(std::string_view)> const& write,
    boost::asio::io_context& context,
    client const& box,
    bulk_arguments const& args,
    surroundings const& around
)
{
    listing_options options;
    options.recursive(args.recursive);
    if (args.common.as_user)
        options.request(request_options().as_user(*args.common.as_user));
    auto const tell = [&](listed_item const& folder) {
        error_info why = *folder.failure;
        around.say("folder:" + folder.item.id + " cannot be listed: " + why.to_string());
    };
    std::optional<result<bulk::folder_table_summary>> ended;
    item const folder = box.folder(*args.from_folder);
    auto const work = [&]() -> boost::asio::awaitable<void> {
        ended.emplace(co_await bulk::write_folder_table(folder, options, write, tell));
    };
    run_one(context, work(), around);
    if (!*ended)
        refuse(ended->error());
    auto const& sum = **ended;
    if (sum.failures > 0 && !args.skip_invalid)
        throw run_failure(
            exit_code::failed,
            std::to_string(sum.failures) +
                " folders cannot be listed; nothing was done; --skip-invalid does the items of the others"
        );
    around.say("folder:" + *args.from_folder + " has " + std::to_string(sum.items) + " items");
}

} // namespace

bulk::table_file open_table(std::string const& input)
{
    if (input == "-")
        return must(bulk::table_file::spool(STDIN_FILENO, "standard input"));
    return must(bulk::table_file::open(input));
}

bulk::table_file list_folder(
    boost::asio::io_context& context,
    client const& box,
    bulk_arguments const& args,
    surroundings const& around
)
{
    std::string const name = "the listing of folder:" + *args.from_folder;
    if (!args.journal) {
        auto table = must(bulk::table_file::temporary(name));
        list_into([&](std::string_view rows) { return table.write(rows); }, context, box, args, around);
        return table;
    }
    std::string const path = *args.journal + ".items";
    bool const is_resumed = args.resume || args.retry_failed;
    if (is_resumed && bulk::begun_of_journal(*args.journal))
        return must(bulk::table_file::open(path));
    // What a listing that was cut short has left is no use to one that is resumed.
    auto file = is_resumed ? bulk::append_file::resume(name, path, 0) : bulk::append_file::begin(name, path);
    if (!file)
        refuse(file.error());
    auto const write = [&](std::string_view rows) {
        (*file)->append(rows);
        return (*file)->write();
    };
    list_into(write, context, box, args, around);
    if (auto const synced = (*file)->sync(); !synced)
        refuse(synced.error());
    return must(bulk::table_file::open(path));
}

bulk::table_survey survey_input(
    bulk::table_file const& table,
    bulk::row_options const& options,
    bulk_arguments const& args,
    surroundings const& around
)
{
    auto const format = args.from_folder ? bulk::table_format::json_lines : bulk::format_by_name(*args.input);
    std::uint64_t faults = 0;
    auto const tell = [&](bulk::row_error const& fault) {
        ++faults;
        if (args.dry_run && args.common.json) {
            std::string line;
            bulk::append_result_line(line, bulk::table_format::json_lines, fault);
            around.out() << line;
        } else if (args.dry_run || faults <= told_faults)
            around.say(table.name() + ": " + fault.to_string());
    };
    auto surveyed = bulk::survey_table(table, format, options, tell);
    if (!surveyed)
        refuse(surveyed.error());
    if (!args.dry_run && faults > told_faults)
        around.say(
            table.name() + ": " + std::to_string(faults - told_faults) +
            " more rows are wrong; --dry-run tells of all"
        );
    return *std::move(surveyed);
}

} // namespace boxlink::cli
