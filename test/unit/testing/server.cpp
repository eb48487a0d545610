// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "raw_client.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>
#include <vector>

namespace boxlink::testing {

using namespace std::chrono_literals;

namespace {

struct server_fixture
{
    explicit server_fixture(const server_options& options = {}) : server(options), tls(server)
    {
        server.add_file("file", "0", "1");
        get = request_text(server, "GET");
        share = request_text(server, "PUT", R"({"shared_link":{}})");
    }

    // A connection after its handshake.
    std::unique_ptr<raw_client> connect()
    {
        auto client = std::make_unique<raw_client>(server, tls);
        BOOST_REQUIRE(!client->handshake());
        return client;
    }

    bool wait(const std::function<bool(const server_counters&)>& condition)
    {
        return server.wait_until(condition);
    }

    box_server server;
    client_tls tls;
    std::string get;
    std::string share;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(server_tests, server_fixture)

BOOST_AUTO_TEST_CASE(it_answers_on_each_loopback_address)
{
    BOOST_TEST(server.base_url() == "https://localhost:" + std::to_string(server.port()));
    for (const char* address : {"127.0.0.1", "::1"}) {
        std::optional<raw_client> client;
        try {
            client.emplace(server, tls, address);
        } catch (const boost::system::system_error& error) {
            BOOST_TEST_MESSAGE(address << " is not there: " << error.what());
            continue;
        }
        BOOST_REQUIRE(!client->handshake());
        const auto answer = client->ask(get);
        BOOST_TEST(answer.status == 200u);
        BOOST_TEST(answer.body == R"({"type":"file","id":"1","etag":"0","shared_link":null})");
    }
}

BOOST_AUTO_TEST_CASE(the_authority_can_be_written_to_a_file)
{
    const auto path =
        std::filesystem::temp_directory_path() / ("boxlink-ca-" + std::to_string(server.port()) + ".pem");
    server.write_ca_file(path);
    std::ifstream file(path);
    BOOST_TEST(std::string(std::istreambuf_iterator<char>(file), {}) == server.ca_pem());
    std::filesystem::remove(path);
    BOOST_CHECK_THROW(server.write_ca_file("/nonexistent/folder/ca.pem"), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(a_connection_serves_many_requests)
{
    const auto client = connect();
    for (int i = 0; i < 200; ++i)
        BOOST_TEST_REQUIRE(client->ask(i % 2 ? get : share).status == 200u);
    BOOST_TEST(client->ask(request_text(server, "GET", {}, "If-None-Match: 1\r\n")).status == 304u);
    const server_counters seen = server.counters();
    BOOST_TEST(seen.connections_accepted == 1u);
    BOOST_TEST(seen.connections_open == 1u);
    BOOST_TEST(seen.handshakes_full == 1u);
    BOOST_TEST(seen.requests == 201u);
    BOOST_TEST(seen.requests_with("GET") == 101u);
    BOOST_TEST(seen.requests_with("PUT") == 100u);
    BOOST_TEST(seen.answers(200) == 200u);
    BOOST_TEST(seen.answers(304) == 1u);
    BOOST_TEST(seen.bytes_in == 101 * get.size() + 100 * share.size() + 18);
    BOOST_TEST(seen.bytes_out > 201u * 100u);
    BOOST_TEST(wait([](const server_counters& counters) { return counters.in_flight == 0; }));
}

BOOST_AUTO_TEST_CASE(pipelined_requests_are_answered_in_order)
{
    std::string all;
    for (int i = 0; i < 100; ++i)
        all += i % 3 ? get : "GET /nowhere HTTP/1.1\r\n\r\n";
    const auto client = connect();
    BOOST_REQUIRE(!client->send(all));
    for (int i = 0; i < 100; ++i)
        BOOST_TEST_REQUIRE(client->receive().status == (i % 3 ? 200u : 404u));
}

BOOST_AUTO_TEST_CASE(requests_may_come_in_small_pieces)
{
    const auto client = connect();
    for (const char byte : share)
        BOOST_REQUIRE(!client->send(std::string_view(&byte, 1)));
    BOOST_TEST(client->receive().status == 200u);
    BOOST_TEST(server.link_of(kind::file, "1").has_value());
}

BOOST_AUTO_TEST_CASE(clients_that_wait_for_100_are_told)
{
    const auto client = connect();
    const std::string request =
        request_text(server, "PUT", R"({"shared_link":{}})", "Expect: 100-continue\r\n");
    const auto body_at = request.find("\r\n\r\n") + 4;
    BOOST_TEST(client->ask(request.substr(0, body_at)).head == "HTTP/1.1 100 Continue\r\n\r\n");
    BOOST_TEST(client->ask(request.substr(body_at)).status == 200u);
}

BOOST_AUTO_TEST_CASE(the_client_may_end_the_connection)
{
    const auto client = connect();
    const auto answer = client->ask(request_text(server, "GET", {}, "Connection: close\r\n"));
    BOOST_TEST(answer.head.find("\r\nConnection: close\r\n") != std::string::npos);
    error_code how;
    BOOST_TEST(client->read_all(how).empty());
    BOOST_TEST(how == asio::error::eof); // TLS was ended properly
}

BOOST_AUTO_TEST_CASE(connections_end_at_the_limit)
{
    server_fixture limited(server_options().keep_alive_limit(2));
    const auto client = limited.connect();
    BOOST_REQUIRE(!client->send(limited.get + limited.get + limited.get));
    BOOST_TEST(client->receive().head.find("Connection: close") == std::string::npos);
    BOOST_TEST(client->receive().head.find("Connection: close") != std::string::npos);
    error_code how;
    BOOST_TEST(client->read_all(how).empty());
    BOOST_TEST(how == asio::error::eof);
    BOOST_TEST(limited.server.counters().requests == 2u);
}

BOOST_AUTO_TEST_CASE(oversized_and_broken_requests_get_their_answer)
{
    struct expectation
    {
        unsigned status;
        std::string bytes;
    };
    const expectation expectations[] = {
        {400, "this is no HTTP\r\n\r\n"},
        {431, "GET / HTTP/1.1\r\nA: " + std::string(20000, 'x') + "\r\n\r\n"},
        {413, "PUT / HTTP/1.1\r\nContent-Length: 1048577\r\n\r\n" + std::string(1048577, 'x')},
        {404, "PUT / HTTP/1.1\r\nContent-Length: 1048576\r\n\r\n" + std::string(1048576, 'x')},
    };
    for (const auto& [status, bytes] : expectations) {
        const auto client = connect();
        client->send(bytes);
        BOOST_TEST(client->receive().status == status);
        BOOST_TEST(server.counters().answers(status) == 1u);
    }
    BOOST_TEST(server.counters().requests == 1u);
}

BOOST_AUTO_TEST_CASE(plain_http_is_an_option)
{
    box_server plain(server_options().plain_http(true));
    plain.add_file("file", "0", "1");
    BOOST_TEST(plain.base_url() == "http://localhost:" + std::to_string(plain.port()));
    asio::io_context io;
    asio::ip::tcp::socket socket(io);
    socket.connect({asio::ip::address_v4::loopback(), plain.port()});
    asio::write(socket, asio::buffer(request_text(plain, "GET", {}, "Connection: close\r\n")));
    std::string all;
    error_code how;
    asio::read(socket, asio::dynamic_buffer(all), how);
    BOOST_TEST(how == asio::error::eof);
    BOOST_TEST(all.starts_with("HTTP/1.1 200 OK\r\n"));
    BOOST_TEST(all.ends_with("\"shared_link\":null}"));
}

BOOST_AUTO_TEST_CASE(a_port_can_be_chosen)
{
    const std::uint16_t port = server.port();
    BOOST_CHECK_THROW(box_server(server_options().port(port)), boost::system::system_error);
    server.stop();
    box_server second(server_options().port(port));
    BOOST_TEST(second.port() == port);
}

BOOST_AUTO_TEST_CASE(requests_are_recorded_byte_by_byte)
{
    const auto client = connect();
    client->ask(get);
    server.record_requests(true);
    BOOST_REQUIRE(!client->send(share + get));
    client->receive();
    client->receive();
    connect()->ask("GET /nowhere HTTP/1.1\r\n\r\n");
    server.record_requests(false);
    client->ask(get);
    const auto kept = server.requests();
    BOOST_TEST_REQUIRE(kept.size() == 3u);
    BOOST_TEST(kept[0].raw == share);
    BOOST_TEST(kept[1].raw == get);
    BOOST_TEST(kept[1].connection == 1u);
    BOOST_TEST(kept[1].status == 200u);
    BOOST_TEST(kept[2].raw == "GET /nowhere HTTP/1.1\r\n\r\n");
    BOOST_TEST(kept[2].connection == 2u);
    BOOST_TEST(kept[2].status == 404u);
    BOOST_TEST(kept[2].server_name == "localhost");
    BOOST_TEST(kept[2].tls_version == "TLSv1.3");
    server.clear_requests();
    BOOST_TEST(server.requests().empty());
}

BOOST_AUTO_TEST_CASE(the_clock_is_an_option)
{
    const auto start = std::chrono::system_clock::now();
    std::atomic<int> hours = 0;
    server_fixture timed(server_options().clock([&] { return start + std::chrono::hours(hours); }));
    const auto client = timed.connect();
    timed.server.add_link(kind::file, "1");
    BOOST_TEST(client->ask(timed.get).status == 200u);
    hours = 25;
    BOOST_TEST(client->ask(timed.get).status == 401u);
}

BOOST_AUTO_TEST_CASE(counters_can_be_waited_for_and_reset)
{
    BOOST_TEST(!server.wait_until([](const server_counters& seen) { return seen.requests > 0; }, 0ms));
    const auto client = connect();
    std::thread asker([&] { client->ask(get); });
    BOOST_TEST(wait([](const server_counters& seen) { return seen.requests == 1; }));
    asker.join();
    server.reset_counters();
    const server_counters seen = server.counters();
    BOOST_TEST(seen.requests == 0u);
    BOOST_TEST(seen.connections_accepted == 0u);
    BOOST_TEST(seen.connections_open == 1u);
    client->close();
    BOOST_TEST(wait([](const server_counters& now) { return now.connections_open == 0; }));
}

BOOST_AUTO_TEST_CASE(content_is_controlled_from_outside)
{
    const std::string folder = server.add_folder("folder");
    const auto files = server.add_files(10, folder);
    const std::string web_link = server.add_web_link("web link", folder, "77");
    BOOST_TEST(files.size() == 10u);
    BOOST_TEST(server.item_count() == 13u);
    BOOST_TEST(server.add_link(kind::web_link, web_link, R"({"access":"company"})").access == "company");
    BOOST_TEST(server.link_of(kind::web_link, "77")->access == "company");
    BOOST_TEST(server.link_count() == 1u);
    server.remove_link(kind::web_link, "77");
    BOOST_TEST(!server.link_of(kind::web_link, "77").has_value());
    BOOST_TEST(server.etag_of(kind::web_link, "77") == "2");
    server.touch(kind::web_link, "77");
    BOOST_TEST(server.etag_of(kind::web_link, "77") == "3");
    server.remove_item(kind::folder, folder);
    BOOST_TEST(server.item_count() == 1u);
    BOOST_TEST(
        server.link_of(kind::app_item, server.add_app_item())->url.starts_with("https://app.box.com/s/")
    );

    BOOST_CHECK_THROW(static_cast<void>(server.link_of(kind::file, "99")), std::out_of_range);
    BOOST_CHECK_THROW(server.add_file("a", "99"), std::out_of_range);
    BOOST_CHECK_THROW(server.add_file("a", "0", "x"), std::invalid_argument);
    BOOST_CHECK_THROW(server.add_link(kind::file, "1", "{\"access\":1}"), std::invalid_argument);
    BOOST_CHECK_THROW(server.restrict_to(kind::file, "1", "99"), std::out_of_range);
}

BOOST_AUTO_TEST_CASE(users_and_tokens_are_controlled_from_outside)
{
    const std::string ann = server.add_user("Ann");
    const std::string token = server.issue_token(ann);
    server.restrict_to(kind::file, "1", server.default_user());
    const auto client = connect();
    const auto status = [&](const std::string& with) {
        return client->ask("GET /2.0/files/1 HTTP/1.1\r\nAuthorization: Bearer " + with + "\r\n\r\n").status;
    };
    BOOST_TEST(status(token) == 404u);
    server.restrict_to(kind::file, "1", ann);
    BOOST_TEST(status(token) == 200u);
    server.expire_token(token);
    BOOST_TEST(status(token) == 401u);
    BOOST_TEST(status(server.token()) == 200u);
    server.expire_all_tokens();
    BOOST_TEST(status(server.token()) == 401u);
    const std::string form = "grant_type=refresh_token&refresh_token=" + server.issue_refresh_token(ann) +
                             "&client_id=" + server.client_id() + "&client_secret=" + server.client_secret();
    const std::string post =
        "POST /oauth2/token HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
        std::to_string(form.size()) + "\r\n\r\n" + form;
    BOOST_TEST(client->ask(post).status == 200u);
    BOOST_TEST(client->ask(post).status == 400u);
    const server_counters counters = server.counters();
    BOOST_TEST(counters.tokens_granted == 1u);
    BOOST_TEST(counters.token_requests == 2u);
    BOOST_TEST(counters.token_requests_of("refresh_token") == 2u);
    BOOST_TEST(counters.token_requests_of("client_credentials") == 0u);
    BOOST_TEST(counters.token_refusals_of("invalid_grant") == 1u);
    BOOST_TEST(counters.token_refusals_of("invalid_client") == 0u);
    BOOST_TEST(counters.refresh_token_reuses == 1u);
    BOOST_TEST(counters.jti_reuses == 0u);
}

BOOST_AUTO_TEST_CASE(limits_can_be_changed)
{
    const auto client = connect();
    server.set_rate_limit(rate_limit::fixed_window(1, std::chrono::hours(24 * 365)));
    BOOST_TEST(client->ask(get).status == 200u);
    BOOST_TEST(client->ask(get).status == 429u);
    BOOST_TEST(server.counters().rate_limited == 1u);
    server.set_rate_limit(std::nullopt);
    BOOST_TEST(client->ask(get).status == 200u);
}

BOOST_AUTO_TEST_CASE(everything_may_happen_at_once)
{
    std::vector<std::thread> threads;
    std::atomic<int> good = 0;
    for (int worker = 0; worker < 4; ++worker) {
        threads.emplace_back([&] {
            client_tls own(server);
            raw_client client(server, own);
            if (client.handshake())
                return;
            for (int i = 0; i < 50; ++i)
                good += client.ask(i % 2 ? get : share).status == 200 ? 1 : 0;
        });
    }
    threads.emplace_back([&] {
        for (int i = 0; i < 50; ++i) {
            server.add_file();
            server.remove_fault(server.inject(fault().method("DELETE").status(503)));
            static_cast<void>(server.counters());
            static_cast<void>(server.link_of(kind::file, "1"));
            server.record_requests(i % 2 == 0);
            static_cast<void>(server.requests());
            server.set_latency(latency::fixed(std::chrono::microseconds(i)));
        }
    });
    for (std::thread& thread : threads)
        thread.join();
    BOOST_TEST(good == 200);
    BOOST_TEST(server.item_count() == 51u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::testing
