// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Cancellation at every point where an operation can be suspended.

#include "fixture.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/error.hpp>
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>

#include <functional>
#include <optional>
#include <vector>

namespace boxlink::test {
namespace {

using testing::fault;
using testing::kind;
using cancel = asio::cancellation_type;

/// An operation that was started with a cancellation slot, and what became of it.
class started_share
{
public:
    explicit started_share(item const& target, request_options options = {})
    {
        auto bound =
            as_result(asio::bind_cancellation_slot(signal_.slot(), [this](result<shared_link> ended) {
                outcome_ = std::move(ended);
            }));
        share(target, link_settings(), std::move(options), std::move(bound));
    }

    void emit(cancel type) { signal_.emit(type); }

    [[nodiscard]] bool is_over() const noexcept { return outcome_.has_value(); }
    [[nodiscard]] result<shared_link> const& outcome() const { return outcome_.value(); }

private:
    asio::cancellation_signal signal_;
    std::optional<result<shared_link>> outcome_;
};

void check_aborted(started_share const& operation)
{
    BOOST_REQUIRE(operation.is_over());
    BOOST_REQUIRE(operation.outcome().has_error());
    BOOST_TEST(operation.outcome().error().code == error_code(asio::error::operation_aborted));
}

/// Runs handlers until a condition holds, on the side of the server that is.
void run_until_server(client_fixture& box, std::function<bool(testing::server_counters const&)> const& holds)
{
    while (!holds(box.server.counters()))
        box.io.poll();
}

} // namespace

BOOST_AUTO_TEST_SUITE(cancellation)

BOOST_FIXTURE_TEST_CASE(every_step_of_an_operation, client_fixture)
{
    // Cancel after n handlers, for each n until the operation is over before that: no point of suspension is left out.
    auto const id = server.add_file("report.pdf");
    bool over_in_time = false;
    for (int steps = 0; !over_in_time; ++steps) {
        BOOST_TEST_CONTEXT("cancelled after " << steps << " handlers")
        {
            auto fresh = make_client(options());
            started_share operation(fresh.file(id));
            io.restart();
            for (int n = 0; n < steps && !operation.is_over(); ++n)
                io.run_one();
            over_in_time = operation.is_over();
            operation.emit(cancel::terminal);
            io.run();
            BOOST_REQUIRE(operation.is_over());
            if (over_in_time)
                BOOST_TEST(operation.outcome().has_value());
            else if (operation.outcome().has_error())
                check_aborted(operation);
            // The client must be as good as new.
            BOOST_TEST(!run(share(fresh.file(id), link_settings())).url.empty());
            BOOST_REQUIRE_LT(steps, 1000);
        }
    }
}

BOOST_FIXTURE_TEST_CASE(in_the_tls_handshake, client_fixture)
{
    server.inject(fault().on_accept().stall());
    started_share operation(box.file(server.add_file()));
    run_until_server(*this, [](auto const& seen) { return seen.connections_accepted > 0; });
    operation.emit(cancel::terminal);
    run_until(io, [&] { return operation.is_over(); });
    check_aborted(operation);
    BOOST_TEST(!operation.outcome().error().may_have_taken_effect);
    // The connection is still being opened: the next operation may be glad of it.
    BOOST_TEST(box.counters().open == 1U);
    box.close();
    io.run();
    BOOST_TEST(box.counters().open == 0U);
}

BOOST_FIXTURE_TEST_CASE(while_the_answer_is_awaited, client_fixture)
{
    auto const id = server.add_file();
    server.inject(fault().stall());
    started_share operation(box.file(id));
    run_until_server(*this, [](auto const& seen) { return seen.requests > 0; });
    operation.emit(cancel::terminal);
    io.run();
    check_aborted(operation);
    BOOST_TEST(operation.outcome().error().may_have_taken_effect);
    // The socket really closes: the server sees it.
    BOOST_TEST(server.wait_until([](auto const& seen) { return seen.connections_open == 0; }));
}

BOOST_FIXTURE_TEST_CASE(in_the_middle_of_the_answer, client_fixture)
{
    server.inject(fault().raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"type\""));
    started_share operation(box.file(server.add_file()));
    run_until_server(*this, [](auto const& seen) { return seen.bytes_out > 0 && seen.requests > 0; });
    for (int n = 0; n < 100; ++n)
        io.poll();
    BOOST_TEST(!operation.is_over());
    operation.emit(cancel::terminal);
    io.run();
    check_aborted(operation);
}

BOOST_FIXTURE_TEST_CASE(in_line_for_the_limits, client_fixture)
{
    auto const id = server.add_file();
    server.inject(fault().times(1).stall());
    auto narrow = make_client(options().max_connections(1));
    started_share first(narrow.file(id));
    run_until_server(*this, [](auto const& seen) { return seen.requests > 0; });
    started_share second(narrow.file(server.add_file()));
    io.poll();
    BOOST_TEST(narrow.limits().waiting == 1u);
    second.emit(cancel::total);
    io.poll();
    check_aborted(second);
    BOOST_TEST(narrow.limits().waiting == 0u);
    BOOST_TEST(!first.is_over());
    first.emit(cancel::terminal);
    io.run();
    check_aborted(first);
}

BOOST_FIXTURE_TEST_CASE(in_line_for_the_item, client_fixture)
{
    auto const id = server.add_file();
    server.inject(fault().times(1).stall());
    started_share first(box.file(id));
    run_until_server(*this, [](auto const& seen) { return seen.requests > 0; });
    started_share second(box.file(id));
    started_share third(box.file(id));
    io.poll();
    second.emit(cancel::total);
    io.poll();
    check_aborted(second);
    BOOST_TEST(!third.is_over());
    first.emit(cancel::terminal);
    io.run();
    check_aborted(first);
    BOOST_TEST(third.outcome().has_value());
    BOOST_TEST(server.counters().requests == 2u);
}

BOOST_FIXTURE_TEST_CASE(in_a_pause_of_the_limits, client_fixture)
{
    server.inject(fault().always().status(429).retry_after(std::chrono::seconds(100)));
    started_share operation(box.file(server.add_file()));
    run_until(io, [&] {
        auto const known = box.limits().users;
        return !known.empty() && known.front().paused_for.has_value();
    });
    operation.emit(cancel::terminal);
    io.run();
    check_aborted(operation);
    BOOST_TEST(operation.outcome().error().status == 429);
}

BOOST_FIXTURE_TEST_CASE(before_it_began, client_fixture)
{
    started_share operation(box.file(server.add_file()));
    operation.emit(cancel::total);
    io.run();
    check_aborted(operation);
    BOOST_TEST(server.counters().requests == 0u);
}

BOOST_FIXTURE_TEST_CASE(total_is_ignored_once_a_change_is_on_the_wire, client_fixture)
{
    auto const id = server.add_file();
    auto const stalled = server.inject(fault().stall());
    started_share operation(box.file(id));
    run_until_server(*this, [](auto const& seen) { return seen.requests > 0; });
    operation.emit(cancel::total);
    io.poll();
    BOOST_TEST(!operation.is_over());
    // Breaking the connection lets the operation try again, and succeed.
    server.remove_fault(stalled);
    server.reset_connections();
    io.run();
    BOOST_REQUIRE(operation.is_over());
    BOOST_TEST(operation.outcome().has_value());
}

BOOST_FIXTURE_TEST_CASE(after_the_end_it_does_nothing, client_fixture)
{
    started_share operation(box.file(server.add_file()));
    io.run();
    BOOST_REQUIRE(operation.is_over());
    operation.emit(cancel::terminal);
    io.restart();
    io.run();
    BOOST_TEST(operation.outcome().has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::test
