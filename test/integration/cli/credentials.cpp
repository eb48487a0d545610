// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <deque>

using boxlink::testing::fault;
using boxlink::testing::kind;
using boxlink::testing::server_options;
using words = std::vector<std::string>;

namespace {

// Nothing in the environment chooses credentials.
class credentials_fixture : public command_fixture
{
public:
    std::string jwt_config = scratch.write("jwt.json", server.jwt_config_json());
    std::string secret_file = scratch.write("secret", server.client_secret() + "\n");
    std::string store = scratch.file("tokens.json");

    credentials_fixture()
    {
        variables.erase("BOXLINK_TOKEN");
        auto const app = boost::json::parse(server.jwt_config_json()).at("boxAppSettings").at("appAuth");
        secrets.emplace_back(app.at("passphrase").as_string());
        // A line of the key.
        std::string const key(app.at("privateKey").as_string());
        secrets.push_back(key.substr(key.find('\n') + 1, 60));
    }

    // Puts a refresh token into the environment, which is used once.
    std::string give_refresh_token()
    {
        std::string const token = server.issue_refresh_token(server.default_user());
        secrets.push_back(token);
        variables["BOXLINK_REFRESH_TOKEN"] = token;
        return token;
    }

    [[nodiscard]] words login_options() const
    {
        return {"--client-id", server.client_id(), "--client-secret-file",
                secret_file,   "--token-store",    store};
    }

    [[nodiscard]] words app_options() const
    {
        return {"--client-id", server.client_id(), "--client-secret-file",
                secret_file,   "--enterprise",     server.enterprise_id()};
    }
};

words joined(words line, words const& more)
{
    line.insert(line.end(), more.begin(), more.end());
    return line;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(credentials_of_every_kind, credentials_fixture)

BOOST_AUTO_TEST_CASE(the_token_command_knows_them)
{
    give_refresh_token();
    std::pair<std::string, words> const cases[] = {
        {"access_token", {"--token-file", scratch.write("token", server.token())}},
        {"jwt", {"--jwt-config", jwt_config}},
        {"client_credentials", app_options()},
        {"login", login_options()},
    };
    for (auto const& [name, options] : cases) {
        auto const end = run(joined({"token", "--json"}, options));
        BOOST_TEST(end.status == 0, end.err);
        BOOST_TEST(end.err == "");
        auto const result = boost::json::parse(end.out).as_object();
        BOOST_TEST(
            keys(result) == words({"item", "ok", "user", "credentials", "expires_at", "expires_in_s"})
        );
        BOOST_TEST(result.at("credentials").as_string() == name);
        BOOST_TEST(result.at("user").at("id").as_string() == server.default_user());
        if (name == "access_token") {
            BOOST_TEST(result.at("expires_in_s").is_null());
        } else {
            BOOST_TEST(result.at("expires_in_s").as_int64() > 3000);
            BOOST_TEST(result.at("expires_in_s").as_int64() <= 3600);
        }

        auto const text = run(joined({"token"}, options));
        BOOST_TEST(text.status == 0, text.err);
        BOOST_TEST(text.out.find("id " + server.default_user()) != std::string::npos, text.out);
        BOOST_TEST(text.out.find("token        ") == std::string::npos, text.out);
    }
    BOOST_TEST(server.counters().refresh_token_reuses == 0U);
}

BOOST_AUTO_TEST_CASE(all_commands_take_them)
{
    give_refresh_token();
    for (words const& options : {words{"--jwt-config", jwt_config}, app_options(), login_options()}) {
        std::string const id = server.add_file();
        auto const end = run(joined({"share", "file:" + id}, options));
        BOOST_TEST(end.status == 0, end.err);
        auto const link = server.link_of(kind::file, id);
        BOOST_TEST_REQUIRE(link.has_value());
        BOOST_TEST(run(joined({"get", "file:" + id}, options)).status == 0);
        BOOST_TEST(run(joined({"find", link->url}, options)).status == 0);
        BOOST_TEST(run(joined({"unshare", "file:" + id}, options)).status == 0);
    }
}

BOOST_AUTO_TEST_CASE(the_environment_is_enough)
{
    variables["BOXLINK_JWT_CONFIG"] = jwt_config;
    BOOST_TEST(run({"token"}).status == 0);
    variables.erase("BOXLINK_JWT_CONFIG");
    variables["BOXLINK_CLIENT_ID"] = server.client_id();
    variables["BOXLINK_CLIENT_SECRET"] = server.client_secret();
    BOOST_TEST(run({"token", "--enterprise", server.enterprise_id()}).status == 0);
    give_refresh_token();
    BOOST_TEST(run({"token", "--token-store", store}).status == 0);
}

BOOST_AUTO_TEST_CASE(the_token_is_shown_when_it_is_asked_for)
{
    auto const token = server.issue_token(server.default_user());
    auto const file = scratch.write("token", token);
    BOOST_TEST(
        run({"token", "--token-file", file, "--show"}).out.find("token        " + token) != std::string::npos
    );
    auto const end = run({"token", "--token-file", file, "--show", "--json"});
    BOOST_TEST(boost::json::parse(end.out).at("token").as_string() == token);
}

BOOST_AUTO_TEST_CASE(tokens_for_users)
{
    std::string const jane = server.add_user("Jane Roe");
    auto const by_subject = run({"token", "--jwt-config", jwt_config, "--user", jane});
    BOOST_TEST(by_subject.out.find("Jane Roe") != std::string::npos, by_subject.err);
    BOOST_TEST(by_subject.out.find("for user " + jane) != std::string::npos, by_subject.out);

    for (bool const user_tokens : {false, true}) {
        server.record_requests(true);
        words line = {"token", "--jwt-config", jwt_config, "--as-user", jane};
        if (user_tokens)
            line.push_back("--user-tokens");
        auto const end = run(line);
        BOOST_TEST(end.status == 0, end.err);
        BOOST_TEST(end.out.find("Jane Roe") != std::string::npos, end.out);
        for (auto const& request : server.requests()) {
            bool const is_token_request = request.raw.starts_with("POST /oauth2/");
            bool const acts_as_jane = request.raw.find("\r\nAs-User: " + jane) != std::string::npos;
            BOOST_TEST(acts_as_jane == (!user_tokens && !is_token_request));
        }
        server.clear_requests();
    }
}

BOOST_AUTO_TEST_CASE(the_refresh_token_of_the_environment_is_used_once)
{
    give_refresh_token();
    BOOST_TEST(run(joined({"token"}, login_options())).status == 0);
    BOOST_TEST((std::filesystem::status(store).permissions() == std::filesystem::perms(0600)));
    server.expire_all_tokens();
    BOOST_TEST(run(joined({"token"}, login_options())).status == 0);
    BOOST_TEST(server.counters().token_requests_of("refresh_token") == 2U);
    BOOST_TEST(server.counters().refresh_token_reuses == 0U);
}

BOOST_AUTO_TEST_CASE(processes_share_a_store)
{
    give_refresh_token();
    BOOST_TEST(run(joined({"token"}, login_options())).status == 0);
    variables.erase("BOXLINK_REFRESH_TOKEN");
    for (int round = 0; round < 3; ++round) {
        server.expire_all_tokens();
        std::deque<child_process> commands;
        for (int i = 0; i < 4; ++i)
            commands.emplace_back(BOXLINK_COMMAND, joined({"token"}, login_options()), variables);
        for (child_process& command : commands) {
            auto const end = command.wait();
            BOOST_TEST(end.status == 0, end.err);
        }
    }
    BOOST_TEST(server.counters().refresh_token_reuses == 0U);
}

BOOST_AUTO_TEST_CASE(what_box_refuses_tells_no_secret)
{
    std::string const wrong = scratch.write("wrong", "a-wrong-secret");
    secrets.push_back("a-wrong-secret");
    std::string broken = server.jwt_config_json();
    auto const passphrase =
        std::string(boost::json::parse(broken).at("boxAppSettings").at("appAuth").at("passphrase").as_string()
        );
    broken.replace(broken.find(passphrase), passphrase.size(), "a-wrong-passphrase");
    secrets.push_back("a-wrong-passphrase");
    variables["BOXLINK_REFRESH_TOKEN"] = "a-spent-refresh-token";
    secrets.push_back("a-spent-refresh-token");

    words const cases[] = {
        {"--client-id", server.client_id(), "--client-secret-file", wrong, "--enterprise",
         server.enterprise_id()},
        {"--client-id", server.client_id(), "--client-secret-file", secret_file, "--enterprise", "999"},
        {"--jwt-config", scratch.write("broken.json", broken)},
        {"--jwt-config", jwt_config, "--user", "999"},
        {"--token-file", wrong},
        login_options(),
    };
    std::string const file = "file:" + server.add_file();
    for (words const& options : cases) {
        auto const text = run(joined({"token", "-v"}, options));
        BOOST_TEST(text.status == 3, text.err);
        BOOST_TEST(text.out == "");
        BOOST_TEST(text.err.find("boxlink: ") != std::string::npos);
        auto const json = run(joined({"token", "--json"}, options));
        BOOST_TEST(json.status == 3, json.err);
        if (!json.out.empty())
            BOOST_TEST(!boost::json::parse(json.out).at("ok").as_bool());
        BOOST_TEST(run(joined({"share", file}, options)).status == 3);
    }
}

BOOST_AUTO_TEST_CASE(files_that_others_can_read)
{
    using std::filesystem::perms;
    std::filesystem::permissions(jwt_config, perms(0644));
    auto const warned = run({"token", "--jwt-config", jwt_config});
    BOOST_TEST(warned.status == 0);
    BOOST_TEST(warned.err.find("warning: ") != std::string::npos, warned.err);

    std::filesystem::permissions(secret_file, perms(0640));
    auto const secret = run(joined({"token"}, app_options()));
    BOOST_TEST(secret.status == 0);
    BOOST_TEST(secret.err.find("chmod 600") != std::string::npos, secret.err);

    give_refresh_token();
    scratch.write("tokens.json", "{\"version\":1}");
    std::filesystem::permissions(store, perms(0644));
    auto const refused = run(joined({"token"}, login_options()));
    BOOST_TEST(refused.status == 3);
    BOOST_TEST(refused.err.find("chmod 600") != std::string::npos, refused.err);
    BOOST_TEST(server.counters().token_requests_of("refresh_token") == 0U);
}

BOOST_AUTO_TEST_CASE(a_user_who_cannot_be_read_is_no_wrong_token)
{
    server.inject(fault().path("/2.0/users/me").status(403).always());
    auto const end = run({"token", "--jwt-config", jwt_config});
    BOOST_TEST(end.status == 1, end.err);
}

BOOST_AUTO_TEST_CASE(what_serve_writes_is_taken)
{
    std::string const config = scratch.file("served.json");
    scratch.write("served.json", "an old one, and longer than nothing");
    std::filesystem::permissions(config, std::filesystem::perms(0644));
    child_process served = start({"serve", "--json", "--items", "1", "--jwt-config-out", config});
    auto const about = boost::json::parse(served.read_line()).as_object();
    BOOST_TEST(about.at("jwt_config").as_string() == config);
    BOOST_TEST((std::filesystem::status(config).permissions() == std::filesystem::perms(0600)));
    variables["BOXLINK_BASE_URL"] = about.at("base_url").as_string().c_str();
    variables["BOXLINK_CA_FILE"] = about.at("ca_file").as_string().c_str();
    variables["BOXLINK_CLIENT_ID"] = about.at("client_id").as_string().c_str();
    variables["BOXLINK_CLIENT_SECRET"] = about.at("client_secret").as_string().c_str();
    BOOST_TEST(run({"token", "--jwt-config", config}).status == 0);
    BOOST_TEST(run({"token", "--enterprise", about.at("enterprise_id").as_string().c_str()}).status == 0);
    served.send(SIGTERM);
    BOOST_TEST(served.wait().status == 0);
}

BOOST_AUTO_TEST_SUITE_END()
