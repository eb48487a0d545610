// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// What a caller is told of each way in which Box, or what stands before it, can answer.

#include "fixture.hpp"
#include "printing.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>

#include <algorithm>
#include <vector>

namespace boxlink::test {
namespace {

namespace data = boost::unit_test::data;
using namespace std::chrono_literals;
using testing::fault;

constexpr char const* json = "application/json";

/// An answer, and the error that it is.
struct answer_case
{
    std::string name;
    fault answer;
    errc code;
    int status;
    std::string box_code;
    std::string message;
    std::string request_id = {};
    /// The inputs that Box objects to, as `reason/name/message`.
    std::vector<std::string> context = {};
    std::string context_json = {};

    friend std::ostream& operator<<(std::ostream& out, answer_case const& one) { return out << one.name; }
};

fault answer(unsigned status, std::string const& body = "", char const* type = json)
{
    auto const made = fault().status(status).header("box-request-id", "header-id");
    return body.empty() ? fault(made).empty_body() : fault(made).body(body, type);
}

/// A body as Box's documentation shows it.
std::string
box_body(int status, std::string const& code, std::string const& message, std::string const& context = "null")
{
    return R"({"type":"error","status":)" + std::to_string(status) + R"(,"code":")" + code +
           R"(","context_info":)" + context +
           R"(,"help_url":"http://developers.box.com/docs/#errors","message":")" + message +
           R"(","request_id":"body-id"})";
}

answer_case documented(int status, errc code, std::string const& box_code, std::string const& message)
{
    return {
        std::to_string(status) + " " + box_code,
        answer(static_cast<unsigned>(status), box_body(status, box_code, message)),
        code,
        status,
        box_code,
        message,
        "body-id"};
}

answer_case with_context(std::string const& context, std::vector<std::string> entries)
{
    return {"409 " + context, answer(409, box_body(409, "conflict", "Conflict", context)),
            errc::conflict,   409,
            "conflict",       "Conflict",
            "body-id",        std::move(entries),
            context};
}

std::vector<answer_case> const box_errors = {
    documented(400, errc::bad_request, "bad_request", "Bad Request"),
    documented(401, errc::unauthorized, "unauthorized", "Unauthorized"),
    documented(403, errc::forbidden, "access_denied_insufficient_permissions", "Access denied"),
    documented(404, errc::not_found, "not_found", "Not Found"),
    documented(405, errc::method_not_allowed, "method_not_allowed", "Method Not Allowed"),
    documented(408, errc::unavailable, "request_timeout", "Request Timeout"),
    documented(409, errc::conflict, "item_name_in_use", "Item with the same name already exists"),
    documented(
        409,
        errc::conflict,
        "operation_blocked_temporary",
        "The operation is blocked by another on-going operation"
    ),
    documented(
        409, errc::conflict, "name_temporarily_reserved", "Two duplicate requests have been submitted"
    ),
    documented(412, errc::precondition_failed, "precondition_failed", "The resource has been modified"),
    documented(413, errc::bad_request, "request_entity_too_large", "Too large"),
    documented(500, errc::unavailable, "internal_server_error", "Internal Server Error"),
    documented(502, errc::unavailable, "bad_gateway", "Bad Gateway"),
    documented(503, errc::unavailable, "unavailable", "Unavailable"),
    documented(504, errc::unavailable, "gateway_timeout", "Gateway Timeout"),
    with_context(
        R"({"errors":[{"reason":"invalid_parameter","name":"unshared_at","message":"Invalid value"},)"
        R"({"reason":"missing_parameter","name":"access","message":"Missing"}]})",
        {"invalid_parameter/unshared_at/Invalid value", "missing_parameter/access/Missing"}
    ),
    with_context(R"({"message":"Not for you"})", {"//Not for you"}),
    with_context(R"({"conflicts":{"type":"file","id":"5"}})", {}),
    with_context(R"({"conflicts":[{"type":"file","id":"5"},{"type":"file","id":"6"}]})", {}),
    with_context("{}", {}),
    {"status as text, no code", answer(400, R"({"type":"error","status":"400","message":"Odd"})"),
     errc::bad_request, 400, "", "Odd"},
    {"nothing but a message", answer(404, R"({"message":"Gone"})"), errc::not_found, 404, "", "Gone"},
    {"OAuth", answer(400, R"({"error":"invalid_grant","error_description":"Expired"})"), errc::bad_request,
     400, "invalid_grant", "Expired"},
    {"OAuth and Box",
     answer(
         401,
         R"({"error":"invalid_client","error_description":"Bad client","code":"unauthorized","request_id":"body-id"})"
     ),
     errc::unauthorized, 401, "unauthorized", "Bad client", "body-id"},
    {"401 expired token",
     answer(401).header(
         "WWW-Authenticate",
         R"(Bearer realm="Service", error="invalid_token", error_description="The access token provided has expired.")"
     ),
     errc::unauthorized, 401, "invalid_token", "The access token provided has expired."},
    {"401 without anything", answer(401), errc::unauthorized, 401, "", "401 with an empty body"},
    {"502 HTML", fault(answer(502)).html_body(), errc::unavailable, 502, "",
     R"(502 with an HTML body: "502 Bad Gateway")"},
    {"503 empty", answer(503), errc::unavailable, 503, "", "503 with an empty body"},
    {"504 text", answer(504, "upstream timed out", "text/plain"), errc::unavailable, 504, "",
     R"(504 with a text body: "upstream timed out")"},
    {"501", answer(501), errc::unavailable, 501, "", "501 with an empty body"},
    {"202", answer(202).retry_after(10min), errc::not_ready, 202, "", "202 with an empty body"},
    {"429", answer(429, box_body(429, "rate_limit_exceeded", "Slow down")).retry_after(10min),
     errc::rate_limited, 429, "rate_limit_exceeded", "Slow down", "body-id"},
    {"301", answer(301).header("Location", "https://localhost:1/"), errc::unexpected_status, 301, "",
     "301 is no answer of the API, and redirects are never followed; check the base URL"},
    {"302", answer(302).header("Location", "/2.0/files/2"), errc::unexpected_status, 302, "",
     "302 is no answer of the API, and redirects are never followed; check the base URL"},
    {"304 that nobody asked for", answer(304), errc::unexpected_status, 304, "",
     "304 is no answer of the API, and redirects are never followed; check the base URL"},
};

BOOST_FIXTURE_TEST_SUITE(errors, client_fixture)

/// Neither line ends nor anything else that a terminal would obey.
bool is_one_line(std::string_view text)
{
    return !text.empty() && std::none_of(text.begin(), text.end(), [](char c) { return c >= 0 && c < ' '; });
}

/// One attempt, in time for no second one.
request_options once()
{
    return request_options().max_attempts(1).deadline(1min);
}

void check_attempts(error_info const& failure, int status, std::size_t count = 1)
{
    BOOST_REQUIRE_EQUAL(failure.attempts.size(), count);
    BOOST_TEST(failure.attempts[0].status == status);
    BOOST_TEST(failure.attempts[0].duration.count() > 0);
    BOOST_TEST(failure.elapsed.count() >= failure.attempts[0].duration.count());
}

BOOST_DATA_TEST_CASE(of_reading, data::make(box_errors), one)
{
    server.inject(one.answer);

    auto const outcome = run(get_link(box.file("1"), once(), as_result));

    BOOST_REQUIRE(outcome.has_error());
    auto const& failure = outcome.error();
    BOOST_TEST(failure.code == one.code);
    BOOST_TEST(failure.status == one.status);
    BOOST_TEST(failure.box_code == one.box_code);
    BOOST_TEST(failure.message.starts_with(one.message));
    BOOST_TEST(failure.operation == "get_link file:1");
    BOOST_TEST(failure.request_id == one.request_id);
    BOOST_TEST(failure.box_request_id == "header-id");
    std::vector<std::string> context;
    for (auto const& entry : failure.context)
        context.push_back(entry.reason + "/" + entry.name + "/" + entry.message);
    BOOST_TEST(context == one.context, boost::test_tools::per_element());
    BOOST_TEST(failure.context_json == one.context_json);
    BOOST_TEST(!failure.may_have_taken_effect);
    check_attempts(failure, one.status);
    BOOST_TEST(server.counters().requests == 1U);

    auto const line = failure.to_string();
    BOOST_TEST(is_one_line(line), line);
    for (std::string const& part :
         {failure.operation, failure.message, failure.box_code, failure.box_request_id, failure.request_id,
          "status " + std::to_string(one.status)})
        BOOST_TEST(line.find(part) != std::string::npos, line + " lacks " + part);
}

BOOST_DATA_TEST_CASE(of_changing, data::make(box_errors), one)
{
    // What the server did before such an answer is anybody's guess.
    bool const in_doubt = one.status == 202 || one.status == 408 || one.status >= 500;
    server.inject(fault(one.answer).method("PUT").times(2));
    link_settings const settings;
    // After a 429, the client of the first would not even send the second.
    auto const another = make_client(options());

    auto const shared = run(share(box.file("1"), settings, once(), as_result));
    auto const unshared = run(unshare(another.file("1"), once(), as_result));

    BOOST_REQUIRE(shared.has_error());
    BOOST_REQUIRE(unshared.has_error());
    BOOST_TEST(shared.error().operation == "share file:1");
    BOOST_TEST(unshared.error().operation == "unshare file:1");
    for (auto const& failure : {shared.error(), unshared.error()}) {
        BOOST_TEST(failure.code == (in_doubt ? errc::outcome_unknown : one.code));
        BOOST_TEST(failure.may_have_taken_effect == in_doubt);
        BOOST_TEST(failure.cause == (in_doubt ? make_error_code(one.code) : error_code()));
        BOOST_TEST(failure.status == one.status);
        BOOST_TEST(failure.box_code == one.box_code);
        BOOST_TEST(failure.message.find(one.message) != std::string::npos, failure.message);
        BOOST_TEST(failure.box_request_id == "header-id");
        // In doubt, the link is read back.
        check_attempts(failure, one.status, in_doubt ? 2 : 1);
        BOOST_TEST(is_one_line(failure.to_string()));
    }
}

/// Bodies of answers with a good status that are not what was asked for.
std::vector<std::string> const unreadable_bodies = {
    "",
    R"({"type":"file","id":"1","shared_link":{"url":"https://app.bo)",
    "<html><title>Sign in to the Wi-Fi</title></html>",
    "[]",
    "null",
    "{}",
    R"({"type":"error","message":"Not really a success"})",
    R"({"type":"file","id":"1","shared_link":"https://app.box.com/s/x"})",
    R"({"type":"file","id":"1","shared_link":{"access":"open"}})",
    R"({"type":"file","id":"1","shared_link":{"url":"https://app.box.com/s/x","unshared_at":"tomorrow"}})",
    std::string(60000, '['),
};

BOOST_DATA_TEST_CASE(of_a_success_that_cannot_be_read, data::make(unreadable_bodies), body)
{
    server.inject(answer(200, body).times(2));
    link_settings const settings;

    auto const read = run(get_link(box.file("1"), as_result));
    auto const shared = run(share(box.file("1"), settings, as_result));

    BOOST_REQUIRE(read.has_error());
    BOOST_REQUIRE(shared.has_error());
    BOOST_TEST(!read.error().may_have_taken_effect);
    BOOST_TEST(shared.error().may_have_taken_effect);
    for (auto const& failure : {read.error(), shared.error()}) {
        BOOST_TEST(failure.code == errc::malformed_response);
        BOOST_TEST(failure.status == 200);
        BOOST_TEST(failure.box_request_id == "header-id");
        BOOST_TEST(is_one_line(failure.to_string()));
        check_attempts(failure, 200);
    }
}

BOOST_AUTO_TEST_CASE(of_an_answer_without_the_link_that_was_made)
{
    server.inject(fault().status(200).body(R"({"type":"file","id":"1","shared_link":null})", json));
    link_settings const settings;

    auto const shared = run(share(box.file("1"), settings, as_result));

    BOOST_REQUIRE(shared.has_error());
    BOOST_TEST(shared.error().code == errc::malformed_response);
    BOOST_TEST(shared.error().message.starts_with("shared_link: "));
}

BOOST_AUTO_TEST_CASE(of_an_answer_that_still_has_the_link)
{
    server.inject(fault().status(200).body(
        R"({"type":"file","id":"1","shared_link":{"url":"https://app.box.com/s/x"}})", json
    ));

    auto const unshared = run(unshare(box.file("1"), as_result));

    BOOST_REQUIRE(unshared.has_error());
    BOOST_TEST(unshared.error().code == errc::malformed_response);
    BOOST_TEST(unshared.error().may_have_taken_effect);
}

/// Something on the wire that is no answer at all, and the error that it is.
struct wire_case
{
    std::string name;
    fault answer;
    errc code;

    friend std::ostream& operator<<(std::ostream& out, wire_case const& one) { return out << one.name; }
};

std::string repeated(std::string const& text, int times)
{
    std::string out;
    for (int i = 0; i < times; ++i)
        out += text;
    return out;
}

std::vector<wire_case> const wire_cases = {
    {"no HTTP", fault().garbage(), errc::malformed_response},
    {"a banner", fault().raw("220 mail.example.com ESMTP\r\n"), errc::malformed_response},
    {"HTTP/2", fault().raw("HTTP/2.0 200 OK\r\n\r\n"), errc::malformed_response},
    {"another protocol", fault().raw("HTTP/1.1 101 Switching Protocols\r\n\r\n"), errc::malformed_response},
    {"a folded header", fault().raw("HTTP/1.1 200 OK\r\nX-A: 1\r\n 2\r\n\r\n"), errc::malformed_response},
    {"no length that counts", fault().raw("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"),
     errc::malformed_response},
    {"two lengths", fault().raw("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"),
     errc::malformed_response},
    {"gzip", fault().raw("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n\x1f\x8b"),
     errc::malformed_response},
    {"a strange transfer",
     fault().raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
     errc::malformed_response},
    {"a broken chunk", fault().raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"),
     errc::malformed_response},
    {"too many interim answers", fault().raw(repeated("HTTP/1.1 100 Continue\r\n\r\n", 11)),
     errc::malformed_response},
    {"long interim answers", fault().raw("HTTP/1.1 100 Continue\r\nX-Long: " + std::string(17 * 1024, 'x')),
     errc::response_too_large},
    {"a long header", fault().raw("HTTP/1.1 200 OK\r\nX-Long: " + std::string(17 * 1024, 'x') + "\r\n\r\n"),
     errc::response_too_large},
    {"many headers", fault().raw("HTTP/1.1 200 OK\r\n" + repeated("X: 1\r\n", 3000) + "\r\n"),
     errc::response_too_large},
    {"a long body", fault().raw("HTTP/1.1 200 OK\r\nContent-Length: 1048577\r\n\r\n"),
     errc::response_too_large},
    {"an endless body", fault().raw("HTTP/1.1 200 OK\r\n\r\n" + std::string(1024 * 1024 + 1, ' ')),
     errc::response_too_large},
    {"endless chunks",
     fault().raw(
         "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" +
         repeated("10000\r\n" + std::string(65536, ' ') + "\r\n", 17)
     ),
     errc::response_too_large},
    {"a cut header", fault().cut_after(20), errc::connection_lost},
    {"a cut body", fault().cut_after(180), errc::connection_lost},
    {"nothing", fault().cut_after(0), errc::connection_lost},
    {"an end before the answer", fault().raw("").close(), errc::connection_lost},
    {"an end within the body", fault().raw("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{").close(),
     errc::connection_lost},
    {"a reset", fault().reset(), errc::connection_lost},
};

BOOST_DATA_TEST_CASE(of_the_wire, data::make(wire_cases), one)
{
    auto const id = server.add_file();
    // A lookup, a change, and the reading of what became of it.
    server.inject(fault(one.answer).times(3));
    link_settings const settings;

    auto const read = run(get_link(box.file(id), once(), as_result));
    auto const shared = run(share(box.file(id), settings, once(), as_result));

    BOOST_REQUIRE(read.has_error());
    BOOST_TEST(read.error().code == one.code);
    BOOST_TEST(!read.error().may_have_taken_effect);
    BOOST_REQUIRE(shared.has_error());
    BOOST_TEST(shared.error().code == errc::outcome_unknown);
    BOOST_TEST(shared.error().cause == one.code);
    BOOST_TEST(shared.error().may_have_taken_effect);
    for (auto const& failure : {read.error(), shared.error()}) {
        BOOST_TEST(failure.status == 0);
        BOOST_TEST(is_one_line(failure.to_string()), failure.to_string());
    }
    check_attempts(read.error(), 0);
    check_attempts(shared.error(), 0, 2);
    // Whatever it was, it was the connection's, not the client's.
    BOOST_TEST(run(get_link(box.file(id), as_result)).has_value());
    BOOST_TEST(box.counters().reuses == 0U);
}

BOOST_AUTO_TEST_CASE(text_of_a_server_stays_short_and_on_one_line)
{
    auto const evil = "a\\u001b[31m\\r\\nb\\u0000" + std::string(200'000, 'x');
    server.inject(answer(400, box_body(400, evil, evil, "{\"message\":\"" + evil + "\"}"))
                      .header("box-request-id", std::string(9000, 'y')));

    BOOST_CHECK_EXCEPTION(run(get_link(box.file("1"))), error, [](error const& thrown) {
        std::string_view const what = thrown.what();
        BOOST_TEST(thrown.code() == errc::bad_request);
        BOOST_TEST(is_one_line(what));
        BOOST_TEST(what.size() < 10'000U);
        return what == thrown.info().to_string();
    });
}

BOOST_AUTO_TEST_CASE(of_a_server_that_is_gone)
{
    server.stop();

    auto const outcome = run(get_link(box.file("1"), once(), as_result));

    BOOST_REQUIRE(outcome.has_error());
    BOOST_TEST(outcome.error().code == errc::connect_failed);
    BOOST_TEST(outcome.error().cause == asio::error::connection_refused);
    BOOST_TEST(outcome.error().message.find("localhost:") != std::string::npos);
    check_attempts(outcome.error(), 0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace boxlink::test
