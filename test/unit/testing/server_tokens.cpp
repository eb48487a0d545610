// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "raw_client.hpp"
#include "signed_assertion.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>

namespace boxlink::testing {

using namespace std::chrono_literals;
namespace json = boost::json;

namespace {

constexpr std::chrono::sys_seconds noon{std::chrono::sys_days(std::chrono::year(2026) / 3 / 1) + 12h};

struct tokens_fixture
{
    std::unique_ptr<raw_client> connect()
    {
        auto client = std::make_unique<raw_client>(server, tls);
        BOOST_REQUIRE(!client->handshake());
        return client;
    }

    std::string post(std::string form) const
    {
        form += "&client_id=" + server.client_id() + "&client_secret=" + server.client_secret();
        return "POST /oauth2/token HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
               "Content-Length: " +
               std::to_string(form.size()) + "\r\n\r\n" + form;
    }

    std::string enterprise() const
    {
        return post(
            "grant_type=client_credentials&box_subject_type=enterprise&box_subject_id=" +
            server.enterprise_id()
        );
    }

    static std::string get(const std::string& token, const std::string& path = "/2.0/users/me")
    {
        return "GET " + path + " HTTP/1.1\r\nAuthorization: Bearer " + token + "\r\n\r\n";
    }

    static std::string access_of(const raw_client::answer& answer)
    {
        return std::string(json::parse(answer.body).at("access_token").as_string());
    }

    // Told apart from the present of the machine, and moved by the tests.
    std::atomic<std::chrono::sys_seconds> clock{noon};
    box_server server{server_options().token_lifetime(1s).clock([this] { return clock.load(); })};
    client_tls tls{server};
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(server_tokens, tokens_fixture)

BOOST_AUTO_TEST_CASE(everything_follows_the_clock)
{
    const auto client = connect();
    const auto granted = client->ask(enterprise());
    BOOST_TEST(granted.head.find("Date: Sun, 01 Mar 2026 12:00:00 GMT\r\n") != std::string::npos);
    const std::string token = access_of(granted);
    BOOST_TEST(client->ask(get(token)).status == 200u);
    clock = noon + 1s;
    const auto expired = client->ask(get(token));
    BOOST_TEST(expired.status == 401u);
    BOOST_TEST(expired.body.empty());
    BOOST_TEST(
        expired.head.find("WWW-Authenticate: Bearer realm=\"Service\", error=\"invalid_token\", "
                          "error_description=\"The access token provided is invalid.\"\r\n"
        ) != std::string::npos
    );
    clock = noon - 2h;
    const auto refused = client->ask(post("grant_type=refresh_token&refresh_token=x"));
    BOOST_TEST(refused.status == 400u);
    BOOST_TEST(refused.head.find("Date: Sun, 01 Mar 2026 10:00:00 GMT\r\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_app_of_the_developer_console)
{
    const std::string file = server.jwt_config_json();
    BOOST_TEST(server.jwt_config_json() == file);
    const json::value config = json::parse(file);
    BOOST_TEST(config.at("enterpriseID").as_string() == server.enterprise_id());
    const json::object& settings = config.at("boxAppSettings").as_object();
    BOOST_TEST(settings.at("clientID").as_string() == server.client_id());
    BOOST_TEST(settings.at("clientSecret").as_string() == server.client_secret());
    const json::object& auth = settings.at("appAuth").as_object();
    const test_key key =
        private_key(auth.at("privateKey").as_string(), std::string(auth.at("passphrase").as_string()));
    BOOST_REQUIRE(key);

    const auto assertion = [&](const char* jti) {
        return post(
            "grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion=" +
            signed_assertion(
                {{"alg", "RS512"}, {"typ", "JWT"}, {"kid", auth.at("publicKeyID")}},
                {{"iss", server.client_id()},
                 {"sub", server.enterprise_id()},
                 {"box_sub_type", "enterprise"},
                 {"aud", "https://api.box.com/oauth2/token"},
                 {"jti", jti},
                 {"exp", (clock.load() + 30s).time_since_epoch().count()}},
                key, EVP_sha512()
            )
        );
    };
    const auto client = connect();
    const auto granted = client->ask(assertion("0123456789abcdef"));
    BOOST_TEST(granted.status == 200u);
    BOOST_TEST(client->ask(get(access_of(granted))).status == 200u);
    BOOST_TEST(client->ask(assertion("0123456789abcdef")).status == 400u);
    const server_counters seen = server.counters();
    BOOST_TEST(seen.jti_reuses == 1u);
    BOOST_TEST(seen.token_requests_of("urn:ietf:params:oauth:grant-type:jwt-bearer") == 2u);
    BOOST_CHECK_THROW(server.add_jwt_key("nonsense"), std::invalid_argument);
    BOOST_TEST(server.add_jwt_key(public_pem(key)) != auth.at("publicKeyID").as_string());
}

BOOST_AUTO_TEST_CASE(a_login)
{
    const std::string ann = server.add_user("Ann");
    const std::string authorize =
        "GET /api/oauth2/authorize?response_type=code&client_id=" + server.client_id() +
        "&redirect_uri=http://localhost/back&state=s HTTP/1.1\r\n\r\n";
    const auto client = connect();
    server.set_consent(ann);
    const auto agreed = client->ask(authorize);
    BOOST_TEST(agreed.status == 302u);
    const std::string location = "Location: http://localhost/back?code=";
    const auto start = agreed.head.find(location);
    BOOST_REQUIRE(start != std::string::npos);
    const auto end = agreed.head.find("&state=s\r\n", start);
    BOOST_REQUIRE(end != std::string::npos);
    const std::string code = agreed.head.substr(start + location.size(), end - start - location.size());
    const auto tokens =
        client->ask(post("grant_type=authorization_code&redirect_uri=http://localhost/back&code=" + code));
    BOOST_TEST(tokens.status == 200u);
    BOOST_TEST(client->ask(get(access_of(tokens))).body.find("\"name\":\"Ann\"") != std::string::npos);

    server.set_consent(std::nullopt);
    BOOST_TEST(client->ask(authorize).head.find("error=access_denied") != std::string::npos);
    BOOST_TEST(
        client->ask(post("grant_type=authorization_code&code=" + server.issue_authorization_code(ann)))
            .status == 200u
    );
    BOOST_CHECK_THROW(server.set_consent("nobody"), std::out_of_range);
    BOOST_CHECK_THROW(server.issue_authorization_code("nobody"), std::out_of_range);
}

BOOST_AUTO_TEST_CASE(a_granted_token_gets_lost)
{
    const std::string refresh =
        post("grant_type=refresh_token&refresh_token=" + server.issue_refresh_token(server.default_user()));
    server.inject(fault().method("POST").path("/oauth2/token").applied().reset());
    BOOST_TEST(bool(connect()->ask(refresh).error));
    const auto client = connect();
    BOOST_TEST(client->ask(refresh).status == 400u);
    const server_counters seen = server.counters();
    BOOST_TEST(seen.token_requests == 2u);
    BOOST_TEST(seen.tokens_granted == 1u);
    BOOST_TEST(seen.refresh_token_reuses == 1u);
    BOOST_TEST(seen.token_refusals_of("invalid_grant") == 1u);
    server.reset_counters();
    BOOST_TEST(server.counters().token_requests_of("refresh_token") == 0u);
}

BOOST_AUTO_TEST_CASE(a_token_is_refused_for_another_cause)
{
    const auto client = connect();
    const std::string token = server.issue_token(server.default_user());
    BOOST_TEST(client->ask(get(token)).status == 200u);
    server.refuse_token(token);
    const auto refused = client->ask(get(token));
    BOOST_TEST(refused.status == 401u);
    BOOST_TEST(!refused.body.empty());
    BOOST_TEST(refused.head.find("invalid_token") == std::string::npos);
    server.revoke_token(token);
    BOOST_TEST(client->ask(get(token)).body.empty());
    BOOST_CHECK_THROW(server.refuse_token(token), std::out_of_range);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::testing
