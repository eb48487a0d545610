// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/credential_rules.hpp"

#include "model/refusal.hpp"
#include "model/text.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace boxlink::auth {
namespace {

constexpr std::size_t max_text_length = 1024;
constexpr std::size_t max_code_length = 4096;
constexpr std::size_t max_id_length = 64;
constexpr std::size_t max_scope_length = 100;
constexpr std::size_t max_scopes = 50;
// RFC 7636, section 4.1.
constexpr std::size_t min_verifier_length = 43;
constexpr std::size_t max_verifier_length = 128;

bool is_scope_character(char c) noexcept
{
    return (c >= 'a' && c <= 'z') || model::is_digit(c) || c == '_' || c == '.' || c == ':';
}

bool is_unreserved(char c) noexcept
{
    return model::is_alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

template <class Rule>
bool all_of(std::string_view text, Rule rule)
{
    return std::all_of(text.begin(), text.end(), rule);
}

// What is wrong with a text that Box made; empty if nothing is. All of them are visible ASCII: anything else came from pasting.
std::string fault_of(std::string_view text, std::size_t max_length, std::string_view source)
{
    if (text.empty())
        return std::string("is empty; give the one that ").append(source);
    if (text.size() > max_length)
        return "is longer than " + std::to_string(max_length) + " characters; give the one that " +
               std::string(source);
    if (!model::is_visible_ascii(text))
        return "has characters other than visible ASCII, such as a blank or a line end; remove them";
    return {};
}

result<void> check_text(errc code, std::string_view name, std::string fault)
{
    if (fault.empty())
        return {};
    return error_info(code, std::string(name).append(": ").append(fault));
}

result<void> check_configured(std::string_view name, std::string_view text)
{
    constexpr std::string_view source = "the developer console shows";
    return check_text(errc::invalid_configuration, name, fault_of(text, max_text_length, source));
}

} // namespace

result<void> check(oauth_app const& app)
{
    if (auto const checked = check_configured("client id", app.client_id()); !checked)
        return checked;
    return check_configured("client secret", app.client_secret().reveal());
}

result<void> check(box_subject const& subject)
{
    bool const is_id = model::is_digits(subject.id()) && subject.id().size() <= max_id_length;
    // The JSON file of an app without an enterprise says 0.
    if (is_id && subject.id().find_first_not_of('0') != std::string::npos)
        return {};
    return error_info(
        errc::invalid_configuration,
        subject.type() + " id: is no Box id; give the digits that the Admin Console shows"
    );
}

result<void> check(jwt_app const& app)
{
    if (auto const checked = check(app.app()); !checked)
        return checked;
    return check_configured("public key id", app.public_key_id());
}

result<void> check(token_scope const& scope)
{
    auto const& scopes = scope.scopes();
    if (scopes.empty())
        return model::refusal("scope: there is none; allow at least one, such as item_preview");
    if (scopes.size() > max_scopes)
        return model::refusal(
            "scope: more than " + std::to_string(max_scopes) + " are too many; allow fewer"
        );
    for (std::string const& name : scopes) {
        if (name.empty() || name.size() > max_scope_length || !all_of(name, is_scope_character))
            return model::refusal(
                "scope " + model::quoted(name) +
                ": not a name of Box's; use 1 to 100 lower-case letters, digits, '_', '.' and ':', one scope "
                "a call"
            );
    }
    if (!scope.item())
        return {};
    if (scope.item()->type() == item_type::web_link)
        return model::refusal("item: a token cannot be restricted to a web link; name a file or a folder");
    return scope.item()->validate();
}

result<void> check(authorization_code const& code)
{
    constexpr std::string_view source = "came with the redirect";
    auto checked = check_text(
        errc::invalid_argument, "authorization code", fault_of(code.code().reveal(), max_code_length, source)
    );
    if (checked && !code.redirect_uri().empty())
        checked = check_text(
            errc::invalid_argument, "redirect_uri",
            fault_of(code.redirect_uri(), max_code_length, "the authorize URL had")
        );
    auto const verifier = code.verifier().reveal();
    if (!checked || verifier.empty())
        return checked;
    if (verifier.size() < min_verifier_length || verifier.size() > max_verifier_length ||
        !all_of(verifier, is_unreserved))
        return model::refusal(
            "verifier: is no PKCE verifier; give pkce::verifier() of the authorize URL's challenge"
        );
    return {};
}

} // namespace boxlink::auth
