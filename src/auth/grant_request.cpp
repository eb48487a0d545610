// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/grant_request.hpp"

#include "auth/token_forms.hpp"
#include "model/text.hpp"
#include "model/wipe.hpp"

#include <utility>

namespace boxlink::auth {
namespace asio = boost::asio;

namespace {

/// Whether Box says that the token is no good that another was to be made of.
bool is_refused_subject(error_info const& failure)
{
    return failure.status == 401 || (failure.status == 400 && failure.box_code == "invalid_grant");
}

} // namespace

result<granted_token>
read_tokens(endpoint_answer&& answer, grant_kind kind, std::chrono::system_clock::time_point now)
{
    if (answer.failure.code)
        return explain_grant_failure(std::move(answer.failure), kind);
    auto granted = read_token_answer(*answer.response, now);
    model::wipe(answer.response->body);
    return granted;
}

result<fresh_token>
read_grant(endpoint_answer&& answer, grant_kind kind, std::chrono::system_clock::time_point now)
{
    auto const granted = read_tokens(std::move(answer), kind, now);
    if (granted.has_error())
        return granted.error();
    return to_fresh_token(*granted);
}

bool can_be_sent(access_token const& token)
{
    return !token.text.empty() && model::is_visible_ascii(token.text.reveal());
}

fresh_token to_fresh_token(granted_token const& granted)
{
    fresh_token token;
    token.access = granted.access;
    token.lifetime = granted.lifetime;
    return token;
}

asio::awaitable<result<bool>>
send_revocation(oauth_app const& app, secret const& token, token_endpoint& endpoint)
{
    token_endpoint::request_maker make = [&app, &token]() -> result<token_message> {
        return token_message(revoke_request(app, token), {app.client_secret(), token});
    };
    auto answer = co_await endpoint.send(std::move(make), token_endpoint::repetition::allowed);
    if (answer.failure.code)
        co_return explain_grant_failure(std::move(answer.failure), grant_kind::revocation);
    co_return true;
}

asio::awaitable<result<fresh_token>> exchange_token(
    std::shared_ptr<account> parent, std::string user, token_scope const& scope, token_endpoint& endpoint
)
{
    token_ptr refused;
    for (;;) {
        auto const subject = co_await endpoint.token_of(parent, user, refused);
        if (subject.has_error())
            co_return subject.error();
        auto const& token = (*subject)->access.text;
        token_endpoint::request_maker make = [&token, &scope]() -> result<token_message> {
            return token_message(downscope_request(token, scope), {token});
        };
        auto answer = co_await endpoint.send(std::move(make), token_endpoint::repetition::allowed);
        bool const is_first = refused == nullptr;
        if (is_first && is_refused_subject(answer.failure)) {
            refused = *subject;
            continue;
        }
        co_return read_grant(std::move(answer), grant_kind::token_exchange, endpoint.calendar_now());
    }
}

} // namespace boxlink::auth
