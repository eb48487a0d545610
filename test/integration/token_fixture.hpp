// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

// For tests of tokens: an embedded server, credentials of all kinds that it knows, and clients whose clock may stand still until the test turns it.

#include "fixture.hpp"
#include "printing.hpp"
#include "support/manual_time.hpp"
#include "timed_fixture.hpp"
#include "unit/auth/keys.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace boxlink::test {

/// Keeps all that clients tell.
class token_log final : public observer
{
public:
    void on_attempt(attempt_report const& report) override { attempts.push_back(report); }
    void on_wait(wait_report const& report) override { waits.push_back(report); }
    void on_token(token_report const& report) override { tokens.push_back(report); }
    void on_warning(std::string const& warning) override { warnings.push_back(warning); }

    /// The attempts at token requests.
    [[nodiscard]] std::vector<attempt_report> token_attempts() const
    {
        std::vector<attempt_report> found;
        for (auto const& report : attempts) {
            if (report.operation == "get_token")
                found.push_back(report);
        }
        return found;
    }

    std::vector<attempt_report> attempts;
    std::vector<wait_report> waits;
    std::vector<token_report> tokens;
    std::vector<std::string> warnings;
};

/// An operation that was started and can be cancelled.
template <class T>
class cancellable
{
public:
    /// The token that starts it.
    [[nodiscard]] auto token()
    {
        auto note = [this](result<T> ended) { outcome_.emplace(std::move(ended)); };
        return as_result(asio::bind_cancellation_slot(signal_.slot(), std::move(note)));
    }

    void cancel(asio::cancellation_type how = asio::cancellation_type::terminal) { signal_.emit(how); }

    [[nodiscard]] bool is_over() const noexcept { return outcome_.has_value(); }
    [[nodiscard]] result<T> const& outcome() const { return outcome_.value(); }

private:
    asio::cancellation_signal signal_;
    std::optional<result<T>> outcome_;
};

/// The hands of a server's clock, which other threads read.
class server_hands
{
public:
    /// Noon of the day on which `manual_time` begins.
    [[nodiscard]] std::chrono::system_clock::time_point now() const
    {
        using namespace std::chrono;
        constexpr system_clock::time_point noon = sys_days(January / 15 / 2026) + hours(12);
        return noon + nanoseconds(turned_.load());
    }

    void advance(std::chrono::nanoseconds by) { turned_ += by.count(); }

private:
    std::atomic<std::chrono::nanoseconds::rep> turned_ = 0;
};

struct token_fixture : server_fixture
{
    explicit token_fixture(testing::server_options chosen = {}) : server_fixture(std::move(chosen)) {}

    [[nodiscard]] oauth_app app() const
    {
        return oauth_app(server.client_id(), secret(server.client_secret()));
    }

    [[nodiscard]] box_subject enterprise() const { return box_subject::enterprise(server.enterprise_id()); }

    [[nodiscard]] credentials of_enterprise() const { return client_credentials(app(), enterprise()); }

    /// An app with a key that the whole program shares: making one takes its time.
    [[nodiscard]] jwt_app signing_app()
    {
        if (key_id_.empty())
            key_id_ = server.add_jwt_key(test_key::shared().public_half());
        return jwt_app(app(), key_id_, secret(test_key::shared().plain()));
    }

    [[nodiscard]] credentials of_jwt() { return jwt(signing_app(), enterprise()); }

    /// A memory store with the refresh token of a login.
    [[nodiscard]] std::shared_ptr<token_store> new_login()
    {
        return memory_token_store(secret(server.issue_refresh_token(server.default_user())));
    }

    [[nodiscard]] credentials of_login() { return oauth2(app(), new_login()); }

    [[nodiscard]] client_options options() const { return server_fixture::options().observer(log); }

    [[nodiscard]] client make_client(credentials who) { return client(io, std::move(who), options()); }

    template <class T>
    T run(asio::awaitable<T> work)
    {
        return test::run(io, std::move(work));
    }

    /// Whether a new file can be shared: what a test of a token that is good ends with.
    [[nodiscard]] result<shared_link> share_a_file(client const& box)
    {
        auto const file = box.file(server.add_file());
        return run(share(file, link_settings(), as_result));
    }

    void check_shares(client const& box)
    {
        auto const shared = share_a_file(box);
        BOOST_TEST(shared.has_value(), (shared ? "" : shared.error().to_string()));
    }

    /// The failure of sharing a file.
    [[nodiscard]] error_info share_failure(client const& box)
    {
        auto const shared = share_a_file(box);
        BOOST_REQUIRE(shared.has_error());
        return shared.error();
    }

    [[nodiscard]] std::uint64_t token_requests() const { return server.counters().token_requests; }

    asio::io_context io{1};
    std::shared_ptr<token_log> log = std::make_shared<token_log>();

private:
    std::string key_id_;
};

/// Both clocks stand still until the test turns them.
struct timed_token_fixture : token_fixture
{
    /// \param ahead how far the server's clock is ahead of the clients'.
    explicit timed_token_fixture(
        testing::server_options chosen = {},
        std::chrono::nanoseconds ahead = {},
        std::shared_ptr<server_hands> of_server = std::make_shared<server_hands>()
    )
        : token_fixture(chosen.clock([of_server] { return of_server->now(); })), hands(of_server)
    {
        hands->advance(ahead);
    }

    [[nodiscard]] client make_client(credentials who) { return make_client(std::move(who), options()); }

    [[nodiscard]] client make_client(credentials who, client_options chosen)
    {
        return client_state::handle(
            client_state::make(io.get_executor(), std::move(who), std::move(chosen), time).value()
        );
    }

    void advance(std::chrono::nanoseconds by)
    {
        hands->advance(by);
        time->advance(by);
        run_ready(io);
    }

    /// Runs until the server has counted what the test waits for.
    template <class Condition>
    void until_server(Condition holds)
    {
        using namespace std::chrono_literals;
        do {
            run_ready(io);
        } while (!server.wait_until(holds, 1ms));
    }

    /// Runs until so many attempts at token requests have ended, and tells of the last of them.
    attempt_report after_token_attempt(std::size_t count)
    {
        run_until(io, [&] { return log->token_attempts().size() >= count; });
        return log->token_attempts()[count - 1];
    }

    /// Sits out the delay before the next attempt at a token request.
    void after_back_off(std::size_t attempts) { advance(after_token_attempt(attempts).retry_delay); }

    /// Runs until an operation is over.
    template <class Operation>
    auto const& outcome_of(Operation const& operation)
    {
        run_until(io, [&] { return operation.is_over(); });
        return operation.outcome();
    }

    /// As above, and sits out the back-offs of token requests, of which none was made before.
    template <class Operation>
    auto const& outcome_after_back_offs(Operation const& operation)
    {
        for (std::size_t attempts = 1; !operation.is_over(); ++attempts) {
            run_until(io, [&] { return operation.is_over() || log->token_attempts().size() >= attempts; });
            if (!operation.is_over())
                after_back_off(attempts);
        }
        return operation.outcome();
    }

    std::shared_ptr<server_hands> hands;
    std::shared_ptr<manual_time> time = std::make_shared<manual_time>(io.get_executor());
};

} // namespace boxlink::test
