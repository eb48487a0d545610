// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// The rules one by one; the reader's test, and the fuzzer beside Beast, have them in whole answers.

#include "net/response_head.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace boxlink::net {
namespace {

namespace data = boost::unit_test::data;

constexpr std::string_view status_line = "HTTP/1.1 200 OK\r\n";

/// Reads a head, and says why it is refused.
struct reading
{
    explicit reading(std::string_view text) : fault(head.parse(text, headers)) {}

    model::http_headers headers;
    response_head head;
    std::string_view fault;
};

reading with_header(std::string_view line)
{
    return reading(std::string(status_line).append(line).append("\r\n\r\n"));
}

/// A header, or several, and a part of what is said of it.
struct refused_header
{
    std::string line;
    char const* why;

    friend std::ostream& operator<<(std::ostream& out, refused_header const& one) { return out << one.line; }
};

using namespace std::string_literals;

std::vector<refused_header> const refused_headers = {
    {"Content-Length: x", "Content-Length is not one number"},
    {"Content-Length:", "Content-Length is not one number"},
    {"Content-Length: -1", "Content-Length is not one number"},
    {"Content-Length: +1", "Content-Length is not one number"},
    {"Content-Length: 0x1", "Content-Length is not one number"},
    {"Content-Length: 1 2", "Content-Length is not one number"},
    {"Content-Length: 1,2", "Content-Length is not one number"},
    {"Content-Length: 1,", "Content-Length is not one number"},
    {"Content-Length: 18446744073709551616", "Content-Length is not one number"},
    {"Content-Length: 1\r\nContent-Length: 2", "Content-Length is not one number"},
    {"Content-Length: 1\r\nTransfer-Encoding: chunked", "a Content-Length and a transfer encoding"},
    {"Transfer-Encoding: chunked\r\nContent-Length: 1", "a transfer encoding and a Content-Length"},
    {"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "two transfer encodings"},
    {"Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip", "transfer encoding other than"},
    {"Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked", "transfer encoding other than"},
    {"Connection: a b", "Connection is no list"},
    {"Proxy-Connection: a;b", "Connection is no list"},
    {"A: 1\r\n folded", "folded"},
    {"A: 1\r\n\tfolded", "folded"},
    {"A : 1", "a name and a colon"},
    {": 1", "a name and a colon"},
    {"A", "a name and a colon"},
    {"A: 1\x01", "control character"},
    {"A: 1\nB: 2", "control character"},
    {"A: 1\rB: 2", "control character"},
    {"A: \0"s, "control character"},
    {"A: \x7f", "control character"},
};

std::vector<std::string> const refused_status_lines = {
    "HTTP/1.",         "HTTP/1.2 200 OK",  "HTTP/1.1",          "HTTP/1.1 ",
    "HTTP/1.1 20 OK",  "HTTP/1.1 200",     "HTTP/1.1 2000 OK",  "HTTP/1.1  200 OK",
    "HTTP/1.1 20x OK", "HTTP/1.1\t200 OK", "HTTP/1.1 200 \x01",
};

} // namespace

BOOST_AUTO_TEST_SUITE(response_head_)

BOOST_AUTO_TEST_CASE(status_lines)
{
    for (auto const& [line, status, is_http11] :
         {std::tuple("HTTP/1.1 200 OK", 200, true), std::tuple("HTTP/1.0 404 Not Found", 404, false),
          std::tuple("HTTP/1.1 099 ", 99, true), std::tuple("HTTP/1.1 999 \xc3\xa9\tx", 999, true)}) {
        reading const one(std::string(line) + "\r\n\r\n");
        BOOST_TEST(one.fault == "");
        BOOST_TEST(one.head.status == status);
        BOOST_TEST(one.head.is_http11 == is_http11);
        BOOST_TEST(one.headers.size() == 0U);
    }
}

BOOST_DATA_TEST_CASE(other_status_lines_are_refused, data::make(refused_status_lines), line)
{
    BOOST_TEST(reading(line + "\r\n\r\n").fault != "");
}

BOOST_DATA_TEST_CASE(what_is_no_header_is_refused, data::make(refused_headers), one)
{
    auto const fault = with_header(one.line).fault;
    BOOST_TEST((fault.find(one.why) != std::string_view::npos), fault);
}

BOOST_AUTO_TEST_CASE(a_stray_cr_at_the_end_is_refused)
{
    BOOST_TEST(reading(std::string(status_line) + "\r\r\n\r\n").fault != "");
}

BOOST_AUTO_TEST_CASE(headers_are_kept_without_the_blanks_around_their_values)
{
    auto const one = with_header("A:1\r\nb-C:\t 2 3 \t\r\nA:\r\nD: :");
    BOOST_TEST(one.fault == "");
    BOOST_TEST(one.headers.size() == 4U);
    BOOST_TEST((one.headers.find("a") == "1"));
    BOOST_TEST((one.headers.find("B-c") == "2 3"));
    BOOST_TEST(one.headers[2].value == "");
    BOOST_TEST((one.headers.find("d") == ":"));
}

BOOST_AUTO_TEST_CASE(lengths)
{
    BOOST_TEST(!with_header("A: 1").head.content_length.has_value());
    BOOST_TEST((with_header("content-length: 0").head.content_length == 0U));
    BOOST_TEST((with_header("Content-Length: 007").head.content_length == 7U));
    BOOST_TEST((with_header("Content-Length: 5, 5").head.content_length == 5U));
    BOOST_TEST((with_header("Content-Length: 5\r\nContent-Length: 5").head.content_length == 5U));
    BOOST_TEST(
        (with_header("Content-Length: 18446744073709551615").head.content_length == 18446744073709551615U)
    );
}

BOOST_AUTO_TEST_CASE(transfer_encodings)
{
    auto const chunked = with_header("transfer-encoding: Chunked").head;
    BOOST_TEST(chunked.has_transfer_encoding);
    BOOST_TEST(!chunked.has_other_transfer_encoding);
    for (char const* const line :
         {"Transfer-Encoding: gzip", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding:"}) {
        auto const other = with_header(line);
        BOOST_TEST(other.fault == "");
        BOOST_TEST(other.head.has_other_transfer_encoding);
    }
}

BOOST_AUTO_TEST_CASE(connections_that_will_be_closed)
{
    for (char const* const line :
         {"Connection: close", "connection: Keep-Alive, CLOSE", "Proxy-Connection: close",
          "Connection: ,close,"})
        BOOST_TEST(with_header(line).head.has_close, line);
    for (char const* const line : {"Connection: keep-alive", "Connection: closed", "Connection:", "X: close"})
        BOOST_TEST(!with_header(line).head.has_close, line);
}

BOOST_AUTO_TEST_CASE(encodings_of_the_body)
{
    BOOST_TEST(with_header("Content-Encoding: gzip").head.is_encoded);
    BOOST_TEST(with_header("Content-Encoding: identity\r\nContent-Encoding: br").head.is_encoded);
    BOOST_TEST(!with_header("Content-Encoding: Identity").head.is_encoded);
    BOOST_TEST(!with_header("Content-Encoding:").head.is_encoded);
}

BOOST_AUTO_TEST_CASE(nothing_is_left_of_an_earlier_head)
{
    model::http_headers headers;
    response_head head;
    std::string const first = "HTTP/1.1 503 No\r\nConnection: close\r\nContent-Length: 3\r\n\r\n";
    std::string const second = "HTTP/1.0 200 OK\r\nB: 2\r\n\r\n";
    BOOST_TEST(head.parse(first, headers) == "");
    BOOST_TEST(head.parse(second, headers) == "");
    BOOST_TEST(head.status == 200);
    BOOST_TEST(!head.is_http11);
    BOOST_TEST(!head.has_close);
    BOOST_TEST(!head.content_length.has_value());
    BOOST_TEST(headers.size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace boxlink::net
