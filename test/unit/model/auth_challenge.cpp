// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "model/auth_challenge.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(auth_challenge)

using namespace boxlink::model;

std::string parameter(std::string value, std::string_view name)
{
    http_response const response(401, {{"www-authenticate", std::move(value)}});
    return std::string(challenge_parameter(response, name).value_or("-"));
}

BOOST_AUTO_TEST_CASE(parameters_are_found)
{
    struct row
    {
        std::string_view header;
        std::string_view error;
    };
    constexpr row rows[] = {
        {R"(Bearer realm="Service", error="invalid_token", error_description="The access token expired")",
         "invalid_token"},
        {R"(Bearer error=invalid_token)", "invalid_token"},
        {R"(Bearer ERROR = "invalid_token")", "invalid_token"},
        {R"(Bearer realm="a,b error=\"no\"",error="invalid_token")", "invalid_token"},
        {R"(Basic realm="x", Bearer error="invalid_token")", "invalid_token"},
        {R"(Negotiate, Bearer error="invalid_token")", "invalid_token"},
        {R"(error="invalid_token")", "invalid_token"},
        {R"(Bearer error="")", ""},
        {R"(Bearer error_description="error=\"invalid_token\"")", "-"},
        {R"(Bearer error_description="invalid_token")", "-"},
        {R"(Bearer my_error="invalid_token")", "-"},
        {R"(Bearer realm="error=invalid_token")", "-"},
        {R"(Bearer error invalid_token)", "-"},
        {R"(Bearer error="invalid_token)", "invalid_token"},
        {R"(Bearer error="a\")", R"(a\")"},
        {R"(Bearer error="a\)", R"(a\)"},
        {R"(Bearer error=)", ""},
        {R"("stray" error=x)", "x"},
        {R"(Bearer dG9rZW42OA==, Bearer error="x")", "x"},
        {R"(= error=x)", "-"},
        {"", "-"},
        {" , ,\t", "-"},
        {"Bearer", "-"},
    };
    for (row const& each : rows)
        BOOST_TEST(parameter(std::string(each.header), "error") == each.error, each.header);
}

BOOST_AUTO_TEST_CASE(all_headers_of_the_name_are_read)
{
    http_response const response(
        401, {{"WWW-Authenticate", "Basic realm=\"x\""},
              {"X", "error=no"},
              {"WWW-Authenticate", "Bearer error=yes"}}
    );
    BOOST_TEST((challenge_parameter(response, "error") == "yes"));
    BOOST_TEST((challenge_parameter(response, "realm") == "x"));
}

BOOST_AUTO_TEST_CASE(garbage_ends)
{
    std::string_view const alphabet = " \t,=\"\\a";
    std::string text(6, ' ');
    for (int number = 0; number < 117'649; ++number) // 7 to the power of 6
    {
        int rest = number;
        for (char& c : text) {
            c = alphabet[static_cast<std::size_t>(rest % 7)];
            rest /= 7;
        }
        http_response const response(401, {{"WWW-Authenticate", text}});
        std::ignore = challenge_parameter(response, "error");
    }
}

BOOST_AUTO_TEST_SUITE_END()
