// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/account.hpp"
#include "auth/app_grants.hpp"
#include "auth/derived_grants.hpp"
#include "auth/oauth_grant.hpp"

#include <boxlink/credentials.hpp>

#include <utility>

namespace boxlink {
namespace {

template <class Grant, class... Args>
credentials make(Args&&... args)
{
    return credentials(
        std::make_shared<auth::account>(std::make_shared<Grant>(std::forward<Args>(args)...), std::nullopt)
    );
}

} // namespace

credentials credentials::with_user_tokens(std::size_t max_users) const
{
    if (state_->how() == nullptr)
        return credentials(std::make_shared<auth::account>(state_->fixed_token(), max_users));
    return credentials(std::make_shared<auth::account>(state_->how(), max_users));
}

credentials bearer_token(secret token)
{
    return credentials(std::make_shared<auth::account>(std::move(token)));
}

credentials client_credentials(oauth_app app, box_subject subject)
{
    return make<auth::client_credentials_grant>(std::move(app), std::move(subject));
}

credentials jwt(jwt_app app, box_subject subject)
{
    return make<auth::jwt_grant>(std::move(app), std::move(subject));
}

credentials jwt(jwt_app app)
{
    std::optional<box_subject> enterprise;
    if (app.enterprise_id())
        enterprise = box_subject::enterprise(*app.enterprise_id());
    return make<auth::jwt_grant>(std::move(app), std::move(enterprise));
}

credentials oauth2(oauth_app app, std::shared_ptr<token_store> store)
{
    return make<auth::oauth_grant>(std::move(app), std::move(store));
}

credentials downscoped(credentials parent, token_scope scope)
{
    return make<auth::downscoped_grant>(parent.state(), std::move(scope));
}

credentials detail::make_custom_credentials(token_function source)
{
    return make<auth::custom_grant>(std::move(source));
}

} // namespace boxlink
