// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/oauth_grant.hpp"

#include "auth/credential_rules.hpp"
#include "auth/grant_request.hpp"
#include "auth/token_forms.hpp"

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

/// Whether a token of the store is worth a try in place of a refresh: somebody else has put it there.
bool is_news(
    stored_tokens const& stored, wanted_token const& wanted, std::chrono::system_clock::time_point now
)
{
    auto const& found = stored.access;
    bool const is_good = can_be_sent(found.text) && (!found.expires_at || *found.expires_at > now);
    return is_good && (wanted.last == nullptr || wanted.last->access.text.reveal() != found.text.reveal());
}

fresh_token from_store(stored_tokens const& stored, std::chrono::system_clock::time_point now)
{
    fresh_token token;
    token.access = stored.access;
    token.from_store = true;
    if (stored.access.expires_at)
        token.lifetime = std::chrono::floor<std::chrono::milliseconds>(*stored.access.expires_at - now);
    return token;
}

error_info login_required(std::string why)
{
    return error_info(errc::login_required, std::move(why));
}

/// What a store has thrown, for people. Only where something is being caught.
std::string thrown()
{
    try {
        throw;
    } catch (std::exception const& fault) {
        return fault.what();
    } catch (...) {
        return "an exception that is no std::exception";
    }
}

constexpr char const* kept_in_memory =
    "; they are kept in memory: mend the store before the program ends, or the user has to log in again";

} // namespace

oauth_grant::oauth_grant(oauth_app app, std::shared_ptr<token_store> store)
    : app_(std::move(app)), store_(std::move(store))
{}

result<void> oauth_grant::check() const
{
    if (store_ == nullptr)
        return error_info(
            errc::invalid_configuration, "token store: it is null; give one, such as memory_token_store()"
        );
    return auth::check(app_);
}

std::string oauth_grant::whose() const
{
    auto const where = reinterpret_cast<std::uintptr_t>(store_.get());
    return "login of app " + app_.client_id() + " in store " + std::to_string(where);
}

error_info oauth_grant::store_failed(std::string const& doing, std::string const& why) const
{
    return error_info(errc::token_unavailable, "token store " + store_->name() + ": " + doing + ": " + why);
}

asio::awaitable<result<std::shared_ptr<void>>> oauth_grant::lock()
{
    try {
        co_return co_await store_->lock();
    } catch (...) {
        co_return store_failed("it could not be locked", thrown());
    }
}

asio::awaitable<result<stored_tokens>> oauth_grant::load(warnings& told)
{
    result<stored_tokens> stored;
    try {
        stored = co_await store_->load();
    } catch (...) {
        stored = store_failed("it could not be read", thrown());
    }
    if (!unsaved_)
        co_return stored;
    bool const is_behind =
        stored.has_error() || !superseded_ || stored->refresh_token.reveal() == superseded_->reveal();
    if (!is_behind) {
        // Somebody has logged in since.
        unsaved_.reset();
        co_return stored;
    }
    auto const kept = *unsaved_;
    auto const fault = co_await save(kept, superseded_);
    if (!fault.empty())
        told.push_back(fault + kept_in_memory);
    co_return kept;
}

asio::awaitable<std::string> oauth_grant::save(stored_tokens tokens, std::optional<secret> before)
{
    try {
        co_await store_->save(tokens);
        unsaved_.reset();
    } catch (...) {
        // Where the store still has what was there before the last failure to save, that stays the mark to compare with.
        if (!unsaved_)
            superseded_ = std::move(before);
        unsaved_ = std::move(tokens);
        co_return store_failed("the new tokens could not be saved", thrown()).message;
    }
    co_return std::string();
}

asio::awaitable<result<fresh_token>> oauth_grant::fetch(wanted_token wanted, token_endpoint& endpoint)
{
    warnings told;
    auto const turn = co_await one_at_a_time_->enter();
    auto const locked = co_await lock();
    if (locked.has_error())
        co_return locked.error();
    auto stored = co_await load(told);
    if (stored.has_error())
        co_return stored.error();

    result<fresh_token> token;
    if (is_news(*stored, wanted, endpoint.calendar_now())) {
        token = from_store(*stored, endpoint.calendar_now());
    } else {
        auto const sent = stored->refresh_token;
        token = co_await refresh(std::move(*stored), endpoint, told);
        if (token.has_error() && token.error().code == errc::login_required) {
            // A store that knows no lock may have been changed by another process meanwhile.
            stored = co_await load(told);
            bool const has_moved_on = stored.has_value() && !stored->refresh_token.empty() &&
                                      stored->refresh_token.reveal() != sent.reveal();
            if (has_moved_on && is_news(*stored, wanted, endpoint.calendar_now()))
                token = from_store(*stored, endpoint.calendar_now());
            else if (has_moved_on)
                token = co_await refresh(std::move(*stored), endpoint, told);
        }
    }
    if (token.has_value())
        token->warnings = std::move(told);
    co_return token;
}

asio::awaitable<result<fresh_token>>
oauth_grant::refresh(stored_tokens stored, token_endpoint& endpoint, warnings& told)
{
    if (stored.refresh_token.empty())
        co_return login_required(
            "nobody has logged in yet: token store " + store_->name() + " has no refresh token; log in"
        );
    if (stored.is_in_doubt)
        co_return login_required(
            "the refresh token in token store " + store_->name() +
            " was sent before, and the answer was lost: it is perhaps spent, and is not sent again; log in"
        );
    if (!sent_.empty() && sent_.reveal() == stored.refresh_token.reveal()) {
        error_info why(errc::client_closed, "the context of the client ended before it came");
        co_return co_await lose(std::move(stored), std::move(why));
    }
    token_endpoint::request_maker make = [this, &stored]() -> result<token_message> {
        sent_ = stored.refresh_token;
        return token_message(
            refresh_request(app_, stored.refresh_token), {app_.client_secret(), stored.refresh_token}
        );
    };
    auto answer = co_await endpoint.send(std::move(make), token_endpoint::repetition::forbidden);
    if (answer.in_doubt)
        co_return co_await lose(std::move(stored), std::move(answer.failure));
    auto granted = read_tokens(std::move(answer), grant_kind::refresh_token, endpoint.calendar_now());
    // Whoever has answered like this has taken the token.
    if (granted.has_error() && granted.error().code == errc::malformed_response &&
        granted.error().status == 200)
        co_return co_await lose(std::move(stored), std::move(granted).error());
    if (granted.has_error()) {
        sent_ = secret();
        co_return granted.error();
    }
    // RFC 6749, section 6: without a new one the old one stays good.
    if (granted->refresh_token.empty())
        granted->refresh_token = stored.refresh_token;
    auto before = std::make_optional(std::move(stored.refresh_token));
    auto kept = co_await keep(std::move(*granted), std::move(before), told);
    sent_ = secret();
    co_return kept;
}

asio::awaitable<error_info> oauth_grant::lose(stored_tokens stored, error_info why)
{
    auto before = std::make_optional(stored.refresh_token);
    stored.is_in_doubt = true;
    auto const fault = co_await save(std::move(stored), std::move(before));
    sent_ = secret();
    why.message = "the answer to the refresh token was lost (" + why.message +
                  "): it is perhaps spent, and is not sent again; log in";
    if (!fault.empty())
        why.message += ". Other programs with this store may send it: " + fault;
    why.cause = std::exchange(why.code, make_error_code(errc::login_required));
    co_return why;
}

asio::awaitable<fresh_token>
oauth_grant::keep(granted_token granted, std::optional<secret> before, warnings& told)
{
    auto token = to_fresh_token(granted);
    stored_tokens next;
    next.access = std::move(granted.access);
    next.refresh_token = std::move(granted.refresh_token);
    auto const fault = co_await save(std::move(next), std::move(before));
    if (!fault.empty())
        told.push_back(fault + kept_in_memory);
    co_return token;
}

asio::awaitable<result<fresh_token>>
oauth_grant::log_in(authorization_code const& code, token_endpoint& endpoint)
{
    warnings told;
    if (auto const checked = auth::check(code); checked.has_error())
        co_return checked.error();
    auto const turn = co_await one_at_a_time_->enter();
    auto const locked = co_await lock();
    if (locked.has_error())
        co_return locked.error();
    token_endpoint::request_maker make = [this, &code]() -> result<token_message> {
        return token_message(code_request(app_, code), {app_.client_secret(), code.code(), code.verifier()});
    };
    auto answer = co_await endpoint.send(std::move(make), token_endpoint::repetition::forbidden);
    if (answer.in_doubt) {
        auto failure = login_required(
            "the answer to the authorization code was lost (" + answer.failure.message +
            "): it is perhaps spent; log in again"
        );
        failure.cause = answer.failure.code;
        co_return failure;
    }
    auto granted = read_tokens(std::move(answer), grant_kind::authorization_code, endpoint.calendar_now());
    if (granted.has_error())
        co_return granted.error();
    std::optional<secret> before;
    if (auto const stored = co_await load(told); stored.has_value())
        before = stored->refresh_token;
    auto token = co_await keep(std::move(*granted), std::move(before), told);
    token.warnings = std::move(told);
    co_return token;
}

asio::awaitable<result<bool>> oauth_grant::revoke(token_ptr current, token_endpoint& endpoint)
{
    warnings told;
    auto const turn = co_await one_at_a_time_->enter();
    auto const locked = co_await lock();
    if (locked.has_error())
        co_return locked.error();
    auto stored = co_await load(told);
    if (stored.has_error())
        co_return stored.error();
    auto token = stored->refresh_token;
    if (token.empty())
        token = stored->access.text;
    if (token.empty() && current != nullptr)
        token = current->access.text;
    if (token.empty())
        co_return false;
    auto const revoked = co_await send_revocation(app_, token, endpoint);
    if (revoked.has_error())
        co_return revoked.error();
    auto before = std::make_optional(std::move(stored->refresh_token));
    stored_tokens const nothing;
    auto const fault = co_await save(nothing, std::move(before));
    if (!fault.empty())
        co_return error_info(
            errc::token_unavailable, "revoked, but " + fault + "; remove the revoked tokens from it"
        );
    co_return true;
}

} // namespace boxlink::auth
