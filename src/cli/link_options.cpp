// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/link_options.hpp"

#include "cli/option_groups.hpp"

namespace boxlink::cli {
namespace {

// --name and --no-name.
void add_switch(CLI::App& app, std::string const& name, std::optional<bool>& target, std::string const& what)
{
    CLI::Option* const yes = app.add_flag_callback(
        "--" + name, [&target] { target = true; }, "Let people " + what
    );
    CLI::Option* const no = app.add_flag_callback(
        "--no-" + name, [&target] { target = false; }, "Do not let people " + what
    );
    yes->excludes(no);
}

void add_access(CLI::App& app, std::optional<access_choice>& target)
{
    add_choice<access_choice>(
        app, "--access",
        {
            {"open", access_choice::open},
            {"company", access_choice::company},
            {"collaborators", access_choice::collaborators},
            {"default", access_choice::by_default},
        },
        target, "Who can open the link: open, company, collaborators or default"
    );
}

void add_expires(CLI::App& app, std::optional<model::expiry>& target)
{
    auto const read = [&target](std::string const& text) {
        result<model::expiry> const when = model::parse_expiry(text);
        if (!when)
            throw CLI::ValidationError("--expires", when.error().message);
        target = *when;
    };
    app.add_option_function<std::string>(
           "--expires", read, "When the link ends: 2027-01-31T00:00:00Z, 30d from now, or never"
    )
        ->type_name("WHEN");
}

} // namespace

CLI::Option* add_password(CLI::App& app, password_source& source)
{
    CLI::Option* const variable =
        app.add_option("--password-env", source.variable, "The variable that holds the link's password")
            ->type_name("VAR");
    CLI::Option* const file =
        app.add_option("--password-file", source.file, "The file whose first line is the link's password")
            ->type_name("FILE");
    return variable->excludes(file);
}

void add_link(CLI::App& app, link_arguments& args)
{
    add_access(app, args.access);
    CLI::Option* const variable = add_password(app, args.password);
    CLI::Option* const none = app.add_flag("--no-password", args.no_password, "Remove the password");
    none->excludes(variable)->excludes(app.get_option("--password-file"));
    add_expires(app, args.expires);
    app.add_flag("--no-vanity-name", args.no_vanity_name, "Remove the vanity name");
    add_switch(app, "download", args.download, "download the item");
    add_switch(app, "edit", args.edit, "edit the item (files only)");
}

} // namespace boxlink::cli
