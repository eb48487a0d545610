// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "fault_rows.hpp"

#include <utility>

namespace boxlink::test {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
using testing::fault;

class table
{
public:
    /// An answer in place of the usual one.
    void instead(std::string name, sequel then, fault const& what, errc code = errc::connection_lost)
    {
        add({std::move(name), constant(what), then, code});
    }

    /// The same, and the request takes effect.
    void applied(std::string name, sequel then, fault const& what, errc code = errc::connection_lost)
    {
        add({std::move(name) + ", applied", constant(fault(what).applied()), then, code, true});
    }

    /// Both of these.
    void either(std::string const& name, sequel then, fault const& what, errc code = errc::connection_lost)
    {
        instead(name, then, what, code);
        applied(name, then, what, code);
    }

    /// The usual answer, altered.
    void altered(std::string name, sequel then, fault const& what)
    {
        add({std::move(name), constant(what), then, errc::connection_lost, true});
    }

    /// Bytes around what an answer to this operation can look like.
    void written(
        std::string name, sequel then, std::function<std::string(std::string)> const& bytes, fault const& more
    )
    {
        auto const make = [bytes, more](deed what) {
            std::string const link = R"({"url":"https://app.box.com/s/raw","access":"company"})";
            std::string const shown = what == deed::unshare ? "null" : link;
            return fault(more)
                .raw(bytes(R"({"type":"file","id":"1","etag":"1","shared_link":)" + shown + "}"))
                .applied();
        };
        add({std::move(name), make, then, errc::connection_lost, true});
    }

    void stalled(std::string name, fault const& what, bool applied)
    {
        add({std::move(name), constant(what), sequel::again, errc::attempt_timed_out, applied, place::stall});
    }

    void at_connection(std::string name, fault const& what, place where = place::connection)
    {
        auto const befalls = fault(what).on_accept();
        add({std::move(name), constant(befalls), sequel::again, errc::connect_failed, false, where});
    }

    void add(fault_row row) { rows_.push_back(std::move(row)); }

    std::vector<fault_row> take() { return std::move(rows_); }

    static std::function<fault(deed)> constant(fault const& what)
    {
        return [what](deed) { return what; };
    }

private:
    std::vector<fault_row> rows_;
};

std::string sized(std::string const& body)
{
    return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

void add_overload(table& to)
{
    for (unsigned const code : {202U, 408U, 500U, 502U, 503U, 504U}) {
        auto const name = std::to_string(code);
        to.either(name, sequel::again, fault().status(code));
        to.either(name + " with Retry-After", sequel::again, fault().status(code).retry_after(7s));
    }
    to.either("502 as HTML", sequel::again, fault().status(502).html_body());
    to.instead("503 without a body", sequel::again, fault().status(503).empty_body());
    to.instead(
        "503 with an HTTP-date", sequel::again,
        fault().status(503).retry_after("Mon, 01 Jan 2001 00:00:00 GMT")
    );
    to.instead("503 with nonsense", sequel::again, fault().status(503).retry_after("soon"));
    to.instead("503 and the end", sequel::again, fault().status(503).announce_close());
    to.instead("429", sequel::again, fault().status(429));
    to.instead("429 with Retry-After", sequel::again, fault().status(429).retry_after(3s));
    to.instead("429 as HTML", sequel::again, fault().status(429).html_body());
    to.instead("429 without a body", sequel::again, fault().status(429).empty_body());
    for (char const* const code : {"operation_blocked_temporary", "name_temporarily_reserved"}) {
        to.instead("409 "s + code, sequel::again, fault().status(409).code(code));
        to.instead(
            "409 "s + code + " with Retry-After", sequel::again,
            fault().status(409).code(code).retry_after(2s)
        );
    }
    for (std::uint64_t const later : {1U, 2U, 3U}) {
        auto const name = " that takes effect " + std::to_string(later) + " requests later";
        to.instead("503" + name, sequel::again, fault().status(503).applied_after(later));
        to.instead("a reset" + name, sequel::again, fault().reset().applied_after(later));
    }
}

void add_refusals(table& to)
{
    to.instead("400", sequel::refusal, fault().status(400), errc::bad_request);
    to.instead("401", sequel::refusal, fault().status(401), errc::unauthorized);
    to.instead("401 without a body", sequel::refusal, fault().status(401).empty_body(), errc::unauthorized);
    to.instead("403", sequel::refusal, fault().status(403), errc::forbidden);
    to.instead("404", sequel::refusal, fault().status(404), errc::not_found);
    to.instead("404 as HTML", sequel::refusal, fault().status(404).html_body(), errc::not_found);
    to.instead("405", sequel::refusal, fault().status(405), errc::method_not_allowed);
    to.instead("409", sequel::refusal, fault().status(409), errc::conflict);
    to.instead("412", sequel::contested, fault().status(412), errc::precondition_failed);
    to.instead(
        "302", sequel::no_use, fault().status(302).header("Location", "https://localhost/"),
        errc::unexpected_status
    );
    to.instead("304", sequel::no_use, fault().status(304), errc::unexpected_status);
    to.either("501", sequel::doubt, fault().status(501), errc::unavailable);
    to.either("505", sequel::doubt, fault().status(505), errc::unavailable);
    to.either(
        "an answer that is too long", sequel::doubt,
        fault().raw("HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n"), errc::response_too_large
    );
    to.either(
        "headers that are too long", sequel::doubt,
        fault().raw("HTTP/1.1 200 OK\r\nX: " + std::string(20'000, 'x')), errc::response_too_large
    );
    for (auto const& [name, what] : {
             std::pair("200 without a body", fault().status(200).empty_body()),
             std::pair("200 as HTML", fault().status(200).html_body()),
             std::pair("200 with a list", fault().status(200).body("[]", "application/json")),
             std::pair("204", fault().status(204)),
         })
        to.either(name, sequel::nonsense, what, errc::malformed_response);
}

void add_broken(table& to)
{
    to.either("a reset", sequel::again, fault().reset());
    to.stalled("a stall", fault().stall(), false);
    to.stalled("a stall, applied", fault().stall().applied(), true);
    to.either("garbage", sequel::again, fault().garbage());
    for (std::size_t const bytes : {0U, 1U, 12U, 80U, 155U, 180U})
        to.altered("cut after " + std::to_string(bytes) + " bytes", sequel::again, fault().cut_after(bytes));
    to.altered("cut in the second piece", sequel::again, fault().in_pieces(90).cut_after(110));
    to.either("only an interim answer", sequel::again, fault().raw("HTTP/1.1 100 Continue\r\n\r\n").close());
    to.either("too many interim answers", sequel::again, [] {
        std::string bytes;
        for (int count = 0; count < 50; ++count)
            bytes += "HTTP/1.1 102 Processing\r\n\r\n";
        return fault().raw(bytes);
    }());
    to.either(
        "another protocol", sequel::again,
        fault().raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n")
    );
    to.either(
        "a folded header", sequel::again,
        fault().raw("HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 0\r\n\r\n")
    );
    to.either(
        "a broken chunk", sequel::again,
        fault().raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")
    );
    to.either(
        "a body that is shorter than announced", sequel::again,
        fault().raw("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{").close()
    );
    to.either(
        "503 after an interim answer", sequel::again,
        fault().raw(
            "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 503 Unavailable\r\nContent-Length: 0\r\n\r\n"
        )
    );
    // Whoever cuts it must not decide what the answer is.
    to.written(
        "a body without a length that is cut", sequel::again,
        [](std::string const& body) { return "HTTP/1.1 200 OK\r\n\r\n" + body; }, fault().cut_after(4000)
    );
}

void add_unusual(table& to)
{
    to.altered("nothing", sequel::success, fault());
    to.altered("a warning", sequel::success, fault().header("Deprecation", "true"));
    to.altered("pieces of 1 byte", sequel::success, fault().in_pieces(1));
    to.altered("pieces of 100 bytes", sequel::success, fault().in_pieces(100));
    to.altered("a late answer", sequel::success, fault().delay(1ms));
    to.altered("an announced end", sequel::success, fault().announce_close());
    to.altered("an end that is not announced", sequel::success, fault().close());
    to.altered(
        "surplus", sequel::success, fault().surplus("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
    );
    to.altered("surplus garbage", sequel::success, fault().surplus("\x01\x02\xff"));
    to.written(
        "interim answers", sequel::success,
        [](std::string const& body) {
            return "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + sized(body);
        },
        fault()
    );
    to.written(
        "interim answers in pieces", sequel::success,
        [](std::string const& body) { return "HTTP/1.1 100 Continue\r\n\r\n" + sized(body); },
        fault().in_pieces(3)
    );
    to.written(
        "chunks", sequel::success,
        [](std::string const& body) {
            return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n" +
                   [](std::size_t size) {
                       constexpr char digits[] = "0123456789abcdef";
                       return ""s + digits[size / 16 % 16] + digits[size % 16];
                   }(body.size() - 1) +
                   "\r\n" + body.substr(1) + "\r\n0\r\nX-Trailer: x\r\n\r\n";
        },
        fault()
    );
    to.written(
        "a body without a length", sequel::success,
        [](std::string const& body) { return "HTTP/1.1 200 OK\r\n\r\n" + body; }, fault().close()
    );
    to.written(
        "HTTP/1.0", sequel::success,
        [](std::string const& body) {
            return "HTTP/1.0 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
        },
        fault().close()
    );
}

void add_connections(table& to)
{
    to.at_connection("a connection that is reset", fault().reset());
    to.at_connection("a connection that is cut", fault().cut_after(0));
    to.at_connection("a late handshake", fault().delay(1ms));
    to.at_connection("a held connection", fault().stall(), place::held_connection);
    to.add(
        {"no TLS at all", table::constant(fault().garbage().on_accept()), sequel::no_use, errc::tls_failed,
         false, place::connection, true}
    );
    to.add(
        {"an alert of TLS", table::constant(fault().raw("\x15\x03\x03\x00\x02\x02\x28"s).close().on_accept()),
         sequel::no_use, errc::tls_failed, false, place::connection, true}
    );
}

} // namespace

std::vector<fault_row> fault_rows()
{
    table all;
    add_unusual(all);
    add_overload(all);
    add_refusals(all);
    add_broken(all);
    add_connections(all);
    return all.take();
}

} // namespace boxlink::test
