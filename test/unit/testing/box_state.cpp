// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/box_state.hpp"

#include "state_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>

namespace boxlink::testing {

namespace {

http_request with_token(std::string_view token, std::string_view target = "/2.0/files/1?fields=shared_link")
{
    http_request made("GET", target);
    made.headers.add("Authorization", "Bearer " + std::string(token));
    return made;
}

std::string challenge(const http_response& answer)
{
    return std::string(answer.headers.find("WWW-Authenticate").value_or("none"));
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(box_state_tests, state_fixture)

BOOST_AUTO_TEST_CASE(unknown_routes_are_not_found)
{
    for (const char* target :
         {"/",
          "/2.0",
          "/2.0/",
          "/2.0/files",
          "/2.0/files/",
          "/2.0/files/1/",
          "/2.0/files/1/x",
          "/2.0/comments/1",
          "/2.0/users",
          "/2.0/users/10001",
          "/2.0/users/me/x",
          "/2.0/folders/2/items/",
          "/2.0/folders/2/items/x",
          "/2.0/shared_items/1",
          "/2.0/shared_items/",
          "/3.0/files/1",
          "/2.0//files/1",
          "/2.0/files//1",
          "/oauth2/",
          "/oauth2/token/"})
        for (const char* method : {"GET", "PUT"})
            BOOST_TEST(send(request(method, target)).status == 404u, method << " " << target);
}

BOOST_AUTO_TEST_CASE(wrong_methods_are_not_allowed)
{
    struct expectation
    {
        const char* target;
        const char* method;
        const char* allowed;
    };
    for (const auto& [target, method, allowed] : std::initializer_list<expectation>{
             {"/2.0/files/1", "POST", "GET, PUT"},
             {"/2.0/folders/2", "DELETE", "GET, PUT"},
             {"/2.0/web_links/3", "HEAD", "GET, PUT"},
             {"/2.0/folders/2/items", "PUT", "GET"},
             {"/2.0/shared_items", "POST", "GET"},
             {"/2.0/users/me", "PUT", "GET"},
             {"/api/oauth2/authorize", "POST", "GET"},
             {"/oauth2/token", "GET", "POST"},
             {"/oauth2/revoke", "PUT", "POST"}}) {
        const http_response answer = send(request(method, target));
        BOOST_TEST(answer.status == 405u, target);
        BOOST_TEST(answer.headers.find("Allow").value() == allowed);
        BOOST_TEST(code_of(answer) == "method_not_allowed");
    }
}

BOOST_AUTO_TEST_CASE(errors_look_as_those_of_box)
{
    const http_response answer = get("/2.0/files/999");
    BOOST_TEST(answer.status == 404u);
    BOOST_TEST(answer.content_type == "application/json");
    const json::object body = body_of(answer);
    BOOST_TEST(body.at("type").as_string() == "error");
    BOOST_TEST(body.at("status").as_int64() == 404);
    BOOST_TEST(body.at("code").as_string() == "not_found");
    BOOST_TEST(body.at("message").as_string() == "Not Found");
    BOOST_TEST(body.at("help_url").as_string() == "http://developers.box.com/docs/#errors");
    BOOST_TEST(!body.at("request_id").as_string().empty());
    BOOST_TEST(first_error(answer).at("name").as_string() == "item");
    BOOST_TEST(
        first_error(answer).at("message").as_string() ==
        "Invalid value 'f_999'. 'item' with value 'f_999' not found"
    );
    BOOST_TEST(
        body.at("request_id").as_string() != body_of(get("/2.0/files/999")).at("request_id").as_string()
    );
}

BOOST_AUTO_TEST_CASE(no_token)
{
    for (const char* authorization : {"", "Bearer", "Bearer ", "Basic abc", "token"}) {
        http_request without("GET", "/2.0/files/1");
        without.headers.add("Authorization", authorization);
        const http_response answer = send(without);
        BOOST_TEST(answer.status == 401u, authorization);
        BOOST_TEST(answer.body.empty());
        BOOST_TEST(challenge(answer) == "Bearer realm=\"Service\"");
    }
    BOOST_TEST(send(http_request("GET", "/2.0/files/1")).status == 401u);
}

BOOST_AUTO_TEST_CASE(unknown_token)
{
    const http_response answer = send(with_token("nonsense"));
    BOOST_TEST(answer.status == 401u);
    BOOST_TEST(answer.body.empty());
    BOOST_TEST(
        challenge(answer) == "Bearer realm=\"Service\", error=\"invalid_token\", "
                             "error_description=\"The access token provided is invalid.\""
    );
}

BOOST_AUTO_TEST_CASE(tokens_expire_at_their_instant)
{
    const std::string token = box.users().issue_access("10001", test_start + 1h);
    now = test_start + 1h - 1ns;
    BOOST_TEST(send(with_token(token)).status == 200u);
    now = test_start + 1h;
    const http_response answer = send(with_token(token));
    BOOST_TEST(answer.status == 401u);
    BOOST_TEST(answer.body.empty());
    BOOST_TEST(
        challenge(answer) == "Bearer realm=\"Service\", error=\"invalid_token\", "
                             "error_description=\"The access token provided is invalid.\""
    );
}

BOOST_AUTO_TEST_CASE(tokens_can_be_ended)
{
    const std::string first = box.users().issue_access("10001", test_start + 1h);
    const std::string second = box.users().issue_access("10001", test_start + 1h);
    BOOST_TEST(first != second);
    box.users().expire(first);
    BOOST_TEST(send(with_token(first)).status == 401u);
    BOOST_TEST(send(with_token(second)).status == 200u);
    BOOST_TEST(box.users().forget(second));
    BOOST_TEST(!box.users().forget(second));
    BOOST_TEST(challenge(send(with_token(second))).find("is invalid") != std::string::npos);
    box.users().expire_all();
    BOOST_TEST(get("/2.0/files/1").status == 401u);
    BOOST_CHECK_THROW(box.users().expire("nonsense"), std::out_of_range);
    BOOST_CHECK_THROW(box.users().issue_access("nobody", now), std::out_of_range);
}

BOOST_AUTO_TEST_CASE(the_scheme_is_found_in_any_case)
{
    http_request made("GET", "/2.0/files/1");
    made.headers.add("authorization", "bEaReR " + box.users().default_token());
    BOOST_TEST(send(made).status == 200u);
}

BOOST_AUTO_TEST_CASE(as_user)
{
    box.users().add_user("Ann", "42");
    const auto status_as = [&](std::string_view user, std::string_view token) {
        http_request made = with_token(token);
        made.headers.add("As-User", user);
        return send(made).status;
    };
    const std::string admin = box.users().default_token();
    const std::string ann = box.users().issue_access("42", test_start + 1h);
    BOOST_TEST(status_as("42", admin) == 200u);
    BOOST_TEST(status_as("10001", admin) == 200u);
    BOOST_TEST(status_as("43", admin) == 403u);
    BOOST_TEST(status_as("", admin) == 403u);
    BOOST_TEST(status_as("42", ann) == 200u);
    BOOST_TEST(status_as("10001", ann) == 403u);
    BOOST_TEST(status_as("42", "nonsense") == 401u);
}

BOOST_AUTO_TEST_CASE(users_get_ids)
{
    BOOST_TEST(box.users().add_user("A", "10002") == "10002");
    BOOST_TEST(box.users().add_user("B", "") == "10003");
    BOOST_TEST(box.users().add_user("C", "") == "10004");
    BOOST_CHECK_THROW(box.users().add_user("D", "10003"), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(restricted_items_do_not_exist_for_others)
{
    box.users().add_user("Ann", "42");
    box.users().add_user("Bob", "43");
    item& folder = box.items().at(kind::folder, "2");
    box.items().add(kind::file, "inside", "2", "5", {});
    folder.only_for = "42";
    const auto status_as = [&](std::string_view user, std::string_view method, std::string_view target) {
        http_request made = request(method, target);
        made.headers.add("As-User", user);
        return send(made).status;
    };
    for (const char* target : {"/2.0/folders/2", "/2.0/folders/2/items", "/2.0/files/5"}) {
        BOOST_TEST(status_as("42", "GET", target) == 200u, target);
        BOOST_TEST(status_as("43", "GET", target) == 404u, target);
        BOOST_TEST(status_as("10001", "GET", target) == 200u, target);
    }
    BOOST_TEST(status_as("43", "PUT", "/2.0/files/5") == 404u);
    BOOST_TEST(status_as("43", "GET", "/2.0/files/1") == 200u);
}

BOOST_AUTO_TEST_CASE(limits_count_for_each_user)
{
    box.users().add_user("Ann", "42");
    box.set_rate_limit(rate_limit::fixed_window(2, 60s));
    http_request ann = request("GET", "/2.0/files/1");
    ann.headers.add("As-User", "42");

    BOOST_TEST(get("/2.0/files/1").status == 200u);
    BOOST_TEST(get("/2.0/files/999").status == 404u); // counts as well
    const http_response refused = get("/2.0/files/1");
    BOOST_TEST(refused.status == 429u);
    BOOST_TEST(code_of(refused) == "rate_limit_exceeded");
    BOOST_TEST(refused.headers.find("Retry-After").value() == "60");
    BOOST_TEST(box.rate_limited() == 1u);
    BOOST_TEST(send(ann).status == 200u);
    BOOST_TEST(send(ann).status == 200u);
    BOOST_TEST(send(ann).status == 429u);

    now += 60s;
    BOOST_TEST(get("/2.0/files/1").status == 200u);
    box.set_rate_limit(std::nullopt);
    for (int i = 0; i < 10; ++i)
        BOOST_TEST(get("/2.0/files/1").status == 200u);
}

BOOST_AUTO_TEST_CASE(limits_come_with_the_options_too)
{
    state_fixture limited(
        server_options().limit(rate_limit::token_bucket(1, 10s).retry_after(retry_after_style::missing))
    );
    BOOST_TEST(limited.get("/2.0/files/1").status == 200u);
    const http_response refused = limited.get("/2.0/files/1");
    BOOST_TEST(refused.status == 429u);
    BOOST_TEST(!refused.headers.find("Retry-After"));
}

BOOST_AUTO_TEST_CASE(requests_without_a_valid_token_are_not_counted)
{
    box.set_rate_limit(rate_limit::fixed_window(1, 60s));
    for (int i = 0; i < 5; ++i)
        BOOST_TEST(send(with_token("nonsense")).status == 401u);
    BOOST_TEST(get("/2.0/files/1").status == 200u);
}

BOOST_AUTO_TEST_CASE(the_default_access_is_checked)
{
    BOOST_CHECK_THROW(
        box_state(server_options().default_access("public"), test_start), std::invalid_argument
    );
    state_fixture company(server_options().default_access("company"));
    company.share(kind::file, "{}");
    BOOST_TEST(company.link(kind::file)->access == "company");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::testing
