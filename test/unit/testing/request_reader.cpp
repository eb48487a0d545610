// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/request_reader.hpp"

#include "testing/random_source.hpp"

#include <boost/test/unit_test.hpp>

namespace boxlink::testing {

namespace {

constexpr std::string_view a_put =
    "PUT /2.0/files/1?fields=shared_link HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n"
    "if-match: 7\r\n\r\nbody";
constexpr std::string_view a_get = "GET /2.0/files/1 HTTP/1.1\r\nHost: localhost\r\n\r\n";

unsigned refusal_of(std::string_view bytes)
{
    request_reader reader;
    reader.feed(bytes);
    return reader.refused();
}

} // namespace

BOOST_AUTO_TEST_SUITE(request_reader_tests)

BOOST_AUTO_TEST_CASE(a_request_in_one_piece)
{
    request_reader reader;
    reader.keep_raw(true);
    BOOST_TEST(reader.feed(a_put) == a_put.size());
    BOOST_TEST(reader.done());
    BOOST_TEST(reader.refused() == 0u);
    BOOST_TEST(reader.keep_alive());
    BOOST_TEST(reader.raw() == a_put);
    BOOST_TEST(reader.size() == a_put.size());
    const http_request request = reader.take();
    BOOST_TEST(request.method == "PUT");
    BOOST_TEST(request.target == "/2.0/files/1?fields=shared_link");
    BOOST_TEST(request.headers.find("If-Match").value() == "7");
    BOOST_TEST(request.body == "body");
}

BOOST_AUTO_TEST_CASE(a_request_cut_at_every_byte)
{
    for (std::size_t cut = 0; cut <= a_put.size(); ++cut) {
        request_reader reader;
        reader.keep_raw(true);
        const std::size_t taken = reader.feed(a_put.substr(0, cut));
        BOOST_TEST(reader.done() == (cut == a_put.size()));
        reader.feed(a_put.substr(taken));
        BOOST_REQUIRE(reader.done());
        BOOST_TEST(reader.raw() == a_put);
        BOOST_TEST(reader.take().body == "body");
    }
}

BOOST_AUTO_TEST_CASE(a_request_byte_by_byte)
{
    request_reader reader;
    reader.keep_raw(true);
    std::string waiting;
    for (const char byte : a_put) {
        BOOST_TEST(!reader.done());
        waiting.push_back(byte);
        waiting.erase(0, reader.feed(waiting));
    }
    BOOST_TEST(reader.done());
    BOOST_TEST(reader.raw() == a_put);
}

BOOST_AUTO_TEST_CASE(the_next_request_is_left_alone)
{
    const std::string two = std::string(a_put) + std::string(a_get);
    request_reader first;
    first.keep_raw(true);
    BOOST_TEST(first.feed(two) == a_put.size());
    request_reader second;
    second.keep_raw(true);
    BOOST_TEST(second.feed(std::string_view(two).substr(a_put.size())) == a_get.size());
    BOOST_TEST(second.take().method == "GET");
}

BOOST_AUTO_TEST_CASE(chunked_bodies_are_put_together)
{
    constexpr std::string_view chunked =
        "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nbo\r\n2;x=y\r\ndy\r\n0\r\n\r\n";
    for (std::size_t cut = 0; cut <= chunked.size(); ++cut) {
        request_reader reader;
        reader.keep_raw(true);
        const std::size_t taken = reader.feed(chunked.substr(0, cut));
        reader.feed(chunked.substr(taken));
        BOOST_REQUIRE(reader.done());
        BOOST_TEST(reader.raw() == chunked);
        BOOST_TEST(reader.take().body == "body");
    }
}

BOOST_AUTO_TEST_CASE(keep_alive_is_as_the_versions_say)
{
    const auto keeps = [](std::string_view bytes) {
        request_reader reader;
        reader.feed(bytes);
        BOOST_REQUIRE(reader.done());
        return reader.keep_alive();
    };
    BOOST_TEST(keeps("GET / HTTP/1.1\r\n\r\n"));
    BOOST_TEST(!keeps("GET / HTTP/1.1\r\nConnection: close\r\n\r\n"));
    BOOST_TEST(!keeps("GET / HTTP/1.0\r\n\r\n"));
    BOOST_TEST(keeps("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
}

BOOST_AUTO_TEST_CASE(expectations_are_answered_once)
{
    constexpr std::string_view head = "PUT / HTTP/1.1\r\nContent-Length: 2\r\nExpect: 100-Continue\r\n\r\n";
    request_reader reader;
    const std::size_t taken = reader.feed(head.substr(0, 20));
    BOOST_TEST(!reader.wants_continue());
    reader.feed(head.substr(taken));
    BOOST_TEST(reader.wants_continue());
    BOOST_TEST(!reader.wants_continue());
    request_reader with_body;
    with_body.feed(std::string(head) + "ab");
    BOOST_TEST(!with_body.wants_continue());
    request_reader without;
    without.feed("PUT / HTTP/1.1\r\nContent-Length: 2\r\n\r\n");
    BOOST_TEST(!without.wants_continue());
}

BOOST_AUTO_TEST_CASE(sizes_are_bounded)
{
    BOOST_TEST(refusal_of("GET / HTTP/1.1\r\nA: " + std::string(17 * 1024, 'x')) == 431u);
    BOOST_TEST(refusal_of("GET /" + std::string(17 * 1024, 'x')) == 431u);
    BOOST_TEST(refusal_of("GET / HTTP/1.1\r\nA: " + std::string(15 * 1024, 'x') + "\r\n\r\n") == 0u);
    BOOST_TEST(refusal_of("PUT / HTTP/1.1\r\nContent-Length: 1048577\r\n\r\n") == 413u);
    BOOST_TEST(refusal_of("PUT / HTTP/1.1\r\nContent-Length: 1048576\r\n\r\n") == 0u);
    BOOST_TEST(
        refusal_of(
            "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n200000\r\n" + std::string(0x200000, 'x')
        ) == 413u
    );
}

BOOST_AUTO_TEST_CASE(what_is_no_request_is_refused)
{
    using namespace std::string_literals;
    for (const std::string& bytes :
         {"\x16\x03\x01\x02\x00\x01\x00"s, "GET\r\n\r\n"s, "GET / HTTP/2.0\r\n\r\n"s,
          "GET / HTTP/1.1\nHost: x\n\n"s, "GET / HTTP/1.1\r\nBad Header: x\r\n\r\n"s,
          "PUT / HTTP/1.1\r\nContent-Length: x\r\n\r\n"s, "PUT / HTTP/1.1\r\nContent-Length: -1\r\n\r\n"s,
          "PUT / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"s,
          "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"s, "\r\n\r\n\r\n"s})
        BOOST_TEST(refusal_of(bytes) == 400u, bytes);
}

// Whatever comes in: no exception, no endless loop.
BOOST_AUTO_TEST_CASE(mutated_requests_do_no_harm)
{
    const std::string chunked =
        "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nbo\r\n0\r\nTrailer: x\r\n\r\n";
    random_source random(1, 0);
    const auto below = [&random](std::size_t bound) {
        return static_cast<std::size_t>(random.unit() * static_cast<double>(bound));
    };
    for (int round = 0; round < 20000; ++round) {
        std::string bytes(round % 2 ? chunked : std::string(a_put));
        for (std::size_t changes = 1 + below(4); changes > 0; --changes)
            bytes[below(bytes.size())] = static_cast<char>(below(256));
        request_reader reader;
        reader.keep_raw(true);
        const std::size_t taken = reader.feed(bytes);
        BOOST_REQUIRE(taken <= bytes.size());
        if (reader.done() && reader.refused() == 0)
            BOOST_REQUIRE(!reader.take().method.empty());
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::testing
