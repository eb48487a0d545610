// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// What ends while a token is being got: one who waits, the client that gets it, its context.

#include "token_fixture.hpp"

#include <boost/asio/steady_timer.hpp>

namespace boxlink::test {
namespace {

using namespace std::chrono_literals;
using testing::fault;

/// Holds those up who come, until it is opened.
class gate
{
public:
    explicit gate(asio::io_context& io) : timer_(io, asio::steady_timer::time_point::max()) {}

    asio::awaitable<void> pass()
    {
        ++arrived;
        while (!open_) {
            try {
                co_await timer_.async_wait(asio::use_awaitable);
            } catch (boost::system::system_error const&) {
                // Woken to look again.
            }
        }
    }

    void open()
    {
        open_ = true;
        timer_.cancel();
    }

    int arrived = 0;

private:
    asio::steady_timer timer_;
    bool open_ = false;
};

struct endings_fixture : timed_token_fixture
{
    /// Tokens of a source that the test holds up.
    [[nodiscard]] credentials of_gate()
    {
        return custom_tokens([this](token_request) -> asio::awaitable<access_token> {
            co_await held.pass();
            co_return access_token(secret(server.issue_token(server.default_user())));
        });
    }

    void
    begin_share(client const& box, cancellable<shared_link>& operation, request_options const& chosen = {})
    {
        share(box.file(server.add_file()), link_settings(), chosen, operation.token());
    }

    gate held{io};
};

} // namespace

BOOST_AUTO_TEST_SUITE(token_endings)

BOOST_FIXTURE_TEST_CASE(one_who_waits_is_cancelled, endings_fixture)
{
    auto const box = make_client(of_enterprise());
    auto const stalled = server.inject(fault().path("/oauth2/token").stall());
    cancellable<shared_link> cancelled;
    cancellable<shared_link> late;
    cancellable<shared_link> patient;
    cancellable<access_token> wanted;
    // The first is who makes the client get the token.
    begin_share(box, cancelled);
    begin_share(box, late, request_options().deadline(10s));
    begin_share(box, patient);
    get_token(box, wanted.token());
    until_server([](auto const& seen) { return seen.token_requests == 1; });

    cancelled.cancel(asio::cancellation_type::total);
    BOOST_TEST(outcome_of(cancelled).error().code == error_code(asio::error::operation_aborted));
    wanted.cancel();
    BOOST_TEST(outcome_of(wanted).error().code == error_code(asio::error::operation_aborted));
    advance(10s);
    BOOST_TEST(outcome_of(late).error().code == error_code(errc::deadline_exceeded));
    BOOST_TEST(!late.outcome().error().may_have_taken_effect);
    BOOST_TEST(!patient.is_over());
    BOOST_TEST(token_requests() == 1u);

    server.remove_fault(stalled);
    server.reset_connections();
    after_back_off(1);
    BOOST_TEST(outcome_of(patient).has_value());
    BOOST_TEST(token_requests() == 2u);
    BOOST_TEST(server.link_count() == 1u);
}

BOOST_FIXTURE_TEST_CASE(all_who_wait_are_cancelled, endings_fixture)
{
    auto const box = make_client(of_gate());
    cancellable<shared_link> cancelled;
    begin_share(box, cancelled);
    run_until(io, [&] { return held.arrived == 1; });
    cancelled.cancel();
    BOOST_TEST(outcome_of(cancelled).error().code == error_code(asio::error::operation_aborted));
    // What was asked for comes, and is of use to the next.
    held.open();
    run_until(io, [&] { return log->tokens.size() == 1; });
    check_shares(box);
    BOOST_TEST(held.arrived == 1);
}

// No point of suspension is left out.
BOOST_FIXTURE_TEST_CASE(cancelled_at_every_step, token_fixture)
{
    bool over_in_time = false;
    for (int steps = 0; !over_in_time; ++steps) {
        BOOST_TEST_CONTEXT("cancelled after " << steps << " handlers")
        {
            auto const box = make_client(of_enterprise());
            auto const before = token_requests();
            cancellable<shared_link> operation;
            cancellable<access_token> wanted;
            share(box.file(server.add_file()), link_settings(), operation.token());
            get_token(box, wanted.token());
            io.restart();
            for (int n = 0; n < steps && !(operation.is_over() && wanted.is_over()); ++n)
                io.run_one();
            over_in_time = operation.is_over() && wanted.is_over();
            operation.cancel();
            run_until(io, [&] { return operation.is_over() && wanted.is_over(); });
            BOOST_TEST(wanted.outcome().has_value());
            check_shares(box);
            BOOST_TEST(token_requests() == before + 1);
            BOOST_REQUIRE_LT(steps, 1000);
        }
    }
}

BOOST_FIXTURE_TEST_CASE(the_client_that_gets_the_token_is_closed, endings_fixture)
{
    auto const who = of_gate();
    auto first = make_client(who);
    auto const second = make_client(who);
    cancellable<shared_link> of_first;
    cancellable<shared_link> of_second;
    begin_share(first, of_first);
    begin_share(second, of_second);
    run_until(io, [&] { return held.arrived == 1; });
    first.close();
    BOOST_TEST(outcome_of(of_first).error().code == error_code(errc::client_closed));
    BOOST_TEST(!of_second.is_over());
    held.open();
    BOOST_TEST(outcome_of(of_second).has_value());
    BOOST_TEST(held.arrived == 1);
}

BOOST_FIXTURE_TEST_CASE(another_client_takes_over_what_the_closed_one_cannot_end, endings_fixture)
{
    auto const who = of_enterprise();
    auto first = make_client(who);
    auto const second = make_client(who);
    server.inject(fault().path("/oauth2/token").stall());
    cancellable<shared_link> of_first;
    cancellable<access_token> token_of_first;
    cancellable<shared_link> of_second;
    begin_share(first, of_first);
    get_token(first, token_of_first.token());
    begin_share(second, of_second);
    until_server([](auto const& seen) { return seen.token_requests == 1; });
    first.close();
    BOOST_TEST(outcome_of(of_first).error().code == error_code(errc::client_closed));
    BOOST_TEST(outcome_of(token_of_first).error().code == error_code(errc::client_closed));
    server.reset_connections();
    BOOST_TEST(outcome_of(of_second).has_value());
    BOOST_TEST(token_requests() == 2u);
}

// Whose answer is lost while its client is closed is in doubt all the same.
BOOST_FIXTURE_TEST_CASE(a_refresh_token_is_on_its_way_when_its_client_is_closed, endings_fixture)
{
    auto const who = of_login();
    auto first = make_client(who);
    auto const second = make_client(who);
    server.inject(fault().path("/oauth2/token").applied().stall());
    cancellable<shared_link> of_first;
    cancellable<shared_link> of_second;
    begin_share(first, of_first);
    begin_share(second, of_second);
    until_server([](auto const& seen) { return seen.token_requests == 1; });
    first.close();
    BOOST_TEST(outcome_of(of_first).error().code == error_code(errc::client_closed));
    server.reset_connections();
    BOOST_TEST(outcome_of(of_second).error().code == error_code(errc::login_required));
    BOOST_TEST(token_requests() == 1u);
    BOOST_TEST(server.counters().refresh_token_reuses == 0u);
}

BOOST_FIXTURE_TEST_CASE(closed_in_a_back_off, endings_fixture)
{
    auto const who = of_enterprise();
    auto first = make_client(who);
    auto const second = make_client(who);
    server.inject(fault().path("/oauth2/token").status(503).retry_after(100s));
    cancellable<shared_link> of_first;
    cancellable<shared_link> of_second;
    begin_share(first, of_first);
    begin_share(second, of_second);
    after_token_attempt(1);
    first.close();
    BOOST_TEST(outcome_of(of_first).error().code == error_code(errc::client_closed));
    BOOST_TEST(outcome_of(of_second).has_value());
    BOOST_TEST(token_requests() == 2u);
}

BOOST_FIXTURE_TEST_CASE(closed_at_every_step, token_fixture)
{
    bool over_in_time = false;
    for (int steps = 0; !over_in_time; ++steps) {
        BOOST_TEST_CONTEXT("closed after " << steps << " handlers")
        {
            auto const who = of_enterprise();
            auto first = make_client(who);
            auto const second = make_client(who);
            cancellable<shared_link> of_first;
            cancellable<shared_link> of_second;
            share(first.file(server.add_file()), link_settings(), of_first.token());
            share(second.file(server.add_file()), link_settings(), of_second.token());
            io.restart();
            for (int n = 0; n < steps && !(of_first.is_over() && of_second.is_over()); ++n)
                io.run_one();
            over_in_time = of_first.is_over() && of_second.is_over();
            bool const was_over = of_first.is_over();
            first.close();
            run_until(io, [&] { return of_first.is_over() && of_second.is_over(); });
            if (!was_over && of_first.outcome().has_error())
                BOOST_TEST(of_first.outcome().error().code == error_code(errc::client_closed));
            BOOST_TEST(of_second.outcome().has_value());
            BOOST_REQUIRE_LT(steps, 1000);
        }
    }
}

// The handlers are dropped, not called; AddressSanitizer tells whether anything leaks or is used after its end.
BOOST_FIXTURE_TEST_CASE(a_context_ends_at_every_step, token_fixture)
{
    bool over_in_time = false;
    for (int steps = 0; !over_in_time; ++steps) {
        BOOST_TEST_CONTEXT("context destroyed after " << steps << " handlers")
        {
            auto const who = of_enterprise();
            auto const survivor = make_client(who);
            cancellable<shared_link> goes_on;
            {
                asio::io_context doomed(1);
                client const box(doomed, who, options());
                cancellable<shared_link> dropped;
                cancellable<access_token> wanted;
                share(box.file(server.add_file()), link_settings(), dropped.token());
                get_token(box, wanted.token());
                for (int n = 0; n < steps && !dropped.is_over(); ++n)
                    doomed.run_one();
                over_in_time = dropped.is_over();
                share(survivor.file(server.add_file()), link_settings(), goes_on.token());
                run_ready(io);
            }
            run_until(io, [&] { return goes_on.is_over(); });
            BOOST_TEST(goes_on.outcome().has_value());
            BOOST_REQUIRE_LT(steps, 1000);
        }
    }
}

// A refresh token that was sent from a context that is gone is perhaps spent.
BOOST_FIXTURE_TEST_CASE(a_context_ends_while_a_refresh_token_is_on_its_way, token_fixture)
{
    auto const who = of_login();
    server.inject(fault().path("/oauth2/token").applied().stall());
    {
        asio::io_context doomed(1);
        client const box(doomed, who, options());
        cancellable<shared_link> dropped;
        share(box.file(server.add_file()), link_settings(), dropped.token());
        do {
            doomed.poll();
        } while (!server.wait_until([](auto const& seen) { return seen.token_requests == 1; }, 1ms));
    }
    BOOST_TEST(share_failure(make_client(who)).code == error_code(errc::login_required));
    BOOST_TEST(token_requests() == 1u);
    BOOST_TEST(server.counters().refresh_token_reuses == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::test
