// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/secrets.hpp"

#include "cli/refusal.hpp"
#include "cli/temporary_file.hpp"
#include "fake_surroundings.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>

using namespace boxlink;
using namespace boxlink::cli;

namespace {

class secret_file
{
public:
    explicit secret_file(std::string const& content)
    {
        std::ofstream(file_.path(), std::ios::binary) << content;
    }

    [[nodiscard]] std::string const& path() const { return file_.path(); }

private:
    temporary_file file_{"boxlink-test"};
};

std::string message_of(std::vector<std::string> const& words)
{
    try {
        refuse_secrets(words);
    } catch (usage_error const& e) {
        return e.what();
    }
    return {};
}

} // namespace

BOOST_AUTO_TEST_SUITE(secrets)

BOOST_AUTO_TEST_CASE(the_first_line_counts)
{
    struct
    {
        std::string content;
        std::string expected;
    } const cases[] = {
        {"hunter2", "hunter2"},         {"hunter2\n", "hunter2"}, {"hunter2\r\n", "hunter2"},
        {"hunter2\nmore\n", "hunter2"}, {" a b ", " a b "},       {"tab\t\n", "tab\t"},
        {"\xc3\xa9\n", "\xc3\xa9"},
    };
    for (auto const& c : cases) {
        fake_surroundings fake;
        secret_file const file(c.content);
        BOOST_TEST(read_secret_file(file.path(), "--token-file", fake.around()).reveal() == c.expected);
        BOOST_TEST(fake.err.str() == "");
    }
}

BOOST_AUTO_TEST_CASE(files_without_a_secret_are_refused)
{
    fake_surroundings fake;
    for (std::string const& content :
         {std::string(), std::string("\nsecond"), std::string("\r\n"), std::string(20000, 'x')}) {
        secret_file const file(content);
        BOOST_CHECK_EXCEPTION(
            (void)read_secret_file(file.path(), "--password-file", fake.around()), usage_error,
            [&](usage_error const& e) {
                std::string const text = e.what();
                return text.starts_with("--password-file: ") && text.find(file.path()) != std::string::npos;
            }
        );
    }
    BOOST_CHECK_THROW(
        (void)read_secret_file("/nonexistent/x", "--password-file", fake.around()), usage_error
    );
    BOOST_CHECK_THROW((void)read_secret_file("/", "--password-file", fake.around()), usage_error);
}

BOOST_AUTO_TEST_CASE(a_file_that_others_can_read_is_mentioned_but_taken)
{
    secret_file const file("hunter2");
    std::filesystem::permissions(file.path(), std::filesystem::perms(0644));
    fake_surroundings fake;
    BOOST_TEST(read_secret_file(file.path(), "--token-file", fake.around()).reveal() == "hunter2");
    BOOST_TEST(fake.err.str().find("chmod 600") != std::string::npos);
    BOOST_TEST(fake.err.str().find("hunter2") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_token_comes_from_the_file_else_from_the_environment)
{
    fake_surroundings fake;
    fake.variables = {{"BOXLINK_TOKEN", "from-environment"}};
    secret_file const file("from-file\n");
    BOOST_TEST(find_secret(file.path(), access_token_place, fake.around()).reveal() == "from-file");
    BOOST_TEST(find_secret(std::nullopt, access_token_place, fake.around()).reveal() == "from-environment");
    // A file that is named must work: another token could belong to another user.
    BOOST_CHECK_THROW(
        (void)find_secret("/nonexistent/x", access_token_place, fake.around()), configuration_error
    );
    fake.variables.clear();
    BOOST_CHECK_THROW(
        (void)find_secret(std::nullopt, access_token_place, fake.around()), configuration_error
    );
}

BOOST_AUTO_TEST_CASE(the_password_comes_from_its_source)
{
    fake_surroundings fake;
    fake.variables = {{"LINK_PASSWORD", "Passw0rd!"}};
    secret_file const file("Other1!\n");
    BOOST_TEST(!find_password({}, fake.around()));
    BOOST_TEST(find_password({"LINK_PASSWORD", {}}, fake.around())->reveal() == "Passw0rd!");
    BOOST_TEST(find_password({{}, file.path()}, fake.around())->reveal() == "Other1!");
}

BOOST_AUTO_TEST_CASE(a_password_in_place_of_a_variable_is_not_shown)
{
    fake_surroundings fake;
    BOOST_CHECK_EXCEPTION(
        (void)find_password({"hunter2", {}}, fake.around()), usage_error,
        [](usage_error const& e) { return std::string(e.what()).find("hunter2") == std::string::npos; }
    );
}

BOOST_AUTO_TEST_CASE(secrets_on_the_command_line_are_refused_and_not_shown)
{
    std::vector<std::string> const cases[] = {
        {"share", "file:1", "--token", "hunter2"},
        {"share", "--token=hunter2", "file:1"},
        {"share", "file:1", "--password", "hunter2"},
        {"find", "--password=hunter2", "https://app.box.com/s/x"},
        {"--token", "hunter2", "get", "file:1"},
        {"token", "--client-secret", "hunter2"},
        {"token", "--refresh-token=hunter2"},
        {"token", "--passphrase", "hunter2"},
        {"token", "--private-key=hunter2"},
    };
    for (auto const& words : cases) {
        std::string const message = message_of(words);
        BOOST_TEST(message.find("command line") != std::string::npos);
        BOOST_TEST(message.find("hunter2") == std::string::npos);
    }
    BOOST_TEST(message_of({"--token"}).find("BOXLINK_TOKEN") != std::string::npos);
    BOOST_TEST(message_of({"--password"}).find("--password-env") != std::string::npos);
    BOOST_TEST(message_of({"--client-secret"}).find("BOXLINK_CLIENT_SECRET") != std::string::npos);
    BOOST_TEST(message_of({"--refresh-token"}).find("BOXLINK_REFRESH_TOKEN") != std::string::npos);
    BOOST_TEST(message_of({"--passphrase"}).find("--jwt-config") != std::string::npos);
    BOOST_TEST(message_of({"share", "--token-file", "f", "--password-env", "V", "--", "--token"}) == "");
}

BOOST_AUTO_TEST_SUITE_END()
