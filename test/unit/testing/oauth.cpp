// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "state_fixture.hpp"

#include <boost/test/unit_test.hpp>

namespace boxlink::testing {

namespace {

const std::string client = "client_id=boxlink-test-client&client_secret=boxlink-test-secret";

struct oauth_fixture : state_fixture
{
    http_response token(const std::string& form)
    {
        return send(http_request("POST", "/oauth2/token", client + "&" + form));
    }

    unsigned status_with(const std::string& access_token)
    {
        http_request made("GET", "/2.0/files/1");
        made.headers.add("Authorization", "Bearer " + access_token);
        return send(made).status;
    }
};

std::string text(const http_response& answer, const char* name)
{
    return std::string(body_of(answer).at(name).as_string());
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(oauth, oauth_fixture)

BOOST_AUTO_TEST_CASE(client_credentials)
{
    const http_response answer =
        token("grant_type=client_credentials&box_subject_type=enterprise&box_subject_id=5");
    BOOST_TEST(answer.status == 200u);
    BOOST_TEST(answer.headers.find("Cache-Control").value() == "no-store");
    BOOST_TEST(body_of(answer).at("expires_in").as_int64() == 3600);
    BOOST_TEST(text(answer, "token_type") == "bearer");
    BOOST_TEST(!body_of(answer).contains("refresh_token"));
    BOOST_TEST(box.users().user_of(text(answer, "access_token")) == "10001");
    BOOST_TEST(status_with(text(answer, "access_token")) == 200u);
    now += 1h;
    BOOST_TEST(status_with(text(answer, "access_token")) == 401u);
    BOOST_TEST(box.tokens_granted() == 1u);
}

BOOST_AUTO_TEST_CASE(client_credentials_of_a_user)
{
    box.users().add_user("Ann", "42");
    const http_response answer =
        token("grant_type=client_credentials&box_subject_type=user&box_subject_id=42");
    BOOST_TEST(box.users().user_of(text(answer, "access_token")) == "42");
    for (const char* subject : {"box_subject_type=user&box_subject_id=43", "box_subject_type=x", ""}) {
        const http_response refused = token("grant_type=client_credentials&" + std::string(subject));
        BOOST_TEST(refused.status == 400u);
        BOOST_TEST(text(refused, "error") == "invalid_grant");
    }
}

BOOST_AUTO_TEST_CASE(refresh_tokens_are_good_once)
{
    const std::string first = box.users().issue_refresh("10001");
    const http_response answer = token("grant_type=refresh_token&refresh_token=" + first);
    BOOST_TEST(answer.status == 200u);
    BOOST_TEST(status_with(text(answer, "access_token")) == 200u);
    const std::string second = text(answer, "refresh_token");
    BOOST_TEST(second != first);
    const http_response again = token("grant_type=refresh_token&refresh_token=" + first);
    BOOST_TEST(again.status == 400u);
    BOOST_TEST(text(again, "error") == "invalid_grant");
    BOOST_TEST(!text(again, "error_description").empty());
    BOOST_TEST(token("grant_type=refresh_token&refresh_token=" + second).status == 200u);
}

BOOST_AUTO_TEST_CASE(wrong_clients_are_refused)
{
    const std::string refresh = box.users().issue_refresh("10001");
    for (const char* form :
         {"", "client_id=boxlink-test-client", "client_id=boxlink-test-client&client_secret=x",
          "client_id=x&client_secret=boxlink-test-secret"}) {
        for (const char* target : {"/oauth2/token", "/oauth2/revoke"}) {
            const http_response answer = send(http_request(
                "POST", target,
                std::string(form) + "&grant_type=refresh_token&token=" + refresh + "&refresh_token=" + refresh
            ));
            BOOST_TEST(answer.status == 400u);
            BOOST_TEST(text(answer, "error") == "invalid_client");
        }
    }
    BOOST_TEST(token("grant_type=refresh_token&refresh_token=" + refresh).status == 200u);
}

BOOST_AUTO_TEST_CASE(other_grants_are_not_supported)
{
    for (const char* grant : {"", "grant_type=", "grant_type=password"})
        BOOST_TEST(text(token(grant), "error") == "unsupported_grant_type");
}

BOOST_AUTO_TEST_CASE(the_lifetime_is_an_option)
{
    oauth_fixture short_lived;
    short_lived.box = box_state(server_options().token_lifetime(5s), test_start);
    const http_response answer =
        short_lived.token("grant_type=client_credentials&box_subject_type=enterprise");
    BOOST_TEST(body_of(answer).at("expires_in").as_int64() == 5);
}

BOOST_AUTO_TEST_CASE(revoked_tokens_are_unknown)
{
    const std::string access = box.users().issue_access("10001", test_start + 1h);
    const std::string refresh = box.users().issue_refresh("10001");
    const auto revoke = [&](const std::string& token_text) {
        return send(http_request("POST", "/oauth2/revoke", client + "&token=" + token_text));
    };
    BOOST_TEST(revoke(access).status == 200u);
    BOOST_TEST(revoke(access).status == 400u);
    BOOST_TEST(status_with(access) == 401u);
    BOOST_TEST(revoke(refresh).status == 200u);
    BOOST_TEST(token("grant_type=refresh_token&refresh_token=" + refresh).status == 400u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::testing
