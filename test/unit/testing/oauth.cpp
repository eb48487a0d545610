// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "oauth_fixture.hpp"

#include <boost/test/unit_test.hpp>

namespace boxlink::testing {

namespace {

const std::string enterprise_form =
    "grant_type=client_credentials&box_subject_type=enterprise&box_subject_id=20001";

} // namespace

BOOST_FIXTURE_TEST_SUITE(oauth, oauth_fixture)

BOOST_AUTO_TEST_CASE(client_credentials)
{
    const http_response answer = token(enterprise_form);
    BOOST_TEST(answer.status == 200u);
    BOOST_TEST(answer.headers.find("Cache-Control").value() == "no-store");
    BOOST_TEST(body_of(answer).at("expires_in").as_int64() == 3600);
    BOOST_TEST(text(answer, "token_type") == "bearer");
    BOOST_TEST(body_of(answer).at("restricted_to").as_array().empty());
    BOOST_TEST(!body_of(answer).contains("refresh_token"));
    BOOST_TEST(box.users().user_of(text(answer, "access_token")) == "10001");
    BOOST_TEST(status_with(text(answer, "access_token")) == 200u);
    now += 1h;
    BOOST_TEST(status_with(text(answer, "access_token")) == 401u);
    BOOST_TEST(box.take_token_events().granted == 1u);
    BOOST_TEST(box.take_token_events().granted == 0u);
}

BOOST_AUTO_TEST_CASE(client_credentials_of_a_user)
{
    box.users().add_user("Ann", "42");
    const http_response answer =
        token("grant_type=client_credentials&box_subject_type=user&box_subject_id=42");
    BOOST_TEST(box.users().user_of(text(answer, "access_token")) == "42");
    for (const char* subject :
         {"box_subject_type=user&box_subject_id=43", "box_subject_type=user&box_subject_id=20001",
          "box_subject_type=user", "box_subject_type=enterprise&box_subject_id=20002",
          "box_subject_type=enterprise&box_subject_id=42", "box_subject_type=enterprise",
          "box_subject_type=x&box_subject_id=42", "box_subject_id=42", ""})
        refused(
            token("grant_type=client_credentials&" + std::string(subject)), "invalid_grant",
            "Grant credentials are invalid"
        );
    BOOST_TEST(box.take_token_events().refusals.size() == 9u);
}

BOOST_AUTO_TEST_CASE(refresh_tokens_are_good_once)
{
    const std::string first = box.users().issue_refresh("10001", now);
    const http_response answer = token("grant_type=refresh_token&refresh_token=" + first);
    BOOST_TEST(answer.status == 200u);
    BOOST_TEST(status_with(text(answer, "access_token")) == 200u);
    const std::string second = text(answer, "refresh_token");
    BOOST_TEST(second != first);
    BOOST_TEST(box.take_token_events().refresh_reuses == 0u);
    refused(
        token("grant_type=refresh_token&refresh_token=" + first), "invalid_grant", "Refresh token has expired"
    );
    const token_events events = box.take_token_events();
    BOOST_TEST(events.refresh_reuses == 1u);
    BOOST_TEST(events.refusals.at(0) == "invalid_grant");
    BOOST_TEST(token("grant_type=refresh_token&refresh_token=" + second).status == 200u);
    BOOST_TEST(status_with(text(answer, "access_token")) == 200u);
}

BOOST_AUTO_TEST_CASE(refresh_tokens_last_60_days)
{
    const std::string one = box.users().issue_refresh("10001", now);
    const std::string other = box.users().issue_refresh("10001", now);
    now += 24h * 60 - 1s;
    BOOST_TEST(token("grant_type=refresh_token&refresh_token=" + one).status == 200u);
    now += 1s;
    refused(
        token("grant_type=refresh_token&refresh_token=" + other), "invalid_grant", "Refresh token has expired"
    );
    BOOST_TEST(box.take_token_events().refresh_reuses == 0u);
}

BOOST_AUTO_TEST_CASE(other_refresh_tokens_are_refused)
{
    refused(
        token("grant_type=refresh_token&refresh_token=nonsense"), "invalid_grant", "Invalid refresh token"
    );
    refused(
        token("grant_type=refresh_token&refresh_token=" + box.users().default_token()), "invalid_grant",
        "Invalid refresh token"
    );
    refused(
        token("grant_type=refresh_token"), "invalid_request",
        "Missing parameter. \"refresh_token\" is required"
    );
    BOOST_TEST(box.take_token_events().refresh_reuses == 0u);
}

BOOST_AUTO_TEST_CASE(wrong_clients_are_refused)
{
    const std::string refresh = box.users().issue_refresh("10001", now);
    for (const char* form :
         {"x=y", "client_id=boxlink-test-client", "client_id=boxlink-test-client&client_secret=x",
          "client_id=x&client_secret=boxlink-test-secret"})
        for (const char* target : {"/oauth2/token", "/oauth2/revoke"})
            refused(
                send(form_request(
                    target, std::string(form) + "&grant_type=refresh_token&token=" + refresh +
                                "&refresh_token=" + refresh
                )),
                "invalid_client", "The client credentials are invalid"
            );
    BOOST_TEST(box.take_token_events().refusals.size() == 4u);
    BOOST_TEST(token("grant_type=refresh_token&refresh_token=" + refresh).status == 200u);
}

BOOST_AUTO_TEST_CASE(other_grants_are_not_supported)
{
    for (const char* grant : {"", "grant_type=", "grant_type=password"})
        refused(token(grant), "unsupported_grant_type", "Invalid grant_type parameter or parameter missing");
}

BOOST_AUTO_TEST_CASE(only_forms_are_taken)
{
    const std::string refresh = box.users().issue_refresh("10001", now);
    const std::string form =
        std::string(client) + "&grant_type=refresh_token&refresh_token=" + refresh + "&token=" + refresh;
    for (const char* target : {"/oauth2/token", "/oauth2/revoke"}) {
        refused(
            send(http_request("POST", target, form)), "invalid_request",
            "The content type must be application/x-www-form-urlencoded"
        );
        for (const char* type :
             {"", "application/json", "text/plain", "application/x-www-form-urlencodedx"}) {
            http_request made("POST", target, form);
            made.headers.add("Content-Type", type);
            BOOST_TEST(text(send(made), "error") == "invalid_request", type);
        }
        refused(
            send(form_request(target, form + "&client_id=boxlink-test-client")), "invalid_request",
            "A parameter is given more than once"
        );
        refused(
            send(form_request(std::string(target) + "?" + form, "")), "invalid_request",
            "The parameters belong into the body"
        );
        for (const char* method : {"GET", "PUT"})
            BOOST_TEST(send(http_request(method, target)).status == 405u);
    }
    http_request made("POST", "/oauth2/token", form);
    made.headers.add("content-type", "Application/X-WWW-Form-URLencoded ; charset=UTF-8");
    BOOST_TEST(send(made).status == 200u);
}

BOOST_AUTO_TEST_CASE(the_lifetime_is_an_option)
{
    oauth_fixture short_lived(server_options().token_lifetime(1s));
    const http_response answer = short_lived.token(enterprise_form);
    BOOST_TEST(body_of(answer).at("expires_in").as_int64() == 1);
    short_lived.now += 1s - 1ns;
    BOOST_TEST(short_lived.status_with(text(answer, "access_token")) == 200u);
    short_lived.now += 1ns;
    BOOST_TEST(short_lived.status_with(text(answer, "access_token")) == 401u);
}

BOOST_AUTO_TEST_CASE(all_tokens_can_be_made_to_expire)
{
    const std::string granted = text(token(enterprise_form), "access_token");
    box.users().expire_all();
    BOOST_TEST(status_with(granted) == 401u);
    BOOST_TEST(status_with(box.users().default_token()) == 401u);
    BOOST_TEST(status_with(text(token(enterprise_form), "access_token")) == 200u);
}

BOOST_AUTO_TEST_SUITE(revoke)

struct logged_in : oauth_fixture
{
    logged_in()
    {
        const http_response answer =
            token("grant_type=refresh_token&refresh_token=" + box.users().issue_refresh("10001", now));
        access = text(answer, "access_token");
        refresh = text(answer, "refresh_token");
    }

    unsigned ended(const std::string& what) { return post("/oauth2/revoke", "token=" + what).status; }

    void is_over()
    {
        BOOST_TEST(status_with(access) == 401u);
        BOOST_TEST(token("grant_type=refresh_token&refresh_token=" + refresh).status == 400u);
        BOOST_TEST(status_with(box.users().default_token()) == 200u);
    }

    std::string access;
    std::string refresh;
};

BOOST_FIXTURE_TEST_CASE(by_access_token, logged_in)
{
    BOOST_TEST(ended(access) == 200u);
    is_over();
}

BOOST_FIXTURE_TEST_CASE(by_refresh_token, logged_in)
{
    BOOST_TEST(ended(refresh) == 200u);
    is_over();
}

BOOST_FIXTURE_TEST_CASE(by_what_is_no_token_any_more, logged_in)
{
    BOOST_TEST(ended("nonsense") == 200u);
    BOOST_TEST(status_with(access) == 200u);
    BOOST_TEST(ended(access) == 200u);
    BOOST_TEST(ended(access) == 200u);
    refused(post("/oauth2/revoke", ""), "invalid_request", "Missing parameter. \"token\" is required");
}

BOOST_FIXTURE_TEST_CASE(another_login_of_the_user_goes_on, logged_in)
{
    const std::string other = box.users().issue_refresh("10001", now);
    const std::string app = text(token(enterprise_form), "access_token");
    BOOST_TEST(ended(access) == 200u);
    BOOST_TEST(status_with(app) == 200u);
    BOOST_TEST(token("grant_type=refresh_token&refresh_token=" + other).status == 200u);
}

BOOST_FIXTURE_TEST_CASE(control_forgets_one_token_only, logged_in)
{
    BOOST_TEST(box.users().forget(access));
    BOOST_TEST(!box.users().forget(access));
    BOOST_TEST(status_with(access) == 401u);
    BOOST_TEST(token("grant_type=refresh_token&refresh_token=" + refresh).status == 200u);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::testing
