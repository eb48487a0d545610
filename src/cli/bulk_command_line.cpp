// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/bulk_command_line.hpp"

#include "cli/link_options.hpp"
#include "cli/option_groups.hpp"

namespace boxlink::cli {
namespace {

void add_operation(CLI::App& app, bulk_action& target)
{
    add_choice<bulk_action>(
        app, "--operation",
        {
            {"share", bulk_action::share},
            {"unshare", bulk_action::unshare},
            {"get", bulk_action::get_link},
        },
        target, "What to do where no row tells: share, unshare or get (default share)"
    );
}

void add_input(CLI::App& app, bulk_arguments& args)
{
    CLI::Option* const table =
        app.add_option("input", args.input, "CSV with a header, or JSON Lines; - for standard input")
            ->type_name("INPUT");
    CLI::Option* const folder =
        app.add_option("--from-folder", args.from_folder, "The items of this folder in place of a table")
            ->type_name("ID")
            ->excludes(table);
    app.add_flag("--recursive", args.recursive, "And what is in the folders below")->needs(folder);
    app.add_flag("--dry-run", args.dry_run, "Check every row, tell all that are wrong, send nothing");
    app.add_flag("--skip-invalid", args.skip_invalid, "Do the other rows when some are wrong");
    app.add_flag(
        "--ignore-unknown-columns", args.ignore_unknown_columns, "Pass over columns of unknown names"
    );
    app.add_option("--limit", args.limit, "Begin so many jobs at most, 1 or more")
        ->type_name("N")
        ->check(CLI::PositiveNumber.description(""));
}

void add_output(CLI::App& app, bulk_arguments& args)
{
    app.add_option(
           "--results", args.results,
           "What became of each job, as it ends: FILE.csv or FILE.jsonl (default: CSV on standard output)"
    )
        ->type_name("FILE");
    app.add_option(
           "--failed", args.failed, "The rows that failed, as the input has them, ready to be fed again"
    )
        ->type_name("FILE");
    CLI::Option* const journal =
        app.add_option("--journal", args.journal, "What is done so far, so that the job can be resumed")
            ->type_name("FILE");
    app.add_flag("--resume", args.resume, "Go on with the job of the journal, or begin it")->needs(journal);
    app.add_flag("--retry-failed", args.retry_failed, "Resume, and do once more what failed")->needs(journal);
    app.add_option("--report", args.report, "How it went, as a page for a browser")->type_name("FILE.html");
}

} // namespace

CLI::App* add_bulk(CLI::App& root, bulk_arguments& args)
{
    CLI::App& app = *root.add_subcommand("bulk", "Do the jobs of a table, or share all that is in a folder");
    add_input(app, args);
    add_operation(app, args.action);
    add_link(app, args.link);
    add_output(app, args);
    add_common_of_bulk(app, args.common);
    app.footer(
        "Columns: item (or type and id), operation, access, password, expires, vanity_name, download, edit, "
        "as_user. An empty cell leaves alone, null clears.\n"
        "Exit status: 0 all done, 1 some failed, 2 wrong usage or rows, 3 authentication or configuration, "
        "4 deadline, 130 interrupted."
    );
    return &app;
}

} // namespace boxlink::cli
