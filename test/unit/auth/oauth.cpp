// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/base64url.hpp"

#include <boxlink/oauth.hpp>

#include <boost/test/unit_test.hpp>
#include <openssl/evp.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(oauth)

using namespace boxlink;

bool is_base64url(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_';
    });
}

BOOST_AUTO_TEST_CASE(proofs)
{
    std::set<std::string> verifiers;
    for (int i = 0; i < 50; ++i) {
        auto const proof = pkce::make();
        auto const verifier = proof.verifier().reveal();
        BOOST_TEST(verifier.size() == 43U);
        BOOST_TEST(is_base64url(verifier));
        verifiers.emplace(verifier);

        unsigned char digest[32];
        BOOST_TEST_REQUIRE(
            EVP_Q_digest(nullptr, "SHA256", nullptr, verifier.data(), verifier.size(), digest, nullptr) == 1
        );
        std::string expected;
        auth::append_base64url(expected, {reinterpret_cast<char const*>(digest), sizeof digest});
        BOOST_TEST(proof.challenge() == expected);
    }
    BOOST_TEST(verifiers.size() == 50U);
}

BOOST_AUTO_TEST_CASE(states)
{
    std::set<std::string> distinct;
    for (int i = 0; i < 50; ++i) {
        auto const state = make_oauth_state();
        BOOST_TEST(state.size() == 32U);
        BOOST_TEST(is_base64url(state));
        distinct.insert(state);
    }
    BOOST_TEST(distinct.size() == 50U);
}

BOOST_AUTO_TEST_CASE(the_shortest_url)
{
    BOOST_TEST(
        authorize_url("the-client").to_string() ==
        "https://account.box.com/api/oauth2/authorize?response_type=code&client_id=the-client"
    );
}

BOOST_AUTO_TEST_CASE(the_longest_url)
{
    auto const proof = pkce::make();
    auto const url = authorize_url("the client")
                         .endpoint("http://127.0.0.1:8080/authorize")
                         .redirect_uri("http://127.0.0.1:3000/back?a=b&c=d")
                         .state("a+b/c=#\r\n\xc3\xa9")
                         .scope("root_readwrite manage_webhook")
                         .challenge(proof)
                         .to_string();
    BOOST_TEST(
        url == "http://127.0.0.1:8080/authorize?response_type=code&client_id=the%20client"
               "&redirect_uri=http%3A%2F%2F127.0.0.1%3A3000%2Fback%3Fa%3Db%26c%3Dd"
               "&state=a%2Bb%2Fc%3D%23%0D%0A%C3%A9&scope=root_readwrite%20manage_webhook&code_challenge=" +
                   proof.challenge() + "&code_challenge_method=S256"
    );
    BOOST_TEST(url.find(proof.verifier().reveal()) == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
