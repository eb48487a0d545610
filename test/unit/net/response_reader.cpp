// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "net/http_wire.hpp"
#include "response_samples.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <random>

using namespace boxlink;
using namespace boxlink::net;
using namespace boxlink::net::test;
namespace data = boost::unit_test::data;

using state = response_reader::state;

namespace boxlink::net {

static std::ostream& operator<<(std::ostream& out, response_reader::state value)
{
    return out << (value == state::done ? "done" : value == state::failed ? "failed" : "need_more");
}

} // namespace boxlink::net

namespace {

class refused_answer
{
public:
    std::string text;
    errc code;
    char const* why;

    friend std::ostream& operator<<(std::ostream& out, refused_answer const& row)
    {
        return out << row.text.substr(0, 100);
    }
};

std::string const ok = "HTTP/1.1 200 OK\r\n";
std::string const chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";
constexpr auto malformed = errc::malformed_response;
constexpr auto too_large = errc::response_too_large;

refused_answer const refused_answers[] = {
    {"SSH-2.0-OpenSSH_9.2\r\n", malformed, "not HTTP"},
    {"\x15\x03\x01\x00\x02\x02\x46"s, malformed, "not HTTP"},
    {"\r\nHTTP/1.1 200 OK\r\n\r\n", malformed, ""},
    {"\n", malformed, "not HTTP"},
    {std::string(16 * 1024, 'x') + "\r\n\r\n", malformed, "not HTTP"},
    {"http/1.1 200 OK\r\n\r\n", malformed, "not HTTP/1"},
    {"HTTP/2 200 OK\r\n\r\n", malformed, "not HTTP/1"},
    {"HTTP/1.2 200 OK\r\n\r\n", malformed, "valid HTTP"},
    {"HTTP/0.9 200 OK\r\n\r\n", malformed, "not HTTP/1"},
    {"HTTP/1.1  200 OK\r\n\r\n", malformed, "valid HTTP"},
    {"HTTP/1.1 20 OK\r\n\r\n", malformed, "valid HTTP"},
    {"HTTP/1.1 2000 OK\r\n\r\n", malformed, "valid HTTP"},
    {"HTTP/1.1 -20 OK\r\n\r\n", malformed, "valid HTTP"},
    {"HTTP/1.1 099 OK\r\n\r\n", malformed, "below 100"},
    {"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n", malformed, "protocol"},
    {ok + "no colon\r\n\r\n", malformed, "valid HTTP"},
    {ok + "Name : x\r\n\r\n", malformed, "valid HTTP"},
    {ok + ": x\r\n\r\n", malformed, "valid HTTP"},
    {ok + " Name: x\r\n\r\n", malformed, "folded"},
    {ok + "Name: x\r\n y\r\n\r\n", malformed, "folded"},
    {ok + "Name: x\r\n\ty\r\n\r\n", malformed, "folded"},
    {ok + "Name: x\ny\r\n\r\n", malformed, "valid HTTP"},
    {ok + "Name: x\ry\r\n\r\n", malformed, "valid HTTP"},
    {ok + "Name: x\0y\r\n\r\n"s, malformed, "valid HTTP"},
    {ok + "Connection: a,,;\r\n\r\n", malformed, "valid HTTP"},
    {ok + "Content-Length: \r\n\r\n", malformed, "valid HTTP"},
    {ok + "Content-Length: -1\r\n\r\n", malformed, "valid HTTP"},
    {ok + "Content-Length: +1\r\n\r\n", malformed, "valid HTTP"},
    {ok + "Content-Length: 0x1\r\n\r\n", malformed, "valid HTTP"},
    {ok + "Content-Length: 1 1\r\n\r\n", malformed, "valid HTTP"},
    {ok + "Content-Length: 99999999999999999999\r\n\r\n", malformed, "valid HTTP"},
    {ok + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n", malformed, "valid HTTP"},
    {ok + "Content-Length: 1, 2\r\n\r\n", malformed, "valid HTTP"},
    {ok + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", malformed, "valid HTTP"},
    {ok + "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n", malformed, "valid HTTP"},
    {ok + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", malformed, "valid HTTP"},
    {ok + "Transfer-Encoding: gzip, chunked\r\n\r\n", malformed, "transfer encoding"},
    {ok + "Transfer-Encoding: chunked, gzip\r\n\r\n", malformed, "transfer encoding"},
    {ok + "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n", malformed, "transfer encoding"},
    {ok + "Transfer-Encoding: identity\r\n\r\n", malformed, "transfer encoding"},
    {ok + "Transfer-Encoding: identity\r\nContent-Length: 1\r\n\r\n", malformed, "transfer encoding"},
    {ok + "Transfer-Encoding: chunked;q=1\r\n\r\n", malformed, "transfer encoding"},
    {ok + "Transfer-Encoding:\r\n\r\n", malformed, "transfer encoding"},
    {"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", malformed, "transfer encoding"},
    {ok + "Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\n", malformed, "compressed"},
    {ok + "Content-Encoding: identity, br\r\n\r\n", malformed, "compressed"},
    {ok + "Content-Length: 1048577\r\n\r\n", too_large, "1048576 bytes"},
    {chunked + "\r\n", malformed, "chunk"},
    {chunked + "g\r\n", malformed, "chunk"},
    {chunked + ";x\r\n", malformed, "chunk"},
    {chunked + " 5\r\n", malformed, "chunk"},
    {chunked + "-5\r\n", malformed, "chunk"},
    {chunked + "0x5\r\n", malformed, "chunk"},
    {chunked + "5\n", malformed, "chunk"},
    {chunked + "5\rhello", malformed, "chunk"},
    {chunked + "5;x\ny\r\n", malformed, "chunk"},
    {chunked + "5;x\0\r\n"s, malformed, "chunk"},
    {chunked + "5\r\nhelloX", malformed, "chunk"},
    {chunked + "5\r\nhello\n", malformed, "chunk"},
    {chunked + "5\r\nhello\rX", malformed, "chunk"},
    {chunked + "00000000000000000\r\n", malformed, "digits"},
    {chunked + "ffffffffffffffff\r\n", too_large, "1048576 bytes"},
    {chunked + "100001\r\n", too_large, "1048576 bytes"},
    {chunked + "1\r\na\r\n100000\r\n", too_large, "1048576 bytes"},
    {chunked + "1;" + std::string(1025, 'x'), too_large, "extension"},
    {chunked + "0\r\nX: y\n", malformed, "trailer"},
    {chunked + "0\r\nX: \0"s, malformed, "trailer"},
    {chunked + "0\r\nX: y\rZ", malformed, "chunk"},
    {chunked + "0\r\n\rX", malformed, "chunk"},
    {chunked + "0\r\nX: " + std::string(16 * 1024, 'y'), too_large, "trailers"},
    {ok + "X: " + std::string(16 * 1024, 'y'), too_large, "16384 bytes"},
    {ok + "X: " + std::string(16 * 1024, 'y') + "\r\n\r\n", too_large, "16384 bytes"},
    {"HTTP/1.1 200 " + std::string(16 * 1024, 'y'), too_large, "16384 bytes"},
    {ok + "\r\n" + std::string(1024 * 1024 + 1, 'x'), too_large, "1048576 bytes"},
};

state feed(response_reader& reader, std::string_view bytes)
{
    return reader.feed(std::span<char const>(bytes.data(), bytes.size()));
}

// What a reader makes of a text in pieces of a size, and then of the end of the stream.
state feed_in_pieces(response_reader& reader, std::string_view text, std::size_t piece)
{
    auto reached = state::need_more;
    for (; !text.empty() && reached == state::need_more; text.remove_prefix(std::min(piece, text.size())))
        reached = feed(reader, text.substr(0, piece));
    return reached;
}

void check_answer(response_reader& reader, answer const& expected)
{
    BOOST_TEST(reader.response().status == expected.status);
    BOOST_TEST(reader.response().body == expected.body);
    BOOST_TEST(reader.keep_alive() == expected.keep_alive);
    BOOST_TEST(reader.can_reuse_connection() == expected.keep_alive);
    BOOST_TEST(reader.surplus() == 0u);
    BOOST_TEST(reader.bytes_received() == expected.text.size());
    BOOST_TEST(!reader.response().find("X-Trailer").has_value());
    BOOST_TEST(!reader.response().find("Link").has_value());
}

} // namespace

BOOST_AUTO_TEST_SUITE(response_reader_)

BOOST_DATA_TEST_CASE(answer_in_pieces_of_each_size, data::make(answers))
{
    response_reader reader;
    for (std::size_t piece = 1; piece <= sample.text.size(); ++piece) {
        reader.reset();
        auto const reached = feed_in_pieces(reader, sample.text, piece);
        BOOST_TEST(reached == (sample.ends_with_connection ? state::need_more : state::done));
        BOOST_TEST(reader.finish_eof() == state::done);
        check_answer(reader, sample);
    }
}

BOOST_DATA_TEST_CASE(answer_in_two_parts, data::make(answers))
{
    for (std::size_t at = 1; at < sample.text.size(); ++at) {
        response_reader reader;
        BOOST_TEST(feed(reader, std::string_view(sample.text).substr(0, at)) == state::need_more);
        auto const reached = feed(reader, std::string_view(sample.text).substr(at));
        BOOST_TEST(reached == (sample.ends_with_connection ? state::need_more : state::done));
        BOOST_TEST(reader.finish_eof() == state::done);
        check_answer(reader, sample);
    }
}

BOOST_DATA_TEST_CASE(answer_cut_at_each_byte, data::make(answers))
{
    response_reader reader;
    auto const header_end = sample.text.rfind("\r\n\r\n") + 4;
    for (std::size_t at = 0; at < sample.text.size(); ++at) {
        reader.reset();
        BOOST_TEST(feed(reader, std::string_view(sample.text).substr(0, at)) == state::need_more);
        if (sample.ends_with_connection && at >= header_end) {
            BOOST_TEST(reader.finish_eof() == state::done);
            continue;
        }
        BOOST_TEST(reader.finish_eof() == state::failed);
        BOOST_TEST(reader.error().code == make_error_code(errc::connection_lost));
        BOOST_TEST(reader.error().message.find(at == 0 ? "before" : "middle") != std::string::npos);
        BOOST_TEST(!reader.can_reuse_connection());
    }
}

BOOST_DATA_TEST_CASE(surplus_after_the_answer, data::make(answers))
{
    if (sample.ends_with_connection)
        return;
    response_reader reader;
    BOOST_TEST(feed(reader, sample.text + "HTTP") == state::done);
    BOOST_TEST(reader.surplus() == 4u);
    BOOST_TEST(!reader.can_reuse_connection());
    BOOST_TEST(feed(reader, "/1.1 ") == state::done);
    BOOST_TEST(reader.surplus() == 9u);
    BOOST_TEST(reader.response().body == sample.body);
    reader.reset();
    BOOST_TEST(feed(reader, sample.text) == state::done);
    check_answer(reader, sample);
}

BOOST_DATA_TEST_CASE(refused, data::make(refused_answers))
{
    response_reader whole;
    BOOST_TEST(feed(whole, sample.text) == state::failed);
    BOOST_TEST(whole.error().message.find(sample.why) != std::string::npos, whole.error().message);
    for (auto const piece : {sample.text.size(), std::size_t(1), std::size_t(7)}) {
        response_reader reader;
        BOOST_TEST(feed_in_pieces(reader, sample.text, piece) == state::failed);
        BOOST_TEST(reader.error().code == make_error_code(sample.code));
        BOOST_TEST(reader.error().message == whole.error().message);
        BOOST_TEST(!reader.can_reuse_connection());
        BOOST_TEST(feed(reader, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") == state::failed);
        BOOST_TEST(reader.finish_eof() == state::failed);
        BOOST_TEST(reader.error().code == make_error_code(sample.code));
    }
}

BOOST_AUTO_TEST_CASE(headers_are_kept_in_order)
{
    response_reader reader;
    auto const reached = feed(
        reader, "HTTP/1.1 200 OK\r\nBox-Request-Id:  0abc \r\nSet-Cookie: a\r\nSet-Cookie: "
                "b\r\nEmpty:\r\nContent-Length: 0\r\n\r\n"
    );
    BOOST_TEST(reached == state::done);
    auto const& headers = reader.response().headers;
    BOOST_TEST_REQUIRE(headers.size() == 5u);
    BOOST_TEST(headers[0].name == "Box-Request-Id");
    BOOST_TEST(headers[0].value == "0abc");
    BOOST_TEST(headers[2].value == "b");
    BOOST_TEST(headers[3].value == "");
    BOOST_TEST(reader.response().find("box-request-id").value() == "0abc");
}

BOOST_AUTO_TEST_CASE(as_large_as_allowed)
{
    response_reader reader;
    std::string const body(1024 * 1024, 'b');
    auto header = ok + "Content-Length: 1048576\r\nX: ";
    header += std::string(16 * 1024 - header.size() - 4, 'y') + "\r\n\r\n";
    BOOST_TEST(feed(reader, header + body) == state::done);
    BOOST_TEST((reader.response().body == body));

    reader.reset();
    BOOST_TEST(
        feed_in_pieces(
            reader, chunked + "100000;" + std::string(1024, 'x') + "\r\n" + body + "\r\n0\r\n\r\n", 4096
        ) == state::done
    );
    BOOST_TEST((reader.response().body == body));

    reader.reset();
    BOOST_TEST(feed_in_pieces(reader, ok + "\r\n" + body, 4096) == state::need_more);
    BOOST_TEST(reader.finish_eof() == state::done);
    BOOST_TEST((reader.response().body == body));
}

BOOST_AUTO_TEST_CASE(wire_bytes_are_bounded)
{
    // Chunks of one byte: 6 bytes on the wire for one of the body.
    response_reader reader;
    auto reached = feed(reader, chunked);
    std::size_t sent = chunked.size();
    while (reached == state::need_more) {
        reached = feed(reader, "1\r\nx\r\n");
        sent += 6;
    }
    BOOST_TEST(reached == state::failed);
    BOOST_TEST(reader.error().code == make_error_code(errc::response_too_large));
    BOOST_TEST(sent > 2u * 1024 * 1024);
    BOOST_TEST(sent < 2u * 1024 * 1024 + 8);
}

BOOST_AUTO_TEST_CASE(what_comes_with_the_end_of_an_answer_does_not_count_for_it)
{
    response_limits limits;
    limits.wire = 64;
    response_reader reader(limits);
    BOOST_TEST(feed(reader, ok + "Content-Length: 1\r\n\r\nx" + std::string(64, 'y')) == state::done);
    BOOST_TEST(reader.surplus() == 64u);
    BOOST_TEST(!reader.can_reuse_connection());

    reader.reset();
    BOOST_TEST(feed(reader, chunked + "x" + std::string(64, 'y')) == state::failed);
    BOOST_TEST(reader.error().code == make_error_code(malformed));
}

BOOST_AUTO_TEST_CASE(interim_answers_are_bounded)
{
    std::string text;
    for (int i = 0; i < 10; ++i)
        text += "HTTP/1.1 102 Processing\r\n\r\n";
    response_reader reader;
    BOOST_TEST(feed(reader, text) == state::need_more);
    BOOST_TEST(feed(reader, "HTTP/1.1 204 x\r\n\r\n") == state::done);
    reader.reset();
    BOOST_TEST(feed(reader, text + "HTTP/1.1 102 Processing\r\n\r\n") == state::failed);
    BOOST_TEST(reader.error().code == make_error_code(errc::malformed_response));
}

BOOST_AUTO_TEST_CASE(answer_to_connect_has_no_body)
{
    for (std::string const headers :
         {"", "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n", "Content-Length: 99999999\r\n"}) {
        response_reader reader;
        reader.reset(response_reader::body_rule::tunnel);
        BOOST_TEST(feed(reader, ok + headers + "\r\n") == state::done);
        BOOST_TEST(reader.response().status == 200);
        BOOST_TEST(reader.surplus() == 0u);
        BOOST_TEST(feed(reader, "x") == state::done);
        BOOST_TEST(reader.surplus() == 1u);
    }
    response_reader reader;
    reader.reset(response_reader::body_rule::tunnel);
    BOOST_TEST(feed(reader, "HTTP/1.1 407 Who are you\r\nContent-Length: 5\r\n\r\nhe") == state::done);
    BOOST_TEST(reader.response().status == 407);
    reader.reset();
    BOOST_TEST(feed(reader, ok + "Content-Length: 1\r\n\r\n") == state::need_more);
}

BOOST_AUTO_TEST_CASE(the_answer_can_be_moved_out)
{
    response_reader reader;
    BOOST_TEST(feed(reader, answers[0].text) == state::done);
    auto const taken = std::move(reader.response());
    reader.reset();
    BOOST_TEST(feed(reader, answers[1].text) == state::done);
    check_answer(reader, answers[1]);
    BOOST_TEST(taken.body == "hello");
}

// Whatever comes: no crash, no endless loop, one of the three states, and the same whether in one piece or byte by byte.
BOOST_AUTO_TEST_CASE(mutated_answers)
{
    auto const seed = std::random_device()();
    BOOST_TEST_MESSAGE("seed " << seed);
    std::mt19937 random(seed);
    auto const below = [&](std::size_t bound) {
        return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random);
    };
    constexpr std::string_view interesting = "\r\n\t\0 :;,0159afF-/\x7f\xff"sv;

    for (int round = 0; round < 20'000; ++round) {
        auto text = answers[below(std::size(answers))].text;
        for (auto changes = 1 + below(4); changes > 0 && !text.empty(); --changes) {
            auto const at = below(text.size());
            switch (below(4)) {
            case 0:
                text[at] = interesting[below(interesting.size())];
                break;
            case 1:
                text.erase(at, 1 + below(8));
                break;
            case 2:
                text.insert(at, 1 + below(3), interesting[below(interesting.size())]);
                break;
            default:
                text.insert(at, text.substr(below(text.size()), below(16)));
                break;
            }
        }
        BOOST_TEST_CONTEXT("seed " << seed << ", round " << round)
        {
            response_reader whole;
            auto const reached = feed(whole, text);
            response_reader bytewise;
            auto reached_bytewise = state::need_more;
            for (auto const& c : text)
                reached_bytewise = bytewise.feed(std::span<char const>(&c, 1));
            BOOST_REQUIRE(reached == reached_bytewise);
            BOOST_REQUIRE(whole.finish_eof() == bytewise.finish_eof());
            BOOST_REQUIRE(whole.response().body == bytewise.response().body || reached == state::failed);
            BOOST_REQUIRE(whole.can_reuse_connection() == bytewise.can_reuse_connection());
            BOOST_REQUIRE(whole.error().code == bytewise.error().code);
            BOOST_REQUIRE(whole.error().message == bytewise.error().message);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
