// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// The input: a line that says how, then what the server sends. In the line, `t` stands for tiny bounds and `c` for CONNECT;
// every character stands for the size of a piece as well, digits for themselves.

#include "fuzz/fuzz.hpp"
#include "model/text.hpp"
#include "net/http_wire.hpp"

#include <algorithm>
#include <span>

using namespace boxlink;
using namespace boxlink::net;
using boxlink::fuzz::require;
using state = response_reader::state;
using body_rule = response_reader::body_rule;

namespace {

class how_to_read
{
public:
    response_limits limits;
    body_rule rule = body_rule::framed;
    std::string_view sizes;

    explicit how_to_read(std::string_view line) : sizes(line)
    {
        if (line.find('c') != std::string_view::npos)
            rule = body_rule::tunnel;
        if (line.find('t') != std::string_view::npos) {
            limits.header = 128;
            limits.body = 48;
            limits.wire = 320;
            limits.informational = 2;
        }
    }

    [[nodiscard]] std::size_t piece(std::size_t number) const noexcept
    {
        if (sizes.empty())
            return 1;
        auto const c = static_cast<unsigned char>(sizes[number % sizes.size()]);
        return std::max<std::size_t>(1, c >= '0' && c <= '9' ? c - '0' : c);
    }
};

void check_bounds(response_reader& reader, response_limits const& limits)
{
    auto const& response = reader.response();
    std::size_t headers = 0;
    for (auto const header : response.headers)
        headers += header.name.size() + header.value.size();
    require(headers <= limits.header, "the headers keep to their bound");
    require(response.body.size() <= limits.body, "the body keeps to its bound");
    require(response.body.capacity() <= 2 * limits.body + 16, "so does its memory");
}

state feed(response_reader& reader, std::string_view bytes, response_limits const& limits)
{
    auto const reached = reader.feed(std::span<char const>(bytes.data(), bytes.size()));
    check_bounds(reader, limits);
    return reached;
}

template <class PieceSize>
state feed_in_pieces(
    response_reader& reader, std::string_view bytes, response_limits const& limits, PieceSize piece_size
)
{
    auto reached = state::need_more;
    for (std::size_t number = 0; !bytes.empty(); ++number) {
        auto const before = reached;
        auto const piece = bytes.substr(0, piece_size(number));
        bytes.remove_prefix(piece.size());
        reached = feed(reader, piece, limits);
        require(before == state::need_more || reached == before, "an end is final");
    }
    return reached;
}

bool equal(model::http_response const& a, model::http_response const& b)
{
    auto const same = [](auto const& x, auto const& y) { return x.name == y.name && x.value == y.value; };
    return a.status == b.status && a.body == b.body &&
           std::equal(a.headers.begin(), a.headers.end(), b.headers.begin(), b.headers.end(), same);
}

void require_equal(response_reader& a, response_reader& b, state reached)
{
    require(a.bytes_received() == b.bytes_received(), "all bytes are counted, however they are cut");
    require(
        a.error().code == b.error().code && a.error().message == b.error().message,
        "the same error, however the bytes are cut"
    );
    require(
        a.can_reuse_connection() == b.can_reuse_connection(), "reuse does not depend on how the bytes are cut"
    );
    if (reached == state::failed)
        return;
    require(equal(a.response(), b.response()), "the same answer, however the bytes are cut");
    require(a.surplus() == b.surplus(), "the same surplus, however the bytes are cut");
}

void check_answer(response_reader& reader, body_rule rule)
{
    auto const& response = reader.response();
    require(
        response.status >= 200 && response.status <= 999, "an answer that counts has a status of three digits"
    );
    require(!reader.can_reuse_connection() || reader.keep_alive(), "only a kept connection is used again");
    for (auto const header : response.headers) {
        require(!header.name.empty(), "a header has a name");
        require(!model::has_control(header.name), "a header's name is on one line");
        require(
            header.value.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos,
            "a header's value is on one line"
        );
    }
    bool const no_body = rule == body_rule::tunnel || response.status == 204 || response.status == 304;
    require(!no_body || response.body.empty(), "there is no body where none may be");

    auto const length = response.find("Content-Length");
    require(no_body || !length || !response.find("Transfer-Encoding"), "no body is framed in two ways");
    if (length && !no_body && model::is_digits(*length))
        require(
            std::to_string(response.body.size()).size() <= length->size() &&
                std::stoull(std::string(*length)) == response.body.size(),
            "the body is as long as announced"
        );
}

void check_end(how_to_read const& how, response_reader& reader, std::string_view bytes)
{
    auto const length = bytes.size() - reader.surplus();
    response_reader exact(how.limits);
    exact.reset(how.rule);
    require(
        feed(exact, bytes.substr(0, length), how.limits) == state::done,
        "what comes after an answer means nothing to it"
    );
    require(
        exact.surplus() == 0 && equal(exact.response(), reader.response()), "the answer ends where it says"
    );

    response_reader cut(how.limits);
    cut.reset(how.rule);
    require(
        feed(cut, bytes.substr(0, length - 1), how.limits) == state::need_more,
        "an answer is not done before its end"
    );
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    boxlink::fuzz::input input(data, size);
    how_to_read const how(input.line());
    auto const bytes = input.rest();

    response_reader whole(how.limits);
    whole.reset(how.rule);
    auto const reached = bytes.empty() ? state::need_more : feed(whole, bytes, how.limits);
    if (reached == state::done)
        check_end(how, whole, bytes);

    // The one reader for both, since it is used for one answer after another.
    response_reader reader(how.limits);
    auto const by_one = [](std::size_t) -> std::size_t { return 1; };
    auto const by_sizes = [&how](std::size_t number) { return how.piece(number); };
    auto const read_again = [&](auto piece_size) {
        reader.reset(how.rule);
        require(
            feed_in_pieces(reader, bytes, how.limits, piece_size) == reached,
            "the same state, however the bytes are cut"
        );
        require_equal(whole, reader, reached);
    };
    read_again(by_one);
    read_again(by_sizes);

    auto const at_end = whole.finish_eof();
    require(at_end != state::need_more, "the end of the stream is the end");
    require(reached == state::need_more || at_end == reached, "the end of the stream changes no end");
    require(reader.finish_eof() == at_end, "the same end, however the bytes are cut");
    require_equal(whole, reader, at_end);
    if (at_end == state::done) {
        check_answer(whole, how.rule);
        require(reached == state::done || !whole.keep_alive(), "a connection that has ended is not kept");
    } else {
        auto const& code = whole.error().code;
        bool const ended_early = code == make_error_code(errc::connection_lost);
        require(ended_early == (reached == state::need_more), "a lost connection is nothing else");
        require(
            ended_early || code == make_error_code(errc::malformed_response) ||
                code == make_error_code(errc::response_too_large),
            "the code of a refusal"
        );
        require(!whole.error().message.empty(), "a refusal says why");
        require(!whole.can_reuse_connection(), "a connection that failed is not used again");
    }
    return 0;
}
