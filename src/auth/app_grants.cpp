// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/app_grants.hpp"

#include "auth/credential_rules.hpp"
#include "auth/grant_request.hpp"
#include "auth/jwt_assertion.hpp"
#include "auth/token_answer.hpp"
#include "auth/token_forms.hpp"

#include <chrono>
#include <utility>

namespace boxlink::auth {
namespace asio = boost::asio;

namespace {

/// What a machine's clock may be wrong by; more is corrected by people.
constexpr std::chrono::hours largest_clock_difference{1};
/// Box's `Date` has whole seconds, and takes a while to get here: within this, our clock is right.
constexpr std::chrono::seconds clock_tolerance{2};

} // namespace

app_grant::app_grant(oauth_app app, std::optional<box_subject> subject)
    : app_(std::move(app)), subject_(std::move(subject))
{}

result<void> app_grant::check() const
{
    if (auto checked = auth::check(app_); checked.has_error())
        return checked;
    if (!subject_)
        return error_info(
            errc::invalid_configuration,
            "box_subject: the app names no enterprise; give the enterprise or the user that it is to act for"
        );
    return auth::check(*subject_);
}

std::string app_grant::whose() const
{
    if (subject_ && subject_->type() == "user")
        return subject_->id();
    return "enterprise " + (subject_ ? subject_->id() : std::string()) + " app " + app_.client_id();
}

box_subject app_grant::subject_of(wanted_token const& wanted) const
{
    return wanted.user ? box_subject::user(*wanted.user) : *subject_;
}

asio::awaitable<result<bool>> app_grant::revoke(token_ptr current, token_endpoint& endpoint)
{
    if (current == nullptr)
        co_return false;
    auto const& token = current->access.text;
    co_return co_await send_revocation(app_, token, endpoint);
}

client_credentials_grant::client_credentials_grant(oauth_app app, box_subject subject)
    : app_grant(std::move(app), std::move(subject))
{}

asio::awaitable<result<fresh_token>>
client_credentials_grant::fetch(wanted_token wanted, token_endpoint& endpoint)
{
    auto const subject = subject_of(wanted);
    token_endpoint::request_maker make = [this, &subject]() -> result<token_message> {
        return token_message(client_credentials_request(app(), subject), {app().client_secret()});
    };
    auto answer = co_await endpoint.send(std::move(make), token_endpoint::repetition::allowed);
    co_return read_grant(std::move(answer), grant_kind::client_credentials, endpoint.calendar_now());
}

jwt_grant::jwt_grant(jwt_app app, std::optional<box_subject> subject)
    : app_grant(app.app(), std::move(subject)), public_key_id_(app.public_key_id()),
      algorithm_(app.algorithm()), warning_(app.warning()), parts_(auth::check(app)),
      key_(private_key::open(app.private_key(), app.passphrase()))
{}

result<void> jwt_grant::check() const
{
    if (auto checked = app_grant::check(); checked.has_error())
        return checked;
    if (parts_.has_error())
        return parts_;
    if (key_.has_error())
        return key_.error();
    return {};
}

result<token_message>
jwt_grant::make_request(box_subject const& subject, std::chrono::system_clock::time_point now) const
{
    assertion_claims const claims(app().client_id(), subject, public_key_id_, algorithm_);
    auto const assertion = make_assertion(claims, *key_, now);
    if (assertion.has_error())
        return assertion.error();
    return token_message(jwt_request(app(), *assertion), {app().client_secret(), *assertion});
}

bool jwt_grant::learn_clock(
    endpoint_answer& answer, std::chrono::system_clock::time_point now, std::chrono::seconds assumed
)
{
    if (!answer.response || !blames_clock(answer.failure))
        return false;
    auto const difference = clock_difference(*answer.response, now);
    if (!difference)
        return false;
    if (std::chrono::abs(*difference) > largest_clock_difference) {
        answer.failure.message += "; this machine's clock differs from Box's by " +
                                  std::to_string(difference->count()) +
                                  " s, more than an hour: set the clock";
        return false;
    }
    clock_difference_ = difference->count();
    // Not what is remembered: another user's request may have taught that meanwhile.
    return std::chrono::abs(*difference - assumed) > clock_tolerance;
}

asio::awaitable<result<fresh_token>> jwt_grant::fetch(wanted_token wanted, token_endpoint& endpoint)
{
    auto const subject = subject_of(wanted);
    std::chrono::seconds assumed{};
    token_endpoint::request_maker const make = [this, &subject, &endpoint, &assumed] {
        assumed = std::chrono::seconds(clock_difference_);
        return make_request(subject, endpoint.calendar_now() + assumed);
    };
    auto answer = co_await endpoint.send(make, token_endpoint::repetition::allowed);
    if (learn_clock(answer, endpoint.calendar_now(), assumed))
        answer = co_await endpoint.send(make, token_endpoint::repetition::allowed);
    co_return read_grant(std::move(answer), grant_kind::jwt, endpoint.calendar_now());
}

} // namespace boxlink::auth
