// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/token_answer.hpp"
#include "model/text.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace boxlink::auth {
namespace {

constexpr std::string_view check_subject =
    "check the id of the enterprise or user; an administrator must have authorized the app in the Admin "
    "Console, "
    "again after each change of it, and for users it needs 'Generate user access tokens'";
constexpr std::string_view check_method =
    "use the credentials that fit the authentication method that the app has in the developer console";
constexpr std::string_view new_parent =
    "the token that this one is made from has ended or may not do it; get a new one";

// What Box says of an assertion or an app, as it was seen in the wild, and what to do about it.
struct hint
{
    std::string_view words;
    std::string_view advice;
};
constexpr std::array<hint, 11> hints = {{
    {"'exp'", "set the clock of this machine"},
    {"'iss'", "check the client id"},
    {"'sub'", check_subject},
    {"'aud'", "look at what stands between here and Box: the assertion names Box's token endpoint"},
    {"'jti'", "try again; each request has a new one, so if this stays, something between here and Box sends "
              "requests twice"},
    {"kid", "check that the public key id and the private key are of one pair that the app still has, or "
            "make a new one in the "
            "developer console"},
    {"signature", "check that the public key id and the private key are of one pair that the app still has, "
                  "or make a new one in the "
                  "developer console"},
    {"not authorized by the enterprise", "have an administrator authorize the app in the Admin Console"},
    {"box_subject_type",
     "give the app 'App + Enterprise Access' in the developer console, or ask for the other kind of subject"},
    {"grant type", check_method},
    {"grant credentials are invalid", check_subject},
}};

bool contains_ignoring_case(std::string_view text, std::string_view words) noexcept
{
    auto const equal = [](char a, char b) { return model::to_lower(a) == model::to_lower(b); };
    return std::search(text.begin(), text.end(), words.begin(), words.end(), equal) != text.end();
}

bool is_about_app(grant_kind kind) noexcept
{
    return kind == grant_kind::jwt || kind == grant_kind::client_credentials;
}

std::string_view advice_for_grant(grant_kind kind) noexcept
{
    switch (kind) {
    case grant_kind::refresh_token:
        return "the user has to log in again: a refresh token is good for one use within 60 days";
    case grant_kind::authorization_code:
        return "the user has to log in again: a code is good for one use within 30 seconds, with the "
               "redirect URI and the "
               "verifier that it was asked for with";
    case grant_kind::client_credentials:
        return check_subject;
    case grant_kind::jwt:
        return "check the ids and the key against the app in the developer console, and that an "
               "administrator has "
               "authorized it";
    case grant_kind::token_exchange:
        return new_parent;
    case grant_kind::revocation:
        break;
    }
    return "the token may have ended already";
}

std::string_view advice_for(error_info const& failure, grant_kind kind) noexcept
{
    std::string_view const code = failure.box_code;
    if (code == "invalid_client")
        return "check the client id and the client secret against the app in the developer console";
    if (is_about_app(kind)) {
        auto const* const found = std::find_if(hints.begin(), hints.end(), [&](hint const& each) {
            return contains_ignoring_case(failure.message, each.words);
        });
        if (found != hints.end())
            return found->advice;
    }
    if (code == "unauthorized_client" && is_about_app(kind))
        return "have an administrator authorize the app in the Admin Console, and check its authentication "
               "method in the "
               "developer console";
    if (code == "unauthorized_client" || code == "unsupported_grant_type")
        return check_method;
    if (code == "invalid_grant")
        return advice_for_grant(kind);
    if (code == "invalid_scope")
        return "ask only for scopes that the app has in the developer console";
    if (code == "invalid_resource")
        return "check the id of the file or folder, and that the token can reach it";
    if (code == "invalid_token" && kind == grant_kind::token_exchange)
        return new_parent;
    return "check the app's configuration in the developer console";
}

bool is_oauth_refusal(error_info const& failure) noexcept
{
    bool const is_refused = failure.status == 400 || failure.status == 401 || failure.status == 403;
    // These two pass by themselves (RFC 6749, section 4.1.2.1).
    return is_refused && !failure.box_code.empty() && failure.box_code != "temporarily_unavailable" &&
           failure.box_code != "server_error";
}

bool needs_login(error_info const& failure, grant_kind kind) noexcept
{
    return failure.box_code == "invalid_grant" &&
           (kind == grant_kind::refresh_token || kind == grant_kind::authorization_code);
}

} // namespace

error_info explain_grant_failure(error_info failure, grant_kind kind)
{
    if (!is_oauth_refusal(failure))
        return failure;
    auto const advice = advice_for(failure, kind);
    failure.code =
        make_error_code(needs_login(failure, kind) ? errc::login_required : errc::authentication_failed);
    if (failure.message.ends_with('.'))
        failure.message.pop_back();
    failure.message.append("; ").append(advice);
    return failure;
}

bool blames_clock(error_info const& failure) noexcept
{
    return failure.box_code == "invalid_grant" && contains_ignoring_case(failure.message, "'exp'");
}

} // namespace boxlink::auth
