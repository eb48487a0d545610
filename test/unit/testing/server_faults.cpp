// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "raw_client.hpp"

#include <boost/test/unit_test.hpp>

#include <thread>
#include <vector>

namespace boxlink::testing {

using namespace std::chrono_literals;

namespace {

struct faulty_server
{
    explicit faulty_server(const server_options& options = {}) : server(options), tls(server)
    {
        server.add_file("file", "0", "1");
        get = request_text(server, "GET");
        share = request_text(server, "PUT", R"({"shared_link":{}})");
    }

    std::unique_ptr<raw_client> connect()
    {
        auto client = std::make_unique<raw_client>(server, tls);
        BOOST_REQUIRE(!client->handshake());
        return client;
    }

    bool shared() const { return server.link_of(kind::file, "1").has_value(); }

    box_server server;
    client_tls tls;
    std::string get;
    std::string share;
};

bool none_open(const server_counters& seen)
{
    return seen.connections_open == 0 && seen.in_flight == 0;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(server_faults, faulty_server)

BOOST_AUTO_TEST_CASE(statuses_then_normal)
{
    const fault_id id = server.inject(fault().statuses({503, 429, 500}));
    const auto client = connect();
    for (const unsigned expected : {503u, 429u, 500u, 200u})
        BOOST_TEST(client->ask(get).status == expected);
    BOOST_TEST(server.fired(id) == 3u);
    BOOST_TEST(server.counters().faults_fired == 3u);
}

BOOST_AUTO_TEST_CASE(an_answer_cut_at_every_byte)
{
    const std::size_t whole = connect()->ask(get).head.size() + 54;
    for (std::size_t length = 0; length <= whole; length += 1 + length / 40) {
        server.inject(fault().cut_after(length));
        const auto client = connect();
        BOOST_REQUIRE(!client->send(get));
        error_code how;
        BOOST_TEST(client->read_all(how).size() == length);
        BOOST_TEST(how == asio::ssl::error::stream_truncated);
    }
    BOOST_TEST(server.wait_until(none_open));
}

BOOST_AUTO_TEST_CASE(resets_before_and_after_the_effect)
{
    for (const bool applied : {false, true}) {
        server.inject(applied ? fault().reset().applied() : fault().reset());
        const auto client = connect();
        const auto answer = client->ask(share);
        BOOST_TEST(answer.error == asio::error::connection_reset);
        BOOST_TEST(shared() == applied);
    }
    BOOST_TEST(server.counters().requests_unanswered == 2u);
}

BOOST_AUTO_TEST_CASE(stalls_last_until_the_client_goes)
{
    server.inject(fault().stall().times(3));
    std::vector<std::unique_ptr<raw_client>> clients;
    for (int i = 0; i < 3; ++i) {
        clients.push_back(connect());
        BOOST_REQUIRE(!clients.back()->send(share));
    }
    BOOST_TEST(server.wait_until([](const server_counters& seen) { return seen.in_flight == 3; }));
    BOOST_TEST(server.counters().in_flight_high_water == 3u);
    BOOST_TEST(!shared());
    clients.clear();
    BOOST_TEST(server.wait_until(none_open));
    BOOST_TEST(server.counters().requests_unanswered == 3u);
}

BOOST_AUTO_TEST_CASE(garbage_and_raw_bytes)
{
    server.inject(fault().garbage());
    const auto first = connect();
    BOOST_REQUIRE(!first->send(get));
    error_code how;
    BOOST_TEST(!first->read_all(how).empty());
    BOOST_TEST(how == asio::error::eof);

    const auto second = connect();
    server.inject(fault().raw("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n"));
    BOOST_TEST(second->ask(get).status == 103u);
    BOOST_TEST(second->receive().status == 204u);
    BOOST_TEST(second->ask(get).status == 200u);
}

BOOST_AUTO_TEST_CASE(surplus_bytes_follow)
{
    server.inject(fault().surplus("HTTP/1.1 200 OK\r\n\r\n"));
    const auto client = connect();
    BOOST_TEST(client->ask(get).status == 200u);
    BOOST_TEST(client->receive().head == "HTTP/1.1 200 OK\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(answers_in_pieces)
{
    server.inject(fault().in_pieces(1));
    const auto client = connect();
    BOOST_REQUIRE(!client->send(get));
    for (int i = 0; i < 10; ++i)
        BOOST_TEST(client->read_record() == 1u);
    BOOST_TEST(client->receive().status == 200u);
}

BOOST_AUTO_TEST_CASE(connections_closed_with_and_without_notice)
{
    for (const bool announced : {false, true}) {
        server.inject(announced ? fault().announce_close() : fault().close());
        const auto client = connect();
        const auto answer = client->ask(get);
        BOOST_TEST(answer.status == 200u);
        BOOST_TEST((answer.head.find("Connection: close") != std::string::npos) == announced);
        error_code how;
        BOOST_TEST(client->read_all(how).empty());
        BOOST_TEST(how == asio::error::eof);
    }
}

BOOST_AUTO_TEST_CASE(writes_that_take_effect_late)
{
    server.inject(fault().method("PUT").status(503).applied_after(2));
    const auto client = connect();
    BOOST_TEST(client->ask(share).status == 503u);
    client->ask(get);
    BOOST_TEST(!shared());
    client->ask(get);
    BOOST_TEST(shared());
    server.remove_link(kind::file, "1");
    server.inject(fault().method("PUT").status(503).applied_after(1000));
    client->ask(share);
    server.apply_late_writes();
    BOOST_TEST(shared());
}

BOOST_AUTO_TEST_CASE(delays_do_not_hold_up_others)
{
    server.inject(fault().delay(24h));
    const auto slow = connect();
    BOOST_REQUIRE(!slow->send(get));
    BOOST_TEST(server.wait_until([](const server_counters& seen) { return seen.in_flight == 1; }));
    BOOST_TEST(connect()->ask(get).status == 200u);
    server.inject(fault().delay(1ms));
    BOOST_TEST(connect()->ask(get).status == 200u);
}

BOOST_AUTO_TEST_CASE(troubles_of_connections)
{
    server.inject(fault().on_accept().reset());
    server.inject(fault().on_accept().cut_after(0));
    server.inject(fault().on_accept().garbage());
    for (int i = 0; i < 3; ++i) {
        raw_client client(server, tls);
        BOOST_TEST(client.handshake());
    }
    server.inject(fault().on_accept().delay(1ms));
    BOOST_TEST(connect()->ask(get).status == 200u);
    server.inject(fault().on_accept().stall());
    raw_client stalled(server, tls);
    BOOST_TEST(server.wait_until([](const server_counters& seen) { return seen.faults_fired == 5; }));
    stalled.close();
    BOOST_TEST(server.wait_until(none_open));
    BOOST_TEST(server.counters().handshakes_failed == 0u); // they never began
}

BOOST_AUTO_TEST_CASE(idle_connections_can_be_closed)
{
    server.inject(fault().stall());
    const auto busy = connect();
    BOOST_REQUIRE(!busy->send(get));
    const auto idle = connect();
    BOOST_TEST(idle->ask(get).status == 200u);
    BOOST_TEST(server.wait_until([](const server_counters& seen) { return seen.in_flight == 1; }));
    const auto half = connect();
    BOOST_REQUIRE(!half->send(get.substr(0, 10)));

    BOOST_TEST(server.wait_until([](const server_counters& seen) { return seen.connections_open == 3; }));
    BOOST_TEST(server.close_connections() >= 1u); // the half request may not have arrived yet
    error_code how;
    BOOST_TEST(idle->read_all(how).empty());
    BOOST_TEST(how == asio::error::eof);
    BOOST_TEST(idle->ask(get).status == 0u);
    BOOST_TEST(server.counters().in_flight == 1u);
    BOOST_TEST(connect()->ask(get).status == 200u);
}

BOOST_AUTO_TEST_CASE(all_connections_can_be_reset)
{
    server.inject(fault().stall());
    const auto busy = connect();
    BOOST_REQUIRE(!busy->send(get));
    const auto idle = connect();
    BOOST_TEST(idle->ask(get).status == 200u);
    BOOST_TEST(server.wait_until([](const server_counters& seen) { return seen.in_flight >= 1; }));
    raw_client without_tls(server, tls);
    BOOST_TEST(server.wait_until([](const server_counters& seen) { return seen.connections_open == 3; }));
    BOOST_TEST(server.reset_connections() == 3u);
    error_code how;
    for (raw_client* const client : {busy.get(), idle.get()}) {
        client->read_all(how);
        BOOST_TEST(how == asio::error::connection_reset);
    }
    char byte = 0;
    without_tls.socket().read_some(asio::buffer(&byte, 1), how);
    BOOST_TEST(how == asio::error::connection_reset);
    BOOST_TEST(server.wait_until(none_open));
    BOOST_TEST(server.close_connections() == 0u);
}

// The end of the server is the end of everything that waits on it.
BOOST_AUTO_TEST_CASE(it_stops_whatever_is_going_on)
{
    server.inject(fault().item(kind::file, "1").stall());
    server.inject(fault().item(kind::file, "1").delay(24h));
    const auto idle = connect();
    const auto stalled = connect();
    BOOST_REQUIRE(!stalled->send(share));
    const auto delayed = connect();
    BOOST_REQUIRE(!delayed->send(share));
    const auto half = connect();
    BOOST_REQUIRE(!half->send("GET"));
    raw_client without_tls(server, tls);
    server.inject(fault().on_accept().stall());
    raw_client stalled_early(server, tls);
    BOOST_TEST(server.wait_until([](const server_counters& seen) {
        return seen.in_flight == 2 && seen.connections_open == 6;
    }));
    server.stop();
    BOOST_TEST(none_open(server.counters()));
    for (raw_client* const client : {idle.get(), stalled.get(), delayed.get(), half.get()}) {
        error_code how;
        client->read_all(how);
        BOOST_TEST(how.failed());
    }
    server.stop();
    BOOST_TEST(server.close_connections() == 0u);
    BOOST_TEST(server.reset_connections() == 0u);
    BOOST_TEST(server.counters().requests == 2u);
}

BOOST_AUTO_TEST_CASE(it_stops_under_load)
{
    for (int round = 0; round < 5; ++round) {
        faulty_server one;
        std::vector<std::thread> askers;
        for (int i = 0; i < 4; ++i) {
            askers.emplace_back([&one] {
                // Not shared: ThreadSanitizer does not see the locks inside OpenSSL.
                client_tls tls_of_thread(one.server);
                for (;;) {
                    try {
                        raw_client client(one.server, tls_of_thread);
                        if (client.handshake())
                            return;
                        for (int n = 0; n < 10; ++n)
                            if (client.ask(one.get).status != 200)
                                return;
                    } catch (const boost::system::system_error&) {
                        return; // refused: the port is closed
                    }
                }
            });
        }
        one.server.wait_until([](const server_counters& seen) { return seen.requests > 50; });
        one.server.stop();
        BOOST_TEST(one.server.counters().connections_open == 0u);
        for (std::thread& asker : askers)
            asker.join();
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::testing
