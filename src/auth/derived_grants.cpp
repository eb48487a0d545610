// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/derived_grants.hpp"

#include "auth/credential_rules.hpp"
#include "auth/grant_request.hpp"

#include <algorithm>
#include <cstdint>
#include <exception>
#include <utility>

namespace boxlink::auth {
namespace asio = boost::asio;

namespace {

bool can_be_sent(secret const& token)
{
    auto const text = token.reveal();
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

/// What ends operations when a source of tokens has failed like this.
error_info failed_source(error_info failure)
{
    // The end of a client makes the next one ask at once: that of another, which the source uses, would be met again and again.
    if (failure.code && failure.code != errc::client_closed)
        return failure;
    failure.cause = failure.code;
    failure.code = make_error_code(errc::token_unavailable);
    failure.message.insert(0, "the token source failed: ");
    return failure;
}

} // namespace

downscoped_grant::downscoped_grant(std::shared_ptr<account> parent, token_scope scope)
    : parent_(std::move(parent)), scope_(std::move(scope))
{}

result<void> downscoped_grant::check() const
{
    auto const refused = [](std::string why) {
        return error_info(errc::invalid_configuration, "downscoped: " + std::move(why));
    };
    if (std::dynamic_pointer_cast<downscoped_grant>(parent_->how()) != nullptr)
        return refused("the parent is downscoped already; give the credentials that it was made from");
    if (parent_->has_user_tokens())
        return refused("the parent has user tokens; make it without with_user_tokens");
    if (auto const checked = auth::check(scope_); checked.has_error())
        return refused(checked.error().message);
    return parent_->check();
}

std::string downscoped_grant::warning() const
{
    return parent_->how() != nullptr ? parent_->how()->warning() : std::string();
}

asio::awaitable<result<fresh_token>> downscoped_grant::fetch(wanted_token, token_endpoint& endpoint)
{
    return exchange_token(parent_, {}, scope_, endpoint);
}

custom_grant::custom_grant(detail::token_function source) : source_(std::move(source)) {}

result<void> custom_grant::check() const
{
    if (source_ == nullptr)
        return error_info(errc::invalid_configuration, "custom_tokens: the function is empty");
    return {};
}

std::string custom_grant::whose() const
{
    return "source " + std::to_string(reinterpret_cast<std::uintptr_t>(this));
}

asio::awaitable<result<fresh_token>> custom_grant::fetch(wanted_token wanted, token_endpoint& endpoint)
{
    token_request request;
    request.user = wanted.user;
    request.last_was_refused = wanted.last_was_refused;
    fresh_token token;
    try {
        token.access = co_await source_(std::move(request));
    } catch (error const& failure) {
        co_return failed_source(failure.info());
    } catch (std::exception const& failure) {
        co_return error_info(
            errc::token_unavailable, std::string("the token source failed: ") + failure.what()
        );
    } catch (...) {
        co_return error_info(
            errc::token_unavailable, "the token source failed with an exception that is no std::exception"
        );
    }
    if (!can_be_sent(token.access.text))
        co_return error_info(
            errc::token_unavailable,
            "the token source gave a token that is empty, or has characters other than visible ASCII"
        );
    if (auto const end = token.access.expires_at) {
        auto const now = endpoint.calendar_now();
        // Compared first: the difference to the first instants of the calendar would overflow.
        if (*end < now + std::chrono::milliseconds(1))
            co_return error_info(errc::token_unavailable, "the token source gave a token that has expired");
        token.lifetime = std::chrono::floor<std::chrono::milliseconds>(*end - now);
    }
    co_return token;
}

} // namespace boxlink::auth
