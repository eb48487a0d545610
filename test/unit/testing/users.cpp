// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "state_fixture.hpp"

#include <boost/test/unit_test.hpp>

namespace boxlink::testing {

BOOST_FIXTURE_TEST_SUITE(users, state_fixture)

BOOST_AUTO_TEST_CASE(who_the_token_speaks_for)
{
    const http_response answer = get("/2.0/users/me");
    BOOST_TEST(answer.status == 200u);
    BOOST_TEST(
        (body_of(answer) ==
         json::object{
             {"type", "user"},
             {"id", "10001"},
             {"name", "Service Account"},
             {"login", "user-10001@example.com"}})
    );
}

BOOST_AUTO_TEST_CASE(who_is_acted_as)
{
    box.users().add_user("Ann", "42");
    http_request as_ann = request("GET", "/2.0/users/me");
    as_ann.headers.add("As-User", "42");
    const json::object ann{{"type", "user"}, {"id", "42"}, {"name", "Ann"}, {"login", "user-42@example.com"}};
    BOOST_TEST((body_of(send(as_ann)) == ann));

    http_request by_ann("GET", "/2.0/users/me");
    by_ann.headers.add("Authorization", "Bearer " + box.users().issue_access("42", test_start + 1h));
    BOOST_TEST((body_of(send(by_ann)) == ann));
}

BOOST_AUTO_TEST_CASE(only_the_fields_asked_for)
{
    const json::object named{{"type", "user"}, {"id", "10001"}, {"name", "Service Account"}};
    BOOST_TEST((body_of(get("/2.0/users/me?fields=name")) == named));
    BOOST_TEST((body_of(get("/2.0/users/me?fields=id,name,x")) == named));
    BOOST_TEST(body_of(get("/2.0/users/me?fields=login,name")).size() == 4u);
    BOOST_TEST(body_of(get("/2.0/users/me?fields=")).size() == 4u);
}

BOOST_AUTO_TEST_CASE(a_token_is_needed)
{
    BOOST_TEST(send(http_request("GET", "/2.0/users/me")).status == 401u);
}

BOOST_AUTO_TEST_CASE(refused_tokens)
{
    const std::string token = box.users().issue_access("10001", test_start + 1h);
    box.users().refuse(token);
    http_request made("GET", "/2.0/users/me");
    made.headers.add("Authorization", "Bearer " + token);
    const http_response answer = send(made);
    BOOST_TEST(answer.status == 401u);
    BOOST_TEST(code_of(answer) == "unauthorized");
    BOOST_TEST(answer.headers.find("WWW-Authenticate").value_or("none") == "none");
    BOOST_TEST(get("/2.0/users/me").status == 200u);
    BOOST_CHECK_THROW(box.users().refuse("nonsense"), std::out_of_range);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::testing
