// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/credential_options.hpp"

#include "cli/refusal.hpp"
#include "cli/secrets.hpp"
#include "cli/seeded_token_store.hpp"
#include "model/text.hpp"

#include <array>
#include <utility>

namespace boxlink::cli {
namespace {

using namespace std::string_literals;

constexpr char const* the_ways = "set BOXLINK_TOKEN or use --token-file for an access token; --jwt-config "
                                 "for an app with JWT; --client-id with "
                                 "--enterprise or --user for an app with client credentials; or --client-id "
                                 "with --token-store after boxlink login";

struct option
{
    char const* name;
    bool is_given;
};

void refuse_both(option const& a, option const& b, char const* advice)
{
    if (a.is_given && b.is_given)
        throw usage_error(a.name + " and "s + b.name + " contradict each other; " + advice);
}

void refuse_contradictions(credential_arguments const& args)
{
    option const token = {"--token-file", args.token_file.has_value()};
    option const jwt = {"--jwt-config", args.jwt_config.has_value()};
    option const id = {"--client-id", args.client_id.has_value()};
    option const secret_file = {"--client-secret-file", args.client_secret_file.has_value()};
    option const enterprise = {"--enterprise", args.enterprise.has_value()};
    option const user = {"--user", args.user.has_value()};
    option const store = {"--token-store", args.token_store.has_value()};
    option const user_tokens = {"--user-tokens", args.user_tokens};

    constexpr char const* one_kind = "use one kind of credentials";
    for (option const& other : {jwt, id, secret_file, enterprise, user, store})
        refuse_both(token, other, one_kind);
    for (option const& other : {id, secret_file, store})
        refuse_both(jwt, other, one_kind);
    constexpr char const* one_user = "a login speaks for the user who logged in";
    for (option const& other : {enterprise, user, user_tokens})
        refuse_both(store, other, one_user);
    refuse_both(enterprise, user, "tokens speak for one of them");
    refuse_both(token, user_tokens, "a ready token speaks for one user only");
}

void check_id(char const* name, std::optional<std::string> const& id)
{
    if (id && !model::is_digits(*id))
        throw usage_error(name + ": "s + model::quoted(*id) + " is no id; give decimal digits"s);
}

std::optional<box_subject> subject_of(credential_arguments const& args)
{
    if (args.enterprise)
        return box_subject::enterprise(*args.enterprise);
    if (args.user)
        return box_subject::user(*args.user);
    return std::nullopt;
}

credential_choice with_file(credential_kind kind, std::optional<std::string> file)
{
    credential_choice choice(kind);
    choice.file = std::move(file);
    return choice;
}

[[noreturn]] void refuse_two_variables(char const* a, char const* b, char const* advice)
{
    throw configuration_error(
        a + " and "s + b + " are both set, and no option says which one to use; unset one, or use " + advice
    );
}

// An option names the app. Whom its tokens are for decides what it is.
credential_choice choose_app(credential_arguments const& args, std::optional<std::string> id)
{
    if (!id)
        throw usage_error("no client id: give --client-id, or set BOXLINK_CLIENT_ID");
    credential_choice choice(args.token_store ? credential_kind::login : credential_kind::client_credentials);
    choice.file = args.token_store;
    choice.client_id = *std::move(id);
    choice.subject = subject_of(args);
    if (!choice.file && !choice.subject)
        throw usage_error(
            "--client-id: it is not said for whom; give --enterprise ID, --user ID, or --token-store "
            "FILE for a login"
        );
    return choice;
}

// Options that say for whom tokens are, and not who asks.
credential_choice choose_by_subject(
    credential_arguments const& args, std::optional<std::string> id, std::optional<std::string> jwt_config
)
{
    if (id && jwt_config)
        refuse_two_variables("BOXLINK_CLIENT_ID", "BOXLINK_JWT_CONFIG", "--client-id or --jwt-config");
    if (!jwt_config)
        return choose_app(args, std::move(id));
    credential_choice choice = with_file(credential_kind::jwt, std::move(jwt_config));
    choice.subject = subject_of(args);
    return choice;
}

credential_choice choose_by_environment(surroundings const& around)
{
    bool const token = around.variable("BOXLINK_TOKEN").has_value();
    std::optional<std::string> jwt_config = around.variable("BOXLINK_JWT_CONFIG");
    if (token && jwt_config)
        refuse_two_variables("BOXLINK_TOKEN", "BOXLINK_JWT_CONFIG", "--token-file or --jwt-config");
    if (token)
        return credential_choice(credential_kind::access_token);
    if (jwt_config)
        return with_file(credential_kind::jwt, std::move(jwt_config));
    throw configuration_error("no credentials: "s + the_ways);
}

credential_choice choose(credential_arguments const& args, surroundings const& around)
{
    if (args.token_file)
        return with_file(credential_kind::access_token, args.token_file);
    std::optional<std::string> const variable_id = around.variable("BOXLINK_CLIENT_ID");
    if (args.jwt_config) {
        credential_choice choice = with_file(credential_kind::jwt, args.jwt_config);
        choice.subject = subject_of(args);
        return choice;
    }
    if (args.client_id || args.client_secret_file || args.token_store)
        return choose_app(args, args.client_id ? args.client_id : variable_id);
    if (subject_of(args))
        return choose_by_subject(args, variable_id, around.variable("BOXLINK_JWT_CONFIG"));
    return choose_by_environment(around);
}

credentials make_jwt(credential_choice const& choice)
{
    result<jwt_app> app = jwt_app::from_file(*choice.file);
    if (!app)
        throw configuration_error(app.error().message);
    if (choice.subject)
        return jwt(*std::move(app), *choice.subject);
    if (!app->enterprise_id())
        throw configuration_error(
            model::quoted(*choice.file) + " names no enterprise; give --user ID, or --enterprise ID"
        );
    return jwt(*std::move(app));
}

credentials make_login(credential_choice const& choice, oauth_app app, surroundings const& around)
{
    std::shared_ptr<token_store> store = file_token_store(*choice.file);
    if (std::optional<std::string> seed = around.variable("BOXLINK_REFRESH_TOKEN"))
        store = seeded_token_store(std::move(store), secret(*std::move(seed)));
    return oauth2(std::move(app), std::move(store));
}

credentials
make_one(credential_choice const& choice, credential_arguments const& args, surroundings const& around)
{
    switch (choice.kind) {
    case credential_kind::access_token:
        return bearer_token(find_secret(choice.file, access_token_place, around));
    case credential_kind::jwt:
        return make_jwt(choice);
    case credential_kind::client_credentials:
        return client_credentials(find_app(choice, args, around), *choice.subject);
    case credential_kind::login:
        break;
    }
    return make_login(choice, find_app(choice, args, around), around);
}

} // namespace

std::string_view to_string(credential_kind kind) noexcept
{
    switch (kind) {
    case credential_kind::access_token:
        return "access_token";
    case credential_kind::jwt:
        return "jwt";
    case credential_kind::client_credentials:
        return "client_credentials";
    case credential_kind::login:
        break;
    }
    return "login";
}

std::string credential_choice::describe() const
{
    std::string const whom = subject ? ", for " + subject->type() + ' ' + subject->id() : "";
    switch (kind) {
    case credential_kind::access_token:
        return "access token of " + file.value_or("BOXLINK_TOKEN");
    case credential_kind::jwt:
        return "app with JWT of " + *file + whom;
    case credential_kind::client_credentials:
        return "app " + client_id + " with client credentials" + whom;
    case credential_kind::login:
        break;
    }
    return "login kept in " + *file + ", app " + client_id;
}

credential_choice choose_credentials(credential_arguments const& args, surroundings const& around)
{
    refuse_contradictions(args);
    check_id("--enterprise", args.enterprise);
    check_id("--user", args.user);
    credential_choice choice = choose(args, around);
    if (args.user_tokens && choice.kind == credential_kind::access_token)
        throw usage_error(
            "--user-tokens: a ready token speaks for one user only; use --jwt-config, or --client-id with "
            "--enterprise"
        );
    return choice;
}

oauth_app
find_app(credential_choice const& choice, credential_arguments const& args, surroundings const& around)
{
    return oauth_app(choice.client_id, find_secret(args.client_secret_file, client_secret_place, around));
}

credentials make_credentials(
    credential_choice const& choice, credential_arguments const& args, surroundings const& around
)
{
    credentials made = make_one(choice, args, around);
    return args.user_tokens ? made.with_user_tokens() : made;
}

} // namespace boxlink::cli
