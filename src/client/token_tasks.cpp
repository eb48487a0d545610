// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Operations on tokens and logins: coroutines of their own, not attempts at one request.

#include "auth/credential_rules.hpp"
#include "auth/grant_request.hpp"
#include "client/completion.hpp"
#include "client/token_exchange.hpp"
#include "model/caught.hpp"

#include <boxlink/token_operations.hpp>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace boxlink {
namespace {

namespace asio = boost::asio;
using client_impl::token_exchange;
using detail::erased_handler;

/// One such operation: what it has to work with, and how it ends early.
class token_task
{
public:
    token_task(client const& box, std::string what)
        : state_(box.state()), deadline_(state_->timers()), text(std::move(what)),
          user(account()->has_user_tokens() ? box.acting_as().value_or("") : std::string())
    {}

    [[nodiscard]] asio::any_io_executor const& executor() const noexcept { return state_->executor(); }
    [[nodiscard]] client_state& state() const noexcept { return *state_; }
    [[nodiscard]] std::shared_ptr<auth::account> const& account() const noexcept { return state_->account(); }
    /// Only after `begin`.
    [[nodiscard]] token_exchange& endpoint() noexcept { return *endpoint_; }

    /// On the client's executor, once.
    void begin()
    {
        endpoint_.emplace(state_);
        if (cancelled_)
            endpoint_->interrupt(asio::error::operation_aborted);
        deadline_.start(state_->timers().now() + state_->options().deadline(), [this] {
            endpoint_->interrupt(make_error_code(errc::deadline_exceeded));
        });
    }

    /// What is on the wire is for a moment only, and may be the only refresh token there is: all types of cancellation are alike.
    void cancel(asio::cancellation_type)
    {
        cancelled_ = true;
        if (endpoint_)
            endpoint_->interrupt(asio::error::operation_aborted);
    }

    /// Keeps a token that was not got by a renewal.
    [[nodiscard]] access_token keep(auth::fresh_token token)
    {
        for (auto const& warning : token.warnings)
            state_->tell(&observer::on_warning, warning);
        auto access = token.access;
        auto const obtained = endpoint_->last_attempt().value_or(state_->timers().now());
        account()->renewed(user, std::move(token), obtained);
        return access;
    }

    /// Completes what a failure tells.
    [[nodiscard]] error_info describe(error_info failure) const
    {
        auto const interruption = endpoint_->interruption();
        if (interruption && failure.code == errc::client_closed)
            failure.code = interruption;
        if (failure.code == errc::deadline_exceeded)
            failure.message =
                "not done within " + std::to_string(state_->options().deadline().count()) + " ms (deadline)";
        failure.operation = text;
        failure.elapsed = state_->timers().now() - started_;
        return failure;
    }

private:
    std::shared_ptr<client_state> state_;
    net::timer_queue::timer deadline_;
    std::optional<token_exchange> endpoint_;
    policy::time_point started_ = state_->timers().now();
    bool cancelled_ = false;

public:
    /// For people, such as `log_in`.
    std::string text;
    /// Whose tokens: empty for those of the credentials themselves.
    std::string user;
};

template <class T>
using task_function = std::function<asio::awaitable<result<T>>(token_task&)>;

template <class T>
asio::awaitable<void>
carry_out(std::shared_ptr<token_task> task, task_function<T> work, client_impl::completion<T> complete)
{
    task->begin();
    result<T> outcome;
    try {
        outcome = co_await work(*task);
    } catch (...) {
        outcome = error_info(errc::token_unavailable, model::caught());
    }
    if (outcome.has_error())
        outcome = task->describe(std::move(outcome).error());
    task.reset();
    std::move(complete)(std::move(outcome), true);
}

template <class T>
void start(client const& box, std::string text, task_function<T> work, erased_handler<T> handler)
{
    auto const slot = asio::get_associated_cancellation_slot(handler.get());
    client_impl::completion<T> complete(std::move(handler), box.get_executor());
    auto task = std::make_shared<token_task>(box, std::move(text));
    client_impl::connect_cancellation(slot, task);
    auto const executor = task->executor();
    asio::co_spawn(
        executor, carry_out<T>(std::move(task), std::move(work), std::move(complete)), asio::detached
    );
}

error_info no_login(std::string const& what)
{
    return error_info(
        errc::invalid_argument,
        what + ": a bearer token belongs to no app that boxlink knows; make the client with other credentials"
    );
}

asio::awaitable<result<access_token>> get_token_by(token_task& task)
{
    auto const found = co_await task.endpoint().token_of(task.account(), task.user, nullptr);
    if (found.has_error())
        co_return found.error();
    co_return (*found)->access;
}

asio::awaitable<result<access_token>> log_in_by(token_task& task, authorization_code const& code)
{
    if (task.account()->how() == nullptr)
        co_return no_login(task.text);
    auto token = co_await task.account()->how()->log_in(code, task.endpoint());
    if (token.has_error())
        co_return token.error();
    co_return task.keep(std::move(*token));
}

asio::awaitable<result<access_token>> downscope_by(token_task& task, token_scope const& scope)
{
    if (auto const checked = auth::check(scope); checked.has_error())
        co_return checked.error();
    auto const token = co_await auth::exchange_token(task.account(), task.user, scope, task.endpoint());
    if (token.has_error())
        co_return token.error();
    co_return token->access;
}

asio::awaitable<result<bool>> revoke_by(token_task& task)
{
    if (task.account()->how() == nullptr)
        co_return no_login(task.text);
    auto current = task.account()->current(task.user, task.state().timers().now());
    // Not const: `result<bool>` made of a const one is what that one converts to, which is whether there is a value.
    auto revoked = co_await task.account()->how()->revoke(std::move(current), task.endpoint());
    if (revoked.has_value())
        task.account()->forget(task.user);
    co_return revoked;
}

} // namespace

namespace detail {

void start_get_token(client box, erased_handler<access_token> handler)
{
    start<access_token>(box, "get_token", &get_token_by, std::move(handler));
}

void start_log_in(client box, authorization_code code, erased_handler<access_token> handler)
{
    auto work = [code = std::move(code)](token_task& task) { return log_in_by(task, code); };
    start<access_token>(box, "log_in", std::move(work), std::move(handler));
}

void start_downscope(client box, token_scope scope, erased_handler<access_token> handler)
{
    auto work = [scope = std::move(scope)](token_task& task) { return downscope_by(task, scope); };
    start<access_token>(box, "downscope", std::move(work), std::move(handler));
}

void start_revoke(client box, erased_handler<bool> handler)
{
    start<bool>(box, "revoke", &revoke_by, std::move(handler));
}

} // namespace detail
} // namespace boxlink
