// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/jwt_assertion.hpp"

#include "auth/base64url.hpp"
#include "keys.hpp"
#include "model/json_text.hpp"

#include <boost/test/unit_test.hpp>

#include <set>
#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(jwt_assertions)

using namespace boxlink;
using namespace std::chrono_literals;
using auth::assertion_claims;
using auth::make_assertion;
using test::test_key;

constexpr std::chrono::system_clock::time_point now =
    std::chrono::sys_days(std::chrono::year(2026) / 7 / 1) + 750ms;

auth::private_key the_key()
{
    return auth::private_key::open(secret(test_key::shared().plain()), secret()).value();
}

assertion_claims claims_of(box_subject subject, jwt_algorithm algorithm = jwt_algorithm::rs256)
{
    return {"the-client", std::move(subject), "the-key-id", algorithm};
}

std::string decoded(std::string_view text)
{
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string bytes;
    unsigned bits = 0;
    int count = 0;
    for (char const c : text) {
        auto const digit = digits.find(c);
        BOOST_TEST_REQUIRE(digit != digits.npos);
        bits = bits << 6 | static_cast<unsigned>(digit);
        count += 6;
        if (count >= 8) {
            count -= 8;
            bytes += static_cast<char>(bits >> count);
        }
    }
    return bytes;
}

struct parts
{
    std::string header;
    std::string payload;
    std::string signature;
    std::string signed_text;
};

parts split(secret const& assertion)
{
    auto const text = assertion.reveal();
    auto const first = text.find('.');
    auto const second = text.find('.', first + 1);
    BOOST_TEST_REQUIRE((second != text.npos && text.find('.', second + 1) == text.npos));
    return {
        decoded(text.substr(0, first)), decoded(text.substr(first + 1, second - first - 1)),
        decoded(text.substr(second + 1)), std::string(text.substr(0, second))};
}

std::string member(std::string const& json, std::string_view name)
{
    auto const value = model::parse_json(json);
    BOOST_TEST_REQUIRE(value.has_value(), json);
    auto const found = model::json_object(*value).find(name);
    return found ? found->as_text().value_or("neither text nor number") : "missing";
}

BOOST_AUTO_TEST_CASE(base64url)
{
    struct row
    {
        std::string_view bytes;
        std::string_view text;
    };
    for (row const& each :
         {row{"", ""}, row{"f", "Zg"}, row{"fo", "Zm8"}, row{"foo", "Zm9v"}, row{"foob", "Zm9vYg"},
          row{"fooba", "Zm9vYmE"}, row{"foobar", "Zm9vYmFy"}, row{"\xff\xef\xbe", "_---"}}) {
        std::string out = "x";
        auth::append_base64url(out, each.bytes);
        BOOST_TEST(out.substr(1) == each.text);
        BOOST_TEST(auth::base64url_size(each.bytes.size()) == each.text.size());
    }
    for (int byte = 0; byte < 256; ++byte) {
        std::string const bytes(5, static_cast<char>(byte));
        std::string out;
        auth::append_base64url(out, bytes);
        BOOST_TEST(decoded(out) == bytes);
    }
}

BOOST_AUTO_TEST_CASE(what_it_says)
{
    auto const assertion = make_assertion(claims_of(box_subject::enterprise("12345")), the_key(), now);
    BOOST_TEST_REQUIRE(assertion.has_value());
    auto const [header, payload, signature, signed_text] = split(*assertion);
    BOOST_TEST(header == R"({"alg":"RS256","typ":"JWT","kid":"the-key-id"})");
    BOOST_TEST(member(payload, "iss") == "the-client");
    BOOST_TEST(member(payload, "sub") == "12345");
    BOOST_TEST(member(payload, "box_sub_type") == "enterprise");
    BOOST_TEST(member(payload, "aud") == "https://api.box.com/oauth2/token");
    BOOST_TEST(member(payload, "exp") == "1782864045");
    BOOST_TEST(member(payload, "iat") == "missing");
    auto const id = member(payload, "jti");
    BOOST_TEST((id.size() >= 32 && id.size() <= 128));
}

BOOST_AUTO_TEST_CASE(users)
{
    auto const assertion = make_assertion(claims_of(box_subject::user("7")), the_key(), now);
    BOOST_TEST_REQUIRE(assertion.has_value());
    auto const payload = split(*assertion).payload;
    BOOST_TEST(member(payload, "sub") == "7");
    BOOST_TEST(member(payload, "box_sub_type") == "user");
}

BOOST_AUTO_TEST_CASE(signatures)
{
    struct row
    {
        jwt_algorithm algorithm;
        std::string_view name;
        char const* digest;
    };
    for (row const& each :
         {row{jwt_algorithm::rs256, "RS256", "SHA256"}, row{jwt_algorithm::rs384, "RS384", "SHA384"},
          row{jwt_algorithm::rs512, "RS512", "SHA512"}}) {
        auto const assertion =
            make_assertion(claims_of(box_subject::user("7"), each.algorithm), the_key(), now);
        BOOST_TEST_REQUIRE(assertion.has_value());
        auto const made = split(*assertion);
        BOOST_TEST(member(made.header, "alg") == each.name);
        BOOST_TEST(test_key::shared().verifies(each.digest, made.signed_text, made.signature));
    }
}

BOOST_AUTO_TEST_CASE(each_has_an_id_of_its_own)
{
    auto const key = the_key();
    std::set<std::string> ids;
    for (int i = 0; i < 100; ++i) {
        auto const assertion = make_assertion(claims_of(box_subject::user("7")), key, now);
        BOOST_TEST_REQUIRE(assertion.has_value());
        ids.insert(member(split(*assertion).payload, "jti"));
    }
    BOOST_TEST(ids.size() == 100U);
}

BOOST_AUTO_TEST_CASE(texts_are_escaped)
{
    assertion_claims const claims("a\"b\\c\n\x01", box_subject::user("\"},{\""), "k\"\xc3\xa9");
    auto const assertion = make_assertion(claims, the_key(), now);
    BOOST_TEST_REQUIRE(assertion.has_value());
    auto const made = split(*assertion);
    BOOST_TEST(member(made.header, "kid") == "k\"\xc3\xa9");
    BOOST_TEST(member(made.payload, "iss") == "a\"b\\c\n\x01");
    BOOST_TEST(member(made.payload, "sub") == "\"},{\"");
}

BOOST_AUTO_TEST_SUITE_END()
