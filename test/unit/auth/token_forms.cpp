// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/token_forms.hpp"

#include "net/http_wire.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(token_forms)

using namespace boxlink;

oauth_app const app("the-client", secret("a secret&=+%"));

using fields = std::vector<std::pair<std::string, std::string>>;

int hex(char c)
{
    return static_cast<int>(std::string_view("0123456789ABCDEF").find(c));
}

// The way of the WHATWG's URL standard, written anew.
std::string decoded(std::string_view text)
{
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '%') {
            out += static_cast<char>(hex(text[at + 1]) * 16 + hex(text[at + 2]));
            at += 2;
        } else {
            out += text[at] == '+' ? ' ' : text[at];
        }
    }
    return out;
}

fields fields_of(model::http_request const& request)
{
    fields read;
    auto rest = request.body();
    while (!rest.empty()) {
        auto const piece = rest.substr(0, rest.find('&'));
        rest.remove_prefix(std::min(piece.size() + 1, rest.size()));
        auto const equals = piece.find('=');
        BOOST_TEST_REQUIRE(equals != piece.npos);
        read.emplace_back(decoded(piece.substr(0, equals)), decoded(piece.substr(equals + 1)));
    }
    return read;
}

void check(
    model::http_request const& request, fields const& expected, std::string_view target = "/oauth2/token"
)
{
    BOOST_TEST(request.method == "POST");
    BOOST_TEST(request.target() == target);
    BOOST_TEST_REQUIRE(request.headers.size() == 1U);
    BOOST_TEST(request.headers[0].name == "Content-Type");
    BOOST_TEST(request.headers[0].value.reveal() == "application/x-www-form-urlencoded");
    BOOST_TEST((fields_of(request) == expected), request.body());
}

BOOST_AUTO_TEST_CASE(client_credentials)
{
    fields expected = {
        {"grant_type", "client_credentials"},
        {"client_id", "the-client"},
        {"client_secret", "a secret&=+%"},
        {"box_subject_type", "enterprise"},
        {"box_subject_id", "12345"}};
    check(auth::client_credentials_request(app, box_subject::enterprise("12345")), expected);
    expected[3].second = "user";
    expected[4].second = "7";
    check(auth::client_credentials_request(app, box_subject::user("7")), expected);
}

BOOST_AUTO_TEST_CASE(jwt)
{
    check(
        auth::jwt_request(app, secret("aa.bb_-.cc")),
        {{"grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"},
         {"client_id", "the-client"},
         {"client_secret", "a secret&=+%"},
         {"assertion", "aa.bb_-.cc"}}
    );
}

BOOST_AUTO_TEST_CASE(refresh)
{
    check(
        auth::refresh_request(app, secret("the token")), {{"grant_type", "refresh_token"},
                                                          {"client_id", "the-client"},
                                                          {"client_secret", "a secret&=+%"},
                                                          {"refresh_token", "the token"}}
    );
}

BOOST_AUTO_TEST_CASE(codes)
{
    fields expected = {
        {"grant_type", "authorization_code"},
        {"client_id", "the-client"},
        {"client_secret", "a secret&=+%"},
        {"code", "the code"}};
    check(auth::code_request(app, authorization_code(secret("the code"))), expected);
    auto const code = authorization_code(secret("the code"))
                          .redirect_uri("http://127.0.0.1:3000/callback?a=b")
                          .verifier(secret("the~verifier"));
    expected.emplace_back("redirect_uri", "http://127.0.0.1:3000/callback?a=b");
    expected.emplace_back("code_verifier", "the~verifier");
    check(auth::code_request(app, code), expected);
}

BOOST_AUTO_TEST_CASE(downscoping)
{
    fields expected = {
        {"grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"},
        {"subject_token", "the token"},
        {"subject_token_type", "urn:ietf:params:oauth:token-type:access_token"},
        {"scope", "item_preview base_explorer"}};
    auto const scope = token_scope().allow("item_preview").allow("base_explorer");
    check(auth::downscope_request(secret("the token"), scope), expected);
    expected.emplace_back("resource", "https://api.box.com/2.0/files/5");
    check(
        auth::downscope_request(secret("the token"), token_scope(scope).only(item_ref::file("5"))), expected
    );
    expected.back().second = "https://api.box.com/2.0/folders/0";
    check(
        auth::downscope_request(secret("the token"), token_scope(scope).only(item_ref::folder("0"))), expected
    );
}

BOOST_AUTO_TEST_CASE(revocation)
{
    check(
        auth::revoke_request(app, secret("the token")),
        {{"client_id", "the-client"}, {"client_secret", "a secret&=+%"}, {"token", "the token"}},
        "/oauth2/revoke"
    );
}

BOOST_AUTO_TEST_CASE(every_byte)
{
    std::string all;
    for (int byte = 0; byte < 256; ++byte) {
        std::string const one(1, static_cast<char>(byte));
        auto const request =
            auth::refresh_request(oauth_app(one, secret(one + one)), secret("<" + one + ">"));
        auto const read = fields_of(request);
        BOOST_TEST_REQUIRE(read.size() == 4U, byte);
        BOOST_TEST(read[1].second == one, byte);
        BOOST_TEST(read[2].second == one + one, byte);
        BOOST_TEST(read[3].second == "<" + one + ">", byte);
        all += one;
    }
    auto const request = auth::refresh_request(app, secret(all));
    BOOST_TEST(fields_of(request).back().second == all);
    for (char const c : request.body())
        BOOST_TEST((c > ' ' && c < '\x7f'));
}

BOOST_AUTO_TEST_CASE(they_can_be_written)
{
    net::request_buffer out;
    net::server_address const box(net::url_scheme::https, "api.box.com", 443);
    auto const request = auth::revoke_request(oauth_app("c", secret("s")), secret("t"));
    BOOST_TEST_REQUIRE(net::request_writer(box, {}).write(out, request, secret()).has_value());
    auto const text = out.text();
    BOOST_TEST(text.starts_with("POST /oauth2/revoke HTTP/1.1\r\n"));
    BOOST_TEST(text.find("\r\nContent-Type: application/x-www-form-urlencoded\r\n") != text.npos);
    BOOST_TEST(text.find("\r\nContent-Length: 35\r\n") != text.npos);
    BOOST_TEST(text.find("Authorization") == text.npos);
    BOOST_TEST(text.ends_with("\r\n\r\nclient_id=c&client_secret=s&token=t"));
}

BOOST_AUTO_TEST_SUITE_END()
