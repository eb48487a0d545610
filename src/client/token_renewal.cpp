// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "client/token_renewal.hpp"

#include "client/client_state.hpp"
#include "client/token_exchange.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <exception>
#include <utility>

namespace boxlink::client_impl {
namespace asio = boost::asio;

namespace {

/// The duty to tell the account how a renewal ended, even if its coroutine is destroyed on the way.
class duty
{
public:
    duty(std::shared_ptr<auth::account> who, std::string user)
        : account_(std::move(who)), user_(std::move(user))
    {}
    ~duty()
    {
        if (account_ != nullptr)
            account_->abandoned(user_);
    }
    duty(duty const&) = delete;
    duty& operator=(duty const&) = delete;

    [[nodiscard]] std::shared_ptr<auth::account> fulfil() noexcept
    {
        return std::exchange(account_, nullptr);
    }
    [[nodiscard]] std::string const& user() const noexcept { return user_; }

private:
    std::shared_ptr<auth::account> account_;
    std::string user_;
};

void tell(client_state const& client, token_report const& report)
{
    auto const& watcher = client.options().observer();
    if (!watcher)
        return;
    try {
        watcher->on_token(report);
    } catch (...) {
        // A watcher's fault must not change the outcome of what it watches.
    }
}

asio::awaitable<void> renew(
    std::shared_ptr<client_state> client,
    std::shared_ptr<auth::account> who,
    auth::wanted_token wanted,
    bool in_background
)
{
    duty owed(who, wanted.user.value_or(""));
    auto const asked = client->timers().now();
    token_report report;
    report.user = wanted.user;
    report.in_background = in_background;

    result<auth::fresh_token> got;
    // What a token's life is counted from: it may have taken some attempts.
    policy::time_point obtained;
    {
        token_exchange endpoint(client);
        try {
            got = co_await who->how()->fetch(std::move(wanted), endpoint);
        } catch (std::exception const& fault) {
            got = error_info(errc::token_unavailable, fault.what());
        } catch (...) {
            got = error_info(errc::token_unavailable, "an exception that is no std::exception");
        }
        obtained = endpoint.last_attempt().value_or(client->timers().now());
    }
    report.duration = client->timers().now() - asked;
    if (got.has_value()) {
        for (auto const& warning : got->warnings)
            warn(*client, warning);
        report.expires_at = got->access.expires_at;
        report.from_store = got->from_store;
        owed.fulfil()->renewed(owed.user(), std::move(*got), obtained);
    } else {
        auto failure = std::move(got).error();
        failure.message.insert(0, "no access token: ");
        report.code = failure.code;
        report.message = failure.message;
        // The end of one client is no failure for the others that share the tokens: the next of them that waits does it.
        if (failure.code != errc::client_closed)
            owed.fulfil()->failed(owed.user(), std::move(failure), client->timers().now(), client->random());
    }
    tell(*client, report);
}

} // namespace

void start_renewal(
    std::shared_ptr<client_state> client,
    std::shared_ptr<auth::account> who,
    auth::wanted_token wanted,
    bool in_background
)
{
    auto const executor = client->executor();
    asio::co_spawn(
        executor, renew(std::move(client), std::move(who), std::move(wanted), in_background), asio::detached
    );
}

void warn(client_state const& client, std::string const& warning)
{
    auto const& watcher = client.options().observer();
    if (!watcher || warning.empty())
        return;
    try {
        watcher->on_warning(warning);
    } catch (...) {
        // A watcher's fault must not change the outcome of what it watches.
    }
}

} // namespace boxlink::client_impl
