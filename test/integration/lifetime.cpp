// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// What happens when handles, clients and contexts end while operations are in flight.

#include "fixture.hpp"

#include <boost/asio/post.hpp>

#include <optional>

namespace boxlink::test {
namespace {

using testing::fault;

/// Starts an operation and notes what became of it.
void start(item const& target, std::optional<result<shared_link>>& outcome)
{
    share(target, link_settings(), as_result([&outcome](result<shared_link> ended) {
              outcome = std::move(ended);
          }));
}

} // namespace

BOOST_AUTO_TEST_SUITE(lifetime)

BOOST_FIXTURE_TEST_CASE(operations_outlive_all_handles, server_fixture)
{
    asio::io_context io;
    std::optional<result<shared_link>> outcome;
    {
        client box(io, token(), options());
        start(box.file(server.add_file()), outcome);
    }
    io.run();
    BOOST_REQUIRE(outcome.has_value());
    BOOST_TEST(outcome->has_value());
    // With the last operation the connections go.
    BOOST_TEST(server.wait_until([](auto const& seen) { return seen.connections_open == 0; }));
}

BOOST_FIXTURE_TEST_CASE(idle_connections_do_not_keep_the_context_running, client_fixture)
{
    for (int round = 0; round < 5; ++round) {
        auto const link = run(share(box.file(server.add_file()), link_settings()));
        BOOST_TEST(!link.url.empty());
        BOOST_TEST(box.counters().idle == 1u);
    }
    BOOST_TEST(box.counters().connects == 1u);
}

BOOST_FIXTURE_TEST_CASE(close_ends_what_is_in_flight, client_fixture)
{
    server.inject(fault().always().stall());
    auto narrow = make_client(options().max_connections(1));
    std::optional<result<shared_link>> on_wire;
    std::optional<result<shared_link>> queued;
    auto const id = server.add_file();
    start(narrow.file(id), on_wire);
    start(narrow.file(id), queued);
    while (server.counters().requests == 0)
        io.poll();
    narrow.close();
    io.run();
    BOOST_REQUIRE(on_wire.has_value());
    BOOST_TEST(on_wire->error().code == error_code(errc::client_closed));
    BOOST_TEST(on_wire->error().may_have_taken_effect);
    BOOST_REQUIRE(queued.has_value());
    BOOST_TEST(queued->error().code == error_code(errc::client_closed));
    BOOST_TEST(!queued->error().may_have_taken_effect);

    std::optional<result<shared_link>> late;
    start(narrow.file(id), late);
    BOOST_TEST(!late.has_value());
    io.restart();
    io.run();
    BOOST_REQUIRE(late.has_value());
    BOOST_TEST(late->error().code == error_code(errc::client_closed));
    narrow.close();
    BOOST_TEST(narrow.counters().open == 0u);
}

BOOST_FIXTURE_TEST_CASE(close_with_idle_connections, client_fixture)
{
    run(share(box.file(server.add_file()), link_settings()));
    BOOST_TEST(box.counters().idle == 1u);
    box.close();
    io.restart();
    io.run();
    BOOST_TEST(box.counters().open == 0u);
    BOOST_TEST(server.wait_until([](auto const& seen) { return seen.connections_open == 0; }));
}

// The handlers are dropped, not called; AddressSanitizer tells whether anything leaks or is used after its end.
BOOST_FIXTURE_TEST_CASE(context_ends_at_every_step, server_fixture)
{
    auto const id = server.add_file();
    bool over_in_time = false;
    for (int steps = 0; !over_in_time; ++steps) {
        BOOST_TEST_CONTEXT("context destroyed after " << steps << " handlers")
        {
            std::optional<result<shared_link>> first;
            std::optional<result<shared_link>> second;
            bool const client_ends_first = steps % 2 == 0;
            std::optional<client> survivor;
            {
                asio::io_context io;
                client box(io, token(), options().max_connections(1));
                start(box.file(id), first);
                start(box.file(id), second);
                for (int n = 0; n < steps && !second; ++n)
                    io.run_one();
                over_in_time = second.has_value();
                if (!client_ends_first)
                    survivor.emplace(box);
            }
            BOOST_REQUIRE_LT(steps, 1000);
        }
    }
}

BOOST_FIXTURE_TEST_CASE(context_ends_during_a_back_off, server_fixture)
{
    server.inject(fault().always().status(503).retry_after(std::chrono::seconds(60)));
    std::optional<result<shared_link>> outcome;
    {
        asio::io_context io;
        client box(io, token(), options());
        start(box.file(server.add_file()), outcome);
        while (server.counters().requests == 0)
            io.poll();
        for (int n = 0; n < 100; ++n)
            io.poll();
    }
    BOOST_TEST(!outcome.has_value());
}

BOOST_FIXTURE_TEST_CASE(client_outlives_its_context, server_fixture)
{
    std::optional<client> box;
    {
        asio::io_context io;
        box.emplace(io, token(), options());
        BOOST_TEST(!test::run(io, share(box->file(server.add_file()), link_settings())).url.empty());
        BOOST_TEST(box->counters().idle == 1u);
    }
    BOOST_TEST(server.wait_until([](auto const& seen) { return seen.connections_open == 0; }));
}

BOOST_FIXTURE_TEST_CASE(last_handle_goes_in_the_completion, server_fixture)
{
    asio::io_context io;
    std::optional<client> box(std::in_place, io, token(), options());
    bool called = false;
    share(box->file(server.add_file()), link_settings(), [&](error_code code, shared_link const&) {
        BOOST_TEST(!code);
        box.reset();
        called = true;
    });
    io.run();
    BOOST_TEST(called);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::test
