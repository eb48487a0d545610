// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/command_line.hpp"

#include "cli/bulk_command_line.hpp"
#include "cli/link_options.hpp"
#include "cli/option_groups.hpp"
#include "cli/refusal.hpp"

#include <boxlink/version.hpp>

#include <CLI/CLI.hpp>

#include <sstream>

namespace boxlink::cli {
namespace {

constexpr char const* description =
    "Makes, reads and removes shared links of Box, many at a time.\n"
    "An item is file:ID, folder:ID, web_link:ID, or the address that a browser shows.";

constexpr char const* footer =
    "Who the command is to Box: an access token (BOXLINK_TOKEN or --token-file), an app "
    "with JWT (--jwt-config), an app with client credentials (--client-id with "
    "--enterprise or --user), or a login (--client-id with --token-store, after boxlink "
    "login). boxlink token checks it.\n"
    "Secrets are never given on the command line.\n"
    "HTTPS_PROXY and NO_PROXY are honoured.\n"
    "Exit status: 0 all done, 1 some item failed, 2 wrong usage (nothing was "
    "sent), 3 authentication or configuration.";

void add_items(CLI::App& app, std::vector<std::string>& items)
{
    app.add_option("items", items, "Items; - reads them from standard input, one a line")
        ->required()
        ->type_name("ITEM");
}

void add_if_match(CLI::App& app, std::optional<std::string>& etag)
{
    app.add_option("--if-match", etag, "Only if the item still has this etag")->type_name("ETAG");
}

CLI::App* add_share(CLI::App& root, share_arguments& args)
{
    CLI::App& app = *root.add_subcommand("share", "Make or change the shared links of items");
    add_items(app, args.items);
    add_link(app, args.link);
    app.add_option(
           "--vanity-name", args.link.vanity_name, "Name in the link's address, 12 characters or more"
    )
        ->type_name("NAME")
        ->excludes(app.get_option("--no-vanity-name"));
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

CLI::App* add_login(CLI::App& root, login_arguments& args)
{
    CLI::App& app = *root.add_subcommand("login", "Log in with a browser, and keep the tokens in a file");
    add_app(app, args.common.credentials);
    add_token_store(app, args.common.credentials)->required();
    app.add_option(
           "--redirect-port", args.redirect_port,
           "Box sends the browser to http://localhost:PORT/callback, which the app must allow (default: a "
           "free "
           "port)"
    )
        ->type_name("PORT")
        ->check(between(1, 65535));
    app.add_option(
           "--authorize-url", args.authorize_url,
           "The page where the user agrees (default: Box's, or that of the server at --base-url)"
    )
        ->type_name("URL");
    app.add_flag("--no-browser", args.no_browser, "Print the address only, open no browser");
    add_duration(app, "--timeout", args.patience, "How long to wait for the user (default 5m)");
    add_connection(app, args.common);
    return &app;
}

CLI::App* add_token(CLI::App& root, token_arguments& args)
{
    CLI::App& app = *root.add_subcommand(
        "token", "Check the credentials: show who they are for, and how long the token lasts"
    );
    app.add_flag("--show", args.show, "Print the access token itself too");
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
    app.add_option(
           "--jwt-config-out", args.jwt_config_out,
           "Write the JSON file of an app of the server, as the developer console makes it, to this file"
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
        if (bulk_app_->parsed())
            return bulk_;
        if (login_app_->parsed())
            return login_;
        if (token_app_->parsed())
            return token_;
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
    bulk_arguments bulk_;
    login_arguments login_;
    token_arguments token_;
    serve_arguments serve_;
    CLI::App* share_app_ = add_share(root_, share_);
    CLI::App* unshare_app_ = add_unshare(root_, unshare_);
    CLI::App* get_app_ = add_get(root_, get_);
    CLI::App* find_app_ = add_find(root_, find_);
    CLI::App* bulk_app_ = add_bulk(root_, bulk_);
    CLI::App* login_app_ = add_login(root_, login_);
    CLI::App* token_app_ = add_token(root_, token_);
    CLI::App* serve_app_ = add_serve(root_, serve_);
};

} // namespace

arguments parse_command_line(std::vector<std::string> const& words)
{
    refuse_secrets(words);
    return parser().parse(words);
}

} // namespace boxlink::cli
