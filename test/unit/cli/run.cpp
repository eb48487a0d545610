// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/commands.hpp"
#include "fake_surroundings.hpp"

#include <boxlink/version.hpp>

#include <boost/test/unit_test.hpp>

using namespace boxlink::cli;

namespace {

exit_code run_with(fake_surroundings& fake, std::vector<std::string> const& words)
{
    return run(words, fake.around());
}

} // namespace

// What ends before anything is sent; the rest is for the integration tests.
BOOST_AUTO_TEST_SUITE(whole_runs)

BOOST_AUTO_TEST_CASE(help_and_version_go_to_standard_output)
{
    fake_surroundings fake;
    BOOST_TEST((run_with(fake, {"--version"}) == exit_code::done));
    BOOST_TEST(fake.out.str() == "boxlink " BOXLINK_VERSION "\n");
    BOOST_TEST(fake.err.str() == "");
}

BOOST_AUTO_TEST_CASE(usage_is_checked_before_configuration)
{
    std::vector<std::string> const cases[] = {
        {"get", "nonsense"},
        {"get", "folder:0"},
        {"share", "file:1", "folder:2", "--edit", "--download", "--access", "open"},
        {"share", "file:1", "--vanity-name", "short"},
        {"share", "file:1", "--expires", "2001-01-01T00:00:00Z"},
        {"share", "file:1", "--if-match", "a\r\nb"},
        {"share", "file:1", "--as-user", "me"},
        {"share", "file:1", "--password-env", "UNSET"},
        {"share", "file:1", "--password-file", "/nonexistent/x"},
        {"find", "not a url"},
        {"unshare", "-"},
    };
    for (auto const& words : cases) {
        fake_surroundings fake;
        BOOST_TEST_CONTEXT(words.back())
        {
            BOOST_TEST((run_with(fake, words) == exit_code::usage));
            BOOST_TEST(fake.err.str().starts_with("boxlink: "));
            BOOST_TEST(fake.out.str() == "");
        }
    }
}

BOOST_AUTO_TEST_CASE(what_cannot_work_is_told_as_configuration)
{
    struct
    {
        std::map<std::string, std::string> variables;
        std::vector<std::string> more;
    } const cases[] = {
        {{}, {}},
        {{}, {"--token-file", "/nonexistent/x"}},
        {{{"BOXLINK_TOKEN", "t\x01"}}, {}},
        {{{"BOXLINK_TOKEN", "t"}}, {"--base-url", "ftp://x"}},
        {{{"BOXLINK_TOKEN", "t"}}, {"--base-url", "http://api.example"}},
        {{{"BOXLINK_TOKEN", "t"}, {"BOXLINK_BASE_URL", "nonsense"}}, {}},
        {{{"BOXLINK_TOKEN", "t"}}, {"--ca-file", "/nonexistent/x"}},
        {{{"BOXLINK_TOKEN", "t"}, {"BOXLINK_CA_FILE", "/nonexistent/x"}}, {}},
    };
    for (auto const& c : cases) {
        fake_surroundings fake;
        fake.variables = c.variables;
        std::vector<std::string> words = {"get", "file:1"};
        words.insert(words.end(), c.more.begin(), c.more.end());
        BOOST_TEST((run_with(fake, words) == exit_code::configuration), fake.err.str());
        BOOST_TEST(fake.err.str().starts_with("boxlink: "));
        BOOST_TEST(fake.out.str() == "");
    }
}

BOOST_AUTO_TEST_CASE(credentials_that_cannot_work)
{
    struct
    {
        std::vector<std::string> words;
        exit_code code;
        std::string says;
    } const cases[] = {
        {{"token"}, exit_code::configuration, "boxlink login"},
        {{"token", "--as-user", "me"}, exit_code::usage, "as_user"},
        {{"get", "file:1", "--jwt-config", "/nonexistent/x"}, exit_code::configuration, "/nonexistent/x"},
        {{"get", "file:1", "--jwt-config", "x", "--token-file", "t"}, exit_code::usage, "--jwt-config"},
        {{"get", "file:1", "--client-id", "i", "--user", "1"}, exit_code::configuration, "CLIENT_SECRET"},
        {{"get", "file:1", "--client-id", "i", "--user", "0", "--client-secret-file", "/nonexistent/x"},
         exit_code::configuration,
         "/nonexistent/x"},
        {{"login", "--token-store", "/nonexistent/x/y"}, exit_code::usage, "--client-id"},
        {{"login", "--token-store", "/nonexistent/x/y", "--client-id", "i"},
         exit_code::configuration,
         "CLIENT_SECRET"},
        {{"login", "--token-store", "x", "--client-id", "i", "--authorize-url", "javascript:1"},
         exit_code::usage,
         "--authorize-url"},
        {{"login", "--token-store", "x", "--client-id", "i", "--authorize-url", "https://x?y"},
         exit_code::usage,
         "--authorize-url"},
    };
    for (auto const& c : cases) {
        fake_surroundings fake;
        BOOST_TEST((run_with(fake, c.words) == c.code), fake.err.str());
        BOOST_TEST(fake.err.str().find(c.says) != std::string::npos, fake.err.str());
        BOOST_TEST(fake.out.str() == "");
    }
}

BOOST_AUTO_TEST_CASE(a_login_that_could_not_be_kept_is_not_begun)
{
    fake_surroundings fake;
    fake.variables = {{"BOXLINK_CLIENT_SECRET", "hunter2"}};
    BOOST_TEST(
        (run_with(fake, {"login", "--client-id", "i", "--token-store", "/nonexistent/x/y", "--no-browser"}) ==
         exit_code::configuration)
    );
    BOOST_TEST(fake.err.str().find("/nonexistent/x/y") != std::string::npos, fake.err.str());
    BOOST_TEST(fake.err.str().find("hunter2") == std::string::npos);
    BOOST_TEST(fake.out.str() == "");
}

BOOST_AUTO_TEST_SUITE_END()
