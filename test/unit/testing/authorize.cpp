// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "oauth_fixture.hpp"
#include "testing/url_codec.hpp"

#include <boost/test/unit_test.hpp>

namespace boxlink::testing {

namespace {

// RFC 7636, appendix B.
const std::string verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const std::string challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

const std::string uri = "http://127.0.0.1:8000/callback";
const std::string encoded_uri = percent_encode(uri);
const std::string usual =
    "response_type=code&client_id=boxlink-test-client&redirect_uri=" + encoded_uri + "&state=a%26b";
const std::string bound = "&code_challenge_method=S256&code_challenge=" + challenge;

struct authorize_fixture : oauth_fixture
{
    http_response authorize(const std::string& query)
    {
        return send(http_request("GET", "/api/oauth2/authorize?" + query));
    }

    // Where a browser is sent.
    std::string location(const std::string& query)
    {
        const http_response answer = authorize(query);
        BOOST_TEST(answer.status == 302u);
        BOOST_TEST(answer.body.empty());
        return std::string(answer.headers.find("Location").value_or(""));
    }

    std::string code_of_login(const std::string& query)
    {
        const std::string to = location(query);
        return std::string(parameters(to.substr(to.find('?') + 1), true).get("code"));
    }

    http_response redeem(const std::string& code, const std::string& more)
    {
        return token("grant_type=authorization_code&code=" + code + more);
    }

    std::string user_of(const http_response& answer)
    {
        return std::string(box.users().user_of(text(answer, "access_token")));
    }

    const std::string to_uri = "&redirect_uri=" + encoded_uri;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(authorize, authorize_fixture)

BOOST_AUTO_TEST_CASE(the_user_agrees)
{
    const std::string to = location(usual);
    BOOST_TEST(to.starts_with(uri + "?code="));
    BOOST_TEST(to.ends_with("&state=a%26b"));
    const http_response answer = redeem(code_of_login(usual), to_uri);
    BOOST_TEST(answer.status == 200u);
    BOOST_TEST(user_of(answer) == "10001");
    BOOST_TEST(status_with(text(answer, "access_token")) == 200u);
    BOOST_TEST(body_of(answer).at("expires_in").as_int64() == 3600);
    BOOST_TEST(
        token("grant_type=refresh_token&refresh_token=" + text(answer, "refresh_token")).status == 200u
    );
}

BOOST_AUTO_TEST_CASE(the_address_may_have_parameters)
{
    const std::string to = location(
        "response_type=code&client_id=boxlink-test-client&redirect_uri=" + percent_encode("https://a/b?c=d")
    );
    BOOST_TEST(to.starts_with("https://a/b?c=d&code="));
    BOOST_TEST(to.find("state") == to.npos);
}

BOOST_AUTO_TEST_CASE(another_user_agrees)
{
    box.users().add_user("Ann", "42");
    box.set_consent("42");
    BOOST_TEST(user_of(redeem(code_of_login(usual), to_uri)) == "42");
    BOOST_CHECK_THROW(box.set_consent("43"), std::out_of_range);
}

BOOST_AUTO_TEST_CASE(the_user_refuses)
{
    box.set_consent(std::nullopt);
    BOOST_TEST(
        location(usual) ==
        uri + "?error=access_denied&error_description=The%20user%20denied%20access%20to%20your%20application"
              "&state=a%26b"
    );
    box.set_consent("10001");
    BOOST_TEST(!code_of_login(usual).empty());
}

BOOST_AUTO_TEST_CASE(nobody_is_sent_to_where_the_answer_may_not_go)
{
    refused(authorize("redirect_uri=" + encoded_uri), "invalid_client", "The client id is unknown");
    refused(
        authorize("client_id=x&response_type=code&redirect_uri=" + encoded_uri), "invalid_client",
        "The client id is unknown"
    );
    for (const char* bad :
         {"", "&redirect_uri=", "&redirect_uri=javascript:x", "&redirect_uri=/a",
          "&redirect_uri=https://a/%0d%0aX:y", "&redirect_uri=https://a/%20", "&redirect_uri=https://a/%23b",
          "&redirect_uri=https://%C3%A4/"})
        refused(
            authorize("client_id=boxlink-test-client&response_type=code" + std::string(bad)),
            "redirect_uri_mismatch", "The redirect URI is missing or is no address"
        );
}

BOOST_AUTO_TEST_CASE(faults_are_told_to_the_address)
{
    const std::string start = "client_id=boxlink-test-client&state=s&redirect_uri=" + encoded_uri;
    const auto error = [&](const std::string& more) {
        const std::string to = location(start + more);
        BOOST_TEST(to.ends_with("&state=s"));
        return to.substr(uri.size(), to.rfind('&') - uri.size());
    };
    BOOST_TEST(error("") == "?error=unsupported_response_type");
    BOOST_TEST(error("&response_type=token") == "?error=unsupported_response_type");
    BOOST_TEST(error("&response_type=code&state=t") == "?error=invalid_request");
    const std::string code = "&response_type=code";
    for (const std::string& bad :
         {"&code_challenge=" + challenge, std::string("&code_challenge_method=S256"),
          "&code_challenge_method=plain&code_challenge=" + challenge,
          "&code_challenge_method=S256&code_challenge=" + challenge + "%3D",
          std::string("&code_challenge_method=S256&code_challenge=short")})
        BOOST_TEST(error(code + bad) == "?error=invalid_request", bad);
    for (const char* scope :
         {"&scope=", "&scope=nonsense", "&scope=root_readonly+nonsense", "&scope=root_readonly++"})
        BOOST_TEST(error(code + scope) == "?error=invalid_scope", scope);
    BOOST_TEST(error(code + "&scope=root_readonly+root_readwrite").starts_with("?code="));
}

BOOST_AUTO_TEST_CASE(codes_are_good_once)
{
    const std::string code = code_of_login(usual);
    BOOST_TEST(redeem(code, to_uri).status == 200u);
    refused(redeem(code, to_uri), "invalid_grant", "Auth code doesn't exist or is invalid for the client");
    refused(
        redeem("nonsense", to_uri), "invalid_grant", "Auth code doesn't exist or is invalid for the client"
    );
    refused(redeem("", to_uri), "invalid_request", "Missing parameter. \"code\" is required");
}

BOOST_AUTO_TEST_CASE(codes_last_30_seconds)
{
    const std::string one = code_of_login(usual);
    const std::string other = code_of_login(usual);
    now += 30s - 1ns;
    BOOST_TEST(redeem(one, to_uri).status == 200u);
    now += 1ns;
    refused(redeem(other, to_uri), "invalid_grant", "The authorization code has expired");
}

BOOST_AUTO_TEST_CASE(codes_are_tied_to_the_address)
{
    for (const std::string& other :
         {std::string(), std::string("&redirect_uri="), to_uri + "/", to_uri + "x"})
        refused(
            redeem(code_of_login(usual), other), "redirect_uri_mismatch",
            "The redirect URI is missing or does not match"
        );
    const std::string without = box.issue_code(authorization("10001", "", ""), now);
    refused(
        redeem(without, to_uri), "redirect_uri_mismatch", "The redirect URI is missing or does not match"
    );
    BOOST_TEST(redeem(box.issue_code(authorization("10001", "", ""), now), "").status == 200u);
}

BOOST_AUTO_TEST_CASE(codes_are_tied_to_the_verifier)
{
    constexpr std::string_view mismatch = "The code verifier does not match the code challenge";
    BOOST_TEST(redeem(code_of_login(usual + bound), to_uri + "&code_verifier=" + verifier).status == 200u);
    std::string other = verifier;
    other.back() = 'l';
    for (const std::string& bad : {std::string(), std::string("x"), other, challenge, verifier + "%20"})
        refused(
            redeem(code_of_login(usual + bound), to_uri + "&code_verifier=" + bad), "invalid_grant", mismatch
        );
    refused(redeem(code_of_login(usual + bound), to_uri), "invalid_grant", mismatch);
    // A verifier without a challenge shows that the challenge was lost on the way.
    refused(redeem(code_of_login(usual), to_uri + "&code_verifier=" + verifier), "invalid_grant", mismatch);
}

BOOST_AUTO_TEST_CASE(a_failed_attempt_uses_the_code_up)
{
    const std::string code = code_of_login(usual + bound);
    BOOST_TEST(redeem(code, to_uri).status == 400u);
    BOOST_TEST(redeem(code, to_uri + "&code_verifier=" + verifier).status == 400u);
}

BOOST_AUTO_TEST_CASE(codes_can_be_given_out_from_outside)
{
    box.users().add_user("Ann", "42");
    const std::string code = box.issue_code(authorization("42", uri, challenge), now);
    BOOST_TEST(user_of(redeem(code, to_uri + "&code_verifier=" + verifier)) == "42");
    BOOST_CHECK_THROW(box.issue_code(authorization("43", "", ""), now), std::out_of_range);
    BOOST_CHECK_THROW(box.issue_code(authorization("42", "", "short"), now), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::testing
