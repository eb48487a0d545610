// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/records/journal.hpp"
#include "bulk/records/ledger.hpp"
#include "bulk/table/table_rows.hpp"
#include "cli/bulk_input.hpp"
#include "cli/bulk_report.hpp"
#include "cli/bulk_session.hpp"
#include "cli/commands.hpp"
#include "cli/common_options.hpp"
#include "cli/credential_options.hpp"
#include "cli/on_box.hpp"

#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <filesystem>
#include <ostream>
#include <utility>

namespace boxlink::cli {
namespace {

using std::chrono::system_clock;

void check_arguments(bulk_arguments const& args)
{
    if (!args.input && !args.from_folder)
        throw usage_error(
            "no input: name a table (CSV or JSON Lines), - for standard input, or --from-folder ID"
        );
    std::pair<char const*, std::optional<std::string> const&> const outputs[] = {
        {"--results", args.results},
        {"--failed", args.failed},
        {"--journal", args.journal},
        {"--report", args.report},
    };
    std::error_code missing;
    for (auto const& [option, path] : outputs) {
        if (path && args.input && std::filesystem::equivalent(*path, *args.input, missing))
            throw usage_error(std::string(option) + ": that is the input; name another file");
    }
    if (args.report &&
        (args.report == args.results || args.report == args.failed || args.report == args.journal))
        throw usage_error("--report: another option names the same file; name another one");
    check_request_options(model::operation_kind::share, make_request_options(args.common));
}

// The client has no deadline for each item: the one of the job stands for all.
client make_bulk_client(
    boost::asio::io_context& context,
    bulk_arguments const& args,
    std::shared_ptr<bulk::run_statistics> const& statistics,
    surroundings const& around
)
{
    common_arguments common = args.common;
    common.deadline.reset();
    client_options options = make_client_options(common, around);
    // Many users at once want many connections soon.
    options.max_connecting(std::clamp<std::size_t>(common.concurrency / 10, 4, 32));
    if (statistics != nullptr)
        options.observer(also_gather(statistics, options.observer()));
    credential_choice const choice = choose_credentials(common.credentials, around);
    return make_client(context, make_credentials(choice, common.credentials, around), std::move(options));
}

std::string in_words(std::optional<bool> value)
{
    if (!value)
        return unchanged;
    return *value ? "yes" : "no";
}

std::string in_words(std::optional<access_choice> const& access)
{
    if (!access)
        return unchanged;
    switch (*access) {
    case access_choice::open:
        return "open";
    case access_choice::company:
        return "company";
    case access_choice::collaborators:
        return "collaborators";
    case access_choice::by_default:
        break;
    }
    return "default";
}

std::string in_words(std::optional<model::expiry> const& when)
{
    if (!when)
        return unchanged;
    if (auto const* const duration = std::get_if<std::chrono::seconds>(&*when))
        return std::to_string(duration->count()) + " s";
    if (auto const* const instant = std::get_if<system_clock::time_point>(&*when))
        return std::to_string(std::chrono::floor<std::chrono::seconds>(*instant).time_since_epoch().count());
    return "never";
}

// What a job must have been begun with to be gone on with.
bulk::journal_header make_header(
    bulk_arguments const& args, std::string digest, std::chrono::sys_seconds now, surroundings const& around
)
{
    bulk::journal_header header(now);
    header.input = std::move(digest);
    bool const sets_password = args.link.password.variable || args.link.password.file;
    auto const base_url = args.common.base_url ? args.common.base_url : around.variable("BOXLINK_BASE_URL");
    header.options = {
        {"base-url", base_url.value_or("")},
        {"as-user", args.common.as_user.value_or("")},
        {"operation", std::string(to_string(args.action))},
        {"access", in_words(args.link.access)},
        {"password", sets_password           ? "given"
                     : args.link.no_password ? "none"
                                             : unchanged},
        {"expires", in_words(args.link.expires)},
        {"vanity-name", args.link.no_vanity_name ? "none" : unchanged},
        {"download", in_words(args.link.download)},
        {"edit", in_words(args.link.edit)},
        {"ignore-unknown-columns", args.ignore_unknown_columns ? "yes" : "no"},
    };
    return header;
}

std::unique_ptr<bulk::ledger>
open_ledger(bulk_arguments const& args, bulk::table_survey const& survey, bulk::journal_header header)
{
    bulk::ledger_files files;
    files.journal = args.journal;
    files.results = args.results;
    files.failed = args.failed;
    files.failed_header = survey.header;
    auto mode = bulk::ledger_mode::begin;
    if (args.resume)
        mode = bulk::ledger_mode::resume;
    if (args.retry_failed)
        mode = bulk::ledger_mode::retry_failed;
    auto opened = bulk::ledger::open(files, std::move(header), mode);
    if (!opened)
        throw usage_error(opened.error().message);
    return *std::move(opened);
}

void refuse_faults(bulk_arguments const& args, bulk::table_survey const& survey)
{
    if (survey.is_broken)
        throw usage_error("nothing was done: " + describe(survey) + "; mend it");
    if (survey.faults > 0 && !args.skip_invalid)
        throw usage_error(
            "nothing was done: " + describe(survey) + "; mend them, or do the others with --skip-invalid"
        );
}

exit_code
tell_of_survey(bulk_arguments const& args, bulk::table_survey const& survey, surroundings const& around)
{
    if (!args.common.json)
        around.out() << describe(survey) << '\n';
    around.out() << std::flush;
    if (!around.out().good())
        return exit_code::failed;
    return survey.faults == 0 ? exit_code::done : exit_code::usage;
}

} // namespace

exit_code bulk(bulk_arguments const& args, surroundings const& given)
{
    // What is said has to make way for the progress.
    surroundings around = given;
    check_arguments(args);
    auto const now = std::chrono::floor<std::chrono::seconds>(system_clock::now());
    auto const begun = args.journal && (args.resume || args.retry_failed)
                           ? bulk::begun_of_journal(*args.journal).value_or(now)
                           : now;
    bulk::row_options rows(begun);
    rows.action = args.action;
    rows.settings = make_link_settings(args.link, begun, around);
    rows.ignores_unknown_columns = args.ignore_unknown_columns;
    rows.keeps_text = args.failed.has_value();

    auto const statistics = args.report && !args.dry_run ? begin_report(*args.report) : nullptr;
    boost::asio::io_context context(1);
    std::optional<client> box;
    if (!args.dry_run || args.from_folder)
        box = make_bulk_client(context, args, statistics, around);
    auto const table = args.from_folder ? list_folder(context, *box, args, around) : open_table(*args.input);
    auto survey = survey_input(table, rows, args, around);
    if (args.dry_run)
        return tell_of_survey(args, survey, around);
    refuse_faults(args, survey);

    auto const header = make_header(args, survey.digest, begun, around);
    auto const records = open_ledger(args, survey, header);
    bulk_session session(context, *records, args, statistics.get(), around);
    auto const total = survey.rows;
    auto jobs = std::make_unique<bulk::table_rows>(table, std::move(survey), rows);
    bulk_end const end = session.run(*box, std::move(jobs), total);
    around.say(end.text());
    if (auto const advice = end.advice(args); !advice.empty())
        around.say(advice);
    bool const is_reported =
        statistics == nullptr || write_report(*statistics, table.name(), header, end, args, around);
    return end.code() == exit_code::done && !is_reported ? exit_code::failed : end.code();
}

} // namespace boxlink::cli
