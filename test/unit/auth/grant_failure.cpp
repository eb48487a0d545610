// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/token_answer.hpp"
#include "model/error_body.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(grant_failures)

using namespace boxlink;
using auth::blames_clock;
using auth::explain_grant_failure;
using auth::grant_kind;

constexpr grant_kind all_kinds[] = {grant_kind::client_credentials, grant_kind::jwt,
                                    grant_kind::refresh_token,      grant_kind::authorization_code,
                                    grant_kind::token_exchange,     grant_kind::revocation};

// As it comes from Box.
error_info failure(std::string_view code, std::string_view description, int status = 400)
{
    std::string body = R"({"error":")";
    body.append(code).append(R"(","error_description":")").append(description).append("\"}");
    return model::read_error(model::http_response(status, {}, body), {});
}

BOOST_AUTO_TEST_CASE(what_to_do)
{
    struct row
    {
        grant_kind kind;
        std::string_view code;
        std::string_view description;
        errc expected;
        std::string_view advice;
    };
    using enum grant_kind;
    constexpr auto refused = errc::authentication_failed;
    constexpr auto login = errc::login_required;
    row const rows[] = {
        {jwt, "invalid_client", "The client credentials are invalid", refused,
         "check the client id and the client secret"},
        {refresh_token, "invalid_client", "The client credentials are invalid", refused,
         "check the client id and the client secret"},
        {revocation, "invalid_client", "The client credentials are invalid", refused,
         "check the client id and the client secret"},
        {jwt, "unauthorized_client", "This app is not authorized by the enterprise admin", refused,
         "have an administrator authorize the app in the Admin Console"},
        {client_credentials, "unauthorized_client", "", refused,
         "have an administrator authorize the app in the Admin Console, and"},
        {client_credentials, "unauthorized_client",
         R"(The \"box_subject_type\" value is unauthorized for this client_id)", refused,
         "give the app 'App + Enterprise Access'"},
        {client_credentials, "unauthorized_client", "The grant type is unauthorized for this client_id",
         refused, "use the credentials that fit"},
        {refresh_token, "unauthorized_client", "The grant type is unauthorized for this client_id", refused,
         "use the credentials that fit"},
        {jwt, "unsupported_grant_type", "", refused, "use the credentials that fit"},
        {client_credentials, "invalid_grant", "Grant credentials are invalid", refused,
         "check the id of the enterprise or user"},
        {client_credentials, "invalid_grant", "something new", refused,
         "check the id of the enterprise or user"},
        {jwt, "invalid_grant", "Please check the 'exp' claim.", refused, "set the clock of this machine"},
        {jwt, "invalid_grant", "Please check the 'iss' claim.", refused, "check the client id"},
        {jwt, "invalid_grant", "Please check the 'sub' claim. The 'sub' specified is invalid.", refused,
         "check the id of the enterprise or user"},
        {jwt, "invalid_grant", "Please check the 'aud' claim.", refused,
         "look at what stands between here and Box"},
        {jwt, "invalid_grant", "Please check the 'jti' claim.", refused, "try again"},
        {jwt, "invalid_grant", "Please check the 'kid' header.", refused,
         "check that the public key id and the private key are of one pair"},
        {jwt, "invalid_grant",
         R"(Signature verification error. The public key identified by \"kid\" must correspond to the private key used for signing.)",
         refused, "check that the public key id and the private key are of one pair"},
        {jwt, "invalid_grant", "JWT signature is wrong", refused,
         "check that the public key id and the private key are of one pair"},
        {jwt, "invalid_grant", "something new", refused, "check the ids and the key"},
        {refresh_token, "invalid_grant", "Invalid refresh token", login,
         "the user has to log in again: a refresh token"},
        {refresh_token, "invalid_grant", "Refresh token has expired", login,
         "the user has to log in again: a refresh token"},
        {authorization_code, "invalid_grant", "Auth code doesn't exist or is invalid for the client", login,
         "the user has to log in again: a code"},
        {authorization_code, "redirect_uri_mismatch", "", refused, "check the app's configuration"},
        {token_exchange, "invalid_grant", "", refused, "the token that this one is made from"},
        {token_exchange, "invalid_token", "", refused, "the token that this one is made from"},
        {token_exchange, "invalid_scope", "", refused, "ask only for scopes"},
        {token_exchange, "invalid_resource", "", refused, "check the id of the file or folder"},
        {revocation, "invalid_grant", "", refused, "the token may have ended already"},
        {jwt, "invalid_request", "Invalid grant_type parameter or parameter missing", refused,
         "check the app's configuration"},
        {jwt, "something_new", "", refused, "check the app's configuration"},
    };
    for (row const& each : rows) {
        auto const original = failure(each.code, each.description);
        auto const explained = explain_grant_failure(original, each.kind);
        BOOST_TEST(explained.code == make_error_code(each.expected), each.code << ' ' << each.description);
        BOOST_TEST(explained.box_code == each.code);
        BOOST_TEST(explained.status == 400);
        auto told = original.message;
        if (told.ends_with('.'))
            told.pop_back();
        BOOST_TEST(explained.message.starts_with(told + "; " + std::string(each.advice)), explained.message);
    }
}

BOOST_AUTO_TEST_CASE(every_kind_has_advice_for_every_code)
{
    for (auto const kind : all_kinds) {
        for (std::string_view const code :
             {"invalid_client", "unauthorized_client", "invalid_grant", "invalid_scope",
              "unsupported_grant_type", "new"}) {
            for (int const status : {400, 401, 403}) {
                auto const explained = explain_grant_failure(failure(code, "Words", status), kind);
                BOOST_TEST(explained.message.starts_with("Words; "));
                BOOST_TEST(explained.message.size() > 20U);
                bool const is_refused = explained.code == make_error_code(errc::authentication_failed) ||
                                        explained.code == make_error_code(errc::login_required);
                BOOST_TEST(is_refused);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(other_failures_stay_as_they_are)
{
    error_info const others[] = {
        failure("invalid_grant", "Words", 429),
        failure("server_error", "Words", 500),
        failure("unavailable", "Words", 503),
        failure("not_found", "Words", 404),
        failure("temporarily_unavailable", "Words", 400),
        failure("server_error", "Words", 400),
        model::read_error(model::http_response(400, {}, "<html>"), {}),
        model::read_error(model::http_response(403, {}, ""), {}),
        error_info(errc::connection_lost, "Words"),
    };
    for (auto const& each : others) {
        for (auto const kind : all_kinds) {
            auto const explained = explain_grant_failure(each, kind);
            BOOST_TEST(explained.code == each.code);
            BOOST_TEST(explained.message == each.message);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_clock)
{
    for (std::string_view const description :
         {"Please check the 'exp' claim.",
          "Please check the 'exp' claim. The 'exp' value exceeds the maximum value of 60 seconds beyond the "
          "issue time.",
          "Current date/time MUST be before the expiration date/time listed in the 'exp' claim",
          R"(Current date\/time MUST be before the expiration date\/time listed in the 'exp' claim)"}) {
        auto const refused = failure("invalid_grant", description);
        BOOST_TEST(blames_clock(refused), description);
        BOOST_TEST(blames_clock(explain_grant_failure(refused, grant_kind::jwt)), description);
        BOOST_TEST(!blames_clock(failure("invalid_client", description)));
    }
    for (std::string_view const description :
         {"", "Please check the 'jti' claim.", "Please check the 'sub' claim.", "Refresh token has expired",
          "Grant credentials are invalid"}) {
        auto const refused = failure("invalid_grant", description);
        BOOST_TEST(!blames_clock(refused), description);
        BOOST_TEST(!blames_clock(explain_grant_failure(refused, grant_kind::jwt)), description);
    }
    BOOST_TEST(!blames_clock(error_info()));
}

BOOST_AUTO_TEST_SUITE_END()
