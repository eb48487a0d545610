// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/command_line.hpp"

#include "cli/refusal.hpp"

#include <boxlink/version.hpp>

#include <boost/test/unit_test.hpp>

using namespace boxlink::cli;
using namespace std::chrono_literals;

namespace {

using words = std::vector<std::string>;

template <class Arguments>
Arguments parsed(words const& line)
{
    return std::get<Arguments>(parse_command_line(line));
}

std::string refused(words const& line)
{
    try {
        (void)parse_command_line(line);
    } catch (usage_error const& e) {
        return e.what();
    }
    return {};
}

} // namespace

BOOST_AUTO_TEST_SUITE(command_line)

BOOST_AUTO_TEST_CASE(share_with_nothing_leaves_all_alone)
{
    auto const args = parsed<share_arguments>({"share", "file:1"});
    BOOST_TEST(args.items == words({"file:1"}));
    BOOST_TEST(!args.link.access);
    BOOST_TEST((!args.link.password.variable && !args.link.password.file && !args.link.no_password));
    BOOST_TEST(!args.link.expires.has_value());
    BOOST_TEST((!args.link.vanity_name && !args.link.no_vanity_name));
    BOOST_TEST((!args.link.download && !args.link.edit && !args.if_match));
    BOOST_TEST(
        (!args.common.base_url && !args.common.timeout && !args.common.deadline && !args.common.max_attempts)
    );
    BOOST_TEST(args.common.concurrency == 16U);
    BOOST_TEST((!args.common.json && !args.common.verbose && !args.common.allow_http_loopback));
}

BOOST_AUTO_TEST_CASE(share_with_everything)
{
    auto const args = parsed<share_arguments>(
        {"share",
         "file:1",
         "--access",
         "open",
         "folder:2",
         "--password-env",
         "VAR",
         "--expires",
         "30d",
         "--vanity-name",
         "a-long-name-x",
         "--download",
         "--no-edit",
         "--if-match",
         "7",
         "--base-url",
         "https://x",
         "--ca-file",
         "ca.pem",
         "--token-file",
         "t",
         "--as-user",
         "42",
         "--timeout",
         "5s",
         "--deadline",
         "45s",
         "--max-attempts",
         "3",
         "--rate",
         "600",
         "--concurrency",
         "64",
         "--json",
         "-v",
         "--allow-http-loopback",
         "https://acme.app.box.com/file/3"}
    );
    BOOST_TEST(args.items == words({"file:1", "folder:2", "https://acme.app.box.com/file/3"}));
    BOOST_TEST((args.link.access == access_choice::open));
    BOOST_TEST((args.link.password.variable == "VAR"));
    BOOST_TEST((args.link.expires == boxlink::model::expiry(std::chrono::seconds(30 * 24h))));
    BOOST_TEST((args.link.vanity_name == "a-long-name-x"));
    BOOST_TEST((args.link.download == true && args.link.edit == false));
    BOOST_TEST((args.if_match == "7"));
    BOOST_TEST((args.common.base_url == "https://x" && args.common.ca_file == "ca.pem"));
    BOOST_TEST((args.common.credentials.token_file == "t" && args.common.as_user == "42"));
    BOOST_TEST((args.common.timeout == 5s && args.common.deadline == 45s && args.common.max_attempts == 3));
    BOOST_TEST((args.common.rate == 600U));
    BOOST_TEST(args.common.concurrency == 64U);
    BOOST_TEST((args.common.json && args.common.verbose && args.common.allow_http_loopback));
}

BOOST_AUTO_TEST_CASE(share_clears)
{
    auto const args = parsed<share_arguments>(
        {"share", "file:1", "--no-password", "--expires", "never", "--no-vanity-name", "--no-download",
         "--edit"}
    );
    BOOST_TEST((args.link.no_password && args.link.no_vanity_name));
    BOOST_TEST((args.link.expires == boxlink::model::expiry(boxlink::model::never())));
    BOOST_TEST((args.link.download == false && args.link.edit == true));
}

BOOST_AUTO_TEST_CASE(every_access)
{
    std::pair<std::string, access_choice> const cases[] = {
        {"open", access_choice::open},
        {"company", access_choice::company},
        {"collaborators", access_choice::collaborators},
        {"default", access_choice::by_default},
    };
    for (auto const& [text, expected] : cases)
        BOOST_TEST((parsed<share_arguments>({"share", "file:1", "--access=" + text}).link.access == expected)
        );
}

BOOST_AUTO_TEST_CASE(the_other_commands)
{
    auto const unshared = parsed<unshare_arguments>({"unshare", "file:1", "-", "--if-match", "2", "--json"});
    BOOST_TEST(unshared.items == words({"file:1", "-"}));
    BOOST_TEST((unshared.if_match == "2" && unshared.common.json));

    auto const got = parsed<get_arguments>({"get", "--if-none-match", "3", "get"});
    BOOST_TEST(got.items == words({"get"}));
    BOOST_TEST((got.if_none_match == "3"));

    auto const found = parsed<find_arguments>({"find", "https://app.box.com/s/x", "--password-file", "p"});
    BOOST_TEST(found.url == "https://app.box.com/s/x");
    BOOST_TEST((found.password.file == "p" && !found.password.variable));

    auto const served = parsed<serve_arguments>(
        {"serve", "--items", "5", "--port", "8443", "--rate-limit", "1000", "--latency", "20ms",
         "--fail-every", "50", "--ca-out", "ca.pem", "--jwt-config-out", "jwt.json", "--plain-http", "--json"}
    );
    BOOST_TEST((served.items == 5U && served.port == 8443 && served.rate_limit == 1000U));
    BOOST_TEST((served.latency == 20ms && served.fail_every == 50U && served.ca_out == "ca.pem"));
    BOOST_TEST((served.jwt_config_out == "jwt.json" && served.plain_http && served.json));
}

BOOST_AUTO_TEST_CASE(credentials)
{
    auto const all = parsed<token_arguments>(
        {"token", "--token-file", "t", "--jwt-config", "j", "--client-id", "i", "--client-secret-file", "s",
         "--enterprise", "1", "--user", "2", "--token-store", "k", "--user-tokens", "--show", "--json"}
    );
    credential_arguments const& who = all.common.credentials;
    BOOST_TEST((who.token_file == "t" && who.jwt_config == "j" && who.client_id == "i"));
    BOOST_TEST((who.client_secret_file == "s" && who.enterprise == "1" && who.user == "2"));
    BOOST_TEST((who.token_store == "k" && who.user_tokens && all.show && all.common.json));
    for (char const* command : {"share", "unshare", "get", "find", "token"}) {
        std::string const help = parsed<shown_text>({command, "--help"}).text;
        for (char const* option : {"--jwt-config", "--client-id", "--token-store", "--user-tokens"})
            BOOST_TEST(help.find(option) != std::string::npos, command << option);
    }
}

BOOST_AUTO_TEST_CASE(login)
{
    auto const least = parsed<login_arguments>({"login", "--token-store", "k"});
    BOOST_TEST((least.common.credentials.token_store == "k" && !least.common.credentials.client_id));
    BOOST_TEST((!least.redirect_port && !least.authorize_url && !least.no_browser && !least.patience));
    auto const all = parsed<login_arguments>(
        {"login",
         "--client-id",
         "i",
         "--client-secret-file",
         "s",
         "--token-store",
         "k",
         "--redirect-port",
         "3000",
         "--authorize-url",
         "https://a",
         "--no-browser",
         "--timeout",
         "90s",
         "--base-url",
         "https://b",
         "--ca-file",
         "c",
         "--allow-http-loopback",
         "-v"}
    );
    BOOST_TEST((all.common.credentials.client_id == "i" && all.common.credentials.client_secret_file == "s"));
    BOOST_TEST((all.redirect_port == 3000 && all.authorize_url == "https://a" && all.no_browser));
    BOOST_TEST((all.patience == 90s && !all.common.timeout && all.common.base_url == "https://b"));
    BOOST_TEST((all.common.ca_file == "c" && all.common.allow_http_loopback && all.common.verbose));
}

BOOST_AUTO_TEST_CASE(bulk)
{
    auto const least = parsed<bulk_arguments>({"bulk", "jobs.csv"});
    BOOST_TEST((least.input == "jobs.csv" && !least.from_folder && !least.recursive && !least.limit));
    BOOST_TEST(least.common.concurrency == 320U);
    BOOST_TEST((least.action == boxlink::bulk_action::share && !least.dry_run && !least.skip_invalid));
    auto const all = parsed<bulk_arguments>(
        {"bulk",
         "-",
         "--operation",
         "get",
         "--access",
         "open",
         "--password-env",
         "P",
         "--expires",
         "30d",
         "--no-vanity-name",
         "--no-download",
         "--edit",
         "--results",
         "r.csv",
         "--failed",
         "f.csv",
         "--journal",
         "j",
         "--resume",
         "--retry-failed",
         "--report",
         "r.html",
         "--skip-invalid",
         "--ignore-unknown-columns",
         "--limit",
         "5",
         "--deadline",
         "8h",
         "--rate",
         "600",
         "--json"}
    );
    BOOST_TEST((all.input == "-" && all.action == boxlink::bulk_action::get_link));
    BOOST_TEST((all.link.access == access_choice::open && all.link.password.variable == "P"));
    BOOST_TEST((all.link.no_vanity_name && all.link.download == false && all.link.edit == true));
    BOOST_TEST((all.results == "r.csv" && all.failed == "f.csv" && all.journal == "j"));
    BOOST_TEST((all.resume && all.retry_failed && all.report == "r.html" && all.skip_invalid));
    BOOST_TEST((all.ignore_unknown_columns && all.limit == 5U && all.common.deadline == 8h));
    BOOST_TEST((all.common.rate == 600U && all.common.json));
    auto const folder = parsed<bulk_arguments>({"bulk", "--from-folder", "0", "--recursive", "--dry-run"});
    BOOST_TEST((!folder.input && folder.from_folder == "0" && folder.recursive && folder.dry_run));
    std::string const help = parsed<shown_text>({"bulk", "--help"}).text;
    for (char const* word : {"vanity_name", "--resume", "130 interrupted", "For the whole job"})
        BOOST_TEST(help.find(word) != std::string::npos, word);
}

BOOST_AUTO_TEST_CASE(words_after_two_dashes_are_items)
{
    BOOST_TEST(parsed<get_arguments>({"get", "--", "--json"}).items == words({"--json"}));
}

BOOST_AUTO_TEST_CASE(help_and_version)
{
    BOOST_TEST(parsed<shown_text>({"--version"}).text == "boxlink " BOXLINK_VERSION "\n");
    for (char const* command : {"share", "unshare", "get", "find", "bulk", "token", "serve"}) {
        std::string const text = parsed<shown_text>({command, "--help"}).text;
        BOOST_TEST(text.find("--json") != std::string::npos);
        BOOST_TEST(parsed<shown_text>({"--help"}).text.find(command) != std::string::npos);
    }
    BOOST_TEST(parsed<shown_text>({"share", "-h"}).text.find("--password-env") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(refusals_name_the_option)
{
    struct
    {
        words line;
        std::string says;
    } const cases[] = {
        {{}, "no command"},
        {{"shar", "file:1"}, "'shar' is no command"},
        {{""}, "is no command"},
        {{"--json"}, "--json"},
        {{"share"}, "items"},
        {{"find"}, "url"},
        {{"find", "https://a", "https://b"}, "an argument too many"},
        {{"share", "file:1", "--frobnicate"}, "--frobnicate: no such option"},
        {{"share", "file:1", "--if-none-match", "1"}, "--if-none-match: no such option"},
        {{"get", "file:1", "--edit"}, "--edit: no such option"},
        {{"share", "file:1", "--access", "everyone"}, "--access"},
        {{"share", "file:1", "--access"}, "--access"},
        {{"share", "file:1", "--access", "open", "--access", "company"}, "--access"},
        {{"share", "file:1", "--expires", "tomorrow"}, "--expires"},
        {{"share", "file:1", "--timeout", "5"}, "--timeout"},
        {{"share", "file:1", "--deadline", "0s"}, "--deadline"},
        {{"share", "file:1", "--max-attempts", "0"}, "--max-attempts"},
        {{"share", "file:1", "--max-attempts", "x"}, "--max-attempts"},
        {{"bulk", "jobs.csv", "--from-folder", "0"}, "--from-folder"},
        {{"bulk", "jobs.csv", "--recursive"}, "--recursive"},
        {{"bulk", "jobs.csv", "--resume"}, "--resume"},
        {{"bulk", "jobs.csv", "--retry-failed"}, "--retry-failed"},
        {{"bulk", "jobs.csv", "--limit", "0"}, "--limit"},
        {{"bulk", "jobs.csv", "--concurrency", "1001"}, "--concurrency"},
        {{"bulk", "jobs.csv", "--operation", "delete"}, "--operation"},
        {{"share", "file:1", "--rate", "0"}, "--rate"},
        {{"share", "file:1", "--rate", "600000001"}, "--rate"},
        {{"share", "file:1", "--concurrency", "0"}, "--concurrency"},
        {{"share", "file:1", "--concurrency", "-1"}, "--concurrency"},
        {{"share", "file:1", "--concurrency", "257"}, "--concurrency"},
        {{"share", "file:1", "--download", "--no-download"}, "--no-download"},
        {{"share", "file:1", "--edit", "--no-edit"}, "--no-edit"},
        {{"share", "file:1", "--no-password", "--password-env", "V"}, "--no-password"},
        {{"share", "file:1", "--no-password", "--password-file", "F"}, "--no-password"},
        {{"share", "file:1", "--password-env", "V", "--password-file", "F"}, "--password-"},
        {{"share", "file:1", "--vanity-name", "n", "--no-vanity-name"}, "--no-vanity-name"},
        {{"share", "file:1", "--token", "x"}, "--token"},
        {{"share", "file:1", "--client-secret", "x"}, "--client-secret"},
        {{"login", "--client-id", "i"}, "--token-store"},
        {{"login", "--token-store", "k", "--redirect-port", "0"}, "--redirect-port"},
        {{"login", "--token-store", "k", "--jwt-config", "j"}, "--jwt-config: no such option"},
        {{"login", "--token-store", "k", "--timeout", "5"}, "--timeout"},
        {{"token", "file:1"}, "an argument too many"},
        {{"serve", "--port", "70000"}, "--port"},
        {{"serve", "--items", "0"}, "--items"},
        {{"serve", "file:1"}, "an argument too many"},
    };
    for (auto const& c : cases) {
        std::string const message = refused(c.line);
        BOOST_TEST(
            message.find(c.says) != std::string::npos, "'" << message << "' should say '" << c.says << "'"
        );
    }
}

BOOST_AUTO_TEST_CASE(refusals_show_no_value_that_could_be_a_secret)
{
    for (words const& line :
         {words{"find", "https://a", "hunter2"}, words{"share", "file:1", "--pass=hunter2"},
          words{"share", "file:1", "--secret=hunter2", "--json"}, words{"serve", "hunter2"}})
        BOOST_TEST(refused(line).find("hunter2") == std::string::npos, refused(line));
}

BOOST_AUTO_TEST_SUITE_END()
