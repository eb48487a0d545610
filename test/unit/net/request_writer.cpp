// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "net/http_wire.hpp"

#include <boost/test/unit_test.hpp>

using namespace boxlink;
using namespace boxlink::net;

namespace {

server_address const box(url_scheme::https, "api.box.com", 443);
secret const token(std::string("t0ken"));

std::string
written(model::http_request const& request, server_address const& server = box, std::string_view suffix = {})
{
    request_buffer out;
    auto const done = request_writer(server, suffix).write(out, request, token);
    BOOST_TEST_REQUIRE(done.has_value());
    return std::string(out.text());
}

void check_refused(model::http_request const& request, std::string_view name)
{
    request_buffer out;
    out.append("rest of the last request");
    auto const done = request_writer(box, {}).write(out, request, token);
    BOOST_TEST_REQUIRE(done.has_error());
    BOOST_TEST(done.error().code == make_error_code(errc::invalid_argument));
    BOOST_TEST(done.error().message.find(name) != std::string::npos, done.error().message);
    BOOST_TEST(done.error().message.find("hunter2") == std::string::npos);
    BOOST_TEST(out.text().empty());
}

model::http_request with_header(std::string name, std::string value)
{
    model::http_request request("GET", "/2.0/files/1");
    request.headers.emplace_back(std::move(name), secret(std::move(value)));
    return request;
}

} // namespace

BOOST_AUTO_TEST_SUITE(request_writer_)

BOOST_AUTO_TEST_CASE(get)
{
    model::http_request request("GET", "/2.0/files/1?fields=shared_link");
    request.headers.emplace_back("If-None-Match", secret("\"3\""));
    request.headers.emplace_back("BoxApi", secret("shared_link=https%3A%2F%2Fapp.box.com%2Fs%2Fx"));
    BOOST_TEST(
        written(request) == "GET /2.0/files/1?fields=shared_link HTTP/1.1\r\n"
                            "Host: api.box.com\r\n"
                            "User-Agent: boxlink/0.1.0\r\n"
                            "X-Box-UA: agent=boxlink/0.1.0; env=C++/20\r\n"
                            "Accept: application/json\r\n"
                            "Authorization: Bearer t0ken\r\n"
                            "If-None-Match: \"3\"\r\n"
                            "BoxApi: shared_link=https%3A%2F%2Fapp.box.com%2Fs%2Fx\r\n"
                            "\r\n"
    );
}

BOOST_AUTO_TEST_CASE(put)
{
    constexpr std::string_view target = "/2.0/files/1?fields=shared_link";
    model::http_request request("PUT", std::string(target) + R"({"shared_link":null})", target.size());
    request.content_type = "application/json";
    server_address const test_server(url_scheme::https, "::1", 8443);
    BOOST_TEST(
        written(request, test_server, "my-service/2.1 (x)") ==
        "PUT /2.0/files/1?fields=shared_link HTTP/1.1\r\n"
        "Host: [::1]:8443\r\n"
        "User-Agent: boxlink/0.1.0 my-service/2.1 (x)\r\n"
        "X-Box-UA: agent=boxlink/0.1.0; env=C++/20\r\n"
        "Accept: application/json\r\n"
        "Authorization: Bearer t0ken\r\n"
        "Content-Type: application/json\r\n"
        "Content-Length: 20\r\n"
        "\r\n"
        "{\"shared_link\":null}"
    );
}

BOOST_AUTO_TEST_CASE(length_is_told_where_a_body_is_expected)
{
    BOOST_TEST(written(model::http_request("GET", "/")).find("Content-Length") == std::string::npos);
    BOOST_TEST(written(model::http_request("DELETE", "/")).find("Content-Length") == std::string::npos);
    BOOST_TEST(written(model::http_request("PUT", "/")).find("Content-Length: 0\r\n") != std::string::npos);
    BOOST_TEST(written(model::http_request("POST", "/")).find("Content-Length: 0\r\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(no_token_no_authorization)
{
    request_buffer out;
    BOOST_TEST(request_writer(box, {}).write(out, model::http_request("GET", "/"), secret()).has_value());
    BOOST_TEST(out.text().find("Authorization") == std::string_view::npos);
}

BOOST_AUTO_TEST_CASE(the_buffer_is_reused)
{
    request_writer const writer(box, {});
    request_buffer out;
    BOOST_TEST(writer.write(out, model::http_request("GET", "/a/long/target"), token).has_value());
    auto const* const place = out.text().data();
    BOOST_TEST(writer.write(out, model::http_request("GET", "/b"), token).has_value());
    BOOST_TEST(static_cast<void const*>(out.text().data()) == static_cast<void const*>(place));
    BOOST_TEST(out.text().starts_with("GET /b HTTP/1.1\r\n"));
    BOOST_TEST(out.text().find("long") == std::string_view::npos);
    out.wipe();
    BOOST_TEST(out.text().empty());
}

BOOST_AUTO_TEST_CASE(what_breaks_the_framing_is_refused)
{
    for (std::string const bad : {"", "G T", "GET\r\n", "GET /x"})
        check_refused(model::http_request(bad, "/"), "method");
    for (std::string const bad :
         {"", "x", "*", "http://x/", "/a b", "/a\r\nX: y", "/a#b", "/\xc3\xa4", "/\x7f"})
        check_refused(model::http_request("GET", bad), "target");
    check_refused(model::http_request("GET", std::string("/a\0b", 4)), "target");

    for (std::string const bad : {"", "a b", "a:", "a\r\n", "\xc3\xa4"})
        check_refused(with_header(bad, "hunter2"), "name of a header");
    for (std::string const bad :
         {"hunter2\r\nX: y", "hunter2\n", "hunter2\r", " hunter2", "hunter2 ", "hunter2\x7f", "hunter2\x01"})
        check_refused(with_header("X-Thing", bad), "X-Thing");
    check_refused(with_header("X-Thing", std::string("hunter2\0", 8)), "X-Thing");
    for (std::string const good : {"", "a b", "a\tb", "\xc3\xa4"})
        BOOST_TEST(
            written(with_header("X-Thing", good)).find("X-Thing: " + good + "\r\n") != std::string::npos
        );
}

BOOST_AUTO_TEST_CASE(headers_of_the_connection_are_refused)
{
    for (std::string const name :
         {"Host", "host", "Content-Length", "Transfer-Encoding", "AUTHORIZATION", "Accept-Encoding",
          "Connection", "User-Agent", "X-Box-UA", "Accept", "Expect", "TE", "Upgrade", "Keep-Alive"})
        check_refused(with_header(name, "x"), "name of a header");
}

BOOST_AUTO_TEST_CASE(a_bad_token_or_suffix_is_refused)
{
    request_buffer out;
    model::http_request const request("GET", "/");
    for (std::string const bad : {"a\r\nX: y", "a b", "a\n", "\xc3\xa4", "a\x7f"})
        BOOST_TEST(request_writer(box, {}).write(out, request, secret(bad)).has_error());
    for (std::string const bad : {"a\r\nX: y", " a", "a\n"}) {
        auto const done = request_writer(box, bad).write(out, request, token);
        BOOST_TEST_REQUIRE(done.has_error());
        BOOST_TEST(done.error().message.find("user_agent_suffix") != std::string::npos);
    }
}

BOOST_AUTO_TEST_SUITE_END()
