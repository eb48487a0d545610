// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/option_groups.hpp"

#include <vector>

namespace boxlink::cli {
namespace {

using std::chrono::milliseconds;
using options = std::vector<CLI::Option*>;

// What the library takes at most.
constexpr milliseconds longest_wait = std::chrono::days(366);

void put_into_group(options const& members, std::string const& name)
{
    for (CLI::Option* const option : members)
        option->group(name);
}

constexpr char const* credentials_group = "Credentials";
constexpr char const* common_group = "Common options";

void add_credentials(CLI::App& app, credential_arguments& args)
{
    put_into_group(
        {
            app.add_option(
                   "--token-file", args.token_file,
                   "The access token is the first line of this file (else BOXLINK_TOKEN)"
            )
                ->type_name("FILE"),
            app.add_option(
                   "--jwt-config", args.jwt_config,
                   "The JSON file of an app with JWT, from the developer console (else BOXLINK_JWT_CONFIG)"
            )
                ->type_name("FILE"),
        },
        credentials_group
    );
    add_app(app, args);
    put_into_group(
        {
            app.add_option("--enterprise", args.enterprise, "An app's tokens speak for its service account")
                ->type_name("ID"),
            app.add_option("--user", args.user, "An app's tokens speak for this user")->type_name("ID"),
        },
        credentials_group
    );
    add_token_store(app, args);
    app.add_flag(
           "--user-tokens", args.user_tokens,
           "With --as-user: get a token of that user, in place of the As-User header"
    )
        ->group(credentials_group);
}

struct wording
{
    char const* deadline;
    char const* concurrency;
    int most_concurrency;
    char const* json;
};

void add_effort(CLI::App& app, common_arguments& args, wording const& help)
{
    put_into_group(
        {
            app.add_option("--as-user", args.as_user, "Act as this user")->type_name("ID"),
            add_duration(app, "--timeout", args.timeout, "For one attempt (default 30s)"),
            add_duration(app, "--deadline", args.deadline, help.deadline),
            app.add_option("--max-attempts", args.max_attempts, "For one item, 1 to 100 (default 5)")
                ->type_name("N")
                ->check(between(1, 100)),
            app.add_option(
                   "--rate", args.rate,
                   "Requests a minute that the server permits a user; less is learned (default 1000)"
            )
                ->type_name("N")
                ->check(between(1, 600000000)),
            app.add_option("--concurrency", args.concurrency, help.concurrency)
                ->type_name("N")
                ->check(between(1, help.most_concurrency)),
            app.add_flag("--json", args.json, help.json),
        },
        common_group
    );
}

} // namespace

CLI::Validator between(int least, int most)
{
    return CLI::Range(least, most).description("");
}

CLI::Option* add_duration(
    CLI::App& app, std::string const& name, std::optional<milliseconds>& target, std::string const& help
)
{
    auto const read = [name, &target](std::string const& text) {
        result<milliseconds> const duration = model::parse_duration(text);
        if (!duration)
            throw CLI::ValidationError(name, duration.error().message);
        if (*duration > longest_wait)
            throw CLI::ValidationError(name, "longer than a year");
        target = *duration;
    };
    return app.add_option_function<std::string>(name, read, help)->type_name("DURATION");
}

void add_app(CLI::App& app, credential_arguments& args)
{
    put_into_group(
        {
            app.add_option("--client-id", args.client_id, "The client id of an app (else BOXLINK_CLIENT_ID)")
                ->type_name("ID"),
            app.add_option(
                   "--client-secret-file", args.client_secret_file,
                   "The app's client secret is the first line of this file (else BOXLINK_CLIENT_SECRET)"
            )
                ->type_name("FILE"),
        },
        credentials_group
    );
}

CLI::Option* add_token_store(CLI::App& app, credential_arguments& args)
{
    return app.add_option("--token-store", args.token_store, "The file that keeps the tokens of a login")
        ->type_name("FILE")
        ->group(credentials_group);
}

void add_connection(CLI::App& app, common_arguments& args)
{
    put_into_group(
        {
            app.add_option(
                   "--base-url", args.base_url,
                   "Where the API is (BOXLINK_BASE_URL; default https://api.box.com)"
            )
                ->type_name("URL"),
            app.add_option(
                   "--ca-file", args.ca_file,
                   "Certificate authorities to trust beside the system's (BOXLINK_CA_FILE)"
            )
                ->type_name("FILE"),
            app.add_flag(
                "--allow-http-loopback", args.allow_http_loopback,
                "Allow a base URL with http:// to this machine"
            ),
            app.add_flag("-v,--verbose", args.verbose, "Tell of each attempt and wait on standard error"),
        },
        common_group
    );
}

void add_common(CLI::App& app, common_arguments& args)
{
    add_credentials(app, args.credentials);
    add_connection(app, args);
    wording const help = {
        "For one item, all waiting and retries included (default 5m)",
        "Items and connections at once, 1 to 256 (default 16)",
        256,
        "One JSON object a line, as results come, instead of a table",
    };
    add_effort(app, args, help);
}

void add_common_of_bulk(CLI::App& app, common_arguments& args)
{
    add_credentials(app, args.credentials);
    add_connection(app, args);
    wording const help = {
        "For the whole job: then nothing more is begun (no limit by default)",
        "Connections at once, opened as they are needed, 1 to 1000 (default 320)",
        1000,
        "Print each outcome as a JSON object on a line, as in --results FILE.jsonl",
    };
    add_effort(app, args, help);
}

} // namespace boxlink::cli
