// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/command_line.hpp"

#include "cli/refusal.hpp"

#include <boxlink/version.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <map>
#include <sstream>

namespace boxlink::cli {
namespace {

using std::chrono::milliseconds;

// What the library takes at most.
constexpr milliseconds longest_wait = std::chrono::days(366);

constexpr char const* description =
    "Makes, reads and removes shared links of Box, many at a time.\n"
    "An item is file:ID, folder:ID, web_link:ID, or the address that a browser shows.";

constexpr char const* footer = "The access token comes from BOXLINK_TOKEN or --token-file; secrets are never "
                               "given on the command line.\n"
                               "HTTPS_PROXY and NO_PROXY are honoured.\n"
                               "Exit status: 0 all done, 1 some item failed, 2 wrong usage (nothing was "
                               "sent), 3 authentication or configuration.";

// A check whose range the help of the option tells in words.
CLI::Validator between(int least, int most)
{
    return CLI::Range(least, most).description("");
}

CLI::Option* add_duration(
    CLI::App& app, std::string const& name, std::optional<milliseconds>& target, std::string const& help
)
{
    auto const read = [name, &target](std::string const& text) {
        result<milliseconds> const duration = parse_duration(text);
        if (!duration)
            throw CLI::ValidationError(name, duration.error().message);
        if (*duration > longest_wait)
            throw CLI::ValidationError(name, "longer than a year");
        target = *duration;
    };
    return app.add_option_function<std::string>(name, read, help)->type_name("DURATION");
}

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

void add_common(CLI::App& app, common_arguments& args)
{
    std::vector<CLI::Option*> const options = {
        app.add_option(
               "--base-url", args.base_url, "Where the API is (BOXLINK_BASE_URL; default https://api.box.com)"
        )
            ->type_name("URL"),
        app.add_option(
               "--ca-file", args.ca_file,
               "Certificate authorities to trust beside the system's (BOXLINK_CA_FILE)"
        )
            ->type_name("FILE"),
        app.add_option(
               "--token-file", args.token_file,
               "The access token is the first line of this file (else BOXLINK_TOKEN)"
        )
            ->type_name("FILE"),
        app.add_option("--as-user", args.as_user, "Act as this user")->type_name("ID"),
        add_duration(app, "--timeout", args.timeout, "For one attempt (default 30s)"),
        add_duration(
            app, "--deadline", args.deadline, "For one item, all waiting and retries included (default 5m)"
        ),
        app.add_option("--max-attempts", args.max_attempts, "For one item, 1 to 100 (default 5)")
            ->type_name("N")
            ->check(between(1, 100)),
        app.add_option(
               "--requests-per-minute", args.requests_per_minute,
               "What the server permits a user; less is learned (default 1000)"
        )
            ->type_name("N")
            ->check(between(1, 6000000)),
        app.add_option(
               "--concurrency", args.concurrency, "Items and connections at once, 1 to 256 (default 16)"
        )
            ->type_name("N")
            ->check(between(1, 256)),
        app.add_flag(
            "--allow-http-loopback", args.allow_http_loopback, "Allow a base URL with http:// to this machine"
        ),
        app.add_flag("--json", args.json, "One JSON object a line, as results come, instead of a table"),
        app.add_flag("-v,--verbose", args.verbose, "Tell of each attempt and wait on standard error"),
    };
    for (CLI::Option* const option : options)
        option->group("Common options");
}

void add_items(CLI::App& app, std::vector<std::string>& items)
{
    app.add_option("items", items, "Items; - reads them from standard input, one a line")
        ->required()
        ->type_name("ITEM");
}

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

void add_if_match(CLI::App& app, std::optional<std::string>& etag)
{
    app.add_option("--if-match", etag, "Only if the item still has this etag")->type_name("ETAG");
}

void add_access(CLI::App& app, std::optional<access_choice>& target)
{
    static std::map<std::string, access_choice> const choices = {
        {"open", access_choice::open},
        {"company", access_choice::company},
        {"collaborators", access_choice::collaborators},
        {"default", access_choice::by_default},
    };
    auto const read = [&target](std::string const& text) {
        auto const found = choices.find(text);
        if (found == choices.end())
            throw CLI::ValidationError(
                "--access", "'" + text + "' is no access; use open, company, collaborators or default"
            );
        target = found->second;
    };
    app.add_option_function<std::string>(
           "--access", read, "Who can open the link: open, company, collaborators or default"
    )
        ->type_name("WHO");
}

void add_expires(CLI::App& app, std::optional<expiry>& target)
{
    auto const read = [&target](std::string const& text) {
        result<expiry> const when = parse_expiry(text);
        if (!when)
            throw CLI::ValidationError("--expires", when.error().message);
        target = *when;
    };
    app.add_option_function<std::string>(
           "--expires", read, "When the link ends: 2027-01-31T00:00:00Z, 30d from now, or never"
    )
        ->type_name("WHEN");
}

CLI::App* add_share(CLI::App& root, share_arguments& args)
{
    CLI::App& app = *root.add_subcommand("share", "Make or change the shared links of items");
    add_items(app, args.items);
    add_access(app, args.access);
    CLI::Option* const variable = add_password(app, args.password);
    CLI::Option* const none = app.add_flag("--no-password", args.no_password, "Remove the password");
    none->excludes(variable)->excludes(app.get_option("--password-file"));
    add_expires(app, args.expires);
    CLI::Option* const name =
        app.add_option("--vanity-name", args.vanity_name, "Name in the link's address, 12 characters or more")
            ->type_name("NAME");
    app.add_flag("--no-vanity-name", args.no_vanity_name, "Remove the vanity name")->excludes(name);
    add_switch(app, "download", args.download, "download the item");
    add_switch(app, "edit", args.edit, "edit the item (files only)");
    add_if_match(app, args.if_match);
    add_common(app, args.common);
    return &app;
}

CLI::App* add_unshare(CLI::App& root, unshare_arguments& args)
{
    CLI::App& app = *root.add_subcommand("unshare", "Remove the shared links of items");
    add_items(app, args.items);
    add_if_match(app, args.if_match);
    add_common(app, args.common);
    return &app;
}

CLI::App* add_get(CLI::App& root, get_arguments& args)
{
    CLI::App& app = *root.add_subcommand("get", "Show the shared links of items");
    add_items(app, args.items);
    app.add_option("--if-none-match", args.if_none_match, "Only if the item has another etag")
        ->type_name("ETAG");
    add_common(app, args.common);
    return &app;
}

CLI::App* add_find(CLI::App& root, find_arguments& args)
{
    CLI::App& app = *root.add_subcommand("find", "Find the item that a shared link leads to");
    app.add_option("url", args.url, "The link")->required()->type_name("URL");
    add_password(app, args.password);
    add_common(app, args.common);
    return &app;
}

CLI::App* add_serve(CLI::App& root, serve_arguments& args)
{
    CLI::App& app =
        *root.add_subcommand("serve", "Run a Box look-alike on this machine to play with, until Ctrl-C");
    app.add_option(
           "--items", args.items, "How many files, folders and web links it has, 1 to 1000000 (default 30)"
    )
        ->type_name("N")
        ->check(between(1, 1000000));
    app.add_option("--port", args.port, "The port (default: a free one)")->type_name("PORT");
    app.add_option(
           "--rate-limit", args.rate_limit, "Requests a minute that a user may make (default: any number)"
    )
        ->type_name("N")
        ->check(between(1, 1000000000));
    add_duration(
        app, "--latency", args.latency, "How long each answer takes, typically; some take much longer"
    );
    app.add_option("--fail-every", args.fail_every, "Answer every Nth request with 503")
        ->type_name("N")
        ->check(between(1, 1000000000));
    app.add_option(
           "--ca-out", args.ca_out,
           "Write the server's certificate authority to this file (default: a temporary one)"
    )
        ->type_name("FILE");
    app.add_flag("--plain-http", args.plain_http, "Serve http:// instead of https://");
    app.add_flag("--json", args.json, "Print one JSON object");
    return &app;
}

// Positional extras are not quoted: someone may have typed a password there.
std::string describe_extra(std::string const& extra)
{
    if (extra.size() > 1 && extra.front() == '-')
        return extra.substr(0, extra.find('=')) + ": no such option";
    return "an argument too many";
}

class parser
{
public:
    parser()
    {
        root_.set_version_flag("--version", "boxlink " BOXLINK_VERSION);
        root_.set_help_flag("-h,--help", "Print this help and exit");
        root_.require_subcommand(1);
        root_.footer(footer);
    }

    arguments parse(std::vector<std::string> const& words)
    {
        std::vector<std::string> reversed(words.rbegin(), words.rend());
        try {
            root_.parse(reversed);
        } catch (CLI::Success const& e) {
            std::ostringstream text;
            root_.exit(e, text, text);
            return shown_text{text.str()};
        } catch (CLI::ParseError const& e) {
            throw usage_error(explain(e, words));
        }
        return chosen();
    }

private:
    arguments chosen()
    {
        if (share_app_->parsed())
            return share_;
        if (unshare_app_->parsed())
            return unshare_;
        if (get_app_->parsed())
            return get_;
        if (find_app_->parsed())
            return find_;
        return serve_;
    }

    std::string explain(CLI::ParseError const& e, std::vector<std::string> const& words) const
    {
        std::vector<CLI::App*> const commands = root_.get_subcommands();
        std::vector<std::string> const extras = root_.remaining(true);
        if (commands.empty() && !words.empty() && words.front().front() != '-')
            return "'" + words.front() + "' is no command; " + see("");
        if (commands.empty() && extras.empty())
            return "no command; " + see("");
        std::string const command = commands.empty() ? "" : commands.front()->get_name() + ' ';
        if (!extras.empty())
            return describe_extra(extras.front()) + "; " + see(command);
        return std::string(e.what()) + "; " + see(command);
    }

    static std::string see(std::string const& command) { return "see boxlink " + command + "--help"; }

    CLI::App root_{description, "boxlink"};
    share_arguments share_;
    unshare_arguments unshare_;
    get_arguments get_;
    find_arguments find_;
    serve_arguments serve_;
    CLI::App* share_app_ = add_share(root_, share_);
    CLI::App* unshare_app_ = add_unshare(root_, unshare_);
    CLI::App* get_app_ = add_get(root_, get_);
    CLI::App* find_app_ = add_find(root_, find_);
    CLI::App* serve_app_ = add_serve(root_, serve_);
};

} // namespace

arguments parse_command_line(std::vector<std::string> const& words)
{
    refuse_secrets(words);
    return parser().parse(words);
}

} // namespace boxlink::cli
