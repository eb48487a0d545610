// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/token_forms.hpp"

#include "model/percent_encoding.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace boxlink::auth {
namespace {

constexpr std::string_view token_target = "/oauth2/token";

// The fields of a form, as views of what the caller holds.
class form
{
public:
    form& field(std::string_view name, std::string_view value)
    {
        fields_.emplace_back(name, value);
        return *this;
    }

    form& app(oauth_app const& app)
    {
        return field("client_id", app.client_id()).field("client_secret", app.client_secret().reveal());
    }

    [[nodiscard]] model::http_request to(std::string_view target) const
    {
        model::http_request request("POST", text(target), target.size());
        request.headers.emplace_back("Content-Type", secret("application/x-www-form-urlencoded"));
        return request;
    }

private:
    // Room for all of it first: a string that grows would leave copies behind.
    [[nodiscard]] std::string text(std::string_view target) const
    {
        std::size_t size = target.size();
        for (auto const& [name, value] : fields_)
            size += name.size() + 3 * value.size() + 2;
        std::string text;
        text.reserve(size);
        text.append(target);
        for (auto const& [name, value] : fields_) {
            text.append(text.size() == target.size() ? "" : "&").append(name).append("=");
            model::append_percent_encoded(text, value);
        }
        return text;
    }

    std::vector<std::pair<std::string_view, std::string_view>> fields_;
};

std::string joined(std::vector<std::string> const& scopes)
{
    std::string text;
    for (std::string const& scope : scopes)
        text.append(text.empty() ? "" : " ").append(scope);
    return text;
}

// Always of this host, whatever the base URL is: Box takes it as a name. The scope's check has let no other type through.
std::string resource_of(item_ref const& item)
{
    std::string_view const collection = item.type() == item_type::folder ? "folders/" : "files/";
    return std::string("https://api.box.com/2.0/").append(collection).append(item.id());
}

} // namespace

model::http_request client_credentials_request(oauth_app const& app, box_subject const& subject)
{
    return form()
        .field("grant_type", "client_credentials")
        .app(app)
        .field("box_subject_type", subject.type())
        .field("box_subject_id", subject.id())
        .to(token_target);
}

model::http_request jwt_request(oauth_app const& app, secret const& assertion)
{
    return form()
        .field("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer")
        .app(app)
        .field("assertion", assertion.reveal())
        .to(token_target);
}

model::http_request refresh_request(oauth_app const& app, secret const& refresh_token)
{
    return form()
        .field("grant_type", "refresh_token")
        .app(app)
        .field("refresh_token", refresh_token.reveal())
        .to(token_target);
}

model::http_request code_request(oauth_app const& app, authorization_code const& code)
{
    form fields;
    fields.field("grant_type", "authorization_code").app(app).field("code", code.code().reveal());
    if (!code.redirect_uri().empty())
        fields.field("redirect_uri", code.redirect_uri());
    if (!code.verifier().empty())
        fields.field("code_verifier", code.verifier().reveal());
    return fields.to(token_target);
}

model::http_request downscope_request(secret const& subject_token, token_scope const& scope)
{
    auto const scopes = joined(scope.scopes());
    auto const resource = scope.item() ? resource_of(*scope.item()) : std::string();
    form fields;
    fields.field("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange")
        .field("subject_token", subject_token.reveal())
        .field("subject_token_type", "urn:ietf:params:oauth:token-type:access_token")
        .field("scope", scopes);
    if (!resource.empty())
        fields.field("resource", resource);
    return fields.to(token_target);
}

model::http_request revoke_request(oauth_app const& app, secret const& token)
{
    return form().app(app).field("token", token.reveal()).to("/oauth2/revoke");
}

} // namespace boxlink::auth
