// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/credential_rules.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(credential_rules)

using namespace boxlink;
using auth::check;

template <class Thing>
std::string refusal_of(Thing const& thing, errc code = errc::invalid_configuration)
{
    auto const checked = check(thing);
    BOOST_TEST_REQUIRE(checked.has_error());
    BOOST_TEST(checked.error().code == make_error_code(code));
    BOOST_TEST(checked.error().message.find("hidden") == std::string::npos, checked.error().message);
    return checked.error().message;
}

constexpr auto argument = errc::invalid_argument;
std::string const no_ascii =
    "has characters other than visible ASCII, such as a blank or a line end; remove them";

oauth_app app_of(std::string id, std::string app_secret)
{
    return {std::move(id), secret(std::move(app_secret))};
}

BOOST_AUTO_TEST_CASE(apps)
{
    BOOST_TEST(check(app_of("id", "hidden")).has_value());
    BOOST_TEST(
        refusal_of(app_of("", "hidden")) ==
        "client id: is empty; give the one that the developer console shows"
    );
    BOOST_TEST(
        refusal_of(app_of("id", "")) ==
        "client secret: is empty; give the one that the developer console shows"
    );
    for (std::string_view const bad : {"hidden\n", " hidden", "hid den", "hidden\x7f", "hidden\xc3\xa9"}) {
        BOOST_TEST(refusal_of(app_of(std::string(bad), "hidden")) == "client id: " + no_ascii);
        BOOST_TEST(refusal_of(app_of("id", std::string(bad))) == "client secret: " + no_ascii);
    }
    BOOST_TEST(check(app_of("id", std::string(1024, 'x'))).has_value());
    BOOST_TEST(refusal_of(app_of("id", std::string(1025, 'x')))
                   .starts_with("client secret: is longer than 1024 characters; "));
}

BOOST_AUTO_TEST_CASE(subjects)
{
    for (std::string_view const id : {"1", "12345", "00", "0", "", "abc", "1 ", "-1", "1\n"}) {
        bool const good = id == "1" || id == "12345";
        BOOST_TEST(check(box_subject::user(std::string(id))).has_value() == good, id);
        BOOST_TEST(check(box_subject::enterprise(std::string(id))).has_value() == good, id);
    }
    BOOST_TEST(check(box_subject::user(std::string(64, '1'))).has_value());
    BOOST_TEST(
        refusal_of(box_subject::user(std::string(65, '1'))) ==
        "user id: is no Box id; give the digits that the Admin Console shows"
    );
    BOOST_TEST(
        refusal_of(box_subject::enterprise("hidden")) ==
        "enterprise id: is no Box id; give the digits that the Admin Console shows"
    );
}

BOOST_AUTO_TEST_CASE(jwt_apps)
{
    auto const app = [](std::string key_id, std::string app_secret = "hidden") {
        return jwt_app(
            app_of("id", std::move(app_secret)), std::move(key_id), secret("hidden"), secret("hidden")
        );
    };
    BOOST_TEST(check(app("kid")).has_value());
    BOOST_TEST(
        refusal_of(app("")) == "public key id: is empty; give the one that the developer console shows"
    );
    BOOST_TEST(refusal_of(app("hidden id")) == "public key id: " + no_ascii);
    BOOST_TEST(refusal_of(app("kid", "")).starts_with("client secret: is empty; "));
}

BOOST_AUTO_TEST_CASE(scopes)
{
    BOOST_TEST(
        refusal_of(token_scope(), argument) ==
        "scope: there is none; allow at least one, such as item_preview"
    );
    BOOST_TEST(check(token_scope().allow("item_preview").allow("a.b:c_9")).has_value());
    for (std::string_view const bad : {"", "Item", "item preview", "item-preview", "item\n", "\xc3\xa9"})
        BOOST_TEST(
            refusal_of(token_scope().allow("good").allow(std::string(bad)), argument).starts_with("scope \""),
            bad
        );
    BOOST_TEST(check(token_scope().allow(std::string(100, 'a'))).has_value());
    BOOST_TEST(check(token_scope().allow(std::string(101, 'a'))).has_error());

    token_scope many;
    for (int i = 0; i < 50; ++i)
        many.allow("a");
    BOOST_TEST(check(many).has_value());
    BOOST_TEST(refusal_of(many.allow("a"), argument) == "scope: more than 50 are too many; allow fewer");
}

BOOST_AUTO_TEST_CASE(items_of_scopes)
{
    auto const only = [](item_ref item) { return token_scope().allow("a").only(std::move(item)); };
    BOOST_TEST(check(only(item_ref::file("1"))).has_value());
    BOOST_TEST(check(only(item_ref::folder("0"))).has_value());
    BOOST_TEST(refusal_of(only(item_ref::file("x")), argument).starts_with("file id \"x\": not a Box id; "));
    BOOST_TEST(
        refusal_of(only(item_ref::web_link("1")), argument) ==
        "item: a token cannot be restricted to a web link; name a file or a folder"
    );
}

BOOST_AUTO_TEST_CASE(codes)
{
    auto const code = [](std::string text) { return authorization_code(secret(std::move(text))); };
    BOOST_TEST(check(code("hidden")).has_value());
    BOOST_TEST(
        refusal_of(code(""), argument) ==
        "authorization code: is empty; give the one that came with the redirect"
    );
    BOOST_TEST(refusal_of(code("hidden\n"), argument) == "authorization code: " + no_ascii);
    BOOST_TEST(check(code("hidden").redirect_uri("http://127.0.0.1/x?y")).has_value());
    BOOST_TEST(refusal_of(code("hidden").redirect_uri("a b"), argument) == "redirect_uri: " + no_ascii);

    auto const with_verifier = [&](std::string text) {
        return code("hidden").verifier(secret(std::move(text)));
    };
    BOOST_TEST(check(with_verifier(std::string(43, 'a'))).has_value());
    BOOST_TEST(check(with_verifier(std::string(124, 'a') + "-._~")).has_value());
    for (auto const& bad :
         {std::string(42, 'a'), std::string(129, 'a'), std::string(43, '+'), std::string(43, ' ')})
        BOOST_TEST(refusal_of(with_verifier(bad), argument).starts_with("verifier: is no PKCE verifier; "));
}

BOOST_AUTO_TEST_SUITE_END()
