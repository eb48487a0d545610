// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "auth/account.hpp"

#include "model/refusal.hpp"
#include "model/text.hpp"

#include <boost/asio/post.hpp>

#include <utility>

namespace boxlink::auth {
namespace {

using policy::token_advice;

token_ptr for_ever(secret text)
{
    auto token = std::make_shared<held_token>();
    token->access = access_token(std::move(text));
    token->serial = 1;
    return token;
}

} // namespace

account::account(std::shared_ptr<grant> how, std::optional<std::size_t> max_user_tokens)
    : how_(std::move(how)), max_user_tokens_(max_user_tokens), whose_(how_->whose())
{}

account::account(secret fixed_token, std::optional<std::size_t> max_user_tokens)
    : max_user_tokens_(max_user_tokens), fixed_(for_ever(std::move(fixed_token))),
      whose_("token " + std::to_string(std::hash<std::string_view>()(fixed_->access.text.reveal())))
{}

result<void> account::check() const
{
    auto const refused = [](std::string why) {
        return error_info(errc::invalid_configuration, std::move(why));
    };
    if (max_user_tokens_ && (fixed_ || !how_->serves_users()))
        return refused("with_user_tokens: these credentials cannot get tokens of users; use jwt, "
                       "client_credentials or custom_tokens");
    auto const counted = model::check_range(
        errc::invalid_configuration, "with_user_tokens", max_user_tokens_.value_or(1), 1, 1'000'000
    );
    if (counted.has_error())
        return counted;
    if (!fixed_)
        return how_->check();
    auto const text = fixed_->access.text.reveal();
    if (text.empty())
        return refused("access token: it is empty; give the token that Box issued");
    if (!model::is_visible_ascii(text))
        return refused("access token: it has characters other than visible ASCII, such as a line end");
    return {};
}

account::advice account::want(
    std::string const& user,
    policy::token_serial refused,
    std::optional<policy::failure_serial> seen,
    policy::time_point now
)
{
    advice given;
    if (fixed_) {
        given.token = fixed_;
        return given;
    }
    std::lock_guard const lock(mutex_);
    auto& of_user = entry_of(user);
    given.what = of_user.life.want(refused, seen, now);
    given.token = of_user.token;
    given.seen = of_user.life.failures();
    if (given.what == token_advice::fail)
        given.failure = of_user.failure;
    return given;
}

token_ptr account::current(std::string const& user, policy::time_point now) const
{
    if (fixed_)
        return fixed_;
    std::lock_guard const lock(mutex_);
    auto const found = entries_.find(user);
    return found != entries_.end() && found->second.life.is_usable(now) ? found->second.token : nullptr;
}

void account::renewed(std::string const& user, fresh_token token, policy::time_point asked)
{
    std::lock_guard const lock(mutex_);
    auto& of_user = entry_of(user);
    of_user.life.renewed(++last_serial_, token.lifetime, asked);
    auto held = std::make_shared<held_token>();
    held->access = std::move(token.access);
    held->serial = of_user.life.serial();
    held->ends = of_user.life.ends();
    held->from_store = token.from_store;
    of_user.token = std::move(held);
    wake(of_user);
}

void account::failed(std::string const& user, error_info why, policy::time_point now, double random)
{
    std::lock_guard const lock(mutex_);
    auto& of_user = entry_of(user);
    of_user.life.failed(now, random);
    of_user.failure = std::move(why);
    wake(of_user);
}

void account::abandoned(std::string const& user)
{
    std::lock_guard const lock(mutex_);
    auto& of_user = entry_of(user);
    of_user.life.abandoned();
    wake(of_user);
}

void account::forget(std::string const& user)
{
    std::lock_guard const lock(mutex_);
    entry_of(user).life.forget();
}

account::entry& account::entry_of(std::string const& user)
{
    auto const found = entries_.find(user);
    if (found != entries_.end()) {
        uses_.splice(uses_.begin(), uses_, found->second.use);
        return found->second;
    }
    if (!user.empty())
        make_room();
    uses_.push_front(user);
    auto& made = entries_[user];
    made.use = uses_.begin();
    return made;
}

// The credentials' own token does not count. Whoever waits or renews keeps their place, so there may be more than the bound for a while.
void account::make_room()
{
    auto const most = max_user_tokens_.value_or(0) + entries_.count(std::string());
    for (auto oldest = uses_.end(); entries_.size() >= most && oldest != uses_.begin();) {
        --oldest;
        auto const found = entries_.find(*oldest);
        if (oldest->empty() || found->second.life.is_renewing() || !found->second.waiting.empty())
            continue;
        entries_.erase(found);
        oldest = uses_.erase(oldest);
    }
}

void account::wake(entry& all)
{
    // The lock is held: a context that goes away makes its places leave first, so what is posted to is there.
    for (auto* const waiting : std::exchange(all.waiting, {})) {
        waiting->position_.reset();
        boost::asio::post(waiting->executor_, std::move(waiting->wake_));
    }
}

account::place::place(
    std::shared_ptr<account> where,
    std::string user,
    boost::asio::any_io_executor executor,
    std::function<void()> wake
)
    : account_(std::move(where)), user_(std::move(user)), executor_(std::move(executor)),
      wake_(std::move(wake))
{
    park(boost::asio::query(executor_, boost::asio::execution::context));
    std::lock_guard const lock(account_->mutex_);
    auto& of_user = account_->entry_of(user_);
    is_worth_waiting_ = of_user.life.is_renewing();
    if (is_worth_waiting_)
        position_ = of_user.waiting.insert(of_user.waiting.end(), this);
}

account::place::~place()
{
    leave();
}

void account::place::leave() noexcept
{
    std::lock_guard const lock(account_->mutex_);
    if (position_)
        account_->entries_.find(user_)->second.waiting.erase(*position_);
    position_.reset();
}

} // namespace boxlink::auth
