// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Connections that break at every byte of an answer and at every step of an operation.

#include "fixture.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>

#include <optional>

namespace boxlink::test {
namespace {

using testing::fault;
using testing::kind;

/// One attempt shows what it meets; retries would hide it.
request_options single_attempt()
{
    return request_options().max_attempts(1);
}

} // namespace

BOOST_AUTO_TEST_SUITE(breakage)

BOOST_FIXTURE_TEST_CASE(read_cut_at_every_byte_of_a_first_answer, client_fixture)
{
    auto const id = server.add_file();
    server.add_link(kind::file, id);
    bool whole = false;
    for (std::size_t bytes = 0; !whole; ++bytes) {
        BOOST_TEST_CONTEXT("cut after " << bytes << " bytes")
        {
            auto fresh = make_client(options());
            server.inject(fault().times(1).cut_after(bytes));
            auto const outcome = run(get_link(fresh.file(id), single_attempt(), as_result));
            whole = outcome.has_value();
            if (!whole) {
                BOOST_TEST(outcome.error().code == error_code(errc::connection_lost));
                BOOST_TEST(outcome.error().status == 0);
                BOOST_TEST(outcome.error().attempts.size() == 1u);
            }
            BOOST_REQUIRE_LT(bytes, 10'000u);
        }
    }
}

BOOST_FIXTURE_TEST_CASE(change_cut_at_every_byte_of_a_later_answer, client_fixture)
{
    auto const id = server.add_file();
    run(share(box.file(id), link_settings()));
    bool whole = false;
    for (std::size_t bytes = 0; !whole; ++bytes) {
        BOOST_TEST_CONTEXT("cut after " << bytes << " bytes")
        {
            auto const seen = server.counters().requests;
            // The reading of what became of it fails as well.
            server.inject(fault().times(bytes == 0 ? 1 : 2).cut_after(bytes));
            auto const outcome = run(share(box.file(id), link_settings(), single_attempt(), as_result));
            auto const requests = server.counters().requests - seen;
            if (bytes == 0) {
                // Not a byte of an answer on a connection that was idle: sent once more, on a new one, for free.
                BOOST_TEST(outcome.has_value());
                BOOST_TEST(requests == 2u);
            } else {
                whole = outcome.has_value();
                BOOST_TEST(requests == (whole ? 1u : 2u));
                if (!whole) {
                    BOOST_TEST(outcome.error().code == error_code(errc::outcome_unknown));
                    BOOST_TEST(outcome.error().may_have_taken_effect);
                    // The next round needs a used connection again.
                    run(share(box.file(id), link_settings()));
                }
            }
            BOOST_REQUIRE_LT(bytes, 10'000u);
        }
    }
}

BOOST_DATA_TEST_CASE_F(client_fixture, answers_in_pieces, boost::unit_test::data::make({1, 2, 7, 100}), size)
{
    auto const id = server.add_file();
    server.inject(fault().always().in_pieces(static_cast<std::size_t>(size)));
    BOOST_TEST(!run(share(box.file(id), link_settings())).url.empty());
    BOOST_TEST(run(get_link(box.file(id))).link.has_value());
    BOOST_TEST(box.counters().connects == 1u);
}

BOOST_FIXTURE_TEST_CASE(reset_at_every_step, client_fixture)
{
    auto const id = server.add_file();
    bool over_in_time = false;
    for (int steps = 0; !over_in_time; ++steps) {
        BOOST_TEST_CONTEXT("reset after " << steps << " handlers")
        {
            auto fresh = make_client(options());
            std::optional<result<shared_link>> outcome;
            share(
                fresh.file(id), link_settings(), single_attempt(),
                as_result([&](result<shared_link> ended) { outcome = std::move(ended); })
            );
            io.restart();
            for (int n = 0; n < steps && !outcome; ++n)
                io.run_one();
            over_in_time = outcome.has_value();
            server.reset_connections();
            io.restart();
            io.run();
            BOOST_REQUIRE(outcome.has_value());
            if (outcome->has_error()) {
                auto const code = outcome->error().code;
                bool const expected = code == errc::connection_lost || code == errc::connect_failed ||
                                      code == errc::tls_failed || code == errc::outcome_unknown;
                BOOST_TEST(expected, outcome->error().to_string());
            }
            BOOST_REQUIRE_LT(steps, 1000);
        }
    }
}

BOOST_FIXTURE_TEST_CASE(surplus_bytes_end_a_connection, client_fixture)
{
    auto const id = server.add_file();
    server.inject(fault().times(1).surplus("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"));
    BOOST_TEST(!run(share(box.file(id), link_settings())).url.empty());
    // Had the surplus been taken for the answer to the next request, this would not be the link.
    BOOST_TEST(run(get_link(box.file(id))).link.has_value());
    BOOST_TEST(box.counters().connects == 2u);
}

BOOST_FIXTURE_TEST_CASE(stale_connections_are_survived, client_fixture)
{
    auto const id = server.add_file();
    for (int round = 0; round < 20; ++round) {
        BOOST_TEST(!run(share(box.file(id), link_settings(), single_attempt())).url.empty());
        // The server may still be on its way back from the last answer.
        while (server.close_connections() == 0) {
        }
    }
    BOOST_TEST(server.counters().requests == 20u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::test
