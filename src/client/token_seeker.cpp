// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "client/token_seeker.hpp"

#include "client/client_state.hpp"
#include "client/token_renewal.hpp"

#include <utility>

namespace boxlink::client_impl {
namespace asio = boost::asio;
using policy::token_advice;

token_seeker::token_seeker(client_state& client, std::shared_ptr<auth::account> where, std::string user)
    : client_(client), account_(std::move(where)), user_(std::move(user))
{}

token_seeker::~token_seeker() = default;

std::optional<result<auth::token_ptr>> token_seeker::ask(policy::token_serial refused, policy::time_point now)
{
    auto advice = account_->want(user_, refused, seen_, now);
    bool const is_there = advice.what == token_advice::use || advice.what == token_advice::use_and_renew;
    if (advice.what == token_advice::renew || advice.what == token_advice::use_and_renew) {
        auth::wanted_token wanted;
        if (!user_.empty())
            wanted.user = user_;
        wanted.last = advice.token;
        // Nothing is left of a token of a user who was forgotten for others in between.
        wanted.last_was_refused = refused != 0 && (wanted.last == nullptr || wanted.last->serial <= refused);
        start_renewal(client_.shared_from_this(), account_, std::move(wanted), is_there);
    }
    bool const is_refused = advice.what == token_advice::fail;
    seen_ = is_there || is_refused ? std::nullopt : std::optional(advice.seen);
    if (is_there)
        return std::move(advice.token);
    if (is_refused)
        return std::move(advice.failure);
    return std::nullopt;
}

asio::awaitable<result<auth::token_ptr>> token_seeker::seek(policy::token_serial refused)
{
    while (!interrupted_) {
        if (auto known = ask(refused, client_.timers().now()))
            co_return std::move(*known);
        bell_ = std::make_shared<bell>(client_.executor());
        auto ring = [listener = std::weak_ptr(bell_)] {
            if (auto const alive = listener.lock())
                alive->rung.set({});
        };
        auth::account::place const place(account_, user_, client_.executor(), std::move(ring));
        if (!place.is_worth_waiting())
            continue;
        suspended_ = true;
        co_await bell_->rung.wait();
    }
    co_return error_info(errc::client_closed, {});
}

auth::token_ptr token_seeker::newest(policy::time_point now) const
{
    return account_->current(user_, now);
}

void token_seeker::interrupt()
{
    interrupted_ = true;
    if (bell_)
        bell_->rung.set({});
}

} // namespace boxlink::client_impl
