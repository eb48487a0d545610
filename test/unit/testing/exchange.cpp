// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/exchange.hpp"

#include "state_fixture.hpp"

#include <boost/test/unit_test.hpp>

namespace boxlink::testing {

namespace {

struct exchange_fixture
{
    explicit exchange_fixture(const server_options& options = {}) : box(options, test_start)
    {
        box.state().items().add(kind::file, "file", "0", "1", {});
    }

    http_request request(std::string_view method, std::string_view body = {}) const
    {
        http_request made(method, "/2.0/files/1?fields=shared_link", body);
        made.headers.add("Authorization", "Bearer " + box.state().users().default_token());
        return made;
    }

    static http_request token_request(std::string_view form)
    {
        http_request made(
            "POST", "/oauth2/token", "client_id=boxlink-test-client&client_secret=boxlink-test-secret&"
        );
        made.body.append(form);
        made.headers.add("Content-Type", "application/x-www-form-urlencoded");
        return made;
    }

    reply send(const http_request& what, std::uint64_t ordinal = 1, bool keep_alive = true)
    {
        return box.on_request(what, request_context(ordinal, keep_alive), test_start);
    }

    reply get() { return send(request("GET")); }
    reply share() { return send(request("PUT", R"({"shared_link":{}})")); }

    bool shared()
    {
        content& items = box.state().items();
        return items.link_of(items.at(kind::file, "1"), test_start) != nullptr;
    }

    exchange box;
};

bool contains(const reply& what, std::string_view text)
{
    return what.bytes.find(text) != std::string::npos;
}

std::string body_of(const reply& what)
{
    return what.bytes.substr(what.bytes.find("\r\n\r\n") + 4);
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(exchange_tests, exchange_fixture)

BOOST_AUTO_TEST_CASE(the_usual_answer)
{
    const reply answer = get();
    BOOST_TEST((answer.what == reply::action::send));
    BOOST_TEST((answer.then == reply::ending::keep_open));
    BOOST_TEST(answer.status == 200u);
    BOOST_TEST((answer.delay == 0us));
    BOOST_TEST(answer.piece == 0u);
    BOOST_TEST(!answer.by_fault);
    BOOST_TEST(answer.bytes.starts_with("HTTP/1.1 200 OK\r\nDate: Sun, 01 Mar 2026 12:00:00 GMT\r\n"));
    BOOST_TEST(contains(answer, "\r\nbox-request-id: "));
    BOOST_TEST(!contains(answer, "Connection"));
    BOOST_TEST(body_of(answer) == R"({"type":"file","id":"1","etag":"0","shared_link":null})");
}

BOOST_AUTO_TEST_CASE(header_and_body_carry_different_request_ids)
{
    http_request missing = request("GET");
    missing.target = "/2.0/files/2";
    const reply answer = send(missing);
    const std::string in_body(json::parse(body_of(answer)).at("request_id").as_string());
    BOOST_TEST(!contains(answer, "box-request-id: " + in_body));
}

BOOST_AUTO_TEST_CASE(connections_end_when_the_client_or_the_limit_says_so)
{
    const reply last = send(request("GET"), 1, false);
    BOOST_TEST((last.then == reply::ending::announced));
    BOOST_TEST(contains(last, "\r\nConnection: close\r\n"));

    exchange_fixture limited(server_options().keep_alive_limit(3));
    BOOST_TEST((limited.send(limited.request("GET"), 2).then == reply::ending::keep_open));
    BOOST_TEST((limited.send(limited.request("GET"), 3).then == reply::ending::announced));
}

BOOST_AUTO_TEST_CASE(bad_requests_end_the_connection)
{
    for (const unsigned status : {400u, 413u, 431u}) {
        const reply answer = box.on_bad_request(status, test_start);
        BOOST_TEST(answer.status == status);
        BOOST_TEST((answer.then == reply::ending::announced));
        BOOST_TEST(contains(answer, "Connection: close"));
        BOOST_TEST(contains(answer, "\"type\":\"error\""));
    }
}

BOOST_AUTO_TEST_CASE(a_status_keeps_the_request_from_taking_effect)
{
    box.faults().inject(fault().status(503).retry_after(7s));
    const reply answer = share();
    BOOST_TEST(answer.status == 503u);
    BOOST_TEST(answer.by_fault);
    BOOST_TEST(contains(answer, "HTTP/1.1 503 Service Unavailable\r\n"));
    BOOST_TEST(contains(answer, "\r\nRetry-After: 7\r\n"));
    BOOST_TEST(contains(answer, "\"code\":\"unavailable\""));
    BOOST_TEST((answer.then == reply::ending::keep_open));
    BOOST_TEST(!shared());
    BOOST_TEST(share().status == 200u);
    BOOST_TEST(shared());
}

BOOST_AUTO_TEST_CASE(every_error_status_has_a_body)
{
    for (const unsigned status :
         {400u, 401u, 403u, 404u, 405u, 408u, 409u, 412u, 413u, 429u, 431u, 500u, 502u, 503u, 504u, 507u,
          418u}) {
        box.faults().inject(fault().status(status));
        const json::value body = json::parse(body_of(get()));
        BOOST_TEST(body.at("status").as_int64() == status);
        BOOST_TEST(!body.at("code").as_string().empty());
    }
}

BOOST_AUTO_TEST_CASE(bodies_of_other_kinds)
{
    box.faults().inject(fault().status(502).html_body());
    const reply html = get();
    BOOST_TEST(contains(html, "Content-Type: text/html\r\n"));
    BOOST_TEST(body_of(html).starts_with("<html>"));

    box.faults().inject(fault().status(503).empty_body());
    const reply empty = get();
    BOOST_TEST(contains(empty, "Content-Length: 0\r\n"));
    BOOST_TEST(body_of(empty).empty());

    box.faults().inject(fault().status(409).code("operation_blocked_temporary"));
    BOOST_TEST(contains(get(), "\"code\":\"operation_blocked_temporary\""));

    box.faults().inject(fault().status(202).retry_after("0.5"));
    const reply accepted = share();
    BOOST_TEST(accepted.status == 202u);
    BOOST_TEST(contains(accepted, "Retry-After: 0.5\r\n"));
    BOOST_TEST(body_of(accepted).empty());
    BOOST_TEST(!shared());

    box.faults().inject(fault().status(200).body("not json", "application/json"));
    BOOST_TEST(body_of(get()) == "not json");
}

BOOST_AUTO_TEST_CASE(the_usual_answer_can_be_altered)
{
    box.faults().inject(
        fault().header("Deprecation", "true").header("Content-Type", "text/plain").delay(30ms).in_pieces(3)
    );
    const reply answer = share();
    BOOST_TEST(answer.status == 200u);
    BOOST_TEST(shared());
    BOOST_TEST(contains(answer, "Deprecation: true\r\n"));
    BOOST_TEST(contains(answer, "Content-Type: text/plain\r\n"));
    BOOST_TEST(!contains(answer, "application/json"));
    BOOST_TEST((answer.delay == 30ms));
    BOOST_TEST(answer.piece == 3u);
}

BOOST_AUTO_TEST_CASE(answers_can_be_cut)
{
    const std::size_t whole = share().bytes.size();
    for (const std::size_t length : {std::size_t(0), std::size_t(1), whole - 1, whole, whole + 1}) {
        box.faults().inject(fault().cut_after(length));
        const reply answer = share();
        BOOST_TEST(answer.bytes.size() == std::min(length, whole));
        BOOST_TEST((answer.then == reply::ending::cut));
    }
    BOOST_TEST(shared());
}

BOOST_AUTO_TEST_CASE(surplus_follows_the_answer)
{
    const std::string usual = get().bytes;
    box.faults().inject(fault().surplus("HTTP/1.1 200 OK\r\n\r\n"));
    const reply answer = get();
    BOOST_TEST(answer.bytes.size() == usual.size() + 19);
    BOOST_TEST(answer.bytes.ends_with("}HTTP/1.1 200 OK\r\n\r\n"));
}

BOOST_AUTO_TEST_CASE(connections_can_be_closed)
{
    box.faults().inject(fault().close());
    const reply silent = get();
    BOOST_TEST((silent.then == reply::ending::silent));
    BOOST_TEST(!contains(silent, "Connection"));
    box.faults().inject(fault().announce_close());
    const reply announced = get();
    BOOST_TEST((announced.then == reply::ending::announced));
    BOOST_TEST(contains(announced, "Connection: close\r\n"));
}

BOOST_AUTO_TEST_CASE(requests_can_be_lost)
{
    box.faults().inject(fault().reset());
    BOOST_TEST((share().what == reply::action::reset));
    BOOST_TEST(!shared());
    box.faults().inject(fault().stall());
    const reply stalled = share();
    BOOST_TEST((stalled.what == reply::action::stall));
    BOOST_TEST(stalled.status == 0u);
    BOOST_TEST(!shared());
}

BOOST_AUTO_TEST_CASE(answers_can_be_lost)
{
    for (const fault& what :
         {fault().reset(), fault().stall(), fault().status(503), fault().garbage(), fault().raw("x")}) {
        exchange_fixture fresh;
        fresh.box.faults().inject(fault(what).applied());
        const reply answer = fresh.share();
        BOOST_TEST(fresh.shared());
        BOOST_TEST(answer.status != 200u);
    }
}

BOOST_AUTO_TEST_CASE(raw_bytes_are_sent_as_they_are)
{
    using namespace std::string_literals;
    const std::string bytes = "HTTP/1.1 103 Early Hints\r\n\r\n\0\xff"s;
    box.faults().inject(fault().raw(bytes));
    const reply answer = get();
    BOOST_TEST(answer.bytes == bytes);
    BOOST_TEST(answer.status == 0u);
    BOOST_TEST((answer.then == reply::ending::keep_open));
    box.faults().inject(fault().raw(bytes).close());
    BOOST_TEST((get().then == reply::ending::silent));
    box.faults().inject(fault().garbage());
    const reply garbage = get();
    BOOST_TEST(!garbage.bytes.empty());
    BOOST_TEST((garbage.then == reply::ending::silent));
}

BOOST_AUTO_TEST_CASE(writes_can_take_effect_late)
{
    for (const std::uint64_t later : {1u, 2u, 5u}) {
        exchange_fixture fresh;
        fresh.box.faults().inject(fault().method("PUT").status(503).applied_after(later));
        BOOST_TEST(fresh.share().status == 503u);
        for (std::uint64_t i = 0; i < later; ++i) {
            BOOST_TEST(!fresh.shared());
            BOOST_TEST(contains(fresh.get(), "\"shared_link\":null"));
        }
        BOOST_TEST(fresh.shared());
        BOOST_TEST(contains(fresh.get(), "app.box.com/s/"));
    }
}

BOOST_AUTO_TEST_CASE(late_writes_keep_their_order)
{
    box.faults().inject(fault().status(503).applied_after(1).times(2));
    share();
    BOOST_TEST(!shared());
    send(request("PUT", R"({"shared_link":null})")); // the first write takes effect after this one
    BOOST_TEST(shared());
    get(); // and the second after this one
    BOOST_TEST(!shared());
}

BOOST_AUTO_TEST_CASE(late_writes_can_be_hurried)
{
    box.faults().inject(fault().status(503).applied_after(1000));
    share();
    BOOST_TEST(!shared());
    box.apply_late_writes(test_start);
    BOOST_TEST(shared());
    box.apply_late_writes(test_start);
    BOOST_TEST(contains(get(), "\"etag\":\"1\""));
}

BOOST_AUTO_TEST_CASE(faults_know_the_user)
{
    box.state().users().add_user("Ann", "42");
    box.faults().inject(fault().user("42").status(500));
    BOOST_TEST(get().status == 200u);
    http_request ann = request("GET");
    ann.headers.add("As-User", "42");
    BOOST_TEST(send(ann).status == 500u);
    BOOST_TEST(send(ann).status == 200u);
}

BOOST_AUTO_TEST_CASE(replies_say_what_is_to_be_counted)
{
    box.state().set_rate_limit(rate_limit::fixed_window(1, 60s));
    BOOST_TEST(!get().rate_limited);
    BOOST_TEST(get().rate_limited);
    const reply granted = send(token_request("grant_type=client_credentials&box_subject_type=enterprise&"
                                             "box_subject_id=20001"));
    BOOST_TEST(granted.tokens.granted == 1u);
    BOOST_TEST(granted.grant_type.value() == "client_credentials");
    const reply refused = send(token_request("grant_type=client_credentials"));
    BOOST_TEST(refused.tokens.granted == 0u);
    BOOST_TEST(refused.tokens.refusals.at(0) == "invalid_grant");
    BOOST_TEST(send(token_request("")).grant_type.value() == "");
    BOOST_TEST(!get().grant_type);
    BOOST_TEST(get().tokens.refusals.empty());
}

BOOST_AUTO_TEST_CASE(latency_is_added)
{
    box.set_latency(latency::fixed(20ms));
    BOOST_TEST((get().delay == 20ms));
    box.faults().inject(fault().delay(5ms));
    BOOST_TEST((get().delay == 25ms));
    box.set_latency(latency());
    BOOST_TEST((get().delay == 0ms));
}

BOOST_AUTO_TEST_CASE(the_date_follows_the_clock)
{
    get();
    const reply later = box.on_request(request("GET"), request_context(1, true), test_start + 61s);
    BOOST_TEST(contains(later, "Date: Sun, 01 Mar 2026 12:01:01 GMT\r\n"));
}

BOOST_AUTO_TEST_CASE(troubles_of_connections)
{
    BOOST_TEST(!box.on_accept());
    box.faults().inject(fault().on_accept().reset());
    BOOST_TEST((box.on_accept()->what == reply::action::reset));
    box.faults().inject(fault().on_accept().stall().delay(5ms));
    const reply stalled = box.on_accept().value();
    BOOST_TEST((stalled.what == reply::action::stall && stalled.delay == 5ms));
    box.faults().inject(fault().on_accept().raw("220 smtp\r\n"));
    const reply raw = box.on_accept().value();
    BOOST_TEST(raw.bytes == "220 smtp\r\n");
    BOOST_TEST((raw.then == reply::ending::cut));
    box.faults().inject(fault().on_accept().cut_after(0));
    BOOST_TEST((box.on_accept()->then == reply::ending::cut));
    box.faults().inject(fault().on_accept().delay(5ms));
    BOOST_TEST((box.on_accept()->then == reply::ending::keep_open));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::testing
